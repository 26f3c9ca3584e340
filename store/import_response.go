package store

import (
	"context"
	"slices"
	"time"

	"hailong/survey"
)

var _ survey.ResponseImportStore = (*DB)(nil)

// importBatch is how many responses are stored between two signs of progress.
const importBatch = 1000

// ImportResponses stores many responses with their comments and tallies, all or
// nothing, in batches by receipt. Answers that arrive meanwhile wait on SQLite, which
// has one writer, and not on PostgreSQL: imported ones have tally rows of their own,
// by their channel, and where a recount or another import takes the same rows, the
// transaction is serializable and runs again.
func (db *DB) ImportResponses(
	ctx context.Context, version int64, list []survey.Response, done func(int),
) (outcomes []survey.Outcome, err error) {
	err = db.InTx(ctx, func(ctx context.Context) error {
		if err := db.holdCatalogue(ctx, version); err != nil {
			return err
		}
		outcomes = make([]survey.Outcome, 0, len(list))
		for batch := range slices.Chunk(list, importBatch) {
			some, err := db.addBatch(ctx, batch)
			if err != nil {
				return err
			}
			outcomes = append(outcomes, some...)
			done(len(outcomes))
		}
		return nil
	})
	return outcomes, wrap(err, "import %d responses", len(list))
}

// ImportedResponses reads by the key: a receipt begins with the milliseconds of the
// time that was answered at.
func (db *DB) ImportedResponses(
	ctx context.Context, counter survey.CounterID, from, to time.Time,
) ([]survey.Response, error) {
	first, next := firstReceipt(from), firstReceipt(to.Add(time.Millisecond))
	return list[responseRow](ctx, db, `
		SELECT * FROM response WHERE counter_id = ? AND receipt >= ? AND receipt < ? AND channel = ?`,
		counter, first, next, survey.ChannelImport)
}

// firstReceipt sorts before all receipts of a millisecond.
func firstReceipt(t time.Time) []byte {
	ms := t.UnixMilli()
	return []byte{byte(ms >> 40), byte(ms >> 32), byte(ms >> 24), byte(ms >> 16), byte(ms >> 8), byte(ms)}
}
