package document

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"hailong/scoring"
	"hailong/scoring/edition"
	"hailong/survey"
)

// ExplainedDOCX is the explanation of the annex: rank ranges, satisfaction, movement, and
// the points of each area. It is not a part of the decision.
func ExplainedDOCX(c *edition.Content, d Decision) ([]byte, error) { return explained(c, d).docx() }

// ExplainedPDF is the same as a PDF.
func ExplainedPDF(c *edition.Content, d Decision) ([]byte, error) { return explained(c, d).pdf() }

func explained(c *edition.Content, d Decision) *paper {
	p := part{lying: true}
	name := say("document.annex_explained", nil)
	p.head(c, name, say("document.attached_explained", attached(c, d)))
	p.add(heading(say("document.how", nil)))
	p.add(note(say("document.how_index", nil)), note(say("document.how_range", nil)))
	for i, g := range scored(c) {
		set := setOf(c, g)
		ranked, unranked := c.Sorted(g.Code)
		p.add(heading(roman(i+1) + ". " + g.Name.VI))
		p.add(note(say("document.how_cuts", survey.Args{"list": cuts(set)})))
		if len(ranked) > 0 {
			p.add(explainedTable(set, ranked))
		}
		p.below(g, set, ranked, unranked)
		p.areas(g, set, ranked)
	}
	p.add(heading(say("document.blocks", nil)), blockTable(c), remark(say("document.block_all", nil)))
	return &paper{title: name + " – " + title(c), made: made(c, d), parts: []part{p}}
}

// cuts says what each class means.
func cuts(set *edition.Set) string {
	var list []string
	for i := range set.Classes {
		k := &set.Classes[i]
		args := survey.Args{
			"name": k.Name.VI, "cut": amount(k.Cut), "share": amount(k.Share), "area": k.Area,
		}
		switch {
		case i > 0 && i == len(set.Classes)-1:
			list = append(list, say("document.cut_rest", args))
		case k.Area != "":
			list = append(list, say("document.cut_area", args))
		default:
			list = append(list, say("document.cut", args))
		}
	}
	return strings.Join(list, "; ")
}

func explainedTable(set *edition.Set, ranked []*edition.Agency) *table {
	t := &table{size: tableSize, columns: []column{
		{say("document.head_range", nil), 26, centre},
		{say("document.head_agency", nil), 72, left},
		{say("document.head_index", nil), 20, right},
		{say("document.head_class", nil), 24, left},
		{say("document.head_score", nil), 26, right},
		{say("document.head_interval", nil), 32, centre},
		{say("document.head_responses", nil), 20, right},
		{say("document.head_before", nil), 32, left},
	}}
	for _, a := range ranked {
		cells := []string{span(a.Result), a.Name.VI, decimal(a.Result.Index), className(set, a.Result.Class)}
		cells = append(cells, opinionCells(a.Opinion)...)
		t.add(texts(append(cells, movement(a))...))
	}
	return t
}

// span is a rank with its range: 3 (2–6).
func span(r *edition.Result) string { return fmt.Sprintf("%d (%d–%d)", r.Rank, r.Best, r.Worst) }

// opinionCells are the score, the interval and how many answered. Without an official
// score only the number is said.
func opinionCells(o *edition.Score) []string {
	if o == nil {
		return []string{"–", "–", "–"}
	}
	if o.Score == "" {
		return []string{official(o.Official, o.Certain), "–", whole(o.N)}
	}
	return []string{decimal(o.Score), interval(o.Ends()), whole(o.N)}
}

// movement holds the rank against that of the year before.
func movement(a *edition.Agency) string {
	move := a.Previous.Movement(a.Result.Rank, a.Result.Of)
	switch move.Why {
	case scoring.MovementNew:
		return say("document.moved_new", nil)
	case scoring.MovementReorganised:
		return say("document.moved_reorganised", nil)
	}
	before := fmt.Sprintf("%d/%d", move.Before.Rank, move.Before.Of)
	args := survey.Args{"before": before, "steps": max(move.Steps, -move.Steps)}
	switch {
	case move.Steps > 0:
		return say("document.moved_up", args)
	case move.Steps < 0:
		return say("document.moved_down", args)
	}
	return say("document.moved_none", args)
}

// maxAreas is how many areas stand beside each other in a table.
const maxAreas = 10

// areas are the points of each area; its maximum stands with its name below.
func (p *part) areas(g *edition.Group, set *edition.Set, ranked []*edition.Agency) {
	if len(ranked) == 0 || len(ranked[0].Result.Areas) == 0 {
		return
	}
	p.add(para{
		say("document.area_points", survey.Args{"group": g.Name.VI}),
		style{size: tableSize, bold: true, before: 6, after: 3, keep: true},
	})
	first := 0
	for some := range slices.Chunk(ranked[0].Result.Areas, maxAreas) {
		p.add(areaTable(ranked, first, len(some)), gap())
		first += len(some)
	}
	var names []string
	for i := range set.Items {
		if item := &set.Items[i]; item.Level == 1 {
			names = append(names, item.Code+": "+item.Name.VI+" ("+points(item.Max)+")")
		}
	}
	p.add(remark(say("document.areas", survey.Args{"list": strings.Join(names, "; ")})))
}

func areaTable(ranked []*edition.Agency, first, count int) *table {
	t := &table{size: smallSize, columns: []column{
		{say("document.head_rank", nil), 14, centre}, {say("document.head_agency", nil), 54, left},
	}}
	for _, s := range ranked[0].Result.Areas[first : first+count] {
		t.columns = append(t.columns, column{s.Code, 184 / float64(count), centre})
	}
	for _, a := range ranked {
		cells := []string{strconv.Itoa(a.Result.Rank), a.Name.VI}
		for _, s := range a.Result.Areas[first : first+count] {
			cells = append(cells, points(s.Points))
		}
		t.add(texts(cells...))
	}
	return t
}
