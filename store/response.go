package store

import (
	"bytes"
	"context"
	"database/sql"
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

type commentRow struct {
	CounterID survey.CounterID
	Receipt   []byte
	Day       survey.Day
	Text      string
}

func (commentRow) TableName() string { return "comment" }

// AddResponses stores a batch with its comments and tallies in one transaction,
// READ COMMITTED: each row is decided by its own key, so the serializable order
// that other changes need would only cost retries.
func (db *DB) AddResponses(
	ctx context.Context, version int64, batch []survey.Response,
) (outcomes []survey.Outcome, err error) {
	err = db.inTx(ctx, sql.LevelReadCommitted, func(ctx context.Context) error {
		if err := db.holdCatalogue(ctx, version); err != nil {
			return err
		}
		outcomes, err = db.addResponses(ctx, batch)
		return err
	})
	return outcomes, wrap(err, "add %d responses", len(batch))
}

// holdCatalogue keeps the catalogue as it is until the transaction ends, or gives
// ErrStale where it is another than the version by which responses were checked.
func (db *DB) holdCatalogue(ctx context.Context, version int64) error {
	stored, err := scalar[int64](ctx, db,
		"SELECT value FROM property WHERE name = 'catalogue'"+db.dialect.shareLock)
	if err == nil && stored != version {
		return survey.ErrStale
	}
	return err
}

// addResponses inserts what is new, in the order of the receipts, and tells the
// others apart by what is stored. Of doubles within the batch the first is new.
func (db *DB) addResponses(ctx context.Context, batch []survey.Response) ([]survey.Outcome, error) {
	firsts := pointers(batch)
	slices.SortStableFunc(firsts, byReceipt)
	firsts = slices.CompactFunc(firsts, func(a, b *survey.Response) bool { return a.Receipt == b.Receipt })
	added, err := db.insertResponses(ctx, firsts)
	if err != nil {
		return nil, err
	}
	if err := db.addParts(ctx, added); err != nil {
		return nil, err
	}
	return db.outcomes(ctx, batch, added)
}

func byReceipt(a, b *survey.Response) int { return bytes.Compare(a.Receipt[:], b.Receipt[:]) }

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

// addParts stores the comments and tallies of what was new.
func (db *DB) addParts(ctx context.Context, added []*survey.Response) error {
	var comments []commentRow
	tallies := make([]survey.Tally, len(added))
	for i, r := range added {
		tallies[i] = r.Tally
		if r.Comment != "" {
			comments = append(comments, commentRow{r.Counter, r.Receipt[:], r.Day, r.Comment})
		}
	}
	if len(comments) > 0 {
		if err := db.conn(ctx).Create(&comments).Error; err != nil {
			return err
		}
	}
	return db.addTallies(ctx, survey.MergeTallies(tallies))
}

// insertResponses gives those that were not there before, in order.
func (db *DB) insertResponses(ctx context.Context, sorted []*survey.Response) ([]*survey.Response, error) {
	pool := db.conn(ctx).Statement.ConnPool
	added := make([]*survey.Response, 0, len(sorted))
	if !db.dialect.postgres {
		err := responseInsert.oneByOne(ctx, pool, sorted, func(i int, written int64) {
			if written > 0 {
				added = append(added, sorted[i])
			}
		})
		return added, err
	}
	rows, err := pool.QueryContext(ctx, responseInsert.unnest+" RETURNING receipt", responseInsert.arrays(sorted)...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var key survey.Response
	for rows.Next() {
		var receipt sql.RawBytes
		if err := rows.Scan(&receipt); err != nil {
			return nil, err
		}
		key.Receipt = survey.Receipt(receipt)
		i, _ := slices.BinarySearchFunc(sorted, &key, byReceipt)
		added = append(added, sorted[i])
	}
	slices.SortFunc(added, byReceipt)
	return added, rows.Err()
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
