package frontend

import (
	"slices"

	"hailong/scoring/round"
	"hailong/survey"
)

// What nobody appraises: an area of an agency that no assignment covers by somebody who may
// appraise it. A leaf that the set gives to a department is appraised by its people alone.

func (p *RoundCouncilPage) gaps(v *RoundCouncil) {
	sets := map[round.SetID]*round.Set{}
	for _, set := range v.Sets {
		sets[set.ID] = set
	}
	judges := v.judges(p.catalogue)
	for _, area := range v.areas() {
		var bare []survey.AgencyID
		for i := range v.Round.Members {
			m := &v.Round.Members[i]
			if m.LeftOut == "" && sets[m.Set] != nil && unjudged(judges, sets[m.Set], m.Agency, area) {
				bare = append(bare, m.Agency)
			}
		}
		if len(bare) > 0 {
			p.gap(v.area(p, area), p.names(bare))
		}
	}
}

// gap adds an area, beside those that lack the same agencies.
func (p *RoundCouncilPage) gap(area, agencies string) {
	for i := range p.Gaps {
		if p.Gaps[i].Agencies == agencies {
			p.Gaps[i].Area += "; " + area
			return
		}
	}
	p.Gaps = append(p.Gaps, CouncilGap{area, agencies})
}

// judges are the members of the council with what is theirs.
func (v *RoundCouncil) judges(c *survey.Catalogue) []*round.Judge {
	var list []*round.Judge
	for _, a := range v.Council {
		list = append(list, round.NewJudge(c, round.Person{
			Login: a.Login, Agency: a.Agency, Areas: a.Areas,
			Near: func(id survey.AgencyID) bool { return a.Near(c, id) },
		}, v.Assigned))
	}
	return list
}

// unjudged tells whether some leaf of an agency's area is appraised by nobody.
func unjudged(judges []*round.Judge, set *round.Set, agency survey.AgencyID, area string) bool {
	for i, leaf := range set.Leaves() {
		of := set.AreaOf(i)
		if of == nil || of.Code != area || !leaf.ByHand() {
			continue
		}
		if !slices.ContainsFunc(judges, func(j *round.Judge) bool { return j.May(agency, area, leaf) == nil }) {
			return true
		}
	}
	return false
}
