package round

import (
	"testing"

	"hailong/survey"
)

// A code that a year has twice, one agency's after another's, may mean either: who is near one
// of them does not decide alone, whichever it is.
func TestACodeUsedTwiceInAYearIsBoth(t *testing.T) {
	c := &survey.Catalogue{Agencies: []survey.Agency{
		{ID: 1, Code: "A", ValidFrom: "2020-01-01", ValidTo: "2026-06-30"},
		{ID: 2, Code: "A", ValidFrom: "2026-07-01"},
		{ID: 3, Code: "B", ValidFrom: "2020-01-01"},
	}}
	c.Index()
	set, err := Sample("department")
	if err != nil {
		t.Fatal(err)
	}
	set.Year = 2026
	for i, leaf := range set.Leaves() {
		if leaf.Code == "2.3.1" {
			set.Items[i].NotFor = []string{"A"}
		}
	}
	if last := AgencyInYear(c, "A", 2026); last == nil || last.ID != 2 {
		t.Error("the last of the year is", last)
	}
	for who, want := range map[survey.AgencyID]survey.AgencyID{1: 1, 2: 2, 3: 0} {
		near := func(_ *survey.Catalogue, a survey.AgencyID) bool { return a == who }
		if got := NearInYear(c, "A", 2026, near); got != want {
			t.Errorf("who is near %d is near %d", who, got)
		}
		changed := set
		held := (&Criteria{Near: near}).withheld(c, nil, &changed)
		if got := len(held) == 1 && held[0].agency == want; got != (want != 0) {
			t.Errorf("who is near %d: %+v is held", who, held)
		}
	}
	if NearInYear(c, "A", 2027, func(_ *survey.Catalogue, a survey.AgencyID) bool { return a == 1 }) != 0 {
		t.Error("the first is there no more")
	}
}
