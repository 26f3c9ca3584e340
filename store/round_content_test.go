package store_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"hailong/scoring"
	"hailong/scoring/edition"
	"hailong/scoring/round"
	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// answer stores so many responses at Sở Tư pháp, each with four of five satisfied.
func (c *council) answer(responses int) {
	c.Helper()
	shelf, err := survey.NewShelf(c.Context(), c.db)
	c.ok(err)
	p := &province{db: c.db, shelf: shelf}
	drafts := make([]*survey.Draft, responses)
	for i := range drafts {
		drafts[i] = draft(c, storetest.TokenSTP1, levels(5, 4, 4, 5, 2))
		drafts[i].AnsweredAt = survey.Day("2026-03-02").Time()
	}
	_, err = c.db.AddResponses(c.Context(), shelf.Now().Version, p.checked(c.T, drafts...))
	c.ok(err)
}

func agencyIn(w *edition.Content, code string) *edition.Agency {
	for i := range w.Agencies {
		if w.Agencies[i].Code == code {
			return &w.Agencies[i]
		}
	}
	return nil
}

func TestSatisfactionFlowsIn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := convene(t, db)
		ctx := t.Context()
		c.open()
		c.answer(29)
		few := c.sheet("STP")
		if few.Opinion.Official != scoring.TooFew || few.Own(few.Leaf("3.1")).Points != 0 {
			t.Errorf("%+v", few.Opinion)
		}
		w, err := c.rounds.Content(ctx, 0, round.ContentOptions{Kind: edition.Satisfaction, Year: 2026})
		c.ok(err)
		if o := agencyIn(w, "STP").Opinion; o.N != 29 || o.M != 0 || o.Score != "" || o.Factors[0].Given != 0 {
			t.Errorf("more than the count is published: %+v", o)
		}

		c.answer(11)
		s := c.sheet("STP")
		// 80% of 90% of 2 points; 40 of the 223 that 500 transactions need.
		if got := s.Own(s.Leaf("3.1")).Points; got != 178 {
			t.Errorf("%d", got)
		}
		if got := s.Own(s.Leaf("3.3")).Points; got != 18 || s.Leaf("3.3").Fed.Den != 22300 {
			t.Errorf("%d %+v", got, s.Leaf("3.3").Fed)
		}
		w, err = c.rounds.Content(ctx, 0, round.ContentOptions{Kind: edition.Satisfaction, Year: 2026})
		c.ok(err)
		stp, college := agencyIn(w, "STP"), agencyIn(w, "CDYT")
		if stp.Opinion.Score != "80.00" || stp.Opinion.M != 200 || stp.Leaves != nil || stp.Opinion.Plan != "2026" {
			t.Errorf("%+v", stp.Opinion)
		}
		if college.Opinion.Official != string(scoring.NoService) || agencyIn(w, "SNV") != nil {
			t.Errorf("%+v", college.Opinion)
		}

		w, err = c.rounds.Content(ctx, c.id, round.ContentOptions{Kind: edition.CCHC})
		c.ok(err)
		if l := agencyIn(w, "STP").Leaves[4]; l.From != edition.FromSatisfaction || l.Points != 178 || l.LowPoints >= 178 {
			t.Errorf("%+v", l)
		}
		if l := agencyIn(w, "SNV").Leaves[4]; !l.Excluded { // no official plan asked it
			t.Errorf("%+v", l)
		}
		if l := agencyIn(w, "SNV").Leaves[2]; l.From != edition.FromNobody || l.Points != 0 {
			t.Errorf("points for a count that nobody gave: %+v", l)
		}
	})
}

// Forty ballots with the same levels at the same moment are flagged. They count all the
// same; what the index would be without them is told beside it, and that is logged.
func TestTheIndexWithoutWhatIsFlagged(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := convene(t, db)
		ctx := t.Context()
		c.open()
		c.answer(40)
		catalogue, err := db.Catalogue(ctx)
		c.ok(err)
		found, err := survey.FindFlags(ctx, db, catalogue, survey.Program, storetest.Now)
		c.ok(err)
		u, err := c.rounds.Unflagged(ctx, c.secretary.Actor, c.id, round.ContentOptions{Kind: edition.CCHC}, db)
		c.ok(err)
		if found.Added != 40 || u.Flagged != 40 {
			t.Errorf("%+v, %d flagged", found, u.Flagged)
		}
		with, without := agencyIn(u.With, "STP"), agencyIn(u.Without, "STP")
		if with.Opinion.N != 40 || with.Leaves[4].Points != 178 || without.Opinion.N != 0 || without.Leaves[4].Points != 0 {
			t.Errorf("with %+v, without %+v", with.Opinion, without.Opinion)
		}
		if without.Opinion.Received != 40 || without.Opinion.Official != string(scoring.TooFew) {
			t.Errorf("%+v", without.Opinion)
		}
		c.logged("index.without_flagged")
	})
}

// pastPlaces are those of a year before.
type pastPlaces map[survey.AgencyID]edition.Past

func (p pastPlaces) PastPlaces(context.Context, string, int) (map[survey.AgencyID]edition.Past, error) {
	return p, nil
}

func TestAPlaceOfTheYearBefore(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := convene(t, db)
		setup, check := storetest.Setup(t, db)
		check(setup.ImportSuccessions(t.Context(), storetest.Table(t, `predecessor,successor,on,note
CUCTHUE,SNV,2026-06-01,`)))
		c.open()
		c.rounds.Past = pastPlaces{c.agency("STP"): {Rank: 3, Of: 20}, c.agency("SNV"): {Rank: 1, Of: 20}}
		w, err := c.rounds.Content(t.Context(), c.id, round.ContentOptions{Kind: edition.CCHC})
		c.ok(err)
		if p := agencyIn(w, "STP").Previous; p == nil || *p != (edition.Past{Rank: 3, Of: 20}) {
			t.Errorf("%+v", p)
		}
		if p := agencyIn(w, "SNV").Previous; p == nil || !p.Reorganised {
			t.Errorf("%+v", p)
		}
	})
}

// largeRound is a round of 500 agencies with 150 leaves, all of them appraised.
func largeRound(b *testing.B, db *store.DB) *round.Rounds {
	b.Helper()
	ctx := b.Context()
	setup, check := storetest.Setup(b, db)
	check(setup.InstallQuestionnaires(ctx))
	var text strings.Builder
	text.WriteString("code,name_vi,group,sector\n")
	for i := range 500 {
		fmt.Fprintf(&text, "A%03d,Cơ quan %d,department,administrative\n", i, i)
	}
	check(setup.ImportAgencies(ctx, storetest.Table(b, text.String()), nil, ""))
	c, err := db.Catalogue(ctx)
	if err != nil {
		b.Fatal(err)
	}
	set := scoring.CriteriaSet{Family: "cchc", Year: 2026, Group: "department", Version: 1}
	set.Classes = []scoring.Class{{Code: "yeu"}}
	for a := range 10 {
		set.Items = append(set.Items, scoring.Item{Level: scoring.Area, Code: fmt.Sprint(a + 1), Max: 1500})
		for l := range 15 {
			set.Items = append(set.Items, scoring.Item{
				Level: scoring.Criterion, Code: fmt.Sprintf("%d.%d", a+1, l+1), Max: 100,
				Rule: scoring.Rule{Kind: scoring.Ratio, Threshold: 9000, Empty: scoring.EmptyOut},
			})
		}
	}
	stored := &round.Set{CriteriaSet: set, ChangedBy: "an", ChangedAt: storetest.Noon}
	err = db.InTx(ctx, func(ctx context.Context) error {
		if err := db.PutSet(ctx, stored); err != nil {
			return err
		}
		r := &round.Round{Family: "cchc", Year: 2026, Step: round.SelfAssessing, OpenedAt: storetest.Noon}
		var entries []round.Entry
		for i := range c.Agencies {
			r.Members = append(r.Members, round.Member{Agency: c.Agencies[i].ID, Group: "department", Set: stored.ID})
		}
		if err := db.AddRound(ctx, r); err != nil {
			return err
		}
		for i := range r.Members {
			for _, item := range set.Leaves() {
				given := scoring.Given{Num: int64(7000 + i), Den: 10000}
				for _, part := range []round.Part{round.Self, round.Appraised} {
					entries = append(entries, round.Entry{
						Round: r.ID, Agency: r.Members[i].Agency, Leaf: item.Code, Part: part, Given: given,
						Note: "Theo báo cáo số 12/BC", By: "an", At: storetest.Noon,
					})
				}
			}
		}
		if err := db.AddAssessments(ctx, entries); err != nil {
			return err
		}
		r.Step = round.Closed
		return db.PutRound(ctx, r)
	})
	if err != nil {
		b.Fatal(err)
	}
	return &round.Rounds{Store: db, Now: storetest.Now}
}

// A preview of 500 agencies with 150 leaves, and the board of it.
func BenchmarkLargeRound(b *testing.B) {
	for name, open := range map[string]func(testing.TB) *store.DB{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		b.Run(name, func(b *testing.B) {
			r := largeRound(b, open(b))
			b.Run("preview", func(b *testing.B) {
				for b.Loop() {
					if _, err := r.Content(b.Context(), 1, round.ContentOptions{Kind: edition.CCHC}); err != nil {
						b.Fatal(err)
					}
				}
			})
			b.Run("board", func(b *testing.B) {
				for b.Loop() {
					if _, err := r.Board(b.Context(), 1, nil); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}
