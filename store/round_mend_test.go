package store_test

import (
	"context"
	"iter"
	"strings"
	"testing"
	"time"

	"hailong/scoring"
	"hailong/scoring/round"
	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// lastLogged is what the last entry of an action says.
func (c *council) lastLogged(action string) string {
	c.Helper()
	rows, err := c.db.LogRows(c.Context(), action)
	c.ok(err)
	if len(rows) == 0 {
		c.Fatal("nothing is logged as", action)
	}
	return rows[len(rows)-1].After
}

func (c *council) countLogged(action string) int {
	c.Helper()
	rows, err := c.db.LogRows(c.Context(), action)
	c.ok(err)
	return len(rows)
}

// A sheet that was unlocked and never submitted does not hold the round up.
func TestAnUnlockedSheetIsLockedAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := convene(t, db)
		ctx := t.Context()
		c.open()
		stp, snv := c.agency("STP"), c.agency("SNV")
		relock := func(by round.Person, why string) error { return c.rounds.Relock(ctx, by, c.id, snv, why) }
		c.submit(c.stp, "STP")
		c.ok(c.rounds.Assess(ctx, c.snv, c.id, snv, filled()))
		c.refused("not unlocked yet", relock(c.chair, "Không nộp"), survey.Closed, "round.step")
		c.advance(round.Appraising)
		c.refused("not unlocked", relock(c.chair, "Không nộp"), survey.Conflict, "sheet.not_reopened")
		c.ok(c.rounds.Reopen(ctx, c.chair, c.id, snv, "Quên nộp"))
		_, err := c.rounds.Keep(ctx, c.chair, c.id, snv, "")
		c.refused("unlocked", err, survey.Closed, "sheet.reopened")
		c.refused("near", relock(c.secretary, "Không nộp"), survey.Forbidden, "round.near")
		c.refused("no reason", relock(c.chair, ""), survey.Invalid, "sheet.reason")
		c.ok(relock(c.chair, "Không nộp"))
		c.refused("twice", relock(c.chair, "Không nộp"), survey.Conflict, "sheet.not_reopened")
		c.refused("the agency goes on", c.rounds.Assess(ctx, c.snv, c.id, snv, filled()), survey.Closed, "round.step")
		for _, agency := range []survey.AgencyID{stp, snv} {
			_, err := c.rounds.Keep(ctx, c.chair, c.id, agency, "")
			c.ok(err)
		}
		c.outside("STP")
		c.outside("SNV")
		c.advance(round.Explaining)
		if text := c.lastLogged("sheet.relock"); !strings.Contains(text, "Không nộp") {
			t.Error(text)
		}
	})
}

// What is assigned at once is one entry of the log; what is known already is none.
func TestMuchIsAssignedAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := convene(t, db)
		ctx := t.Context()
		c.open()
		var all []round.Assignment
		for _, code := range []string{"STP", "SNV"} {
			for _, area := range []string{"I", "II", ""} {
				all = append(all, round.Assignment{Login: "binh", Agency: c.agency(code), Area: area})
			}
		}
		all = append(all, round.Assignment{Login: "binh", Area: "III"})
		assign := func(list ...round.Assignment) error {
			return c.rounds.AssignAll(ctx, c.secretary, c.id, list, c.binh)
		}
		c.refused("one is no area", assign(all[0], round.Assignment{Login: "binh", Area: "1.1"}), survey.Invalid, "round.no_area")
		c.ok(assign())
		if list, err := c.rounds.Assignments(ctx, c.id); err != nil || len(list) != 0 || c.countLogged("round.assign") != 0 {
			t.Error("something is assigned", list, err)
		}
		c.ok(assign(all[1]))
		c.ok(assign(append(all, all...)...))
		c.ok(assign(all...))
		list, err := c.rounds.Assignments(ctx, c.id)
		if c.ok(err); len(list) != len(all) || list[0] != all[1] || list[6] != all[6] {
			t.Error(list)
		}
		if n := c.countLogged("round.assign"); n != 2 {
			t.Error(n, "entries of the log")
		}
		text := c.lastLogged("round.assign")
		for _, want := range []string{`"Count":6`, `"binh"`, `"STP: I, *"`, `"SNV: I, II, *"`, `"*: III"`} {
			if !strings.Contains(text, want) {
				t.Error(want, "is not in", text)
			}
		}
	})
}

// readStore counts how often all sheets and their evidence are read.
type readStore struct {
	*store.DB
	entries, evidence *int
}

func (s readStore) Assessments(ctx context.Context, q round.EntryQuery) iter.Seq2[[]round.Entry, error] {
	*s.entries++
	return s.DB.Assessments(ctx, q)
}

func (s readStore) EvidenceOf(ctx context.Context, id round.ID, a survey.AgencyID) ([]round.Evidence, error) {
	*s.evidence++
	return s.DB.EvidenceOf(ctx, id, a)
}

// Nobody is told of a leaf that he may not appraise, and sheets are read for those alone to
// whom something is assigned.
func TestWhatWaitsForAMemberOfTheCouncil(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := convene(t, db)
		ctx := t.Context()
		c.open()
		c.submit(c.stp, "STP")
		c.submit(c.snv, "SNV")
		c.advance(round.Appraising)
		entries, evidence := 0, 0
		c.rounds.Store = readStore{db, &entries, &evidence}
		waits := func(who round.Person, want, reads int) {
			t.Helper()
			entries, evidence = 0, 0
			n, err := c.rounds.Waiting(ctx, c.id, who)
			if c.ok(err); n != want || entries != reads || evidence != 0 {
				t.Errorf("%s: %d leaves wait, want %d; %d readings of entries, %d of evidence", who.Login, n, want, entries, evidence)
			}
		}
		waits(c.binh, 0, 0)
		waits(c.chair, 0, 0)
		for _, to := range []round.Person{c.binh, c.thue, c.secretary} {
			c.ok(c.rounds.Assign(ctx, c.chair, c.id, round.Assignment{Login: to.Login}, to))
		}
		waits(c.binh, 6, 1) // 2.2 is the tax department's
		waits(c.thue, 8, 1)
		waits(c.secretary, 3, 1) // never his own agency's
		c.binh.Areas = []string{"II"}
		waits(c.binh, 2, 1)
		told, err := c.rounds.Reminders(ctx, "2026-12-24", []round.Person{c.binh, c.chair, c.thue, c.stp})
		if c.ok(err); len(told) != 2 || told[0].Login != "binh" || told[0].Missing != 2 || told[1].Missing != 8 {
			t.Errorf("%+v", told)
		}
	})
}

// Nobody leaves out an agency that he is near; the log names the sets and the report.
func TestWhatTheLogSaysOfARound(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := convene(t, db)
		ctx := t.Context()
		c.addSet(aSet("department"))
		opening := c.opening()
		opening.LeftOut = map[survey.AgencyID]string{c.agency("SNV"): "Mới lập"}
		_, err := c.rounds.Open(ctx, c.secretary, opening)
		c.refused("left out by its own", err, survey.Forbidden, "round.near")
		c.id, err = c.rounds.Open(ctx, c.chair, opening)
		c.ok(err)
		if text := c.lastLogged("round.open"); !strings.Contains(text, `"Sets":{"department":1}`) {
			t.Error(text)
		}
		c.submit(c.stp, "STP")
		s := c.sheet("STP")
		hash := ""
		for _, e := range s.Evidence {
			if e.ID == s.Member.Report {
				hash = string(e.File.ID)
			}
		}
		if text := c.lastLogged("sheet.submit"); len(hash) != 64 || !strings.Contains(text, hash) {
			t.Error(hash, text)
		}
	})
}

// A penalty that the council raises needs a reason and is explained as a cut is; the points
// of the sum do not move.
func TestARaisedPenaltyIsExplained(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := convene(t, db)
		ctx := t.Context()
		set := aSet("department")
		set.Items = append(set.Items, scoring.Item{
			Level: scoring.Criterion, Code: "3.5", Name: survey.Text{VI: "3.5"}, Max: 200,
			Rule: scoring.Rule{Kind: scoring.Penalty},
		})
		c.addSet(set)
		id, err := c.rounds.Open(ctx, c.secretary, c.opening())
		c.ok(err)
		c.id = id
		stp := c.agency("STP")
		c.submit(c.stp, "STP")
		c.advance(round.Appraising)
		raise := func(why string) error {
			return c.rounds.Appraise(ctx, c.chair, c.id, stp, round.Appraised,
				[]round.Draft{{Leaf: "3.5", Given: points(50), Note: why}})
		}
		c.refused("no reason", raise(""), survey.Invalid, "sheet.refused")
		c.ok(raise("Bị phê bình"))
		s := c.sheet("STP")
		if l := s.Leaf("3.5"); s.Cut(l) != 50 || !s.Owes(l) || s.Result(s.Own).Points != s.Result(s.Mark).Points {
			t.Error(s.Cut(l), s.Owes(l))
		}
		for _, code := range []string{"STP", "SNV"} {
			c.outside(code)
			for _, l := range c.sheet(code).Leaves {
				if s := c.sheet(code); s.Unappraised(s.Leaf(l.Item.Code)) {
					c.ok(c.rounds.Appraise(ctx, c.chair, c.id, c.agency(code), round.Appraised,
						[]round.Draft{{Leaf: l.Item.Code, Note: "Không có"}}))
				}
			}
		}
		c.advance(round.Explaining)
		c.ok(c.rounds.Explain(ctx, c.stp, c.id, stp, []round.Explanation{{Leaf: "3.5", Text: "Không đúng"}}))
		if s := c.sheet("STP"); s.Owes(s.Leaf("3.5")) || !s.Unanswered(s.Leaf("3.5")) {
			t.Error("the explanation does not count")
		}
	})
}

// askedTasks remembers what was asked of the tasks.
type askedTasks struct {
	*store.DB
	only  *[]survey.AgencyID
	until *time.Time
}

func (a askedTasks) TaskShares(
	ctx context.Context, year int, only survey.AgencyID, until time.Time,
) (map[survey.AgencyID]round.Fraction, error) {
	*a.only, *a.until = append(*a.only, only), until
	return a.DB.TaskShares(ctx, year, only, until)
}

// The tasks are read for a sheet's agency alone, where its set has such a leaf, and what is
// reported after the round was closed moves no figure.
func TestTasksAreReadForWhoNeedsThem(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := convene(t, db)
		ctx := t.Context()
		c.open()
		c.closed()
		var only []survey.AgencyID
		var until time.Time
		c.rounds.Tasks = askedTasks{db, &only, &until}
		*c.now = c.now.AddDate(0, 0, 5)
		stp := c.agency("STP")
		s := c.sheet("STP")
		if len(only) != 1 || only[0] != stp || until.IsZero() || !until.Equal(s.Round.ClosedAt) || !until.Before(*c.now) {
			t.Error(only, until, s.Round.ClosedAt)
		}
		set := aSet("district")
		for i := range set.Items {
			if set.Items[i].Feed == scoring.Tasks {
				set.Items[i].Feed = scoring.Typed
			}
		}
		set.Year = 2025 // 2026 has a round
		c.addSet(set)
		o := c.opening()
		o.Year, o.Groups = 2025, []string{"district"}
		var err error
		c.id, err = c.rounds.Open(ctx, c.secretary, o)
		c.ok(err)
		only = nil
		if _, err := c.rounds.Sheets(ctx, c.id); err != nil || len(only) != 0 {
			t.Error("tasks are read for nobody", only, err)
		}
	})
}
