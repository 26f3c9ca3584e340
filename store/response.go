package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"hailong/survey"
)

var _ survey.ResponseWriter = (*DB)(nil)

type responseRow struct {
	CounterID       survey.CounterID
	Receipt         []byte
	PlanID          survey.PlanID
	QuestionnaireID survey.QuestionnaireID
	AnsweredAt      time.Time
	ReceivedAt      time.Time
	Day             survey.Day
	Channel         survey.Channel
	Stage           survey.Stage
	Status          survey.Status
	Levels          survey.Levels
}

func (r responseRow) domain() survey.Response {
	return survey.Response{
		Receipt: survey.Receipt(r.Receipt), Counter: r.CounterID, Plan: r.PlanID,
		Questionnaire: r.QuestionnaireID, AnsweredAt: r.AnsweredAt.UTC(), ReceivedAt: r.ReceivedAt.UTC(),
		Day: r.Day, Channel: r.Channel, Stage: r.Stage, Status: r.Status, Levels: r.Levels,
	}
}

// AddResponses stores a batch with its comments and tallies in one transaction,
// READ COMMITTED: each row is decided by its own key, so the serializable order
// that other changes need would only cost retries.
func (db *DB) AddResponses(
	ctx context.Context, version int64, batch []survey.Response,
) (outcomes []survey.Outcome, err error) {
	firsts, add := firstsOf(batch), db.addInTx
	if db.dialect.postgres {
		add = db.addPipelined
	}
	added, err := add(ctx, version, firsts)
	if err == nil {
		outcomes, err = db.outcomes(ctx, batch, added)
	}
	return outcomes, wrap(err, "add %d responses", len(batch))
}

// addInTx stores, as one transaction, what is new.
func (db *DB) addInTx(
	ctx context.Context, version int64, firsts []*survey.Response,
) (added []*survey.Response, err error) {
	err = db.inTx(ctx, sql.LevelReadCommitted, func(ctx context.Context) error {
		if err := db.holdCatalogue(ctx, version); err != nil {
			return err
		}
		added, err = db.add(ctx, firsts)
		return err
	})
	return added, err
}

// firstsOf are a batch's responses in the order of the receipts; of doubles the first.
func firstsOf(batch []survey.Response) []*survey.Response {
	firsts := pointers(batch)
	slices.SortStableFunc(firsts, byReceipt)
	return slices.CompactFunc(firsts, func(a, b *survey.Response) bool { return a.Receipt == b.Receipt })
}

func byReceipt(a, b *survey.Response) int { return bytes.Compare(a.Receipt[:], b.Receipt[:]) }

const catalogueVersion = "SELECT value FROM property WHERE name = 'catalogue'"

// holdCatalogue keeps the catalogue as it is until the transaction ends, or gives
// ErrStale where it is another than the version by which responses were checked.
func (db *DB) holdCatalogue(ctx context.Context, version int64) error {
	stored, err := scalar[int64](ctx, db, catalogueVersion+db.dialect.shareLock)
	if err == nil && stored != version {
		return survey.ErrStale
	}
	return err
}

// add inserts what is new, with its comments and tallies, and gives it in order.
func (db *DB) add(ctx context.Context, firsts []*survey.Response) ([]*survey.Response, error) {
	added, err := db.insertResponses(ctx, firsts)
	if err != nil {
		return nil, err
	}
	if comments := commentsOf(added); len(comments) > 0 {
		if err := insertAll(ctx, db, &commentInsert, comments); err != nil {
			return nil, err
		}
	}
	return added, db.addTallies(ctx, talliesOf(added))
}

// outcomes says of each response whether it was added, sorted as they are.
func (db *DB) outcomes(
	ctx context.Context, batch []survey.Response, added []*survey.Response,
) (outcomes []survey.Outcome, err error) {
	outcomes = make([]survey.Outcome, len(batch))
	for i := range batch {
		r := &batch[i]
		place, found := slices.BinarySearchFunc(added, r, byReceipt)
		if found && added[place] == r {
			outcomes[i].Receipt = r.Receipt
			continue
		}
		if outcomes[i], err = db.outcome(ctx, r); err != nil {
			return nil, err
		}
	}
	return outcomes, nil
}

// outcome compares a response that was not added with what stands under its receipt.
func (db *DB) outcome(ctx context.Context, r *survey.Response) (survey.Outcome, error) {
	o := survey.Outcome{Receipt: r.Receipt}
	stored, err := db.ResponseByReceipt(ctx, r.Receipt)
	if err != nil {
		return o, err
	}
	o.Repeated = stored != nil && stored.SameAnswers(r)
	o.Conflict = !o.Repeated
	if o.Repeated {
		o.Stored = stored.Status
	}
	return o, nil
}

// ResponseByReceipt finds what is stored under a receipt, nil where nothing is.
func (db *DB) ResponseByReceipt(ctx context.Context, receipt survey.Receipt) (*survey.Response, error) {
	stored, err := list[responseRow](ctx, db, "SELECT * FROM response WHERE receipt = ?", receipt[:])
	if err != nil || len(stored) == 0 {
		return nil, err
	}
	return &stored[0], nil
}

func commentsOf(added []*survey.Response) []*survey.Response {
	var list []*survey.Response
	for _, r := range added {
		if r.Comment != "" {
			list = append(list, r)
		}
	}
	return list
}

func talliesOf(added []*survey.Response) []survey.Tally {
	tallies := make([]survey.Tally, len(added))
	for i, r := range added {
		tallies[i] = r.Tally
	}
	return survey.MergeTallies(tallies)
}

const returning = " RETURNING receipt"

// insertResponses gives those that were not there before, in order.
func (db *DB) insertResponses(
	ctx context.Context, sorted []*survey.Response,
) (added []*survey.Response, err error) {
	pool := db.conn(ctx).Statement.ConnPool
	if !db.dialect.postgres {
		err = responseInsert.oneByOne(ctx, pool, sorted, func(i int, written int64) {
			if written > 0 {
				added = append(added, sorted[i])
			}
		})
		return added, err
	}
	rows, err := pool.QueryContext(ctx, responseInsert.unnest+returning, responseInsert.arrays(sorted)...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	added, err = addedOf(sorted, rows)
	return added, errors.Join(err, rows.Err())
}

// receipts are rows as both drivers give them.
type receipts interface {
	Next() bool
	Scan(targets ...any) error
}

var errStrangeReceipt = errors.New("the database gives back a receipt that was not sent")

// addedOf finds, by the receipts that an insert gives back, which of the sorted
// responses it added, in order.
func addedOf(sorted []*survey.Response, rows receipts) ([]*survey.Response, error) {
	added := make([]*survey.Response, 0, len(sorted))
	for next := 0; rows.Next(); next++ {
		var receipt []byte
		if err := rows.Scan(&receipt); err != nil {
			return nil, err
		}
		// An insert goes through its rows in order.
		for next < len(sorted) && string(sorted[next].Receipt[:]) != string(receipt) {
			next++
		}
		if next == len(sorted) {
			return nil, errStrangeReceipt
		}
		added = append(added, sorted[next])
	}
	return added, nil
}

// responseInsert passes over receipts that are there.
var responseInsert = newInserter("response", "ON CONFLICT DO NOTHING", []column[survey.Response]{
	col("counter_id", "bigint", func(r *survey.Response) int64 { return int64(r.Counter) }),
	col("receipt", "bytea", func(r *survey.Response) []byte { return r.Receipt[:] }),
	col("plan_id", "bigint", func(r *survey.Response) int64 { return int64(r.Plan) }),
	col("questionnaire_id", "bigint", func(r *survey.Response) int64 { return int64(r.Questionnaire) }),
	col("answered_at", "timestamptz", func(r *survey.Response) time.Time { return r.AnsweredAt }),
	col("received_at", "timestamptz", func(r *survey.Response) time.Time { return r.ReceivedAt }),
	col("day", "text", func(r *survey.Response) string { return string(r.Day) }),
	col("channel", "smallint", func(r *survey.Response) int16 { return int16(r.Channel) }),
	col("stage", "smallint", func(r *survey.Response) int16 { return int16(r.Stage) }),
	col("status", "smallint", func(r *survey.Response) int16 { return int16(r.Status) }),
	col("levels", "text", func(r *survey.Response) string { return string(r.Levels) }),
})

var commentInsert = newInserter("comment", "", []column[survey.Response]{
	col("counter_id", "bigint", func(r *survey.Response) int64 { return int64(r.Counter) }),
	col("receipt", "bytea", func(r *survey.Response) []byte { return r.Receipt[:] }),
	col("day", "text", func(r *survey.Response) string { return string(r.Day) }),
	col("text", "text", func(r *survey.Response) string { return r.Comment }),
})
