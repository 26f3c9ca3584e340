package frontend

import (
	"slices"

	"hailong/scoring/round"
	"hailong/survey"
)

// SheetWait says what is waited for, and where.
type SheetWait struct {
	Text, Till string
	Links      []Link
	More       *Link
	Done       bool // nothing is left
}

// filters are the tabs above the leaves.
func (p *SheetPage) filters() {
	pen := &p.pen
	var cut, wait int
	for i := range pen.Sheet.Leaves {
		l := &pen.Sheet.Leaves[i]
		if pen.judged() && pen.Sheet.Cut(l) > 0 {
			cut++
		}
		if pen.waits(l) {
			wait++
		}
	}
	p.filter("", "filter_all", len(pen.Sheet.Leaves))
	if pen.judged() {
		p.filter("cut", "filter_cut", cut)
	}
	switch step := pen.Sheet.Round.Step; {
	case step == round.SelfAssessing || pen.Mode == SheetFill:
		p.filter("missing", "filter_missing", wait)
	case step != round.Closed && pen.judged():
		p.filter("waiting", "filter_"+string(step), wait)
	}
	p.OpenAll = p.Link(p.path(), "area", "all")
	if len(p.Areas) == 0 {
		p.None, p.Empty = pen.tell("none_"+pen.Asked.Only, nil), p.Link(p.path())
	}
}

func (p *SheetPage) filter(only, word string, count int) {
	link := Link{Text: p.pen.tell(word, survey.Args{"count": count}), URL: p.Link(p.path())}
	if only != "" {
		link.URL = p.Link(p.path(), "only", only)
	}
	if p.pen.Asked.Only == only {
		link.Current = "true"
	}
	p.Filters = append(p.Filters, link)
}

// mostLinks is how many leaves are named where something is waited for.
const mostLinks = 12

// wait says what is waited for, and leads there.
func (p *sheetPen) wait(path string, areas []SheetArea) *SheetWait {
	s, step := p.Sheet, p.Sheet.Round.Step
	var codes []*round.Leaf
	for i := range s.Leaves {
		if p.waits(&s.Leaves[i]) {
			codes = append(codes, &s.Leaves[i])
		}
	}
	fills := p.Mode == SheetFill
	noReport := fills && s.Member.Report == 0
	word, only := string(step), "waiting"
	if fills || step == round.SelfAssessing {
		word, only = string(round.SelfAssessing), "missing"
	}
	w := &SheetWait{Till: p.till(fills)}
	switch {
	case p.Mode == SheetSubmitted || step == round.SelfAssessing && s.Member.Submitted():
		return &SheetWait{Done: true, Text: p.tell("wait_submitted", survey.Args{
			"day": p.Day(survey.DayOf(s.Member.SubmittedAt, p.catalogue.Zone)),
		})}
	case p.Own && step == round.Appraising && !fills:
		return p.appraised()
	case len(codes)+btoi(noReport) > 0:
		w.Text = p.tell("wait_"+word, survey.Args{
			"count": len(codes) + btoi(noReport), "agency": p.In(s.Agency.Name),
		})
	case fills:
		return &SheetWait{Done: true, Text: p.tell("wait_nothing", nil), Till: w.Till}
	case len(p.Petitions.Filed) > 0:
		return p.petitioned()
	default:
		return nil
	}
	for _, l := range codes[:min(mostLinks, len(codes))] {
		w.Links = append(w.Links, Link{Text: l.Item.Code, URL: p.toLeaf(path, areas, l)})
	}
	if noReport {
		w.Links = append(w.Links, Link{Text: p.tell("report_short", nil), URL: "#" + LeafID(round.ReportLeaf)})
	}
	if left := len(codes) - mostLinks; left > 0 {
		w.More = &Link{Text: p.tell("wait_more", survey.Args{"count": left}), URL: p.Link(path, "only", only)}
	}
	return w
}

// appraised tells an agency that others are at work on its sheet.
func (p *sheetPen) appraised() *SheetWait {
	m := p.Sheet.Member
	if !m.Submitted() {
		return &SheetWait{Done: true, Text: p.tell("wait_not_appraised", nil)}
	}
	return &SheetWait{Done: true, Text: p.tell("wait_appraised", survey.Args{
		"day": p.Day(survey.DayOf(m.SubmittedAt, p.catalogue.Zone)),
	})}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// toLeaf leads to a leaf's row: here where its area is open, else to the page with it open.
func (p *sheetPen) toLeaf(path string, areas []SheetArea, l *round.Leaf) string {
	id := LeafID(l.Item.Code)
	row := func(r SheetRow) bool { return r.ID == id }
	shown := func(a SheetArea) bool { return a.Open && slices.ContainsFunc(a.Rows, row) }
	if slices.ContainsFunc(areas, shown) {
		return "#" + id
	}
	return p.Link(path, "area", AreaCode(l)) + "#" + id
}

// till says until when, and how many days are left.
func (p *sheetPen) till(fills bool) string {
	deadline := p.Sheet.Round.Deadline()
	if deadline == "" || fills && p.Sheet.Round.Step != round.SelfAssessing {
		return ""
	}
	days := p.Today.DaysTo(deadline)
	word := "till"
	switch {
	case days < 0:
		word, days = "till_over", -days
	case days == 0:
		word = "till_today"
	}
	text := p.tell(word, survey.Args{"day": p.Day(deadline), "count": days})
	if p.Mode == SheetExplain {
		text += " " + p.tell("till_explain", nil)
	}
	return text
}
