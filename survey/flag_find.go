package survey

import (
	"context"
	"slices"
	"time"
)

// FlagStore is what finding flags needs.
type FlagStore interface {
	Transactor
	Recorder
	// Flaggable are a counter's valid responses under some plans, as far as rules look at
	// them.
	Flaggable(ctx context.Context, counter CounterID, plans []PlanID) ([]Response, error)
	// Flags are those of a counter under some plans, sorted.
	Flags(ctx context.Context, counter CounterID, plans []PlanID) ([]Flag, error)
	// PutFlags adds flags and takes others of the same counter back.
	PutFlags(ctx context.Context, add, drop []Flag) error
}

// Flagged is what looking for flags has changed.
type Flagged struct{ Added, Dropped int }

// flagEntry is what the log keeps: how many, never which.
type flagEntry struct{ Flagged, Unflagged int }

// FindFlags holds the responses of all plans that are not archived against the rules,
// counter by counter, each in a transaction of its own, and stores what is noticed. Where
// nothing is new it writes nothing.
func FindFlags(
	ctx context.Context, store FlagStore, c *Catalogue, actor Actor, now func() time.Time,
) (all Flagged, err error) {
	var plans []PlanID
	for i := range c.Plans {
		if !c.Plans[i].Archived {
			plans = append(plans, c.Plans[i].ID)
		}
	}
	for i := range c.Counters {
		one, err := flagCounter(ctx, store, &c.Counters[i], plans, Entry{Actor: actor, At: stamp(now)})
		if err != nil {
			return all, err
		}
		all.Added += one.Added
		all.Dropped += one.Dropped
	}
	return all, nil
}

func flagCounter(
	ctx context.Context, store FlagStore, n *Counter, plans []PlanID, entry Entry,
) (one Flagged, err error) {
	if len(plans) == 0 {
		return one, nil
	}
	responses, err := store.Flaggable(ctx, n.ID, plans)
	if err != nil || len(responses) < burstLeast {
		return one, err
	}
	found := FlagsOf(responses)
	stored, err := store.Flags(ctx, n.ID, plans)
	if err != nil {
		return one, err
	}
	add, drop := without(found, stored), without(stored, found)
	if len(add)+len(drop) == 0 {
		return one, nil
	}
	one = Flagged{len(add), len(drop)}
	entry.Action, entry.Subject, entry.After = "flag.find", n.Code, flagEntry{one.Added, one.Dropped}
	return one, store.InTx(ctx, func(ctx context.Context) error {
		if err := store.PutFlags(ctx, add, drop); err != nil {
			return err
		}
		return store.Record(ctx, entry)
	})
}

// without are the flags of a list that are not among others; both are sorted.
func without(list, others []Flag) []Flag {
	var rest []Flag
	for _, f := range list {
		if _, there := slices.BinarySearchFunc(others, f, Flag.Compare); !there {
			rest = append(rest, f)
		}
	}
	return rest
}

// FlagSum is how many responses of a day a rule noticed at a counter.
type FlagSum struct {
	Counter CounterID
	Rule    FlagRule
	Day     Day
	Count   int64
	Taken   int64 // of them: excluded by a person
}
