package store_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

const planHead = "code,year,name_vi,starts,ends,form,target,groups,agencies,counters,transactions,official,target_public_service,minimum,census,accept_until\n"

func TestAPlanIsStoredWithAllItsParts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setUp(t, db)
		setup := setupOf(db)
		file := planHead + "2027,2027,Khảo sát 2027,1/1/2027,30/11/2027,short@1,>83,department|public_unit,STP,CDYT-01 | STP-02,STP=4200|CDYT = 90,có,>=80.5,40,x,2027-12-05"
		logged := len(actions(t, db, 0))
		changed(t, survey.Change{Added: 1})(setup.ImportPlans(t.Context(), storetest.Table(t, file)))
		c := catalogue(t, db)
		stp, cdyt := c.AgencyByCode("STP", "2027-01-01").ID, c.AgencyByCode("CDYT", "2027-01-01").ID
		p := c.PlanByCode("2027")
		want := &survey.Plan{
			ID: p.ID, Code: "2027", Year: 2027, Name: survey.Text{VI: "Khảo sát 2027"}, Official: true, Census: true,
			Starts: "2027-01-01", Ends: "2027-11-30", AcceptUntil: "2027-12-05", Minimum: 40,
			Questionnaire: c.QuestionnaireByRef("short@1").ID,
			Targets: map[survey.Sector]survey.Target{
				survey.Administrative: {Hundredths: 8300, Above: true}, survey.PublicService: {Hundredths: 8050},
			},
			Groups: []string{"department", "public_unit"}, Agencies: []survey.AgencyID{stp},
			Counters:     []survey.CounterID{counter(t, db, "STP-02").ID, counter(t, db, "CDYT-01").ID},
			Transactions: map[survey.AgencyID]int64{stp: 4200, cdyt: 90},
		}
		if d := cmp.Diff(want, p); d != "" {
			t.Error(d)
		}
		before := contents(t, db)
		changed(t, survey.Change{Same: 1})(setup.ImportPlans(t.Context(), storetest.Table(t, file)))
		if d := cmp.Diff(before, contents(t, db)); d != "" {
			t.Errorf("the second time changed something: %s", d)
		}
		if d := cmp.Diff([]string{"plan.add 2027"}, actions(t, db, logged)); d != "" {
			t.Error(d)
		}
	})
}

func TestWhatAPlanSaysWhereItSaysNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setUp(t, db)
		file := "code,year,name_vi,starts,ends,form,target,groups\n2027,2027,Khảo sát,2027-01-01,2027-11-30,short@1,>83,department"
		changed(t, survey.Change{Added: 1})(setupOf(db).ImportPlans(t.Context(), storetest.Table(t, file)))
		p := catalogue(t, db).PlanByCode("2027")
		if p.AcceptUntil != "2027-12-10" || p.Minimum != survey.DefaultMinimum || p.Official || p.Census || p.Public ||
			p.Targets[survey.PublicService] != p.Targets[survey.Administrative] {
			t.Errorf("%+v", p)
		}
	})
}

func TestFormsOfATarget(t *testing.T) {
	db := storetest.SQLite(t)
	setUp(t, db)
	setup := setupOf(db)
	file := "code,year,name_vi,starts,ends,form,target,groups\n2027,2027,Khảo sát,2027-01-01,2027-11-30,short@1,%q,department"
	for typed, want := range map[string]survey.Target{
		">83": {Hundredths: 8300, Above: true}, "> 83": {Hundredths: 8300, Above: true}, ">=83": {Hundredths: 8300},
		">83.5": {Hundredths: 8350, Above: true}, ">= 83,25": {Hundredths: 8325}, ">0": {Above: true}, ">=100": {Hundredths: 10000},
	} {
		if _, err := setup.ImportPlans(t.Context(), storetest.Table(t, fmt.Sprintf(file, typed))); err != nil {
			t.Errorf("%s: %v %s", typed, err, storetest.Mistakes(err))
			continue
		}
		if got := catalogue(t, db).PlanByCode("2027").Targets[survey.Administrative]; got != want {
			t.Errorf("%s is read as %+v, want %+v", typed, got, want)
		}
	}
	for typed, word := range map[string]string{
		"": "import.needed", "83": "import.target", "=83": "import.target", "<83": "import.target", ">": "import.target",
		">83.255": "import.target", ">100.01": "import.target", ">-1": "import.target", ">83%": "import.target", ">1e9": "import.target",
	} {
		_, err := setup.ImportPlans(t.Context(), storetest.Table(t, fmt.Sprintf(file, typed)))
		if d := cmp.Diff([]string{"2:target " + word}, words(err)); d != "" {
			t.Errorf("%q: %s", typed, d)
		}
	}
}

func TestImportPlansRefuses(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setUp(t, db) // with the plan 2026 of both groups, official, which has begun
		setup := setupOf(db)
		read := func(tab *survey.Table) (survey.Change, error) { return setup.ImportPlans(t.Context(), tab) }
		head := "code,year,name_vi,starts,ends,form,target,groups,agencies,counters,official\n"
		refuses(t, db, read, []rule{
			{
				"a plan that asks at the counters of another", head + "b,2026,B,2026-06-01,2026-06-30,sipas@1,>83,department,,,",
				[]string{"2:groups import.plan_overlap"},
			},
			{
				"two plans of the file that overlap", head + "b,2027,B,2027-01-01,2027-06-30,short@1,>83,department,,,\n" +
					"c,2027,C,2027-06-30,2027-12-31,short@1,>83,,STP,,",
				[]string{"2:groups import.plan_overlap", "3:agencies import.plan_overlap"},
			},
			{
				"two plans that name one counter", head + "b,2026,B,2026-06-01,2026-06-30,sipas@1,>83,,,STP-01,\n" +
					"c,2026,C,2026-06-30,2026-07-31,sipas@1,>83,,,STP-01,",
				[]string{"2:counters import.plan_overlap", "3:counters import.plan_overlap"},
			},
			{
				"a second official plan of the year", head + "b,2026,B,2026-06-01,2026-06-30,sipas@1,>83,,,STP-01,yes",
				[]string{"2:official import.plan_official"},
			},
			{
				"another form for a plan that has begun", head + "2026,2026,Khảo sát 2026,2026-01-01,2026-12-31,sipas@1,>83,department,,,yes",
				[]string{"2:form import.plan_begun", "2:groups import.plan_begun"},
			},
			{"nobody is asked", head + "b,2027,B,2027-01-01,2027-06-30,short@1,>83,,,,", []string{"2:groups import.plan_nobody"}},
			{
				"a year that is not said", head + "b,,B,2027-01-01,2027-06-30,short@1,>83,department,,,",
				[]string{"2:year import.needed"},
			},
			{
				"an end that is no day, said once", head + "b,2027,B,2027-01-01,2027-06-31,short@1,>83,department,,,",
				[]string{"2:ends import.day"},
			},
			{
				"everything at once", planHead + "b,1999,,2027-06-30,2027-01-01,short@9,83,nobody,NOBODY,NOWHERE,STP=-1|X=5,maybe,,9,,",
				[]string{
					"2:year import.between", "2:name_vi import.needed", "2:official import.flag", "2:minimum import.between",
					"2:ends import.order", "2:form import.form", "2:target import.target", "2:groups import.group_unknown",
					"2:agencies import.agency", "2:counters import.counter_unknown", "2:transactions import.transactions",
					"2:transactions import.agency",
				},
			},
			{"a plan twice", head + "b,2027,B,2027-01-01,2027-02-01,short@1,>83,department,,,\nb,2028,B,2028-01-01,2028-02-01,short@1,>83,department,,,", []string{"3:code import.twice"}},
			{
				"numbers that no edition holds", planHead + "b,2027,B,2027-01-01,2027-02-01,short@1,>83,department,,,STP=1099511627777,,,1099511627777,,\n",
				[]string{"2:minimum import.between", "2:transactions import.transactions_most"},
			},
			{
				"two numbers of transactions for one agency", planHead + "b,2027,B,2027-01-01,2027-02-01,short@1,>83,department,,,STP=1|STP=2,,,,,",
				[]string{"2:transactions import.transactions"},
			},
		})
	})
}

func TestASameThingNamedTwiceInAListIsOneThing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setUp(t, db)
		file := planHead + "b,2027,B,2027-01-01,2027-02-01,short@1,>83,department|department,STP;STP,STP-01|STP-01,,,,,,"
		changed(t, survey.Change{Added: 1})(setupOf(db).ImportPlans(t.Context(), storetest.Table(t, file)))
	})
}

// A plan that has begun may ask more people, learn missing numbers, and be published
// or not; what its answers are judged by stays.
func TestAPlanThatHasBegun(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setUp(t, db)
		id := catalogue(t, db).PlanByCode("2026").ID
		head := "code,year,name_vi,starts,ends,form,target,groups,official,public,transactions,minimum\n"
		row := "2026,2026,Khảo sát 2026,2026-01-01,2026-12-31,short@1,>83,department|public_unit|district,yes,no,STP=500|CDYT=90,30"
		changed(t, survey.Change{Changed: 1})(setupOf(db).ImportPlans(t.Context(), storetest.Table(t, head+row)))
		c := catalogue(t, db)
		p := c.PlanByCode("2026")
		if p.ID != id || p.Public || len(p.Groups) != 3 || p.Transactions[c.AgencyByCode("CDYT", "2026-03-04").ID] != 90 {
			t.Errorf("%+v", p)
		}
		for was, now := range map[string][2]string{
			",>83,": {",>82,", "target"}, ",30": {",10", "minimum"}, ",yes,": {",no,", "official"},
			"STP=500": {"STP=9", "transactions"}, "|CDYT=90": {"", "transactions"},
			"2026-01-01": {"2026-01-02", "starts"}, "2026-12-31": {"2026-03-03", "ends"},
			"department|": {"", "groups"}, "short@1": {"sipas@1", "form"}, "2026,Kh": {"2027,Kh", "year"},
		} {
			_, err := setupOf(db).ImportPlans(t.Context(), storetest.Table(t, head+strings.Replace(row, was, now[0], 1)))
			if got := strings.Join(words(err), " "); !strings.Contains(got, "2:"+now[1]+" import.plan_") {
				t.Errorf("%q for %q: %v", now[0], was, got)
			}
		}
	})
}

// A file with fewer columns says nothing about the rest.
func TestColumnsThatAreNotThereKeepWhatWas(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setUp(t, db)
		setup := setupOf(db)
		before := catalogue(t, db)
		changed(t, survey.Change{Same: 1})(setup.ImportPlans(t.Context(), storetest.Table(t,
			"code,year,name_vi,starts,ends,form,target\n2026,2026,Khảo sát 2026,2026-01-01,2026-12-31,short@1,>83")))
		changed(t, survey.Change{Same: 1})(setup.ImportCounters(t.Context(), storetest.Table(t,
			"code,agency,name_vi\nSTP-03,STP,Quầy đã đóng")))
		if after := catalogue(t, db); after.Version != before.Version {
			t.Error("something changed")
		}
		head := "code,year,name_vi,starts,ends,form,target,groups"
		row := "2027,2027,Khảo sát,2027-01-01,2027-12-31,short@1,>83,district"
		changed(t, survey.Change{Added: 1})(setup.ImportPlans(t.Context(),
			storetest.Table(t, head+",target_public_service\n"+row+",>=75")))
		changed(t, survey.Change{Same: 1})(setup.ImportPlans(t.Context(), storetest.Table(t, head+"\n"+row)))
	})
}

// An agency that was asked keeps its group: its figures stand there.
func TestAnAgencyThatWasAskedKeepsItsGroup(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setUp(t, db)
		_, err := setupOf(db).ImportAgencies(t.Context(), storetest.Table(t,
			"code,name_vi,group,sector\nSTP,Sở Tư pháp,district,public_service"), nil, "")
		want := []string{"2:group import.agency_asked", "2:sector import.agency_asked"}
		if d := cmp.Diff(want, words(err)); d != "" {
			t.Error(d)
		}
	})
}
