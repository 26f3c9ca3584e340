package frontend

import (
	"testing"

	"hailong/account"
	"hailong/scoring/round"
	"hailong/survey"
)

// The page asks for a reason wherever saving would need one: also of who is near the agency
// that had a code before another got it in the same year.
func TestAReasonIsAskedForBothAgenciesOfACode(t *testing.T) {
	s := testSets(t)[0]
	leaf := s.Leaf("2.3.1")
	leaf.NotFor = []string{"STP"}
	place := placeIn(&s, "2.3.1")
	for me, want := range map[survey.AgencyID]bool{0: false, 1: true, 2: true} {
		p := newProvince()
		c := p.catalogue
		first := *c.AgencyByCode("STP", "2022-03-04")
		again := first
		again.ID, again.ValidFrom = 900, "2022-07-01"
		c.Agency(first.ID).ValidTo = "2022-06-30"
		c.Agencies = append(c.Agencies, again)
		c.Index()
		f := signedFrame(survey.Vietnamese, account.Secretary, "/desk/criteria")
		f.Me.Agency = map[survey.AgencyID]survey.AgencyID{0: 901, 1: first.ID, 2: again.ID}[me]
		item := NewCriteriaItemPage(f, c, &s, CriteriaItemView{Place: place, Under: -1})
		set := NewCriteriaSetPage(f, c, &s, CriteriaSetView{})
		if got := item.Reason != nil; got != want {
			t.Errorf("%d: the item asks for a reason: %v", me, got)
		}
		if got := set.copyReason(c, &s, nil) != nil; got != want {
			t.Errorf("%d: a copy asks for a reason: %v", me, got)
		}
		if got := round.NearInYear(c, "STP", s.Year, f.Me.Near) != 0; got != want {
			t.Errorf("%d: saving needs a reason: %v", me, got)
		}
	}
}
