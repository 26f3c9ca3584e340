package store_test

import (
	"testing"
	"time"

	"hailong/scoring/round"
	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// A step of the agencies lasts until the end of its last day, but for where all of them have
// done their part; one that is not ranked holds nobody up.
func TestAStepOfTheAgenciesIsNotEndedEarly(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := convene(t, db)
		ctx := t.Context()
		c.open()
		on := func(to round.Step) error { return c.rounds.Advance(ctx, c.secretary, c.id, to, "") }
		c.submit(c.stp, "STP")
		*c.now = time.Date(2026, 12, 10, 23, 59, 0, 0, storetest.Zone)
		c.refused("one has not submitted", on(round.Appraising), survey.Conflict, "round.early_self")
		*c.now = c.now.Add(time.Minute)
		c.ok(on(round.Appraising))

		c.ok(c.rounds.Appraise(ctx, c.chair, c.id, c.agency("STP"), round.Appraised, []round.Draft{
			{Leaf: "1.1", Given: points(300), Note: "Thiếu văn bản"},
		}))
		_, err := c.rounds.Keep(ctx, c.chair, c.id, c.agency("STP"), "")
		c.ok(err)
		c.judgeRest("STP")
		c.judgeRest("SNV")
		c.ok(on(round.Explaining)) // the council's own step ends early
		c.refused("one owes an explanation", on(round.Reappraising), survey.Conflict, "round.early_explanation")
		c.ok(c.rounds.Explain(ctx, c.stp, c.id, c.agency("STP"), []round.Explanation{{Leaf: "1.1", Agrees: true}}))
		c.ok(on(round.Reappraising))
	})
}

// judgeRest sets what nobody has appraised of an agency not applicable.
func (c *council) judgeRest(code string) {
	c.Helper()
	s := c.sheet(code)
	var drafts []round.Draft
	for i := range s.Leaves {
		if l := &s.Leaves[i]; s.Unappraised(l) {
			d := round.Draft{Leaf: l.Item.Code, Note: "Không nộp phiếu"}
			d.Given.NotApplicable = true
			drafts = append(drafts, d)
		}
	}
	c.ok(c.rounds.Appraise(c.Context(), c.chair, c.id, c.agency(code), round.Appraised, drafts))
}

// Who has done all ends a step before its last day; whoever is left out is not asked.
func TestAStepEndsEarlyWhereAllIsDone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := convene(t, db)
		c.addSet(aSet("department"))
		o := c.opening()
		o.LeftOut = map[survey.AgencyID]string{c.agency("SNV"): "mới thành lập"}
		id, err := c.rounds.Open(t.Context(), c.chair, o)
		c.ok(err)
		c.id = id
		c.submit(c.stp, "STP")
		c.ok(c.rounds.Advance(t.Context(), c.secretary, c.id, round.Appraising, ""))
	})
}
