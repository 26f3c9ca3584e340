package frontend

import (
	"slices"

	"hailong/account"
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
	for _, area := range v.areas() {
		var bare []survey.AgencyID
		for i := range v.Round.Members {
			m := &v.Round.Members[i]
			if m.LeftOut == "" && sets[m.Set] != nil && v.bare(p.catalogue, sets[m.Set], m.Agency, area) {
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

// bare tells whether some leaf of an agency's area is appraised by nobody.
func (v *RoundCouncil) bare(c *survey.Catalogue, set *round.Set, agency survey.AgencyID, area string) bool {
	for i, leaf := range set.Leaves() {
		of := set.AreaOf(i)
		if of == nil || of.Code != area || !leaf.ByHand() {
			continue
		}
		covered := slices.ContainsFunc(v.Assigned, func(a round.Assignment) bool {
			who := v.member(a.Login)
			return who != nil && a.Covers(agency, area) && appraises(c, who, agency, area, leaf.Appraiser)
		})
		if !covered {
			return true
		}
	}
	return false
}

// appraises tells whether one who is assigned may appraise an agency's leaf of an area.
func appraises(
	c *survey.Catalogue, who *account.Account, agency survey.AgencyID, area, department string,
) bool {
	home := c.Agency(who.Agency)
	return !who.Near(c, agency) && (len(who.Areas) == 0 || slices.Contains(who.Areas, area)) &&
		(department == "" || home != nil && home.Code == department)
}
