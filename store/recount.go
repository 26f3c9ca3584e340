package store

import (
	"context"
	"fmt"
	"slices"

	"hailong/survey"
)

var _ survey.RecountStore = (*DB)(nil)

// notArchived leaves plans out whose responses stand in a file: their roll-ups stay as
// they were, by a hash of their own (survey.CheckArchives).
const notArchived = "plan_id NOT IN (SELECT plan_id FROM archive)"

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
	if err := db.conn(ctx).Exec("DELETE FROM tally WHERE " + notArchived).Error; err != nil {
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

// count makes the tallies anew from the responses. It reads each row and counts in
// Go by the same rule as the intake: letting the database group by levels took it
// several times as long.
func (db *DB) count(ctx context.Context) ([]survey.Tally, error) {
	c, err := db.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := db.conn(ctx).Raw(`
		SELECT counter_id, plan_id, questionnaire_id, substr(day, 1, 7), channel, status, levels
		FROM response WHERE ` + notArchived).Rows()
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	counting := tallying{catalogue: c, kinds: map[kind]*survey.Tally{}, tallies: map[ballots]*survey.Tally{}}
	for rows.Next() {
		var b ballots
		var k kind
		err := rows.Scan(&b.counter, &b.plan, &k.questionnaire, &b.month, &b.channel, &k.status, &k.levels)
		if err != nil {
			return nil, err
		}
		b.questionnaire = k.questionnaire
		if err := counting.add(b, k); err != nil {
			return nil, err
		}
	}
	return counting.sum(), rows.Err()
}

// ballots are the responses that one tally counts.
type ballots struct {
	counter       survey.CounterID
	plan          survey.PlanID
	questionnaire survey.QuestionnaireID
	month         survey.Month
	channel       survey.Channel
}

// kind is what of a response is counted, wherever and whenever it came.
type kind struct {
	questionnaire survey.QuestionnaireID
	status        survey.Status
	levels        survey.Levels
}

// mostKinds bounds the memory for kinds (256 bytes each): of a long form nearly every
// response is of a kind of its own.
const mostKinds = 1 << 16

// tallying adds up responses; what a kind of them counts is worked out once, or once
// more after others.
type tallying struct {
	catalogue *survey.Catalogue
	kinds     map[kind]*survey.Tally
	tallies   map[ballots]*survey.Tally
}

func (c *tallying) add(b ballots, k kind) error {
	one := c.kinds[k]
	if one == nil {
		if len(c.kinds) >= mostKinds {
			clear(c.kinds)
		}
		q := c.catalogue.Questionnaire(k.questionnaire)
		if q == nil || len(k.levels) != len(q.Questions) {
			return fmt.Errorf("responses of counter %d in %s: levels %q do not fit questionnaire %d",
				b.counter, b.month, k.levels, k.questionnaire)
		}
		t := survey.TallyOf(&survey.Response{Day: "2000-01-01", Status: k.status, Levels: k.levels}, 0, q)
		one = &t
		c.kinds[k] = one
	}
	sum := c.tallies[b]
	if sum == nil {
		place := c.catalogue.Counter(b.counter)
		if place == nil {
			return fmt.Errorf("responses of counter %d in %s: there is no such counter", b.counter, b.month)
		}
		sum = &survey.Tally{TallyKey: survey.TallyKey{
			Counter: b.counter, Agency: place.Agency, Plan: b.plan, Questionnaire: b.questionnaire,
			Month: b.month, Channel: b.channel,
		}}
		c.tallies[b] = sum
	}
	*sum = sum.Add(*one)
	return nil
}

func (c *tallying) sum() []survey.Tally {
	tallies := make([]survey.Tally, 0, len(c.tallies))
	for _, t := range c.tallies {
		tallies = append(tallies, *t)
	}
	return survey.MergeTallies(tallies)
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
	list, err := db.talliesWhere(ctx, notArchived)
	all := make(map[survey.TallyKey]survey.Tally, len(list))
	for _, t := range list {
		all[t.TallyKey] = t
	}
	return all, err
}
