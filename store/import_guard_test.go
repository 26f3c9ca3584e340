package store_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// An officer who wants a better figure must not get it by the files of the set-up.

func TestAnAgencyDoesNotEndBeforeItsLastAnswer(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := setUp(t, db)
		p.send(t, draft(t, "7K3MQ2XVTD", levels(1, 0, 0, 0, 0))) // on 2026-03-04
		setup := setupOf(db)
		before := contents(t, db)
		ends := func(day string) error {
			_, err := setup.ImportAgencies(t.Context(), storetest.Table(t,
				"code,name_vi,group,sector,valid_to\nSTP,Sở Tư pháp,department,administrative,"+day), nil, "")
			return err
		}
		successions := func(day string) error {
			_, err := setup.ImportSuccessions(t.Context(), storetest.Table(t, "predecessor,successor,on\nSTP,CDYT,"+day))
			return err
		}
		for name, err := range map[string]error{
			"by its row": ends("2025-12-31"), "the day before": ends("2026-03-03"), "by a succession": successions("2026-03-04"),
		} {
			if e, ok := err.(*survey.Error); !ok || e.Word != "import.agency_answered" {
				t.Errorf("%s: %v", name, err)
			}
		}
		if d := cmp.Diff(before, contents(t, db)); d != "" {
			t.Errorf("something was stored: %s", d)
		}
		if err := ends("2026-03-04"); err != nil {
			t.Errorf("on the day itself: %v", err)
		}
	})
}

func TestABegunPlanIsNotBent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setUp(t, db) // with the plan 2026, transactions of STP alone
		setup := setupOf(db)
		head := "code,year,name_vi,starts,ends,form,target,accept_until,transactions\n"
		past := "2025,2025,Khảo sát 2025,2025-01-01,2025-12-15,short@1,>83,"
		if _, err := setup.ImportPlans(t.Context(), storetest.Table(t,
			head[:len(head)-len(",transactions\n")]+",groups\n"+past+"2025-12-25,district")); err != nil {
			t.Fatal(err, storetest.Mistakes(err))
		}
		read := func(tab *survey.Table) (survey.Change, error) { return setup.ImportPlans(t.Context(), tab) }
		now := "2026,2026,Khảo sát 2026,2026-01-01,2026-12-31,short@1,>83,2027-01-10,STP=500|CDYT="
		refuses(t, db, read, []rule{
			{"a year that is over takes more", head + past + "2026-12-31,", []string{"2:accept_until import.plan_begun"}},
			{
				"and is not longer than it was", head + strings.Replace(past, "2025-12-15", "2025-12-20", 1) + "2025-12-25,",
				[]string{"2:ends import.plan_begun"},
			},
			{"a number that makes a bad score no service", head + now + "5", []string{"2:transactions import.plan_transactions"}},
			{"or a few ballots a score", head + now + "31", []string{"2:transactions import.plan_transactions"}},
			{
				"a new plan that takes a counter away for days that have passed",
				"code,year,name_vi,starts,ends,form,target,counters\nx,2026,X,2026-02-01,2026-12-31,short@1,>83,STP-01",
				[]string{"2:starts import.plan_takes"},
			},
			{
				"a year that the period does not touch",
				"code,year,name_vi,starts,ends,form,target,groups\nx,2024,X,2027-01-01,2027-12-31,short@1,>83,commune",
				[]string{"2:year import.plan_year"},
			},
		})
		changed(t, survey.Change{Changed: 1})(setup.ImportPlans(t.Context(), storetest.Table(t, head+now+"32")))
		changed(t, survey.Change{Added: 1})(setup.ImportPlans(t.Context(), storetest.Table(t,
			"code,year,name_vi,starts,ends,form,target,counters\nx,2026,X,2026-03-04,2026-12-31,sipas@1,>83,STP-01")))
	})
}

// However wrong a file is, its mistakes can be read, and fit into memory.
func TestMistakesAreCountedAndNotHoarded(t *testing.T) {
	db := storetest.SQLite(t)
	read := func(rows string) *survey.Error {
		_, err := setupOf(db).ImportAgencies(t.Context(), storetest.Table(t, "code,name_vi,group,sector\n"+rows), nil, "")
		e, ok := err.(*survey.Error)
		if !ok {
			t.Fatal(err)
		}
		return e
	}
	twice := read(strings.Repeat("A,Sở A,department,administrative\n", 5000))
	if twice.Args["count"] != 4999 || len(twice.Causes) != 1000 {
		t.Errorf("%v mistakes, %d kept", twice.Args["count"], len(twice.Causes))
	}
	if none := read(strings.Repeat(",Sở A,department,administrative\n", 5000)); none.Args["count"] != 5000 {
		t.Errorf("%v mistakes", none.Args["count"])
	}
	long := read("A," + strings.Repeat("â", 301) + ",department,administrative")
	if d := cmp.Diff([]string{"2:name_vi import.long"}, words(long)); d != "" {
		t.Error(d)
	}
}

// The same answers with their seconds cut off are the same people.
func TestAFileThatHasLostItsSecondsIsNotImportedAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setUp(t, db)
		precise := exportHead + "03/03/2026 10:42:05,STP-01,5,4,\n03/03/2026 10:43:11,STP-01,4,4,\n"
		bring(t, importOf(db), mapping, precise)
		before := everything(t, db)
		for name, cut := range map[string][2]string{"minutes": {":05", ":11"}, "days": {" 10:42:05", " 10:43:11"}} {
			coarse := strings.NewReplacer(cut[0], "", cut[1], "").Replace(precise)
			_, err := importOf(db).Try(t.Context(), storetest.Table(t, coarse), storetest.Table(t, mapping))
			want := []string{"2:Dấu thời gian responses.coarser", "3:Dấu thời gian responses.coarser"}
			if d := cmp.Diff(want, words(err)); d != "" {
				t.Errorf("%s: %s", name, d)
			}
		}
		other := exportHead + "03/03/2026 10:42,STP-01,1,2,\n"
		if trial, err := importOf(db).Try(t.Context(), storetest.Table(t, other), storetest.Table(t, mapping)); err != nil || trial.New != 1 {
			t.Errorf("other answers in that minute: %v %s", err, storetest.Mistakes(err))
		}
		if d := cmp.Diff(before, everything(t, db)); d != "" {
			t.Error(d)
		}
	})
}

func TestAMappingDoesNotTurnTheOfficialScale(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setUp(t, db)
		evil := strings.Replace(mapping, "TC,Tiếp cận,,", "TC,Tiếp cận,,Rất không hài lòng=5|Không hài lòng=-|Tuyệt=5|Hài lòng=4", 1)
		_, err := importOf(db).Try(t.Context(), storetest.Table(t, export), storetest.Table(t, evil))
		if d := cmp.Diff([]string{"5:words responses.words_turned", "5:words responses.words_turned"}, words(err)); d != "" {
			t.Error(d)
		}
	})
}
