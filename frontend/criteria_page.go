package frontend

import (
	"net/url"
	"slices"
	"strconv"

	"hailong/account"
	"hailong/scoring/round"
	"hailong/survey"
)

// CriteriaPage lists the criteria sets by year, family and group.
type CriteriaPage struct {
	Desk
	Years   []CriteriaYear
	Start   []Input  // of the form that begins with a sample; empty: it is not offered
	Upload  string   // where a file is taken in
	Compare []Option // the sets to choose two of; empty where there are not two
}

// CriteriaYear is a year of the list.
type CriteriaYear struct {
	ID, Title string
	Rows      []CriteriaEntry
}

// CriteriaEntry is a set in the list.
type CriteriaEntry struct {
	Link
	Group, Family, Version, Points, Leaves string
	State, Decision                        string
	Wrong                                  bool // it has faults
	By, At                                 string
}

// CriteriaView is what the list shows beside the sets.
type CriteriaView struct {
	Typed url.Values // of the form that begins with a sample; nil: it is as it begins
	Err   *survey.Error
	Today survey.Day
}

// NewCriteriaPage makes the list; sets are in the store's order.
func NewCriteriaPage(f Frame, c *survey.Catalogue, sets []round.Set, v CriteriaView) *CriteriaPage {
	p := &CriteriaPage{Desk: newDesk(f, c, "desk.criteria"), Upload: f.Link(criteriaPath + "/upload")}
	p.Problem = p.problem(v.Err)
	sets = byGroup(c, sets)
	for i := range sets {
		s := &sets[i]
		if n := len(p.Years); n == 0 || p.Years[n-1].Title != strconv.Itoa(s.Year) {
			year := strconv.Itoa(s.Year)
			p.Years = append(p.Years, CriteriaYear{ID: "nam-" + year, Title: year})
		}
		year := &p.Years[len(p.Years)-1]
		year.Rows = append(year.Rows, p.entry(c, s))
	}
	if len(sets) > 1 {
		p.Compare = p.setOptions(c, sets)
	}
	if p.May(account.EditCriteria) {
		p.Start = p.startFields(c, v)
	}
	return p
}

// byGroup puts the sets of a year into the order of its groups.
func byGroup(c *survey.Catalogue, sets []round.Set) []round.Set {
	position := func(s round.Set) int {
		if g := c.GroupByCode(s.Group); g != nil {
			return g.Position
		}
		return len(c.Groups) + 1
	}
	sets = slices.Clone(sets)
	slices.SortStableFunc(sets, func(a, b round.Set) int {
		switch {
		case a.Year != b.Year:
			return b.Year - a.Year
		case a.Family != b.Family:
			if a.Family < b.Family {
				return -1
			}
			return 1
		}
		return position(a) - position(b)
	})
	return sets
}

func (p *CriteriaPage) entry(c *survey.Catalogue, s *round.Set) CriteriaEntry {
	e := CriteriaEntry{
		Link:  Link{Text: p.In(s.Name), URL: p.Link(CriteriaPath(s.ID))},
		Group: p.groupName(c, s.Group), Family: s.Family, Version: strconv.Itoa(s.Version),
		Points: p.points(s.Max()), Leaves: p.Int(int64(round.CountLeaves(&s.CriteriaSet))),
		Decision: s.Decision, By: s.ChangedBy, At: p.Clock(s.ChangedAt.In(c.Zone)),
	}
	e.State, e.Wrong = p.setState(c, s)
	return e
}

// setState says whether a round uses a set, or whether one could.
func (o *Office) setState(c *survey.Catalogue, s *round.Set) (state string, wrong bool) {
	if s.Frozen {
		return o.say("criteria_page.frozen", nil), false
	}
	if faults := len(round.CheckSet(c, &s.CriteriaSet)); faults > 0 {
		return o.say("criteria_page.wrong", survey.Args{"count": faults}), true
	}
	return o.say("criteria_page.ready", nil), false
}

func (o *Office) setOptions(c *survey.Catalogue, sets []round.Set) []Option {
	var options []Option
	for i := range sets {
		s := &sets[i]
		args := survey.Args{
			"family": s.Family, "year": s.Year, "group": o.groupName(c, s.Group), "number": s.Version,
		}
		text := o.say("criteria_page.option", args)
		options = append(options, Option{Value: strconv.FormatInt(int64(s.ID), 10), Text: text})
	}
	return options
}

func (p *CriteriaPage) startFields(c *survey.Catalogue, v CriteriaView) []Input {
	typed := v.Typed
	if typed == nil {
		typed = url.Values{"family": {round.Family}, "year": {strconv.Itoa(v.Today.Time().Year())}}
	}
	var groups []Option
	for _, g := range c.Groups {
		if slices.Contains(round.SampleGroups, g.Code) {
			groups = append(groups, Option{Value: g.Code, Text: p.In(g.Name)})
		}
	}
	if len(groups) == 0 {
		return nil
	}
	year := p.input("criteria_start", "year", "text", typed)
	year.Mode, year.Max, year.Required = "numeric", 4, true
	family := p.input("criteria_start", "family", "text", typed)
	family.Max, family.Required = 40, true
	fields := []Input{
		p.input("criteria_start", "group", "select", typed).choose(groups, typed.Get("group")), year, family,
	}
	p.blame(fields, v.Err)
	return fields
}
