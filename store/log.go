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

// Record appends to the chained log inside the caller's transaction. The head's
// row is locked until commit, so numbers have no gaps and no two rows follow the same.
func (db *DB) Record(ctx context.Context, e survey.Entry) error {
	if _, inside := txOf(ctx); !inside {
		return errors.New("record outside a transaction: the change and its entry belong together")
	}
	tx := db.conn(ctx)
	if err := tx.Exec("UPDATE log_head SET number = number + 1 WHERE id = 1").Error; err != nil {
		return wrap(err, "log %s", e.Action)
	}
	heads, err := list[headRow](ctx, db, "SELECT number, hash FROM log_head WHERE id = 1")
	if err != nil || len(heads) != 1 {
		return wrap(errors.Join(err, errors.New("head is missing")), "log %s", e.Action)
	}
	entry, err := survey.NewLogRow(e, heads[0].Number, heads[0].Hash)
	if err != nil {
		return err
	}
	row := logRow(entry)
	if err := tx.Create(&row).Error; err != nil {
		return wrap(err, "log %s", e.Action)
	}
	return wrap(tx.Exec("UPDATE log_head SET hash = ? WHERE id = 1", entry.Hash).Error, "log %s", e.Action)
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
