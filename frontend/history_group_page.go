package frontend

import (
	"slices"
	"strconv"

	"hailong/scoring/edition"
	"hailong/survey"
)

// mostHistory is how many years stand side by side; older ones are on the agencies' own pages.
const mostHistory = 6

// HistoryGroupPage is a group's agencies over the years.
type HistoryGroupPage struct {
	Office
	Name  string
	About string
	Back  Link // the group's figures, where the reader may see them
	Years []HistoryColumn
	Rows  []HistoryRow
	Taken []string // what decisions the years that were taken in are from
	Cut   bool     // older years are left out
	Most  int      // years that are shown
}

// HistoryColumn is a year: who was ranked, and the mean.
type HistoryColumn struct {
	Year  int
	URL   string // its published ranking; empty: there is none here
	Of    string
	Mean  string
	Taken bool
}

// HistoryRow is an agency.
type HistoryRow struct {
	Link
	Cells []HistoryCell
}

// HistoryCell is an agency's year.
type HistoryCell struct {
	Place, Index string
	Reorganised  bool // it was merged, split or made in this year
}

// NewHistoryGroupPage makes the page. standings are those of the group's agencies of all
// years; means the group's mean indices, by year.
func NewHistoryGroupPage(
	f Frame, c *survey.Catalogue, g *survey.Group, family string, standings []edition.Standing,
	means map[int]string,
) *HistoryGroupPage {
	p := &HistoryGroupPage{Most: mostHistory, Office: newOffice(f, c, c.DefaultPlan()), Name: f.In(g.Name)}
	p.Title = p.say("history.group_title", survey.Args{"name": p.Name})
	p.About = p.say("history.about", survey.Args{"index": p.familyTitle(family)})
	for i := range p.Nav {
		if p.Nav[i].URL == p.to(groupPath(g.Code)) {
			p.Back = Link{Text: p.say("history.group_figures", nil), URL: p.Nav[i].URL}
		}
	}
	p.columns(family, standings, means)
	p.rows(c, family, standings)
	return p
}

// columns are the newest years in which somebody of the group was ranked.
func (p *HistoryGroupPage) columns(family string, standings []edition.Standing, means map[int]string) {
	for _, s := range standings {
		at := slices.IndexFunc(p.Years, func(y HistoryColumn) bool { return y.Year == s.Year })
		if at < 0 {
			at = len(p.Years)
			p.Years = append(p.Years, HistoryColumn{Year: s.Year, Of: "–", Taken: s.Edition == ""})
		}
		if s.Of > 0 {
			p.Years[at].Of = strconv.Itoa(s.Of)
		}
		if s.Edition != "" {
			p.Years[at].URL = p.Link(rankingsPath+"/"+strconv.Itoa(s.Year), p.familyPairs(family)...)
			continue
		}
		said := p.say("history.taken_year", survey.Args{"year": s.Year, "decision": s.Decision})
		if !slices.Contains(p.Taken, said) {
			p.Taken = append(p.Taken, said)
		}
	}
	slices.SortFunc(p.Years, func(a, b HistoryColumn) int { return b.Year - a.Year })
	if p.Cut = len(p.Years) > mostHistory; p.Cut {
		p.Years = p.Years[:mostHistory]
	}
	for i := range p.Years {
		p.Years[i].Mean = p.pointText(means[p.Years[i].Year])
	}
}

// rows are the agencies by name, with a cell for each year.
func (p *HistoryGroupPage) rows(c *survey.Catalogue, family string, standings []edition.Standing) {
	byAgency := map[survey.AgencyID][]edition.Standing{}
	for _, s := range standings {
		byAgency[s.Agency] = append(byAgency[s.Agency], s)
	}
	var list []AgencyRow
	for id := range byAgency {
		if a := c.Agency(id); a != nil {
			list = append(list, AgencyRow{Link: Link{Text: p.In(a.Name), URL: p.historyOf(a, family)}, agency: a})
		}
	}
	for _, row := range (Listing{Sort: "name"}).apply(list) {
		w := HistoryRow{Link: row.Link}
		for _, year := range p.Years {
			w.Cells = append(w.Cells, p.cell(c, year.Year, byAgency[row.agency.ID]))
		}
		p.Rows = append(p.Rows, w)
	}
}

func (p *HistoryGroupPage) cell(c *survey.Catalogue, year int, standings []edition.Standing) HistoryCell {
	at := slices.IndexFunc(standings, func(s edition.Standing) bool { return s.Year == year })
	if at < 0 {
		return HistoryCell{Place: "–"}
	}
	s := &standings[at]
	w := HistoryCell{Place: "–", Index: p.pointText(s.Index), Reorganised: reorganised(c, s)}
	if s.Rank > 0 {
		w.Place = placeText(s.Rank, s.Of)
	}
	return w
}

// History is the address of the group's years side by side; empty while nothing is published.
func (g *GroupPage) History() string {
	if g.Ranked == 0 {
		return ""
	}
	return g.Link(g.Path + "/history")
}
