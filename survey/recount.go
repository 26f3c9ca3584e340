package survey

import (
	"context"
	"time"
)

// Difference is a roll-up that was not what the responses say. A nil Stored or
// Counted means that the row was missing or should not be there.
type Difference struct {
	Key             TallyKey
	Stored, Counted *Tally
}

// RecountStore is what a recount needs.
type RecountStore interface {
	Transactor
	Recorder
	// RebuildTallies makes the roll-ups anew from the responses, while answers that
	// arrive wait, and gives what differed, by key.
	RebuildTallies(ctx context.Context) ([]Difference, error)
}

// Recount rebuilds the roll-ups from the responses; where something differed, the
// log says who put it right.
func Recount(
	ctx context.Context, store RecountStore, actor Actor, now func() time.Time,
) (differences []Difference, err error) {
	err = store.InTx(ctx, func(ctx context.Context) error {
		differences, err = store.RebuildTallies(ctx)
		if err != nil || len(differences) == 0 {
			return err
		}
		return store.Record(ctx, Entry{
			At: stamp(now), Actor: actor, Action: "tally.recount", Subject: "tally",
			After: map[string]int{"differences": len(differences)},
		})
	})
	return differences, err
}
