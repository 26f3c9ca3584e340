package frontend

import (
	"strconv"
	"strings"

	"hailong/scoring"
	"hailong/scoring/round"
	"hailong/survey"
)

// CriteriaRow is an item.
type CriteriaRow struct {
	ID, Code, Name, Max       string
	Leaf, Component           bool
	Rule, Evidence, Appraiser string
	NotFor, Guidance          string
	Waits                     []Link // what waits for a second person; without URL where the reader may not look
	Edit, Add                 string // empty: not offered
	Faults                    []string
}

func (p *CriteriaSetPage) row(c *survey.Catalogue, s *round.Set, place int) CriteriaRow {
	i := &s.Items[place]
	row := CriteriaRow{
		ID: itemID(place), Code: i.Code, Name: p.In(i.Name), Max: p.points(i.Max), Leaf: i.Leaf(),
		Component: i.Level == scoring.Component, Guidance: p.In(i.Guidance),
	}
	path := CriteriaPath(s.ID) + "/items"
	if p.Edit {
		row.Edit = p.Link(path + "/" + i.Code)
		if i.Level < scoring.Component {
			row.Add = p.Link(path, "under", i.Code)
		}
	}
	if !row.Leaf {
		return row
	}
	row.Rule = p.ruleText(i)
	row.Evidence = p.criteriaCell("evidence", map[bool]string{true: "yes"}[i.Evidence])
	if !i.ByHand() {
		row.Evidence = "–"
	}
	row.Appraiser = p.say("criteria_page.council", nil)
	if i.Appraiser != "" {
		row.Appraiser = p.agencyIn(c, i.Appraiser, s.Year)
	}
	var names []string
	for _, code := range i.NotFor {
		names = append(names, p.agencyIn(c, code, s.Year))
	}
	row.NotFor = strings.Join(names, ", ")
	return row
}

// itemID is an item's id on its set's page; by its place, because codes may clash in a
// set that is being written.
func itemID(place int) string { return fieldID("item." + strconv.Itoa(place)) }

// agencyIn names the agency that a code means in a year.
func (o *Office) agencyIn(c *survey.Catalogue, code string, year int) string {
	if a := round.AgencyInYear(c, code, year); a != nil {
		return o.In(a.Name)
	}
	return code
}

// CriteriaItemAt is where an item stands on its set's page: #o-item-4; empty where there
// is none.
func CriteriaItemAt(s *scoring.CriteriaSet, code string) string {
	if place := round.PlaceOf(s, code); place >= 0 {
		return "#" + itemID(place)
	}
	return ""
}
