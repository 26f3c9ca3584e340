package store

import (
	"context"
	"errors"
	"math"

	"hailong/survey"
)

var (
	_ survey.Recorder   = (*DB)(nil)
	_ survey.AuditStore = (*DB)(nil)
)

type logRow survey.LogRow

func (logRow) TableName() string { return "log_entry" }

func (r logRow) domain() survey.LogRow { return survey.LogRow(r) }

type headRow struct {
	Number int64
	Hash   string
}

func (r headRow) domain() headRow { return r }

// Record appends to the chained log. The entry is written with the caller's
// transaction, at its end: so the head is locked only for a moment, and a long
// import writes its thousands of entries in a few statements.
func (db *DB) Record(ctx context.Context, e survey.Entry) error {
	t, inside := txOf(ctx)
	if !inside || t.view {
		return errors.New("record outside a transaction: the change and its entry belong together")
	}
	t.entries = append(t.entries, e)
	return nil
}

// logBatch is how many entries are written in one statement.
const logBatch = 200

// writeLog appends the transaction's entries. The head's row is locked until
// commit, by writing it as it is: so numbers have no gaps and no two rows follow the
// same. It moves on when its rows are there, because the database looks; there it moves
// by itself too, for rows that came past the program.
func (t *tx) writeLog() error {
	if len(t.entries) == 0 {
		return nil
	}
	var head headRow
	locked := t.Raw("UPDATE log_head SET number = number WHERE id = 1 RETURNING number, hash").Scan(&head)
	if locked.Error != nil || locked.RowsAffected == 0 {
		return wrap(errors.Join(locked.Error, errors.New("head is missing")), "log")
	}
	rows := make([]logRow, 0, len(t.entries))
	for _, e := range t.entries {
		row, err := survey.NewLogRow(e, head.Number+1, head.Hash)
		if err != nil {
			return err
		}
		head = headRow{row.Number, row.Hash}
		rows = append(rows, logRow(row))
	}
	if err := t.CreateInBatches(&rows, logBatch).Error; err != nil {
		return wrap(err, "log")
	}
	const forward = "UPDATE log_head SET number = ?, hash = ? WHERE id = 1"
	return wrap(t.Exec(forward, head.Number, head.Hash).Error, "log")
}

// LogRows are those about an action. They are read one by one through the whole log.
func (db *DB) LogRows(ctx context.Context, action string) ([]survey.LogRow, error) {
	return list[logRow](ctx, db, "SELECT * FROM log_entry WHERE action = ? ORDER BY number", action)
}

// logPage is how many rows EachLogRow reads at a time.
const logPage = 1000

// EachLogRow hands on all rows in their order. Inside Snapshot they are of its view.
func (db *DB) EachLogRow(ctx context.Context, do func(survey.LogRow) error) error {
	for last := int64(math.MinInt64); ; {
		rows, err := list[logRow](ctx, db,
			"SELECT * FROM log_entry WHERE number > ? ORDER BY number LIMIT ?", last, logPage)
		if err != nil {
			return err
		}
		for _, r := range rows {
			if err := do(r); err != nil {
				return err
			}
			last = r.Number
		}
		if len(rows) < logPage {
			return nil
		}
	}
}

// LogHead is where the log ends by the row that every entry moves on; number -1 where
// somebody took that row away.
func (db *DB) LogHead(ctx context.Context) (survey.LogHead, error) {
	heads, err := list[headRow](ctx, db, "SELECT number, hash FROM log_head WHERE id = 1")
	if err != nil || len(heads) != 1 {
		return survey.LogHead{Number: -1}, err
	}
	return survey.LogHead(heads[0]), nil
}

// VerifyLog walks the whole chain and gives its length and head; the error names
// the first row that does not fit.
func (db *DB) VerifyLog(ctx context.Context) (survey.LogCheck, error) {
	var check survey.LogCheck
	err := db.snapshot(ctx, func(ctx context.Context) error {
		if err := db.EachLogRow(ctx, check.Next); err != nil {
			return err
		}
		head, err := db.LogHead(ctx)
		if err != nil {
			return err
		}
		return check.End(head.Number, head.Hash)
	})
	return check, translate(err)
}
