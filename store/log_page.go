package store

import (
	"context"
	"strings"
	"time"

	"hailong/survey"
)

var _ survey.LogReader = (*DB)(nil)

// LogPart gives rows that fit, the highest numbers first.
func (db *DB) LogPart(ctx context.Context, f survey.LogFilter, limit int) ([]survey.LogRow, error) {
	where, values := []string{"number > ?", "number < ?"}, []any{f.Above, f.Below}
	for _, c := range []struct{ condition, value string }{
		{"at >= ?", f.Since},
		{"at < ?", f.Until},
		{"actor = ?", f.Actor},
		{"action = ?", f.Action},
		{"subject = ?", f.Subject},
	} {
		if c.value != "" {
			where, values = append(where, c.condition), append(values, c.value)
		}
	}
	return list[logRow](ctx, db,
		"SELECT * FROM log_entry WHERE "+strings.Join(where, " AND ")+" ORDER BY number DESC LIMIT ?",
		append(values, limit)...)
}

// LogActions are those that occur in rows above a number, in no order.
func (db *DB) LogActions(ctx context.Context, above int64) (actions []string, err error) {
	err = db.conn(ctx).Raw("SELECT DISTINCT action FROM log_entry WHERE number > ?", above).Scan(&actions).Error
	return actions, wrap(err, "read the log's actions")
}

type checkedRow struct {
	DoneAt time.Time
	Result string
}

func (r checkedRow) domain() checkedRow { return r }

// LogChecked is when the nightly check last went through the log, and whether it said
// that the log is whole.
func (db *DB) LogChecked(ctx context.Context) (time.Time, bool, error) {
	checks, err := list[checkedRow](ctx, db, `
		SELECT done_at, result FROM job
		WHERE kind = 'check' AND done_at IS NOT NULL ORDER BY done_at DESC LIMIT 1`)
	if err != nil || len(checks) == 0 {
		return time.Time{}, false, err
	}
	return checks[0].DoneAt, strings.Contains(checks[0].Result, survey.LogWhole), nil
}
