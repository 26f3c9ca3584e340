package document

import (
	"strconv"
	"strings"

	"hailong/scoring/edition"
	"hailong/survey"
)

// AnnexDOCX is the annex of the decision (NĐ 30/2020): the ranking without rank ranges, or
// the satisfaction of a satisfaction edition.
func AnnexDOCX(c *edition.Content, d Decision) ([]byte, error) { return annex(c, d).docx() }

// AnnexPDF is the same as a PDF.
func AnnexPDF(c *edition.Content, d Decision) ([]byte, error) { return annex(c, d).pdf() }

func annex(c *edition.Content, d Decision) *paper {
	var p part
	p.head(c, say("document.annex", nil), say("document.attached", attached(c, d)))
	if c.Kind == edition.Satisfaction {
		p.satisfaction(c)
	} else {
		p.ranking(c)
	}
	return &paper{title: title(c), made: made(c, d), parts: []part{p}}
}

// made is the day that a file is said to be of.
func made(c *edition.Content, d Decision) survey.Day {
	if d.Day != "" {
		return d.Day
	}
	return survey.Day(c.ClosedOn)
}

func title(c *edition.Content) string {
	args := survey.Args{"year": c.Year, "family": c.Family}
	switch {
	case c.Kind == edition.Satisfaction:
		return say("document.title_satisfaction", args)
	case c.Family != "cchc":
		return say("document.title_other", args)
	}
	return say("document.title_cchc", args)
}

func attached(c *edition.Content, d Decision) survey.Args {
	return survey.Args{"decision": d.name(), "day": dated(d.Day), "province": c.Province.VI}
}

// head says what the annex is, what it belongs to, and what has to be known of it.
func (p *part) head(c *edition.Content, name, attached string) {
	p.add(
		centred(name, titleSize, true),
		centred(strings.ToUpper(title(c)), titleSize, true),
		para{attached, style{size: textSize, italic: true, align: centre, before: 2, after: 6}},
	)
	if c.Simulated {
		p.add(para{say("document.simulated", nil), style{size: textSize, bold: true, align: centre, after: 6}})
	}
	if c.Replaces > 0 {
		p.add(remark(say("document.replaces", survey.Args{"number": c.Replaces, "why": c.Why})))
	}
	for i := range c.Sets {
		if c.Sets[i].Sample {
			p.add(remark(say("document.sample", nil)))
			break
		}
	}
}

// scored are the groups that have agencies with a result.
func scored(c *edition.Content) []*edition.Group {
	var list []*edition.Group
	for i := range c.Groups {
		ranked, unranked := c.Sorted(c.Groups[i].Code)
		if len(ranked)+len(unranked) > 0 && setOf(c, &c.Groups[i]) != nil {
			list = append(list, &c.Groups[i])
		}
	}
	return list
}

// setOf is the set that a group is scored by, nil where there is none.
func setOf(c *edition.Content, g *edition.Group) *edition.Set {
	if g.Set < 0 || g.Set >= len(c.Sets) {
		return nil
	}
	return &c.Sets[g.Set]
}

func (p *part) ranking(c *edition.Content) {
	groups := scored(c)
	if len(groups) == 0 {
		p.add(note(say("document.no_group", nil)))
	}
	for i, g := range groups {
		set := setOf(c, g)
		ranked, unranked := c.Sorted(g.Code)
		p.add(heading(roman(i+1) + ". " + g.Name.VI))
		if len(ranked) > 0 {
			p.add(rankTable(set, ranked))
		}
		p.below(g, set, ranked, unranked)
	}
}

func rankTable(set *edition.Set, ranked []*edition.Agency) *table {
	t := &table{size: tableSize, columns: []column{
		{say("document.head_number", nil), 11, centre},
		{say("document.head_agency", nil), 60, left},
		{say("document.head_points", nil), 18, right},
		{say("document.head_max", nil), 18, right},
		{say("document.head_index", nil), 19, right},
		{say("document.head_rank", nil), 15, centre},
		{say("document.head_class", nil), 24, left},
	}}
	for i, a := range ranked {
		r := a.Result
		t.add(texts(strconv.Itoa(i+1), a.Name.VI, points(r.Points), points(r.Max), decimal(r.Index),
			strconv.Itoa(r.Rank), className(set, r.Class)))
	}
	return t
}

func className(set *edition.Set, code string) string {
	for i := range set.Classes {
		if set.Classes[i].Code == code {
			return set.Classes[i].Name.VI
		}
	}
	return "–"
}

// below says what a group's table does not: what is in the index beside the points, and
// who is not ranked, and why.
func (p *part) below(g *edition.Group, set *edition.Set, ranked, unranked []*edition.Agency) {
	if g.Mean != "" {
		p.add(note(say("document.mean", survey.Args{"ranked": g.Ranked, "mean": decimal(g.Mean)})))
	}
	var aside []string
	for _, a := range ranked {
		if text := besides(set, a.Result); text != "" {
			aside = append(aside, a.Name.VI+" ("+text+")")
		}
	}
	if len(aside) > 0 {
		p.add(note(say("document.aside", survey.Args{"list": strings.Join(aside, "; ")})))
	}
	if len(unranked) == 0 {
		return
	}
	p.add(note(say("document.unranked", nil)))
	for _, a := range unranked {
		p.add(note(say("document.unranked_row", survey.Args{"agency": a.Name.VI, "reason": unrankedWhy(a)})))
	}
}

// besides are the bonus and the penalty as they count, within their caps.
func besides(set *edition.Set, r *edition.Result) string {
	var list []string
	if bonus := min(r.Bonus, set.BonusCap); bonus > 0 {
		list = append(list, "+"+points(bonus))
	}
	if penalty := min(r.Penalty, set.PenaltyCap); penalty > 0 {
		list = append(list, points(-penalty))
	}
	return strings.Join(list, "; ")
}

// unrankedSaid says in a cell of its own that an agency is not ranked, and why.
func unrankedSaid(a *edition.Agency) string {
	return say("document.unranked", nil) + " " + unrankedWhy(a)
}

func unrankedWhy(a *edition.Agency) string {
	if a.LeftOut != "" {
		return strings.TrimSuffix(strings.TrimSpace(a.LeftOut), ".")
	}
	return say("document.too_little", nil)
}
