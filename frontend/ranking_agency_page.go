package frontend

import (
	"strconv"

	"hailong/frontend/words"
	"hailong/scoring/edition"
	"hailong/survey"
)

// RankingAgencyPage is the published sheet of one agency: what each leaf gave, and how.
// What the agency and the council wrote is not on it.
type RankingAgencyPage struct {
	rankingFrame
	Name     string
	Lead     string // of which edition
	Group    Link
	Unranked string // why it has no rank; empty: it has
	Result   RankingResult
	Figures  Link // of its satisfaction, where the public may see them
	History  string
	Areas    []RankingArea
	Aside    string
	Sample   bool
	Method   string
}

// RankingResult is what an agency reached in all; it has no index where it was left out.
type RankingResult struct {
	Index, Rank, Range, Of string
	Shared                 bool
	Class                  RankClass
	Points, Max            string
	Satisfaction, Interval string
	Responses              string
	Move                   RankMove
}

// RankingArea is an area of the set with its leaves.
type RankingArea struct {
	ID, Code, Name string
	Points, Max    string // max is what is applicable
	Rows           []RankingLeaf
}

// RankingLeaf is a leaf, or the criterion that the leaves below it belong to.
type RankingLeaf struct {
	Code, Name, Rule string
	Figure           string // what the points follow from; empty: points themselves were given
	Part             bool   // a criterion with parts of its own
	Points, Max      string
	Out              bool   // not applicable
	Auto             bool   // nobody typed it
	Decided          bool   // by the council, where too few answered
	Aside            string // "plus" and "minus" of what is beside the points
}

// NewRankingAgencyPage makes the page of the agency that the edition has under a code; nil
// where it has none, or no sheet of it.
func NewRankingAgencyPage(f Frame, c *survey.Catalogue, r Ranking, code string) *RankingAgencyPage {
	p := &RankingAgencyPage{rankingFrame: newRankingFrame(f, c, r)}
	a, g := p.find(code)
	if a == nil || a.Result == nil {
		return nil
	}
	set := setOf(r.Content, g)
	p.Name = p.In(survey.Text(a.Name))
	p.Lead = p.rankingTitle(r.Edition)
	p.Title = p.Name + ": " + p.Lead
	p.Group = Link{Text: p.groupName(g), URL: p.rankingFrame.below() + "#khoi-" + g.Code}
	if p.Newer.URL != "" {
		p.Newer.URL = p.rankingLink(&r.Versions[0], true, code)
	}
	if a.Result.Rank == 0 {
		p.Unranked = p.unrankedReason(a)
	}
	p.Result = p.result(set, a)
	p.Figures, p.Method = p.figures(a), p.MethodIndexLink()
	if known := c.AgencyByRef(a.Code, survey.YearEnd(r.Edition.Year)); known != nil {
		p.History = p.historyOf(known, r.Edition.Family)
	}
	if set != nil {
		p.Sample, p.Aside = set.Sample, p.asideText(set, a.Result)
		p.areas(set, a)
	}
	return p
}

func (p *RankingAgencyPage) find(code string) (*edition.Agency, *edition.Group) {
	c := p.ranking.Content
	for i := range c.Agencies {
		if c.Agencies[i].Code != code {
			continue
		}
		for g := range c.Groups {
			if c.Groups[g].Code == c.Agencies[i].Group {
				return &c.Agencies[i], &c.Groups[g]
			}
		}
	}
	return nil, nil
}

func (p *RankingAgencyPage) result(set *edition.Set, a *edition.Agency) RankingResult {
	r := a.Result.Shown()
	w := RankingResult{
		Index: words.Point(p.Lang, r.Index), Shared: r.Shared,
		Points: p.hundredths(r.Points), Max: p.hundredths(r.Max),
		Satisfaction: p.satisfaction(a.Opinion),
	}
	if r.Rank > 0 {
		w.Rank, w.Range, w.Of = strconv.Itoa(r.Rank), rangeText(r), strconv.Itoa(r.Of)
		w.Move = p.movement(a.Previous, r.Rank, r.Of)
	}
	if set != nil {
		w.Class = p.classSteps(set, r.Class)
	}
	if o := a.Opinion; o != nil && o.Score != "" {
		w.Interval, w.Responses = p.intervalText(o.Ends()), p.Int(o.N)
	}
	return w
}

// areas are the set's, with what the agency got of each.
func (p *RankingAgencyPage) areas(set *edition.Set, a *edition.Agency) {
	leaves := map[string]*edition.Leaf{}
	for i := range a.Leaves {
		leaves[a.Leaves[i].Code] = &a.Leaves[i]
	}
	rules := set.Criteria(p.ranking.Edition.Family, p.ranking.Edition.Year)
	for i := range set.Items {
		item := &set.Items[i]
		if item.Level == 1 {
			p.Areas = append(p.Areas, p.area(item, a.Result))
		}
		leaf := leaves[item.Code]
		if len(p.Areas) == 0 || item.Level == 1 && leaf == nil {
			continue
		}
		row := RankingLeaf{Code: item.Code, Name: p.In(survey.Text(item.Name)), Max: p.hundredths(item.Max)}
		if row.Part = leaf == nil; !row.Part {
			row.Rule = p.ruleText(&rules.Items[i])
			row.fill(p.Frame, item, leaf)
			row.Figure = p.leafFigure(&rules.Items[i], leaf)
		}
		last := &p.Areas[len(p.Areas)-1]
		last.Rows = append(last.Rows, row)
	}
}

func (p *RankingAgencyPage) area(item *edition.Item, r *edition.Result) RankingArea {
	w := RankingArea{
		ID: "linh-vuc-" + strconv.Itoa(len(p.Areas)+1), Code: item.Code, Name: p.In(survey.Text(item.Name)),
	}
	for _, sum := range r.Areas {
		if sum.Code == item.Code {
			w.Points, w.Max = p.hundredths(sum.Points), p.hundredths(sum.Max)
		}
	}
	return w
}

func (w *RankingLeaf) fill(f Frame, item *edition.Item, l *edition.Leaf) {
	w.Out = l.Excluded
	w.Auto = l.From == edition.FromFeed || l.From == edition.FromSatisfaction
	w.Decided = l.From == edition.FromDecided
	if w.Out {
		return
	}
	w.Points = f.hundredths(l.Points)
	switch item.Kind {
	case "bonus":
		w.Aside = "plus"
	case "penalty":
		w.Aside = "minus"
	}
}
