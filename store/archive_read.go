package store

import (
	"context"

	"hailong/survey"
)

// EachResponse goes by the key of a counter's responses and keeps one of them at a time.
func (db *DB) EachResponse(
	ctx context.Context, counter survey.CounterID, plans []survey.PlanID, do func(*survey.Response) error,
) error {
	rows, err := db.conn(ctx).Raw(`
		SELECT receipt, plan_id, questionnaire_id, answered_at, received_at, day, channel, stage, status, levels
		FROM response WHERE counter_id = ? AND plan_id IN ? ORDER BY receipt`, counter, plans).Rows()
	if err != nil {
		return wrap(err, "read responses")
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		r := responseRow{CounterID: counter}
		err := rows.Scan(&r.Receipt, &r.PlanID, &r.QuestionnaireID, &r.AnsweredAt, &r.ReceivedAt,
			&r.Day, &r.Channel, &r.Stage, &r.Status, &r.Levels)
		if err != nil {
			return wrap(err, "read responses")
		}
		response := r.domain()
		if err := do(&response); err != nil {
			return err
		}
	}
	return wrap(rows.Err(), "read responses")
}

// ResponsesLeft reads all responses there are: it is for the end of a long work.
func (db *DB) ResponsesLeft(ctx context.Context, plan survey.PlanID) (int64, error) {
	return scalar[int64](ctx, db, "SELECT COUNT(*) FROM response WHERE plan_id = ?", plan)
}

// PlanTallies are all roll-ups of a plan.
func (db *DB) PlanTallies(ctx context.Context, plan survey.PlanID) ([]survey.Tally, error) {
	return db.talliesWhere(ctx, "plan_id = ?", plan)
}
