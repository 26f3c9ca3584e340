package frontend

import (
	"strconv"

	"hailong/account"
	"hailong/scoring"
	"hailong/scoring/round"
	"hailong/survey"
)

// CriteriaSetPage shows a set: each area can be opened to its criteria and components,
// with how each is scored. What is wrong with it stands where it is.
type CriteriaSetPage struct {
	Desk
	Lead    string
	Facts   []CriteriaFact
	Sample  bool
	State   string
	Faults  []Link // each leads to its item
	More    string // how many faults are not listed
	Own     []string
	Areas   []CriteriaArea
	Classes []string
	Edit    bool // it may be changed by who reads
	Head    string
	Add     string
	All     string // where all areas are open; empty: they are
	Files   []Link
	Copy    string
	Next    string // the year that a copy is offered for
	Reason  *Input // of a copy: why something should not be applicable to the reader's own agency
	Waits   []Link // what of the set waits for a second person
	Discard string
	Before  []Link // earlier sets of the same group, to be compared with
}

// CriteriaFact is a figure above the table.
type CriteriaFact struct{ Name, Value string }

// CriteriaArea is an area with its items.
type CriteriaArea struct {
	CriteriaRow
	Open bool
	Rows []CriteriaRow
}

// CriteriaSetView is what a set's page shows beside the set.
type CriteriaSetView struct {
	All    bool        // every area open
	At     string      // the item that was just touched
	Others []round.Set // all sets, for those to compare with
	Err    *survey.Error
	// Waiting are the proposals that wait for a second person, of all kinds.
	Waiting []account.Proposal
}

// mostFaults is how many faults are listed above a set; all stand at their items.
const mostFaults = 12

// NewCriteriaSetPage makes the page.
func NewCriteriaSetPage(f Frame, c *survey.Catalogue, s *round.Set, v CriteriaSetView) *CriteriaSetPage {
	p := &CriteriaSetPage{Desk: newDesk(f, c, "desk.criteria"), Sample: s.Sample}
	p.Title = p.setTitle(s)
	p.Problem = p.problem(v.Err)
	p.State, _ = p.setState(c, s)
	p.Lead = p.say("criteria_page.lead", survey.Args{"group": p.groupName(c, s.Group), "family": s.Family})
	path := CriteriaPath(s.ID)
	p.Edit = !s.Frozen && p.May(account.EditCriteria)
	if p.Edit {
		p.Head, p.Add, p.Discard = p.Link(path+"/head"), p.Link(path+"/items"), p.Link(path+"/discard")
	}
	if p.May(account.EditCriteria) {
		p.Copy, p.Next = p.Link(path+"/copy"), strconv.Itoa(s.Year+1)
	}
	p.Files = []Link{{Text: "XLSX", URL: path + "/file.xlsx"}, {Text: "CSV", URL: path + "/file.csv"}}
	if !v.All {
		p.All = p.Link(path, "all", "1")
	}
	faults := round.CheckSet(c, &s.CriteriaSet)
	if s.Frozen { // an agency that has ended since is no fault of it any more
		faults = nil
	}
	p.facts(c, s)
	p.Waits, p.Reason = p.allWaits(s, v.Waiting), p.copyReason(c, s, v.Err)
	p.areas(c, s, v, round.ItemFaults(faults))
	p.listFaults(faults)
	p.compareWith(s, v.Others)
	return p
}

func (p *CriteriaSetPage) facts(c *survey.Catalogue, s *round.Set) {
	levels := map[scoring.Level]int64{}
	for i := range s.Items {
		levels[s.Items[i].Level]++
	}
	fact := func(key, value string) {
		p.Facts = append(p.Facts, CriteriaFact{p.say("criteria_page."+key, nil), value})
	}
	fact("points", p.points(s.Max()))
	fact("areas", p.Int(levels[scoring.Area]))
	fact("criteria", p.Int(levels[scoring.Criterion]))
	fact("components", p.Int(levels[scoring.Component]))
	fact("leaves", p.Int(int64(round.CountLeaves(&s.CriteriaSet))))
	about := func(key string, args survey.Args) { p.Own = append(p.Own, p.say("criteria_page.own_"+key, args)) }
	if s.Decision != "" {
		about("decision", survey.Args{"decision": s.Decision})
	}
	about("caps", survey.Args{"bonus": p.points(s.BonusCap), "penalty": p.points(s.PenaltyCap)})
	about("changed", survey.Args{"login": s.ChangedBy, "clock": p.Clock(s.ChangedAt.In(c.Zone))})
	for i := range s.Classes {
		k := &s.Classes[i]
		args := survey.Args{"name": p.In(k.Name), "cut": p.points(scoring.Points(k.Cut))}
		text := p.say("criteria_page.class_from", args)
		if k.Area != "" {
			text += p.say("criteria_page.class_area", survey.Args{"area": k.Area, "share": p.share(k.Share)})
		}
		p.Classes = append(p.Classes, text)
	}
}

func (p *CriteriaSetPage) areas(
	c *survey.Catalogue, s *round.Set, v CriteriaSetView, faults map[int][]scoring.Fault,
) {
	at := round.PlaceOf(&s.CriteriaSet, v.At)
	for i := range s.Items {
		row := p.row(c, s, i)
		row.Faults, row.Waits = p.faultTexts(faults[i]), p.waitsAt(s, s.Items[i].Code, v.Waiting)
		open := v.All || len(row.Faults)+len(row.Waits) > 0 || i == at
		if s.Items[i].Level == scoring.Area || len(p.Areas) == 0 {
			p.Areas = append(p.Areas, CriteriaArea{CriteriaRow: row, Open: open})
			continue
		}
		area := &p.Areas[len(p.Areas)-1]
		area.Rows = append(area.Rows, row)
		area.Open = area.Open || open
	}
}

func (p *CriteriaSetPage) listFaults(faults []scoring.Fault) {
	for n, fault := range faults {
		if n == mostFaults {
			p.More = p.say("criteria_page.more", survey.Args{"count": len(faults) - n})
			return
		}
		link := Link{Text: capital(p.sentence(p.criteriaFault(fault)))}
		if fault.Item >= 0 {
			link.URL = "#" + itemID(fault.Item)
		}
		p.Faults = append(p.Faults, link)
	}
}

// compareWith offers the other sets of the same family and group.
func (p *CriteriaSetPage) compareWith(s *round.Set, others []round.Set) {
	for i := range others {
		o := &others[i]
		if o.ID == s.ID || o.Family != s.Family || o.Group != s.Group {
			continue
		}
		args := survey.Args{"year": o.Year, "number": o.Version}
		p.Before = append(p.Before, Link{
			Text: p.say("criteria_page.compare_with", args),
			URL: p.Link(criteriaPath+"/compare", "a", strconv.FormatInt(int64(o.ID), 10),
				"b", strconv.FormatInt(int64(s.ID), 10)),
		})
	}
}
