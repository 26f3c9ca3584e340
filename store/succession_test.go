package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// successions2025 says what became of agencies of 2022, as an officer would write
// it: agencies merged, one code that means another agency, and one that goes on.
const successions2025 = `predecessor,successor,on,goes_on,note
SKHDT,STC,2025-07-01,,NQ 01
STNMT,SNNMT,2025-07-01,,
SNNPTNT,SNNMT,2025-07-01,,
SXD,SXD,2025-07-01,,hợp nhất với Sở Giao thông vận tải
SGTVT,SXD,2025-07-01,,
UBND-NH,X02,2025-07-01,,
UBND-NH,P57,2025-07-01,,
TTR,STP,2025-07-01,yes,một phần`

func TestBothLists(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setup := setupOf(db)
		changed(t, survey.Change{Added: 44})(setup.ImportAgencies(t.Context(), province2022(t), nil, "2022-01-01"))
		// Eleven have the same code, name, group and sector: they go on, eight of them
		// with another source.
		changed(t, survey.Change{Added: 68, Changed: 8, Same: 3})(setup.ImportAgencies(t.Context(), province2026(t), nil, "2025-07-01"))
		changed(t, survey.Change{Same: 79})(setup.ImportAgencies(t.Context(), province2026(t), nil, "2025-07-01"))
		c := catalogue(t, db)
		if len(c.Agencies) != 112 || len(c.Successions) != 0 {
			t.Errorf("%d agencies, %d successions", len(c.Agencies), len(c.Successions))
		}
		doubtful := 0
		for i := range c.Agencies {
			if c.Agencies[i].Unconfirmed() {
				doubtful++
			}
		}
		if doubtful != 26 {
			t.Errorf("%d rows are marked as unconfirmed, want 12 of 2022 and the 14 departments of 2026", doubtful)
		}
	})
}

func TestBothListsWithTheirSuccessions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setup := setupOf(db)
		changed(t, survey.Change{Added: 44})(setup.ImportAgencies(t.Context(), province2022(t), nil, "2022-01-01"))
		// New are 68, the new SXD, and 8 successions; 10 go on, 7 of them with another
		// source; 6 end.
		successions := storetest.Table(t, successions2025)
		changed(t, survey.Change{Added: 77, Changed: 13, Same: 3})(
			setup.ImportAgencies(t.Context(), province2026(t), successions, "2025-07-01"))
		c := catalogue(t, db)
		old, now := c.AgencyByCode("SXD", "2025-06-30"), c.AgencyByCode("SXD", "2025-07-01")
		if old == nil || now == nil || old.ID == now.ID || old.ValidTo != "2025-06-30" || now.ValidFrom != "2025-07-01" {
			t.Errorf("SXD: %+v, %+v", old, now)
		}
		var made []string
		for _, s := range c.Predecessors(now.ID) {
			made = append(made, c.Agency(s.Predecessor).Code)
		}
		if d := cmp.Diff([]string{"SGTVT", "SXD"}, made, cmp.Transformer("set", toSet)); d != "" {
			t.Errorf("SXD is made of %v", made)
		}
		if a := c.AgencyByCode("SKHDT", "2025-07-01"); a != nil {
			t.Errorf("SKHDT goes on: %+v", a)
		}
		if ttr := c.AgencyByCode("TTR", "2026-01-01"); ttr == nil || ttr.ValidFrom != "2022-01-01" || len(c.Successors(ttr.ID)) != 1 {
			t.Errorf("TTR gave a part away and goes on: %+v", ttr)
		}
		for code, want := range map[string]bool{"SXD": true, "STC": true, "STP": true, "SNV": false, "X02": true, "TTR": true} {
			if got := c.Reorganised(c.AgencyByCode(code, "2026-01-01").ID, "2025-01-01", "2026-12-31"); got != want {
				t.Errorf("%s reorganised between 2025 and 2026: %v", code, got)
			}
		}
		before := contents(t, db)
		changed(t, survey.Change{Same: 87})(setup.ImportAgencies(t.Context(), province2026(t), successions, "2025-07-01"))
		changed(t, survey.Change{Same: 8})(setup.ImportSuccessions(t.Context(), successions))
		if d := cmp.Diff(before, contents(t, db)); d != "" {
			t.Errorf("the second time changed something: %s", d)
		}
	})
}

func toSet(list []string) map[string]bool {
	set := map[string]bool{}
	for _, s := range list {
		set[s] = true
	}
	return set
}

const headA = "code,name_vi,group,sector,valid_from,valid_to\n"

// A name may be used again by another area; a code too, if it is said what became of
// the one before.
func TestACodeMeansAnotherAgencyFromADayOn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setup := setupOf(db)
		first := headA + "A,UBND xã Ninh Sơn,commune,administrative,,\nB,UBND xã Khác,commune,administrative,,"
		changed(t, survey.Change{Added: 2})(setup.ImportAgencies(t.Context(), storetest.Table(t, first), nil, "2022-01-01"))
		// The same name and code, but another area: the succession says so.
		second := storetest.Table(t, headA+"A,UBND xã Ninh Sơn,commune,administrative,2025-07-01,")
		became := storetest.Table(t, "predecessor,successor,on\nA,B,2025-07-01\nB,A,2025-07-01")
		_, err := setup.ImportAgencies(t.Context(), second, became, "")
		if d := cmp.Diff([]string{"2:successor import.agency"}, words(err)); d != "" {
			t.Errorf("B ends too, so it cannot follow A: %s", d)
		}
		became = storetest.Table(t, "predecessor,successor,on,goes_on\nA,B,2025-07-01,no\nB,A,2025-07-01,yes")
		changed(t, survey.Change{Added: 3, Changed: 1})(setup.ImportAgencies(t.Context(), second, became, ""))
		c := catalogue(t, db)
		old, now := c.AgencyByCode("A", "2025-06-30"), c.AgencyByCode("A", "2025-07-01")
		if old == now || old.ValidTo != "2025-06-30" {
			t.Errorf("%+v, %+v", old, now)
		}
	})
}

func TestSuccessionsThatAreRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setup := setupOf(db)
		there := headA + "A,Sở A,department,administrative,2022-01-01,\nB,Sở B,department,administrative,2022-01-01,2024-12-31"
		changed(t, survey.Change{Added: 2})(setup.ImportAgencies(t.Context(), storetest.Table(t, there), nil, ""))
		read := func(tab *survey.Table) (survey.Change, error) { return setup.ImportSuccessions(t.Context(), tab) }
		head := "predecessor,successor,on,goes_on\n"
		refuses(t, db, read, []rule{
			{"an agency that is not there", head + "X,A,2025-07-01,", []string{"2:predecessor import.agency"}},
			{"one that has ended", head + "B,A,2025-07-01,", []string{"2:predecessor import.agency"}},
			{"a successor that is not there", head + "A,X,2025-07-01,", []string{"2:successor import.agency"}},
			{"one that follows itself", head + "A,A,2025-07-01,yes", []string{"2:successor import.succession_same"}},
			{"no day", head + "A,B,,", []string{"2:on import.needed"}},
			{"no day at all", head + "A,B,2025-02-30,maybe", []string{"2:on import.day", "2:goes_on import.flag"}},
			{"the same twice", head + "B,A,2025-01-01,\nB,A,2025-01-01,", []string{"3:predecessor import.twice"}},
		})
	})
}

// Its figures end with it: nobody answers at the counter of an agency that is gone.
func TestACounterOfAnAgencyThatEndedIsClosed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := setUp(t, db)
		setup := setupOf(db)
		changed(t, survey.Change{Added: 1})(setup.ImportAgencies(t.Context(), storetest.Table(t, headA+"STP2,Sở mới,department,administrative,2026-03-04,"), nil, ""))
		changed(t, survey.Change{Added: 1, Changed: 1})(setup.ImportSuccessions(t.Context(), storetest.Table(t, "predecessor,successor,on\nSTP,STP2,2026-03-04")))
		if _, err := p.shelf.Fresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		_, err := p.intake.Submit(t.Context(), draft(t, "7K3MQ2XVTD", levels(5, 0, 0, 0, 0)))
		if e, ok := err.(*survey.Error); !ok || e.Kind != survey.Closed || e.Word != "counter.closed" {
			t.Errorf("%v", err)
		}
		// A file of counters that still says STP means the agency they belong to.
		file := "code,agency,name_vi,place_vi\nSTP-01,STP,Quầy Lý lịch tư pháp,Tầng 2"
		changed(t, survey.Change{Changed: 1})(setup.ImportCounters(t.Context(), storetest.Table(t, file)))
	})
}

// The end of an agency that was succeeded belongs to the succession: a list with an
// empty cell, such as an export made before the merger, does not bring it back.
func TestAnEmptyCellDoesNotBringASucceededAgencyBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setup := setupOf(db)
		list := storetest.Table(t, headA+"A,Sở A,department,administrative,,\nB,Sở B,department,administrative,,\nC,Sở C,department,administrative,,")
		became := storetest.Table(t, "predecessor,successor,on\nA,C,2025-07-01\nB,C,2025-07-01")
		both := func() (survey.Change, error) {
			return setup.ImportAgencies(t.Context(), list, became, "2022-01-01")
		}
		// Also in an empty province, where the file brings those that end.
		changed(t, survey.Change{Added: 5})(both())
		ended := func() {
			t.Helper()
			c := catalogue(t, db)
			for _, code := range []string{"A", "B"} {
				if a := c.AgencyByCode(code, "2025-06-30"); a == nil || a.ValidTo != "2025-06-30" {
					t.Errorf("%s: %+v", code, a)
				}
			}
		}
		ended()
		changed(t, survey.Change{Same: 5})(both())
		changed(t, survey.Change{Same: 3})(setup.ImportAgencies(t.Context(), list, nil, "2022-01-01"))
		ended()
		_, err := setup.ImportAgencies(t.Context(), storetest.Table(t, headA+"A,Sở A,department,administrative,2022-01-01,2025-12-31"), nil, "")
		if d := cmp.Diff([]string{"2:valid_to import.agency_ended"}, words(err)); d != "" {
			t.Error(d)
		}
	})
}

func TestDifferentRowsThatAreWrongAreNotTheSame(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setup := setupOf(db)
		read := func(tab *survey.Table) (survey.Change, error) { return setup.ImportSuccessions(t.Context(), tab) }
		refuses(t, db, read, []rule{{
			"two that are not there", "predecessor,successor,on\nX,Y,2025-07-01\nZ,Y,2025-07-01",
			[]string{"2:predecessor import.agency", "3:predecessor import.agency"},
		}})
	})
}

// An agency must not come under two plans by the back door.
func TestAnAgencyDoesNotComeUnderTwoPlansByAnotherImport(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setUp(t, db)
		setup := setupOf(db)
		changed(t, survey.Change{Added: 1})(setup.ImportAgencies(t.Context(), storetest.Table(t,
			"code,name_vi,group,sector\nH1,UBND huyện Một,district,administrative"), nil, ""))
		head := "code,year,name_vi,starts,ends,form,target,groups,agencies,official\n"
		changed(t, survey.Change{Added: 2})(setup.ImportPlans(t.Context(), storetest.Table(t, head+
			"x,2027,X,2027-01-01,2027-12-31,short@1,>83,commune,,yes\ny,2027,Y,2027-01-01,2027-12-31,sipas@1,>83,,H1,yes")))
		before := contents(t, db)
		_, err := setup.ImportAgencies(t.Context(), storetest.Table(t,
			"code,name_vi,group,sector\nH1,UBND huyện Một,commune,administrative"), nil, "")
		if e, ok := err.(*survey.Error); !ok || e.Kind != survey.Invalid || e.Word != "import.plan_official_then" {
			t.Errorf("an agency moves into the group of another official plan: %v", err)
		}
		if d := cmp.Diff(before, contents(t, db)); d != "" || catalogue(t, db).AgencyByCode("H1", "2027-01-01").Group != "district" {
			t.Errorf("something was stored: %s", d)
		}
		// An agency without counters is seen as well.
		_, err = setup.ImportPlans(t.Context(), storetest.Table(t, head+"z,2027,Z,2027-06-01,2027-06-30,short@1,>83,,H1,no"))
		if d := cmp.Diff([]string{"2:agencies import.plan_overlap"}, words(err)); d != "" {
			t.Error(d)
		}
	})
}
