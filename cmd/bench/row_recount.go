package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"hailong/store"
)

// rawTallies makes all roll-ups by one statement.
var rawTallies = func() string {
	var y, m, each []string
	for i := range countedQuestions {
		level := fmt.Sprintf("substr(levels, %d, 1)", i+1)
		satisfied := "CASE WHEN " + level + " IN ('4', '5') THEN 1 ELSE 0 END"
		given := "CASE WHEN " + level + " IN ('1', '2', '3', '4', '5') THEN 1 ELSE 0 END"
		y, m = append(y, satisfied), append(m, given)
		valid := "CASE WHEN status = 1 THEN %s ELSE 0 END"
		each = append(each, fmt.Sprintf("SUM("+valid+"), SUM("+valid+")", satisfied, given))
	}
	each = append(each, strings.Repeat("0, ", 5)+"0") // no sixth, seventh and eighth factor
	return `INSERT INTO tally_copy
	(counter_id, agency_id, plan_id, questionnaire_id, month, channel, is_excluded, ` +
		strings.Join(sumColumns, ", ") + `)
	SELECT counter_id, agency_id, plan_id, questionnaire_id, month, channel, FALSE,
		COUNT(*), SUM(CASE WHEN status = 2 THEN 1 ELSE 0 END), SUM(CASE WHEN m > 0 THEN 1 ELSE 0 END),
		SUM(y), SUM(m), SUM(y * y), SUM(y * m), SUM(m * m), ` + strings.Join(each, ", ") + `
	FROM (SELECT r.counter_id, c.agency_id, plan_id, questionnaire_id,
		substr(day, 1, 7) AS month, channel, status, levels,
		CASE WHEN status = 1 THEN ` + strings.Join(y, " + ") + ` ELSE 0 END AS y,
		CASE WHEN status = 1 THEN ` + strings.Join(m, " + ") + ` ELSE 0 END AS m
		FROM response r JOIN counter c ON c.id = r.counter_id) AS answers
	GROUP BY counter_id, agency_id, plan_id, questionnaire_id, month, channel`
}()

// emptyCopy makes a table like the roll-ups, keys and all.
func emptyCopy(ctx context.Context, database string) error {
	if store.IsPostgres(database) {
		return execute(ctx, database, "DROP TABLE IF EXISTS tally_copy",
			"CREATE TABLE tally_copy (LIKE tally INCLUDING ALL)", "CHECKPOINT")
	}
	like, err := text(ctx, database, "SELECT sql FROM sqlite_master WHERE name = 'tally'")
	if err != nil {
		return err
	}
	return execute(ctx, database, "DROP TABLE IF EXISTS tally_copy",
		strings.Replace(like, "TABLE tally", "TABLE tally_copy", 1),
		"CREATE INDEX tally_copy_plan ON tally_copy (plan_id, agency_id)", "PRAGMA wal_checkpoint(TRUNCATE)")
}

// recount compares the command, from start to end, with the one statement.
func recount(k kind) func(context.Context, *bench) error {
	return func(ctx context.Context, b *bench) error {
		source, err := b.filled(ctx, k, b.rows/10)
		if err != nil {
			return err
		}
		database, err := b.copyOf(ctx, k, source) // the other measurements' database has no second table
		if err != nil {
			return err
		}
		err = b.repeat(func() error {
			if err := emptyCopy(ctx, database); err != nil {
				return err
			}
			var ours, raw float64
			err := b.inTurn(ctx,
				func(ctx context.Context) error {
					started := time.Now()
					defer func() { ours = time.Since(started).Seconds() }()
					return b.hailong(ctx, database, "recount")
				},
				func(ctx context.Context) (err error) { raw, err = tallyRaw(ctx, database); return err })
			if err != nil {
				return err
			}
			b.note("recount-"+string(k), ours, raw)
			return sameTallies(ctx, database)
		})
		if err != nil {
			return err
		}
		return b.drop(ctx, database)
	}
}

// tallyRaw runs the statement and tells how long it took, in seconds. What it made
// stays until the next time.
func tallyRaw(ctx context.Context, database string) (float64, error) {
	db, err := connect(database)
	if err != nil {
		return 0, err
	}
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(ctx, "DELETE FROM tally_copy"); err != nil {
		return 0, err
	}
	started := time.Now()
	_, err = db.ExecContext(ctx, rawTallies)
	return time.Since(started).Seconds(), err
}

// sameTallies makes sure that both made the same.
func sameTallies(ctx context.Context, database string) error {
	differ, err := number(ctx, database, `SELECT
		(SELECT COUNT(*) FROM (SELECT * FROM tally EXCEPT SELECT * FROM tally_copy) AS a) +
		(SELECT COUNT(*) FROM (SELECT * FROM tally_copy EXCEPT SELECT * FROM tally) AS b)`)
	if err == nil && differ != 0 {
		err = fmt.Errorf("%d rows of the statement's tallies differ", differ)
	}
	return err
}
