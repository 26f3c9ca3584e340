package store

import (
	"context"

	"hailong/survey"
)

var _ survey.FlagStore = (*DB)(nil)

type flagRow struct {
	CounterID       survey.CounterID
	Receipt         []byte
	Rule            survey.FlagRule
	PlanID          survey.PlanID
	QuestionnaireID survey.QuestionnaireID
	Day             survey.Day
}

func (r flagRow) domain() survey.Flag {
	return survey.Flag{
		Counter: r.CounterID, Receipt: survey.Receipt(r.Receipt), Rule: r.Rule, Plan: r.PlanID,
		Questionnaire: r.QuestionnaireID, Day: r.Day,
	}
}

// Flaggable are a counter's valid responses under some plans.
func (db *DB) Flaggable(
	ctx context.Context, counter survey.CounterID, plans []survey.PlanID,
) (found []survey.Response, err error) {
	err = db.snapshot(ctx, func(ctx context.Context) error {
		if err := db.readByKey(ctx); err != nil {
			return err
		}
		found, err = list[responseRow](ctx, db, `
			SELECT counter_id, receipt, plan_id, questionnaire_id, answered_at, received_at, day,
				channel, stage, status, levels
			FROM response WHERE counter_id = ? AND plan_id IN ? AND status = ?`, counter, plans, survey.StatusValid)
		return err
	})
	return found, wrap(err, "read responses of counter %d", counter)
}

// Flags are those of a counter under some plans, sorted.
func (db *DB) Flags(
	ctx context.Context, counter survey.CounterID, plans []survey.PlanID,
) ([]survey.Flag, error) {
	flags, err := list[flagRow](ctx, db,
		"SELECT * FROM response_flag WHERE counter_id = ? AND plan_id IN ? ORDER BY receipt, rule", counter, plans)
	return flags, wrap(err, "read flags of counter %d", counter)
}

var flagInsert = newInserter("response_flag", "ON CONFLICT (counter_id, receipt, rule) DO NOTHING",
	[]column[survey.Flag]{
		col("counter_id", "bigint", func(f *survey.Flag) int64 { return int64(f.Counter) }),
		col("receipt", "bytea", func(f *survey.Flag) []byte { return f.Receipt[:] }),
		col("rule", "text", func(f *survey.Flag) string { return string(f.Rule) }),
		col("plan_id", "bigint", func(f *survey.Flag) int64 { return int64(f.Plan) }),
		col("questionnaire_id", "bigint", func(f *survey.Flag) int64 { return int64(f.Questionnaire) }),
		col("day", "text", func(f *survey.Flag) string { return string(f.Day) }),
	})

// PutFlags adds flags and takes others back. Of two who looked at once the second finds
// what it wanted to add, and nothing to take back.
func (db *DB) PutFlags(ctx context.Context, add, drop []survey.Flag) error {
	if len(add) > 0 {
		if err := insertAll(ctx, db, &flagInsert, pointers(add)); err != nil {
			return wrap(err, "add flags")
		}
	}
	for _, f := range drop {
		err := db.conn(ctx).Exec("DELETE FROM response_flag WHERE counter_id = ? AND receipt = ? AND rule = ?",
			f.Counter, f.Receipt[:], f.Rule).Error
		if err != nil {
			return wrap(err, "take flags back")
		}
	}
	return nil
}

type flagSumRow struct {
	CounterID survey.CounterID
	Rule      survey.FlagRule
	Day       survey.Day
	Count     int64
	Taken     int64
}

func (r flagSumRow) domain() survey.FlagSum {
	return survey.FlagSum{Counter: r.CounterID, Rule: r.Rule, Day: r.Day, Count: r.Count, Taken: r.Taken}
}

// FlagSums are how many responses were noticed by counter, rule and day, the newest first,
// at most as many as asked for.
func (db *DB) FlagSums(ctx context.Context, most int) ([]survey.FlagSum, error) {
	sums, err := list[flagSumRow](ctx, db, `
		SELECT f.counter_id, f.rule, f.day, COUNT(*) AS count, COUNT(x.receipt) AS taken
		FROM response_flag f LEFT JOIN correction_receipt x
			ON x.counter_id = f.counter_id AND x.receipt = f.receipt AND x.kind = 'exclude' AND x.in_force
		GROUP BY f.counter_id, f.rule, f.day ORDER BY f.day DESC, f.counter_id, f.rule LIMIT ?`, most)
	return sums, wrap(err, "read flags")
}
