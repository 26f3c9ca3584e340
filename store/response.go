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
	if _, joined := txOf(ctx); db.dialect.postgres && !joined {
		outcomes, err = db.addAtOnce(ctx, version, batch)
		return outcomes, wrap(err, "add %d responses", len(batch))
	}
	err = db.inTx(ctx, sql.LevelReadCommitted, func(ctx context.Context) error {
		if err := db.holdCatalogue(ctx, version); err != nil {
			return err
		}
		outcomes, err = db.addBatch(ctx, batch)
		return err
	})
	return outcomes, wrap(err, "add %d responses", len(batch))
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

// addBatch inserts what is new, with its comments and tallies, and tells the others
// apart by what is stored. Of doubles within the batch the first is new.
func (db *DB) addBatch(ctx context.Context, batch []survey.Response) ([]survey.Outcome, error) {
	added, err := db.insertResponses(ctx, firstsOf(batch))
	if err != nil {
		return nil, err
	}
	outcomes, others := outcomesOf(batch, added)
	if err := db.compareOthers(ctx, batch, others, outcomes); err != nil {
		return nil, err
	}
	if comments := commentsOf(added); len(comments) > 0 {
		if err := insertAll(ctx, db, &commentInsert, comments); err != nil {
			return nil, err
		}
	}
	return outcomes, db.addTallies(ctx, talliesOf(added))
}

// outcomesOf are those of a batch of which so many were added, in the order of their
// receipts; others are the places of those still to be compared with what is stored.
func outcomesOf(batch []survey.Response, added []*survey.Response) (outcomes []survey.Outcome, others []int) {
	outcomes = make([]survey.Outcome, len(batch))
	for i := range batch {
		r := &batch[i]
		outcomes[i].Receipt = r.Receipt
		if place, found := slices.BinarySearchFunc(added, r, byReceipt); !found || added[place] != r {
			others = append(others, i)
		}
	}
	return outcomes, others
}

// compareOthers tells the others of a batch apart by what is stored under their receipts.
func (db *DB) compareOthers(
	ctx context.Context, batch []survey.Response, others []int, outcomes []survey.Outcome,
) error {
	for _, i := range others {
		stored, err := db.ResponseByReceipt(ctx, batch[i].Receipt)
		if err != nil {
			return err
		}
		outcomes[i] = compared(&batch[i], stored)
	}
	return nil
}

// compared is the outcome of a response that was not added.
func compared(r, stored *survey.Response) survey.Outcome {
	o := survey.Outcome{Receipt: r.Receipt, Repeated: stored != nil && stored.SameAnswers(r)}
	o.Conflict = !o.Repeated
	if o.Repeated {
		o.Stored = stored.Status
	}
	return o
}

// ResponseByReceipt finds what is stored under a receipt, nil where nothing is.
func (db *DB) ResponseByReceipt(ctx context.Context, receipt survey.Receipt) (*survey.Response, error) {
	var stored []responseRow
	err := db.conn(ctx).Raw(responseByReceipt+"?", receipt[:]).Scan(&stored).Error
	return firstOf(stored), translate(err)
}

// responseByReceipt names its columns: a newer program may have added some.
const responseByReceipt = `
	SELECT counter_id, receipt, plan_id, questionnaire_id, answered_at, received_at, day,
		channel, stage, status, levels
	FROM response WHERE receipt = `

func firstOf(rows []responseRow) *survey.Response {
	if len(rows) == 0 {
		return nil
	}
	r := rows[0].domain()
	return &r
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
	arrays := responseInsert.columns.arrays(sorted)
	rows, err := pool.QueryContext(ctx, responseInsert.unnest+" RETURNING receipt", arrays...)
	if err != nil {
		return nil, err
	}
	receipts, err := scanReceipts(rows)
	if err != nil {
		return nil, err
	}
	return addedOf(sorted, receipts)
}

// scanReceipts reads the receipts in the last column of rows, those that are there, and
// what is before it.
func scanReceipts(rows *sql.Rows, before ...any) (receipts [][]byte, err error) {
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var receipt []byte
		if err := rows.Scan(append(before, &receipt)...); err != nil {
			return nil, err
		}
		if receipt != nil {
			receipts = append(receipts, receipt)
		}
	}
	return receipts, rows.Err()
}

var errStrangeReceipt = errors.New("the database gives back a receipt that was not sent")

// addedOf finds, by the receipts that an insert gives back, which of the sorted
// responses it added, in order.
func addedOf(sorted []*survey.Response, receipts [][]byte) ([]*survey.Response, error) {
	added, next := make([]*survey.Response, len(receipts)), 0
	for i, receipt := range receipts {
		// An insert goes through its rows in order.
		for next < len(sorted) && string(sorted[next].Receipt[:]) != string(receipt) {
			next++
		}
		if next == len(sorted) {
			return nil, errStrangeReceipt
		}
		added[i] = sorted[next]
		next++
	}
	return added, nil
}

// responseInsert passes over receipts that are there.
var responseInsert = newInserter("response", "ON CONFLICT DO NOTHING", columns[survey.Response]{
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

// commentInsert passes over a receipt that has a comment: of an archived response the
// comment is still here, and its receipt may come again.
var commentInsert = newInserter("comment", "ON CONFLICT DO NOTHING", columns[survey.Response]{
	col("counter_id", "bigint", func(r *survey.Response) int64 { return int64(r.Counter) }),
	col("receipt", "bytea", func(r *survey.Response) []byte { return r.Receipt[:] }),
	col("day", "text", func(r *survey.Response) string { return string(r.Day) }),
	col("text", "text", func(r *survey.Response) string { return r.Comment }),
	col("imported", "boolean", func(r *survey.Response) bool { return r.Channel == survey.ChannelImport }),
})
