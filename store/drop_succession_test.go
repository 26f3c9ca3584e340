package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// dropped takes a succession back and gives the word of the error, empty for none.
func dropped(t *testing.T, db *store.DB, predecessor, successor string, on survey.Day) string {
	t.Helper()
	_, err := setupOf(db).DropSuccession(t.Context(), predecessor, successor, on)
	if err == nil {
		return ""
	}
	e, ok := err.(*survey.Error)
	if !ok {
		t.Fatal(err)
	}
	return e.Word
}

const threeAgencies = headA + "A,Sở A,department,administrative,,\nB,Sở B,department,administrative,,\nC,Sở C,department,administrative,,"

func TestASuccessionIsTakenBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setup := setupOf(db)
		changed(t, survey.Change{Added: 3})(setup.ImportAgencies(t.Context(), storetest.Table(t, threeAgencies), nil, ""))
		changed(t, survey.Change{Added: 2, Changed: 1})(setup.ImportSuccessions(t.Context(),
			storetest.Table(t, "predecessor,successor,on\nA,B,2026-07-01\nA,C,2026-07-01")))
		before := contents(t, db)
		if word := dropped(t, db, "A@", "B@", "2026-07-02"); word != "succession.unknown" {
			t.Errorf("of another day: %q", word)
		}
		if d := cmp.Diff(before, contents(t, db)); d != "" {
			t.Error(d)
		}
		for _, step := range []struct {
			successor string
			ends      survey.Day
		}{{"B@", "2026-06-30"}, {"C@", ""}} {
			if word := dropped(t, db, "A@", step.successor, "2026-07-01"); word != "" {
				t.Fatal(word)
			}
			if a := catalogue(t, db).AgencyByCode("A", "2026-01-01"); a.ValidTo != step.ends {
				t.Errorf("without %s A ends on %q, want %q", step.successor, a.ValidTo, step.ends)
			}
		}
		logged := actions(t, db, 0)
		want := []string{"succession.drop A>B", "succession.drop A>C", "agency.change A"}
		if d := cmp.Diff(want, logged[len(logged)-3:]); d != "" {
			t.Error(d)
		}
		if found := audited(t, db); len(found) > 0 {
			t.Errorf("the audit finds %q", found)
		}
	})
}

// An end that somebody set otherwise since is not the succession's to take back.
func TestAnotherEndStays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setup := setupOf(db)
		list := headA + "A,Sở A,department,administrative,,2026-12-31\nB,Sở B,department,administrative,,"
		changed(t, survey.Change{Added: 2})(setup.ImportAgencies(t.Context(), storetest.Table(t, list), nil, ""))
		changed(t, survey.Change{Added: 1})(setup.ImportSuccessions(t.Context(),
			storetest.Table(t, "predecessor,successor,on,goes_on\nA,B,2026-07-01,yes")))
		if word := dropped(t, db, "A@", "B@", "2026-07-01"); word != "" {
			t.Fatal(word)
		}
		if a := catalogue(t, db).AgencyByCode("A", "2026-01-01"); a.ValidTo != "2026-12-31" {
			t.Errorf("%+v", a)
		}
	})
}

func TestASuccessionThatFiguresRestOnStays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setup := setupOf(db)
		changed(t, survey.Change{Added: 3})(setup.ImportAgencies(t.Context(), storetest.Table(t, threeAgencies), nil, ""))
		if _, err := setup.InstallQuestionnaires(t.Context()); err != nil {
			t.Fatal(err)
		}
		changed(t, survey.Change{Added: 1})(setup.ImportPlans(t.Context(), storetest.Table(t,
			"code,year,name_vi,starts,ends,form,target,agencies\nold,2025,Cũ,2025-01-01,2025-12-15,short@1,>83,C")))
		changed(t, survey.Change{Added: 2, Changed: 1})(setup.ImportSuccessions(t.Context(),
			storetest.Table(t, "predecessor,successor,on,goes_on\nA,C,2025-07-01,\nB,C,2026-01-01,yes")))
		before := contents(t, db)
		if word := dropped(t, db, "A@", "C@", "2025-07-01"); word != "succession.counted" {
			t.Errorf("%q", word)
		}
		if d := cmp.Diff(before, contents(t, db)); d != "" {
			t.Error(d)
		}
		if word := dropped(t, db, "B@", "C@", "2026-01-01"); word != "" {
			t.Errorf("after the plan's end: %q", word)
		}
	})
}

func TestASuccessionStaysWhereTheCodeMeansAnotherByNow(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setup := setupOf(db)
		changed(t, survey.Change{Added: 3})(setup.ImportAgencies(t.Context(), storetest.Table(t, threeAgencies), nil, ""))
		changed(t, survey.Change{Added: 2, Changed: 1})(setup.ImportAgencies(t.Context(),
			storetest.Table(t, headA+"A,Sở A mới,department,administrative,2026-07-01,"),
			storetest.Table(t, "predecessor,successor,on\nA,A,2026-07-01"), ""))
		before := contents(t, db)
		if word := dropped(t, db, "A@", "A@2026-07-01", "2026-07-01"); word != "succession.code" {
			t.Errorf("%q", word)
		}
		if d := cmp.Diff(before, contents(t, db)); d != "" {
			t.Error(d)
		}
	})
}

// A new record that a file would take for one that is there overwrites nothing.
func TestANewRecordOverwritesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setup := setupOf(db)
		list := headA + "A,Sở A,department,administrative,2020-01-01,2025-12-31\nB,Sở B,department,administrative,,"
		changed(t, survey.Change{Added: 2})(setup.ImportAgencies(t.Context(), storetest.Table(t, list), nil, ""))
		before := contents(t, db)
		for name, from := range map[string]string{"its first day": "2020-01-01", "a day on which it goes on": "2022-01-01"} {
			_, err := setup.Save(t.Context(), survey.Record{Kind: survey.AgencyRecord, Cells: map[string]string{
				"code": "A", "name_vi": "Sở A", "group": "department", "sector": "administrative", "valid_from": from, "hotline": "1",
			}})
			if e, ok := err.(*survey.Error); !ok || e.Word != "record.taken" {
				t.Errorf("%s: %v", name, err)
			}
		}
		if d := cmp.Diff(before, contents(t, db)); d != "" {
			t.Error(d)
		}
	})
}
