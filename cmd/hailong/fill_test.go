package main

import (
	"fmt"
	"io"
	"testing"
	"time"

	"hailong/store"
	"hailong/store/pgtest"
	"hailong/survey"
)

// fillNow is the present of tests that fill a database.
var fillNow = time.Date(2026, 9, 15, 9, 0, 0, 0, office)

// filled is a new database on which the command ran.
func filled(t *testing.T, address string, c *fillCommand) *store.DB {
	t.Helper()
	db := open(t, address)
	if _, err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := c.fill(t.Context(), db, fillNow, io.Discard); err != nil {
		t.Fatal(err)
	}
	return db
}

// whole checks how many responses the plan has, and that the tallies are theirs.
func whole(t *testing.T, db *store.DB, want int) *survey.Catalogue {
	t.Helper()
	c, err := db.Catalogue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	plan := c.OfficialPlans(2026)[0]
	sums, err := db.Tallies(t.Context(), survey.TallyQuery{
		Plan: plan.ID, Questionnaires: []survey.QuestionnaireID{plan.Questionnaire},
	})
	if err != nil || len(sums) != 1 || sums[0].Received != int64(want) {
		t.Errorf("tallies %+v, want %d responses; %v", sums, want, err)
	}
	differences, err := db.Verify(t.Context())
	if err != nil || len(differences) > 0 {
		t.Errorf("tallies differ: %v, %v", differences, err)
	}
	return c
}

func TestFillMakesAProvinceAndAddsUpToWhatIsAskedFor(t *testing.T) {
	onBoth(t, func(t *testing.T, database string) {
		c := &fillCommand{Agencies: 30, Counters: 70, Months: 12, Seed: 1}
		db := filled(t, database, c)
		catalogue := whole(t, db, 0)
		if n := len(catalogue.PlanAgencies(catalogue.OfficialPlans(2026)[0])); n != 30 ||
			len(catalogue.Counters) != 70 || !catalogue.Simulated {
			t.Errorf("%d agencies, %d counters, simulated %v", n, len(catalogue.Counters), catalogue.Simulated)
		}
		for _, step := range []struct{ asked, want int }{{500, 500}, {1900, 1900}, {1000, 1900}} {
			c.Responses = step.asked
			if err := c.fill(t.Context(), db, fillNow, io.Discard); err != nil {
				t.Fatal(err)
			}
			whole(t, db, step.want)
		}
	})
}

func TestFillGivesTheSameFiguresEachTime(t *testing.T) {
	figures := func(database string, seed uint64) string {
		db := filled(t, database, &fillCommand{Agencies: 10, Counters: 20, Responses: 1900, Months: 3, Seed: seed})
		c := whole(t, db, 1900)
		tokens := ""
		for i := range c.Counters {
			tokens += fmt.Sprintln(c.Counters[i].Code, c.Counters[i].Token)
		}
		return tokens + rollUps(t, db, c)
	}
	one := figures(t.TempDir()+"/one.db", 1)
	if one != figures(pgtest.Shared(t).Database(t), 1) {
		t.Error("the same seed gives other figures on another database")
	}
	if one == figures(t.TempDir()+"/two.db", 2) {
		t.Error("another seed gives the same figures")
	}
}

func TestFillStaysWithinItsMonthsAndBeforeToday(t *testing.T) {
	for _, c := range []struct {
		months, year int
		today, last  survey.Day
	}{
		{12, 0, "2026-09-15", "2026-09-14"},
		{3, 0, "2026-09-15", "2026-03-31"},
		{12, 2025, "2026-09-15", "2025-12-31"},
		{2, 2024, "2026-09-15", "2024-02-29"},
	} {
		if y := (&fillCommand{Months: c.months, Year: c.year}).years(c.today); y.last != c.last {
			t.Errorf("%+v: the last day is %s", c, y.last)
		}
	}
}

func TestFillLeavesOtherDatabasesAlone(t *testing.T) {
	onBoth(t, func(t *testing.T, database string) {
		db := open(t, database)
		if _, err := db.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		c := &fillCommand{Agencies: 3, Counters: 3, Responses: 10, Months: 12}
		if err := makeDemo(t.Context(), db, fillNow, io.Discard); err != nil {
			t.Fatal(err)
		}
		if err := c.fill(t.Context(), db, fillNow, io.Discard); survey.KindOf(err) != survey.Conflict {
			t.Errorf("a demonstration was filled: %v", err)
		}
	})
	env := setUp(t, t.TempDir()+"/real.db")
	if out, err := command(env, "fill", "--responses", "10").CombinedOutput(); err == nil {
		t.Errorf("a real database was filled: %s", out)
	}
}
