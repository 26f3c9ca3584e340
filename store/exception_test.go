package store_test

import (
	"context"
	"slices"
	"testing"

	"hailong/account"
	"hailong/scoring"
	"hailong/scoring/round"
	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// exceptions are the people of the rule that two decide about one's own agency.
type exceptions struct {
	*council
	criteria  *round.Criteria
	proposals *account.Proposals
	an, lien  *account.Account // Sở Nội vụ's, and another agency's
	set       round.SetID
}

func exceptionsIn(t *testing.T, db *store.DB) *exceptions {
	t.Helper()
	x := &exceptions{council: convene(t, db)}
	add := func(login, agency string) *account.Account {
		people := account.People{Store: db, Now: x.rounds.Now, Actor: survey.Program}
		a := &account.Account{Login: login, Name: login, Role: account.Admin, Agency: x.agency(agency)}
		if _, err := people.Add(t.Context(), x.c, a); err != nil {
			t.Fatal(err, storetest.Mistakes(err))
		}
		return a
	}
	x.an, x.lien = add("an.snv", "SNV"), add("lien.stp", "STP")
	x.criteria = &round.Criteria{Store: db, Now: x.rounds.Now}
	setup := *setupOf(db)
	setup.Now = x.rounds.Now
	x.proposals = &account.Proposals{Store: db, Setup: setup, Exceptions: x.criteria}
	x.criteria.Actor, x.criteria.Near = x.an.Actor("page"), x.an.Near
	x.criteria.Hold = x.reason("vì không có việc này")
	id, err := x.criteria.FromSample(t.Context(), "cchc", 2026, "department")
	x.ok(err)
	x.ok(x.criteria.Save(t.Context(), id, x.stored(id).Mark(), aSet("department")))
	x.set = id
	return x
}

func (x *exceptions) reason(why string) func(context.Context, survey.Edit, survey.AgencyID) error {
	return func(ctx context.Context, e survey.Edit, agency survey.AgencyID) error {
		return x.proposals.Withhold(ctx, x.an, e, agency, why)
	}
}

func (x *exceptions) stored(id round.SetID) *round.Set { return storedSet(x.T, x.db, id) }

// saves stores the set with one leaf changed.
func (x *exceptions) saves(code string, change func(*scoring.Item)) error {
	s := x.stored(x.set)
	set := s.CriteriaSet
	set.Items = slices.Clone(set.Items)
	change(set.Leaf(code))
	return x.criteria.Save(x.Context(), x.set, s.Mark(), set)
}

// out makes a leaf not applicable to agencies.
func out(agencies ...string) func(*scoring.Item) {
	return func(i *scoring.Item) { i.NotFor = agencies }
}

// notFor wants a leaf to be not applicable to agencies, and so many proposals to wait.
func (x *exceptions) notFor(what, code string, want []string, waiting int) []account.Proposal {
	x.Helper()
	if got := x.stored(x.set).Leaf(code).NotFor; !slices.Equal(got, want) {
		x.Errorf("%s: not for %q, want %q", what, got, want)
	}
	list, err := x.db.Proposals(x.Context(), account.Waiting, 10)
	if err != nil || len(list) != waiting {
		x.Fatalf("%s: %d wait, want %d: %v", what, len(list), waiting, err)
	}
	return list
}

func (x *exceptions) decides(who *account.Account, p *account.Proposal, to account.State) error {
	return x.proposals.Decide(x.Context(), who.ID, p.Number, to, "vì vậy")
}

func TestWhatIsNotApplicableToOnesOwnAgencyWaitsForAnother(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		x := exceptionsIn(t, db)
		x.criteria.Hold = x.reason(" ")
		x.refused("no reason", x.saves("2.1", out("SNV")), survey.Invalid, "proposal.reason_needed")
		x.notFor("all of it is taken back", "2.1", nil, 0)
		x.criteria.Hold = x.reason("vì không có việc này")

		x.ok(x.saves("2.1", func(i *scoring.Item) { i.NotFor, i.Name.VI = []string{"SNV", "STP"}, "Tên khác" }))
		p := &x.notFor("the rest is stored", "2.1", []string{"STP"}, 1)[0]
		if name := x.stored(x.set).Leaf("2.1").Name.VI; name != "Tên khác" || p.Agency != x.agency("SNV") {
			t.Error(name, p)
		}
		x.ok(x.saves("2.1", out("SNV", "STP")))
		x.notFor("the same waits once", "2.1", []string{"STP"}, 1)
		_, err := x.rounds.Open(t.Context(), x.secretary, x.opening())
		x.refused("a round", err, survey.Conflict, "round.exception_waits")
		x.refused("himself", x.decides(x.an, p, account.Approved), survey.Forbidden, "proposal.self")
		x.ok(x.decides(x.lien, p, account.Approved))
		x.notFor("approved", "2.1", []string{"STP", "SNV"}, 0)
		x.logged("proposal.add", "proposal.approve", "criteria.change")

		x.ok(x.saves("2.1", func(i *scoring.Item) { i.Guidance.VI = "Hướng dẫn" }))
		x.notFor("a guidance is no other leaf", "2.1", []string{"STP", "SNV"}, 0)
		x.ok(x.saves("2.1", out("STP")))
		p = &x.notFor("taking it back waits, too", "2.1", []string{"STP", "SNV"}, 1)[0]
		x.ok(x.decides(x.an, p, account.Withdrawn))
		x.ok(x.saves("2.1", func(i *scoring.Item) { i.Per = 50 }))
		p = &x.notFor("an exception is for the leaf as it was", "2.1", []string{"STP"}, 1)[0]
		x.ok(x.saves("2.1", func(i *scoring.Item) { i.Per = 25 }))
		x.refused("another leaf by now", x.decides(x.lien, p, account.Approved), survey.Conflict, "criteria.exception_stale")
		x.ok(x.decides(x.lien, p, account.Refused))
		_, err = x.rounds.Open(t.Context(), x.secretary, x.opening())
		x.ok(err)
	})
}

func TestFilesAndCopiesDecideNothingAboutOnesOwnAgency(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		x := exceptionsIn(t, db)
		file := x.stored(x.set).CriteriaSet
		file.Items = slices.Clone(file.Items)
		file.Leaf("2.1").NotFor = []string{"SNV", "STP"}
		x.criteria.DryRun = true
		tried, err := x.criteria.Import(t.Context(), "", 0, "", setFile(t, &file))
		x.ok(err)
		if len(tried.Held) != 1 || tried.Held[0].Leaf != "2.1" || !tried.Held[0].Out || !tried.Changed() {
			t.Errorf("%+v", tried.Held)
		}
		x.notFor("a trial", "2.1", nil, 0)
		x.criteria.DryRun = false
		_, err = x.criteria.Import(t.Context(), "", 0, "", setFile(t, &file))
		x.ok(err)
		p := &x.notFor("a file", "2.1", []string{"STP"}, 1)[0]
		x.ok(x.decides(x.lien, p, account.Approved))
		id, err := x.criteria.CopyTo(t.Context(), x.set, 2027)
		x.ok(err)
		if got := x.stored(id).Leaf("2.1").NotFor; !slices.Equal(got, []string{"STP"}) {
			t.Errorf("next year's set is not for %q", got)
		}
		x.notFor("a copy of another year", "2.1", []string{"STP", "SNV"}, 1)
		frozenSets(t, db, x.set)
		if id, err = x.criteria.CopyTo(t.Context(), x.set, 2026); err != nil {
			t.Fatal(err)
		}
		if got := x.stored(id).Leaf("2.1").NotFor; !slices.Equal(got, []string{"STP", "SNV"}) {
			t.Errorf("the next version is not for %q", got)
		}
		x.criteria.Near = nil // by command
		id, err = x.criteria.CopyTo(t.Context(), x.set, 2028)
		x.ok(err)
		if got := x.stored(id).Leaf("2.1").NotFor; len(got) != 2 {
			t.Errorf("by command it is not for %q", got)
		}
	})
}
