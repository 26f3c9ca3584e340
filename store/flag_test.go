package store_test

import (
	"slices"
	"strings"
	"testing"

	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

func (w *corrected) flag() survey.Flagged {
	w.t.Helper()
	found, err := survey.FindFlags(w.t.Context(), w.db, w.catalogue(), survey.Program, storetest.Now)
	if err != nil {
		w.t.Fatal(err)
	}
	return found
}

// year asks for the plan's figures.
func (w *corrected) year() survey.TallyQuery {
	plan := w.catalogue().OfficialPlans(2026)[0]
	return survey.TallyQuery{Plan: plan.ID, Questionnaires: []survey.QuestionnaireID{plan.Questionnaire}}
}

func (w *corrected) asides() map[string]survey.Aside {
	w.t.Helper()
	list, err := w.db.Asides(w.t.Context(), w.year())
	if err != nil {
		w.t.Fatal(err)
	}
	by := map[string]survey.Aside{}
	for _, a := range list {
		by[w.catalogue().Agency(a.Agency).Code] = a
	}
	return by
}

// flagged are the tallies of what is flagged and counted, by agency.
func (w *corrected) flagged() map[string]survey.Tally {
	w.t.Helper()
	list, err := w.db.FlaggedTallies(w.t.Context(), w.year().Plan)
	if err != nil {
		w.t.Fatal(err)
	}
	by := map[string]survey.Tally{}
	for _, t := range list {
		by[w.catalogue().Agency(t.Agency).Code] = t
	}
	return by
}

func TestFlagsAreKeptAndChangeNothing(t *testing.T) {
	onCorrected(t, func(t *testing.T, w *corrected) {
		w.store(slices.Concat(w.tenAt("STP-01", "08:00", "55551-"), w.tenAt("CDYT-01", "08:00", "11111-")[:9])...)
		w.store(w.gave("STP-01", "2026-03-04 09:00", survey.ChannelQR, survey.StatusValid, "22222-"))
		begin, logged := w.tallies(), len(actions(t, w.db, 0))
		if found := w.flag(); found != (survey.Flagged{Added: 10}) {
			t.Errorf("found %+v", found)
		}
		if got := actions(t, w.db, logged); !slices.Equal(got, []string{"flag.find STP-01"}) {
			t.Errorf("the log says %q", got)
		}
		if found := w.flag(); found != (survey.Flagged{}) || len(actions(t, w.db, logged)) != 1 {
			t.Errorf("a second time: %+v", found)
		}
		if w.tallies() != begin {
			t.Error("flags change the roll-ups")
		}
		if got := w.asides(); len(got) != 1 || got["STP"].Flagged != 10 || got["STP"].Excluded.N != 0 {
			t.Errorf("beside the figures: %+v", got)
		}
		want := survey.Sums{N: 10, Y: 40, M: 50, YY: 160, YM: 200, MM: 250}
		if got := w.flagged(); len(got) != 1 || got["STP"].Sums != want || got["STP"].Factors[0].Given != 10 || got["STP"].Received != 10 {
			t.Errorf("flagged and counted: %+v", got)
		}
		sums, err := w.db.FlagSums(t.Context(), 10)
		if err != nil || len(sums) != 1 || sums[0].Count != 10 || sums[0].Taken != 0 || sums[0].Day != "2026-03-04" || sums[0].Rule != survey.Burst {
			t.Errorf("%+v, %v", sums, err)
		}
	})
}

// What a person excluded keeps its flag and is not counted; what was reassigned is
// flagged where it is credited. Less what is flagged, an agency has what is left.
func TestFlagsFollowCorrections(t *testing.T) {
	onCorrected(t, func(t *testing.T, w *corrected) {
		w.store(slices.Concat(w.tenAt("STP-01", "08:00", "55551-"), w.tenAt("STP-01", "10:00", "11115-"))...)
		w.flag()
		if err := w.correct(day("exclude", "rule", "burst", "before", "09:00")); err != nil {
			t.Fatal(err)
		}
		if found := w.flag(); found != (survey.Flagged{}) {
			t.Errorf("an exclusion changes flags: %+v", found)
		}
		aside := w.asides()["STP"]
		if aside.Flagged != 20 || aside.Excluded.N != 10 || aside.Excluded.Y != 40 || aside.Excluded.M != 50 {
			t.Errorf("beside the figures: %+v", aside)
		}
		if got := w.flagged()["STP"]; got.N != 10 || got.Y != 10 {
			t.Errorf("flagged and counted: %+v", got)
		}
		if err := w.correct(day("reassign", "agency", "CDYT@", "after", "09:00")); err != nil {
			t.Fatal(err)
		}
		asides, flagged := w.asides(), w.flagged()
		if asides["STP"].Flagged != 10 || asides["CDYT"].Flagged != 10 || flagged["STP"].N != 0 || flagged["CDYT"].N != 10 {
			t.Errorf("%+v\n%+v", asides, flagged)
		}
		tallies, err := w.db.Tallies(t.Context(), w.year())
		if err != nil || tallies[0].Add(survey.Tally{Sums: flagged["CDYT"].Times(-1)}).Sums != (survey.Sums{}) {
			t.Errorf("less what is flagged: %+v, %v", tallies, err)
		}
	})
}

// What stands beside the figures is read without looking at any response.
func TestAsidesDoNotReadResponses(t *testing.T) {
	onCorrected(t, func(t *testing.T, w *corrected) {
		w.store(w.tenAt("STP-01", "08:00", "55551-")...)
		for _, agency := range []survey.AgencyID{0, w.catalogue().AgencyByCode("STP", "2026-03-04").ID} {
			q := w.year()
			q.Agency = agency
			list := statements(t, w.db, func(db *store.DB) error {
				_, err := db.Asides(t.Context(), q)
				return err
			})
			for _, statement := range list {
				if response.MatchString(strings.ToLower(statement)) {
					t.Error(statement)
				}
			}
		}
	})
}
