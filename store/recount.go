package store

import (
	"context"
	"fmt"
	"slices"

	"hailong/survey"
)

var _ survey.RecountStore = (*DB)(nil)

// RebuildTallies makes the roll-ups anew and says what differed. Answers that
// arrive meanwhile wait. It joins the caller's transaction, which must not have
// read anything before: on PostgreSQL the lock comes before the first look.
func (db *DB) RebuildTallies(ctx context.Context) (differences []survey.Difference, err error) {
	err = db.InTx(ctx, func(ctx context.Context) error {
		if db.dialect.lockTallies != "" {
			if err := db.conn(ctx).Exec(db.dialect.lockTallies).Error; err != nil {
				return err
			}
		}
		counted, err := db.count(ctx)
		if err != nil {
			return err
		}
		differences, err = db.compare(ctx, counted)
		if err != nil || len(differences) == 0 {
			return err
		}
		return db.replaceTallies(ctx, counted)
	})
	return differences, wrap(err, "recount")
}

// Verify compares the roll-ups with the responses on one view of both, and changes
// nothing.
func (db *DB) Verify(ctx context.Context) (differences []survey.Difference, err error) {
	err = db.snapshot(ctx, func(ctx context.Context) error {
		counted, err := db.count(ctx)
		if err != nil {
			return err
		}
		differences, err = db.compare(ctx, counted)
		return err
	})
	return differences, wrap(err, "verify tallies")
}

func (db *DB) replaceTallies(ctx context.Context, counted []survey.Tally) error {
	if err := db.conn(ctx).Exec("DELETE FROM tally").Error; err != nil {
		return err
	}
	for len(counted) > 0 {
		n := min(len(counted), survey.BatchSize)
		if err := db.addTallies(ctx, counted[:n]); err != nil {
			return err
		}
		counted = counted[n:]
	}
	return nil
}

type patternRow struct {
	CounterID       survey.CounterID
	AgencyID        survey.AgencyID
	PlanID          survey.PlanID
	QuestionnaireID survey.QuestionnaireID
	Month           survey.Month
	Channel         survey.Channel
	Status          survey.Status
	Levels          survey.Levels
	Count           int64
}

// count makes the tallies anew from the responses: the database counts equal
// levels, Go does the rest by the same rule as the intake.
func (db *DB) count(ctx context.Context) ([]survey.Tally, error) {
	c, err := db.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := db.conn(ctx).Raw(`
		SELECT r.counter_id, c.agency_id, r.plan_id, r.questionnaire_id,
			substr(r.day, 1, 7) AS month, r.channel, r.status, r.levels, COUNT(*) AS count
		FROM response r JOIN counter c ON c.id = r.counter_id
		GROUP BY r.counter_id, c.agency_id, r.plan_id, r.questionnaire_id,
			substr(r.day, 1, 7), r.channel, r.status, r.levels`).Rows()
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	merged := map[survey.TallyKey]survey.Tally{}
	for rows.Next() {
		var p patternRow
		err := rows.Scan(&p.CounterID, &p.AgencyID, &p.PlanID, &p.QuestionnaireID,
			&p.Month, &p.Channel, &p.Status, &p.Levels, &p.Count)
		if err != nil {
			return nil, err
		}
		t, err := p.tally(c)
		if err != nil {
			return nil, err
		}
		merged[t.TallyKey] = t.Add(merged[t.TallyKey])
	}
	tallies := make([]survey.Tally, 0, len(merged))
	for _, t := range merged {
		tallies = append(tallies, t)
	}
	return survey.MergeTallies(tallies), rows.Err()
}

// tally counts a row; a row that was tampered with may not fit its questionnaire.
func (p *patternRow) tally(c *survey.Catalogue) (survey.Tally, error) {
	q := c.Questionnaire(p.QuestionnaireID)
	if q == nil || len(p.Levels) != len(q.Questions) {
		return survey.Tally{}, fmt.Errorf("responses of counter %d in %s: levels %q do not fit questionnaire %d",
			p.CounterID, p.Month, p.Levels, p.QuestionnaireID)
	}
	r := survey.Response{
		Counter: p.CounterID, Plan: p.PlanID, Questionnaire: p.QuestionnaireID,
		Day: survey.Day(p.Month + "-01"), Channel: p.Channel, Status: p.Status, Levels: p.Levels,
	}
	return survey.TallyOf(&r, p.AgencyID, q).Times(p.Count), nil
}

// compare lists where the stored roll-ups differ from the counted ones, by key.
func (db *DB) compare(ctx context.Context, counted []survey.Tally) ([]survey.Difference, error) {
	stored, err := db.allTallies(ctx)
	if err != nil {
		return nil, err
	}
	var differences []survey.Difference
	for i := range counted {
		c := &counted[i]
		s, found := stored[c.TallyKey]
		delete(stored, c.TallyKey)
		switch {
		case !found:
			differences = append(differences, survey.Difference{Key: c.TallyKey, Counted: c})
		case s != *c:
			differences = append(differences, survey.Difference{Key: c.TallyKey, Stored: &s, Counted: c})
		}
	}
	for key, s := range stored {
		differences = append(differences, survey.Difference{Key: key, Stored: &s})
	}
	slices.SortFunc(differences, func(a, b survey.Difference) int { return a.Key.Compare(b.Key) })
	return differences, nil
}

func (db *DB) allTallies(ctx context.Context) (map[survey.TallyKey]survey.Tally, error) {
	rows, err := db.conn(ctx).Raw("SELECT * FROM tally").Rows()
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	all := map[survey.TallyKey]survey.Tally{}
	for rows.Next() {
		var t survey.Tally
		targets := []any{
			&t.Counter, &t.Agency, &t.Plan, &t.Questionnaire, &t.Month, &t.Channel, &t.TallyKey.Excluded,
		}
		if err := rows.Scan(append(targets, sums(&t)...)...); err != nil {
			return nil, err
		}
		all[t.TallyKey] = t
	}
	return all, rows.Err()
}
