package store

import (
	"context"
	"errors"

	"hailong/survey"
)

var _ survey.Recorder = (*DB)(nil)

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
// commit, so numbers have no gaps and no two rows follow the same.
func (t *tx) writeLog() error {
	if len(t.entries) == 0 {
		return nil
	}
	var head headRow
	err := t.Raw("UPDATE log_head SET number = number + ? WHERE id = 1 RETURNING number, hash", len(t.entries)).
		Scan(&head).Error
	if err != nil || head.Number == 0 {
		return wrap(errors.Join(err, errors.New("head is missing")), "log")
	}
	number := head.Number - int64(len(t.entries))
	rows := make([]logRow, 0, len(t.entries))
	for _, e := range t.entries {
		number++
		row, err := survey.NewLogRow(e, number, head.Hash)
		if err != nil {
			return err
		}
		head.Hash = row.Hash
		rows = append(rows, logRow(row))
	}
	if err := t.CreateInBatches(&rows, logBatch).Error; err != nil {
		return wrap(err, "log")
	}
	return wrap(t.Exec("UPDATE log_head SET hash = ? WHERE id = 1", head.Hash).Error, "log")
}

// LogRows are those about an action. They are read one by one through the whole log.
func (db *DB) LogRows(ctx context.Context, action string) ([]survey.LogRow, error) {
	return list[logRow](ctx, db, "SELECT * FROM log_entry WHERE action = ? ORDER BY number", action)
}

// logPage is how many rows VerifyLog reads at a time.
const logPage = 1000

// VerifyLog walks the whole chain and gives its length and head; the error names
// the first row that does not fit.
func (db *DB) VerifyLog(ctx context.Context) (survey.LogCheck, error) {
	var check survey.LogCheck
	err := db.snapshot(ctx, func(ctx context.Context) error {
		for last := int64(0); ; {
			rows, err := list[logRow](ctx, db,
				"SELECT * FROM log_entry WHERE number > ? ORDER BY number LIMIT ?", last, logPage)
			if err != nil {
				return err
			}
			for _, r := range rows {
				if err := check.Next(r); err != nil {
					return err
				}
				last = r.Number
			}
			if len(rows) < logPage {
				break
			}
		}
		heads, err := list[headRow](ctx, db, "SELECT number, hash FROM log_head WHERE id = 1")
		if err != nil || len(heads) != 1 {
			return errors.Join(err, check.End(-1, ""))
		}
		return check.End(heads[0].Number, heads[0].Hash)
	})
	return check, translate(err)
}
