package store

import (
	"cmp"
	"context"
	"database/sql"
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
		if err := db.HoldTallies(ctx); err != nil {
			return err
		}
		counted, err := db.count(ctx, everywhere)
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
		counted, err := db.count(ctx, everywhere)
		if err != nil {
			return err
		}
		differences, err = db.compare(ctx, counted)
		return err
	})
	return differences, wrap(err, "verify tallies")
}

// HoldTallies keeps answers waiting until the transaction ends. On SQLite it is the only
// writer anyway.
func (db *DB) HoldTallies(ctx context.Context) error {
	if db.dialect.lockTallies == "" {
		return nil
	}
	return wrap(db.conn(ctx).Exec(db.dialect.lockTallies).Error, "hold the tallies")
}

func (db *DB) replaceTallies(ctx context.Context, counted []survey.Tally) error {
	if err := db.conn(ctx).Exec("DELETE FROM tally WHERE " + notArchived).Error; err != nil {
		return err
	}
	return db.addAllTallies(ctx, counted)
}

func (db *DB) addAllTallies(ctx context.Context, counted []survey.Tally) error {
	for batch := range slices.Chunk(counted, survey.BatchSize) {
		if err := db.addTallies(ctx, batch); err != nil {
			return err
		}
	}
	return nil
}

// RecountMonths makes the roll-ups of a counter's months anew, in the caller's
// transaction, which holds the tallies.
func (db *DB) RecountMonths(ctx context.Context, counter survey.CounterID, from, to survey.Month) error {
	if err := db.readByKey(ctx); err != nil {
		return err
	}
	counted, err := db.count(ctx, place{
		response: " AND counter_id = ? AND day >= ? AND day <= ?",
		receipt:  " AND counter_id = ?",
		args:     []any{counter, from + "-01", to + "-31"},
	})
	if err == nil {
		err = db.conn(ctx).Exec("DELETE FROM tally WHERE counter_id = ? AND month >= ? AND month <= ? AND "+
			notArchived, counter, from, to).Error
	}
	if err == nil {
		err = db.addAllTallies(ctx, counted)
	}
	return wrap(err, "recount counter %d", counter)
}

// place says of which responses, and of which corrections, roll-ups are made; the first
// of args is the counter.
type place struct {
	response, receipt string
	args              []any
}

var everywhere place

// count makes the tallies anew from the responses and what corrections say of them. It
// reads each row and counts in Go by the same rule as the intake: letting the database
// group by levels took it several times as long.
func (db *DB) count(ctx context.Context, of place) ([]survey.Tally, error) {
	c, err := db.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	over, err := db.overlay(ctx, of)
	if err != nil {
		return nil, err
	}
	rows, err := db.conn(ctx).Raw(`
		SELECT counter_id, receipt, plan_id, questionnaire_id, substr(day, 1, 7), channel, status, levels
		FROM response WHERE `+notArchived+of.response, of.args...).Rows()
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	counting := tallying{catalogue: c, kinds: map[kind]*survey.Tally{}, tallies: map[ballots]*survey.Tally{}}
	for rows.Next() {
		var b ballots
		var k kind
		var receipt sql.RawBytes
		err := rows.Scan(
			&b.counter, &receipt, &b.plan, &k.questionnaire, &b.month, &b.channel, &k.status, &k.levels)
		if err != nil {
			return nil, err
		}
		b.questionnaire, b.above = k.questionnaire, over.of(b.counter, receipt)
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
	above
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
			Counter: b.counter, Agency: cmp.Or(b.agency, place.Agency), Plan: b.plan, Questionnaire: b.questionnaire,
			Month: b.month, Channel: b.channel, Excluded: b.excluded,
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
