package store_test

import (
	"testing"
	"time"

	"hailong/scoring/round"
	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// What an agency that did not submit left empty is given no points at once: only after its
// time, by who appraises it, with a reason, as it was shown, and only where no figure comes
// from elsewhere or would say something of the agency.
func TestWhatWasLeftEmptyIsGivenNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := convene(t, db)
		ctx := t.Context()
		c.open()
		c.submit(c.snv, "SNV")
		own := round.Draft{Leaf: "1.1", Given: points(400)}
		c.ok(c.rounds.Assess(ctx, c.stp, c.id, c.agency("STP"), []round.Draft{own}))
		c.ok(c.rounds.Assign(ctx, c.secretary, c.id, round.Assignment{Login: "binh", Area: "I"}, c.binh))
		see := func(by round.Person, only survey.AgencyID) ([]round.Zeroed, error) {
			return c.rounds.Zeroes(ctx, by, c.id, only)
		}
		_, err := see(c.chair, 0)
		c.refused("before the appraisal", err, survey.Closed, "round.step")
		c.advance(round.Appraising)
		_, err = see(c.chair, 0)
		c.refused("in time", err, survey.Closed, "round.zero_early")
		*c.now = time.Date(2026, 12, 11, 9, 0, 0, 0, storetest.Zone)
		_, err = see(c.stp, c.agency("STP"))
		c.refused("near", err, survey.Forbidden, "round.near")
		for who, want := range map[*round.Person]string{&c.chair: "STP: 1.2 | 2.1", &c.binh: "STP: 1.2 |", &c.thue: "", &c.stp: ""} {
			list, err := see(*who, 0)
			c.ok(err)
			if got := zeroText(list); got != want {
				t.Errorf("%s would write %q, want %q", who.Login, got, want)
			}
		}
		list, err := see(c.binh, 0)
		c.ok(err)
		give := func(by round.Person, reason, mark string) (int, error) {
			return c.rounds.Zero(ctx, by, c.id, 0, reason, mark)
		}
		mark := round.ZeroMark(list)
		_, err = give(c.binh, " ", mark)
		c.refused("no reason", err, survey.Invalid, "sheet.reason")
		_, err = give(c.binh, "Không nộp phiếu", "other")
		c.refused("not what was shown", err, survey.Conflict, "round.zero_stale")
		if c.sheet("STP").Leaf("1.2").Appraised != nil {
			t.Error("a trial wrote something")
		}
		n, err := give(c.binh, "Không nộp phiếu", mark)
		if err != nil || n != 1 {
			t.Fatal(n, err)
		}
		s := c.sheet("STP")
		l := s.Leaf("1.2")
		if e := l.Appraised; e == nil || e.Note != "Không nộp phiếu" || e.By != "binh" || e.Given != share(0, 100) || len(l.History) != 1 {
			t.Errorf("%+v", l)
		}
		if mark := s.Mark(l); mark.Out || mark.Points != 0 {
			t.Error(mark)
		}
		for _, code := range []string{"1.1", "2.1", "2.2", "3.1", "3.2", "3.3", "3.4"} {
			if s.Leaf(code).Appraised != nil {
				t.Error(code, "was written at")
			}
		}
		_, err = give(c.binh, "Lại", mark)
		c.refused("twice", err, survey.Conflict, "round.zero_stale")
		c.logged("sheet.appraise")
	})
}

// zeroText is which leaves of which agencies would be written, and which are left to be
// appraised by hand.
func zeroText(list []round.Zeroed) (text string) {
	for i := range list {
		text += list[i].Sheet.Agency.Code + ":"
		for _, l := range list[i].Leaves {
			text += " " + l.Item.Code
		}
		text += " |"
		for _, l := range list[i].ByHand {
			text += " " + l.Item.Code
		}
	}
	return text
}

// What an unlocked agency is still writing is left alone, and who is not to be ranked too.
func TestWhoIsStillWritingIsGivenNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := convene(t, db)
		ctx := t.Context()
		c.addSet(aSet("department"))
		o := c.opening()
		o.LeftOut = map[survey.AgencyID]string{c.agency("SNV"): "mới thành lập"}
		by := c.chair
		id, err := c.rounds.Open(ctx, by, o)
		c.ok(err)
		c.id = id
		c.advance(round.Appraising)
		*c.now = time.Date(2026, 12, 11, 9, 0, 0, 0, storetest.Zone)
		c.ok(c.rounds.Reopen(ctx, c.secretary, c.id, c.agency("STP"), "Mất điện"))
		list, err := c.rounds.Zeroes(ctx, c.chair, c.id, 0)
		if err != nil || len(list) != 0 {
			t.Errorf("%q %v", zeroText(list), err)
		}
		c.ok(c.rounds.Relock(ctx, c.secretary, c.id, c.agency("STP"), "Không nộp"))
		list, err = c.rounds.Zeroes(ctx, c.chair, c.id, 0)
		if want := "STP: 1.1 1.2 | 2.1"; err != nil || zeroText(list) != want {
			t.Errorf("%q %v", zeroText(list), err)
		}
	})
}
