package store_test

import (
	"testing"

	"hailong/account"
	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// An agency that comes in, or becomes one's own, after the set was written makes an exception
// that nobody was asked about.
func TestNobodyExceptsAnAgencyThatBecomesHisOwn(t *testing.T) {
	for name, known := range map[string]bool{"a code of nobody yet": false, "a stranger's": true} {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, db *store.DB) { becomesOwn(t, db, known) })
		})
	}
}

func becomesOwn(t *testing.T, db *store.DB, known bool) {
	x := exceptionsIn(t, db)
	setup, check := storetest.Setup(t, db)
	comes := func() {
		check(setup.ImportAgencies(t.Context(), storetest.Table(t,
			"code,name_vi,group,sector\nSNVM,Sở Nội vụ mới,department,administrative"), nil, ""))
	}
	if known {
		comes()
	}
	x.ok(x.saves("2.1", out("SNVM")))
	x.notFor("written", "2.1", []string{"SNVM"}, 0)
	if !known {
		comes()
	}
	_, err := x.rounds.OpenShown(t.Context(), x.secretary, x.opening(), "", false)
	x.ok(err) // it has nothing to do with the writer's
	check(setup.ImportSuccessions(t.Context(), storetest.Table(t, "predecessor,successor,on\nSNV,SNVM,2026-06-01")))
	open := func() error {
		_, err := x.rounds.Open(t.Context(), x.secretary, x.opening())
		return err
	}
	x.refused("by himself", open(), survey.Conflict, "round.exception_alone")

	x.ok(x.saves("2.1", out()))
	x.ok(x.decides(x.lien, &x.notFor("taken back", "2.1", []string{"SNVM"}, 1)[0], account.Approved))
	x.ok(x.saves("2.1", out("SNVM")))
	x.ok(x.decides(x.lien, &x.notFor("proposed", "2.1", nil, 1)[0], account.Approved))
	x.notFor("approved", "2.1", []string{"SNVM"}, 0)
	x.ok(open())
}

// Where one's own people wrote the set, too, nobody can tell afterwards who made an exception
// without a proposal; where they did not, or what they wrote was thrown away, it needs none.
func TestAnExceptionByStrangersAloneNeedsNoProposal(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		x := exceptionsIn(t, db)
		x.ok(x.saves("2.1", out("STP")))
		x.criteria.Actor, x.criteria.Near = x.lien.Actor("page"), x.lien.Near
		x.ok(x.saves("3.2", out("SNV")))
		_, err := x.rounds.Open(t.Context(), x.secretary, x.opening())
		x.refused("both wrote it", err, survey.Conflict, "round.exception_alone")
		x.ok(x.criteria.Discard(t.Context(), x.set, x.stored(x.set).Mark()))
		x.set, err = x.criteria.FromSample(t.Context(), "cchc", 2026, "department")
		x.ok(err)
		x.ok(x.criteria.Save(t.Context(), x.set, x.stored(x.set).Mark(), aSet("department")))
		x.ok(x.saves("2.1", out("SNV")))
		_, err = x.rounds.Open(t.Context(), x.secretary, x.opening())
		x.ok(err)
	})
}
