package frontend

import (
	"net/url"

	"hailong/scoring"
	"hailong/scoring/report"
	"hailong/survey"
)

// GroupPage is one group's agencies in one table: those with a score, then those
// with too few responses, then those without a service to ask about.
type GroupPage struct {
	Office
	Name    string
	About   []string
	Sums    []Sum
	Listing Listing
	Choices []Link // the verdicts to filter by; Current is "true" on the chosen one
	Heads   map[string]Head
	Scale   Scale
	Scored  []AgencyRow
	Few     []AgencyRow
	Without []AgencyRow
	Mean    Figure
	MeanOf  string
	Missing string // the name of what the table lacks: "empty" or "filtered"
	Clear   string // the page without filters
	Hidden  []Link // query to keep when the filter is sent: name and value

	pen   pen
	year  *report.Year
	block blockOf
}

// Sum is how many of the group's agencies have a verdict.
type Sum struct {
	Count int
	Badge Badge
}

// Head is the head of a column that the table can be sorted by.
type Head struct {
	Link
	Sort  string // aria-sort: ascending, descending, or empty
	Class string
}

// columnClasses set numbers to the right, and leave out what a phone has no room for.
var columnClasses = map[string]string{"score": "n", "verdict": "vd", "responses": "n far", "missing": "n far"}

// NewGroupPage makes the page of a group; query is what the reader asked
// for: q, verdict, sort, order.
func NewGroupPage(f Frame, y *report.Year, g *survey.Group, query url.Values) *GroupPage {
	plan := y.Boards[0].Plan
	page := &GroupPage{
		Office: newOffice(f, y.Catalogue, plan), Name: g.Name.In(f.Lang),
		Listing: listingOf(query), year: y,
	}
	page.pen = pen{f.Lang, groupRuler(y, g.Code)}
	page.choose(page.seenPlans())
	page.noticeOn(y, ofGroup(g.Code))
	page.About = page.about(y.Boards...)
	page.Title = page.say("group.title", survey.Args{"name": page.Name, "year": plan.Year})
	page.mean(g.Code)
	rows := page.rows(y, g.Code)
	page.sums(rows)
	page.list(rows)
	page.controls()
	if page.Missing == "" {
		page.Files = page.files(groupPath(g.Code), page.Listing.query()...)
	}
	return page
}

// groupRuler looks at the months too: the small lines share the ruler.
func groupRuler(y *report.Year, group string) Ruler {
	var scores []scoring.Score
	for _, a := range y.All() {
		if a.Agency.Group == group {
			scores = append(append(scores, a.Score), cellScores(a.Months)...)
		}
	}
	return rulerOf(plansOn(y), scores)
}

// mean is without a verdict, and the ruler without a target, where the group's
// agencies have different ones.
func (g *GroupPage) mean(group string) {
	g.block = newBlock(g.year, group, ofGroup(group))
	g.Mean = g.pen.block(g.Name, g.block.Block, g.block.same)
	g.MeanOf = g.say("group.mean_of", survey.Args{"eligible": g.block.Eligible})
	target := g.block.Target
	if !g.block.same {
		target = survey.Target{}
	}
	g.Scale = g.pen.scale(target)
}

func (g *GroupPage) sums(rows []AgencyRow) {
	for _, v := range verdicts {
		sum := Sum{Badge: g.pen.badge(v)}
		for i := range rows {
			if rows[i].Score.Badge.Verdict == v {
				sum.Count++
			}
		}
		if sum.Count > 0 {
			g.Sums = append(g.Sums, sum)
		}
	}
}

// list filters and sorts the rows, and parts them by what may be said of them.
func (g *GroupPage) list(rows []AgencyRow) {
	kept := g.Listing.apply(rows)
	for _, row := range kept {
		switch row.Score.Badge.Verdict {
		case NoService:
			g.Without = append(g.Without, row)
		case TooFew:
			g.Few = append(g.Few, row)
		default:
			g.Scored = append(g.Scored, row)
		}
	}
	switch {
	case len(rows) == 0:
		g.Missing = "empty"
	case len(kept) == 0:
		g.Missing = "filtered"
	}
}

// controls writes the links that sort and filter, each keeping the rest.
func (g *GroupPage) controls() {
	g.Clear = g.to(g.Path)
	g.Heads = map[string]Head{}
	for column := range columns {
		link := Link{Text: g.say("group.sort_"+column, nil)}
		link.URL = g.to(g.Path, g.Listing.turned(column).query()...)
		g.Heads[column] = Head{link, g.Listing.direction(column), columnClasses[column]}
	}
	g.Choices = append(g.Choices, Link{Text: g.say("group.all", nil)})
	for _, v := range verdicts {
		choice := Link{Text: g.pen.badge(v).Text, URL: string(v)}
		if v == g.Listing.Verdict {
			choice.Current = "true"
		}
		g.Choices = append(g.Choices, choice)
	}
	g.Hidden = g.hidden()
}

// hidden is the rest of the query as a form sends it: plan, order and language.
func (g *GroupPage) hidden() []Link {
	order := Listing{Sort: g.Listing.Sort, Descending: g.Listing.Descending}
	address, err := url.Parse(g.to(g.Path, order.query()...))
	if err != nil {
		return nil
	}
	var list []Link
	for _, name := range []string{"year", "plan", "sort", "order", "lang"} {
		if value := address.Query().Get(name); value != "" {
			list = append(list, Link{Text: name, URL: value})
		}
	}
	return list
}
