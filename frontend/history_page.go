package frontend

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"

	"hailong/scoring/edition"
	"hailong/survey"
)

// HistoryAgencyPage is an agency's years side by side.
type HistoryAgencyPage struct {
	Office
	Name    string
	About   string
	Back    Link // the agency's figures, where the reader may see them
	Group   Link // the history of its group
	Rows    []HistoryYear
	Related []Related // whom it took from, whom it gave to
	Today   survey.Day
}

// HistoryYear is a year of an agency.
type HistoryYear struct {
	Year                             int
	Sheet                            string // the published sheet; empty: there is none
	Place, Index, Points, Max        string
	Class, Satisfaction, Group, From string
	Move                             RankMove
}

// NewHistoryAgencyPage makes the page. standings are all that is known of the agency.
func NewHistoryAgencyPage(
	f Frame, c *survey.Catalogue, a *survey.Agency, family string, standings []edition.Standing,
) *HistoryAgencyPage {
	p := &HistoryAgencyPage{Office: newOffice(f, c, c.DefaultPlan()), Name: a.Name.In(f.Lang)}
	p.Title = p.say("history.agency_title", survey.Args{"name": p.Name})
	p.About = p.say("history.about", survey.Args{"index": p.familyTitle(family)})
	if g := c.GroupByCode(a.Group); g != nil {
		p.Group = Link{
			Text: p.say("history.group_link", survey.Args{"name": p.In(g.Name)}),
			URL:  p.Link(groupPath(g.Code)+"/history", p.familyPairs(family)...),
		}
	}
	p.Back = p.figuresNow(a)
	years := HistoryYears(standings)
	for i, s := range years {
		row := p.year(&s, a)
		var before *edition.Standing
		if i+1 < len(years) && years[i+1].Year == s.Year-1 {
			before = &years[i+1]
		}
		row.Move = p.since(c, &s, before)
		p.Rows = append(p.Rows, row)
	}
	for _, s := range c.Predecessors(a.ID) {
		p.Related = append(p.Related, p.succession("history.took", s.Predecessor, s))
	}
	for _, s := range c.Successors(a.ID) {
		p.Related = append(p.Related, p.succession("history.gave", s.Successor, s))
	}
	return p
}

// HistoryYears is one standing for each year, newest first: of the index, with the
// satisfaction of the year where only its own edition has it.
func HistoryYears(standings []edition.Standing) []edition.Standing {
	var years []edition.Standing
	for _, s := range standings {
		at := slices.IndexFunc(years, func(y edition.Standing) bool { return y.Year == s.Year })
		switch {
		case at < 0:
			years = append(years, s)
		case years[at].Family == "": // satisfaction alone
			s.Score = cmp.Or(s.Score, years[at].Score)
			years[at] = s
		default:
			years[at].Score = cmp.Or(years[at].Score, s.Score)
		}
	}
	slices.SortStableFunc(years, func(a, b edition.Standing) int { return b.Year - a.Year })
	return years
}

func (p *HistoryAgencyPage) year(s *edition.Standing, a *survey.Agency) HistoryYear {
	row := HistoryYear{
		Year: s.Year, Place: "–", Index: p.pointText(s.Index), Class: cmp.Or(p.In(s.Class), "–"),
		Satisfaction: p.percentText(s.Score), From: p.source(s),
	}
	if s.Rank > 0 {
		row.Place = placeText(s.Rank, s.Of)
	}
	if s.Points >= 0 && s.Max >= 0 {
		row.Points, row.Max = p.hundredths(s.Points), p.hundredths(s.Max)
	}
	if s.Group != a.Group {
		row.Group = p.say("history.other_group", survey.Args{"name": p.groupTitle(s.Group)})
	}
	if s.Edition != "" && s.Family != "" {
		code := url.PathEscape(p.catalogue.AgencyRef(a, survey.YearEnd(s.Year)))
		row.Sheet = p.Link(rankingsPath+"/"+strconv.Itoa(s.Year)+"/"+code, p.familyPairs(s.Family)...)
	}
	return row
}

// source says what a standing was published by.
func (o *Office) source(s *edition.Standing) string {
	if s.Edition == "" {
		return o.say("history.taken_in", survey.Args{"decision": s.Decision})
	}
	return o.say("history.by", survey.Args{"decision": s.Decision, "id": s.Edition})
}

// since compares a year with the one before: where the agency was reorganised between
// them, the two are not of one agency.
func (o *Office) since(c *survey.Catalogue, s, before *edition.Standing) RankMove {
	switch {
	case s.Rank == 0:
		return RankMove{Text: "–"}
	case reorganised(c, s):
		return RankMove{Text: o.say("ranking.reorganised", nil)}
	case before == nil || before.Rank == 0:
		return RankMove{Text: "–"}
	case before.Group != s.Group:
		return RankMove{Text: o.say("history.moved_group", nil)}
	}
	return o.movement(&edition.Past{Rank: before.Rank, Of: before.Of}, s.Rank, s.Of)
}

func reorganised(c *survey.Catalogue, s *edition.Standing) bool {
	from, until := survey.YearEnd(s.Year-1), survey.YearEnd(s.Year)
	return c.Agency(s.Agency) != nil && c.Changed(s.Agency, from, until)
}

func (p *HistoryAgencyPage) succession(word string, id survey.AgencyID, s survey.Succession) Related {
	x := p.catalogue.Agency(id)
	link := Link{Text: p.say(word, survey.Args{"name": x.Name.In(p.Lang)}), URL: p.historyOf(x, "")}
	return Related{Link: link, Code: x.Code, Day: p.Day(s.On), Note: s.Note}
}

// historyOf leads to an agency's history, by what its code means at the present.
func (o *Office) historyOf(a *survey.Agency, family string) string {
	ref := o.catalogue.AgencyRef(a, "9999-12-31")
	return o.Link(agencyPath(ref)+"/history", o.familyPairs(family)...)
}

// figuresNow links to an agency's figures in the newest plan that shows it to the reader.
func (o *Office) figuresNow(a *survey.Agency) Link {
	for _, plan := range o.plansOf(a) {
		if plan.Official {
			ref := o.agencyRef(a, plan, plan.Ends)
			return Link{
				Text: o.say("history.figures", survey.Args{"year": plan.Year}),
				URL:  o.Link(agencyPath(ref), o.planQuery(plan)...),
			}
		}
	}
	return Link{}
}

// History is the address of the agency's years side by side; empty while nothing is
// published.
func (a *AgencyPage) History() string {
	if a.Ranked == 0 {
		return ""
	}
	return a.historyOf(a.board.Agency, "")
}
