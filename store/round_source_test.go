package store_test

import (
	"slices"
	"testing"

	"hailong/scoring"
	"hailong/scoring/edition"
	"hailong/scoring/round"
	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// A figure from outside is entered with the file that it comes from, and keeps one.
func TestAFigureFromOutsideHasItsSource(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := convene(t, db)
		ctx := t.Context()
		c.open()
		stp := c.agency("STP")
		c.submit(c.stp, "STP")
		c.advance(round.Appraising)
		enter := func(given scoring.Given, note string) error {
			after := c.sheet("STP").Leaf("2.2").Last(round.Appraised)
			return c.rounds.Appraise(ctx, c.chair, c.id, stp, round.Appraised, []round.Draft{
				{Leaf: "2.2", Given: given, Note: note, After: after},
			})
		}
		c.refused("no file", enter(share(8000, 10000), ""), survey.Invalid, "sheet.no_source")
		c.ok(enter(scoring.Given{NotApplicable: true}, "Năm nay không khảo sát"))
		c.refused("of the agency's own", c.rounds.UseEvidence(ctx, c.stp, c.sheet("STP").Evidence[0].ID, "2.2", round.Appraised),
			survey.Forbidden, "round.near")
		first := c.attach(c.chair, "STP", "2.2", round.Appraised)
		c.refused("no more out, and no word why", enter(share(8000, 10000), ""), survey.Invalid, "sheet.reason")
		c.ok(enter(share(8000, 10000), "Đã có kết quả khảo sát"))
		drop := func(id round.EvidenceID) error {
			return c.rounds.DropUse(ctx, c.chair, id, "2.2", round.Appraised)
		}
		c.refused("the last one", drop(first), survey.Conflict, "sheet.last_source")
		other := c.sheet("STP").Evidence[0].ID
		c.ok(c.rounds.UseEvidence(ctx, c.chair, other, "2.2", round.Appraised))
		c.ok(drop(first))
		c.refused("now the last one", drop(other), survey.Conflict, "sheet.last_source")
		if s := c.sheet("STP"); s.Mark(s.Leaf("2.2")).Points != 160 || s.Unsourced(s.Leaf("2.2")) {
			t.Errorf("%+v", s.Leaf("2.2"))
		}
	})
}

// Pages ask which leaves a person appraises by the rule that refuses the others.
func TestWhatAPersonAppraises(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := convene(t, db)
		ctx := t.Context()
		c.open()
		c.ok(c.rounds.Assign(ctx, c.secretary, c.id, round.Assignment{Login: "binh", Area: "II"}, c.binh))
		s := c.sheet("STP")
		for name, want := range map[string]struct {
			by   round.Person
			many int
		}{"chair": {c.chair, 8}, "near": {c.stp, 0}, "unassigned": {c.thue, 0}, "an area without another's leaf": {c.binh, 1}} {
			judges, err := c.rounds.Judges(ctx, s, want.by)
			c.ok(err)
			many := 0
			for i := range s.Leaves {
				if judges(&s.Leaves[i]) {
					many++
				}
			}
			if many != want.many {
				t.Errorf("%s: %d leaves, want %d", name, many, want.many)
			}
		}
	})
}

// An answer that gives what the leaf has already changes nothing and must not say so.
func TestAnAnswerThatChangesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := convene(t, db)
		ctx := t.Context()
		c.open()
		c.closed()
		id, err := c.rounds.FilePetition(ctx, c.stp, c.id, c.agency("STP"), "1.1", "Văn bản có từ tháng 11", storetest.On("2026-11-30"))
		c.ok(err)
		same := points(300)
		c.refused("same", c.rounds.AnswerPetition(ctx, c.chair, id, "Giữ", &same), survey.Invalid, "petition.no_change")
		c.ok(c.rounds.AnswerPetition(ctx, c.chair, id, "Giữ", nil))
		list, err := c.rounds.Petitions(ctx, c.id)
		if err != nil || list[0].Changes || list[0].Answer != "Giữ" {
			t.Errorf("%+v %v", list, err)
		}
	})
}

// The day of publication of a leaf is that of the edition that gave it its points, where the
// office is: a correction moves it for what it changed alone.
func TestTheDayOfPublication(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx, now := t.Context(), closedAt()
		u := editionsIn(t, db, &now)
		first := goldenContent(t)
		agency, leaves := first.Agencies[0].Code, first.Agencies[0].Leaves
		at := slices.IndexFunc(leaves, func(l edition.Leaf) bool { return l.Given > 0 && l.Points == l.Given })
		changed, kept := leaves[at].Code, leaves[at+1].Code
		of := func(family string, year int, leaf string, since survey.Day) survey.Day {
			times, err := u.LeafTimes(ctx, family, year, agency, since, u.Content)
			if err != nil {
				t.Fatal(err)
			}
			if times == nil {
				return ""
			}
			return survey.DayOf(times(leaf), storetest.Zone)
		}
		on := func(family string, year int) survey.Day { return of(family, year, changed, "") }
		e, err := u.Close(ctx, closer, first, 0, "")
		if err != nil {
			t.Fatal(err)
		}
		if day := on("cchc", 2022); day != "" {
			t.Error("closed alone, published on", day)
		}
		now = closedAt().AddDate(0, 0, 21).Add(-8 * 3600e9) // 01:00 at the office, the day before in UTC
		if _, err := u.Publish(ctx, publisher, e.ID, signed("1/QĐ-UBND", "2023-01-31")); err != nil {
			t.Fatal(err, storetest.Mistakes(err))
		}
		if day := on("cchc", 2022); day != "2023-01-31" || on("cntt", 2022)+on("cchc", 2021) != "" {
			t.Error("published on", day)
		}
		second := goldenContent(t)
		second.Agencies[0].Leaves[at].Given = 0
		if err := second.Compute(); err != nil {
			t.Fatal(err)
		}
		if e, err = u.Close(ctx, closer, second, 1, "Kiến nghị"); err != nil {
			t.Fatal(err)
		}
		now = now.AddDate(0, 0, 7)
		if _, err := u.Publish(ctx, publisher, e.ID, signed("2/QĐ-UBND", "2023-02-07")); err != nil {
			t.Fatal(err, storetest.Mistakes(err))
		}
		if day := on("cchc", 2022); day != "2023-02-07" {
			t.Error("corrected on", day)
		}
		if day := of("cchc", 2022, kept, ""); day != "2023-01-31" {
			t.Error("what the correction did not change was published on", day)
		}
		if day := of("cchc", 2022, kept, "2023-02-08"); day != "2023-02-07" {
			t.Error("long ago", day)
		}
	})
}

// A correction that changed a leaf's points lets the agency file a second petition about it,
// and no petition is answered by who answered the first.
func TestACorrectedLeafTakesAnotherPetition(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := convene(t, db)
		ctx := t.Context()
		c.open()
		c.closed()
		file := func(published survey.Day) (round.PetitionID, error) {
			return c.rounds.FilePetition(ctx, c.stp, c.id, c.agency("STP"), "1.1", "Văn bản có từ tháng 11", storetest.On(published))
		}
		first := survey.DayOf(*c.now, storetest.Zone)
		id, err := file(first)
		c.ok(err)
		*c.now = c.now.AddDate(0, 0, 5)
		corrected := first.AddDays(4)
		_, err = file(corrected)
		c.refused("the first one waits", err, survey.Conflict, "petition.twice")
		given := points(350)
		c.ok(c.rounds.AnswerPetition(ctx, c.chair, id, "Nhận một phần", &given))
		_, err = file(first)
		c.refused("nothing was changed", err, survey.Conflict, "petition.twice")
		list, err := c.rounds.PetitionsOf(ctx, c.id, c.agency("STP"))
		c.ok(err)
		today := survey.DayOf(*c.now, storetest.Zone)
		for published, want := range map[survey.Day]survey.Day{
			"": "", first: "", corrected: round.PetitionsUntil(corrected), today.AddDays(1): "", today.AddDays(-20): "",
		} {
			if got := round.Petitionable(c.c, list, "1.1", storetest.On(published), today); got != want {
				t.Errorf("published on %q: until %q, want %q", published, got, want)
			}
		}
		id, err = file(corrected)
		c.ok(err)
		err = c.rounds.AnswerPetition(ctx, c.chair, id, "Giữ", nil)
		c.refused("who answered the first", err, survey.Forbidden, "petition.same_person")
	})
}
