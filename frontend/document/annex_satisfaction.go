package document

import (
	"slices"
	"strconv"

	"hailong/scoring/edition"
	"hailong/survey"
)

// maxFactors is how many factors stand beside each other in a table.
const maxFactors = 6

// satisfaction is a satisfaction edition: the blocks, the agencies of each group, and
// their factors.
func (p *part) satisfaction(c *edition.Content) {
	p.add(heading(roman(1) + ". " + say("document.blocks", nil)))
	p.add(blockTable(c), remark(say("document.block_all", nil)))
	count := 1
	for i := range c.Groups {
		g := &c.Groups[i]
		shown, others := opinions(c, g.Code)
		if len(shown)+len(others) == 0 {
			continue
		}
		count++
		p.add(heading(roman(count) + ". " + g.Name.VI))
		if len(shown) > 0 {
			p.add(opinionTable(shown))
		}
		p.leftOut(others)
		p.factors(g, shown)
	}
}

// opinions are a group's agencies with an official score, and the others, by code.
func opinions(c *edition.Content, group string) (shown, others []*edition.Agency) {
	for i := range c.Agencies {
		switch a := &c.Agencies[i]; {
		case a.Group != group:
		case a.Opinion != nil && a.Opinion.Score != "":
			shown = append(shown, a)
		default:
			others = append(others, a)
		}
	}
	return shown, others
}

func blockTable(c *edition.Content) *table {
	t := &table{size: tableSize, columns: []column{
		{say("document.head_block", nil), 46, left},
		{say("document.head_eligible", nil), 21, centre},
		{say("document.head_score", nil), 21, right},
		{say("document.head_interval", nil), 28, centre},
		{say("document.head_target", nil), 22, left},
		{say("document.head_verdict", nil), 27, left},
	}}
	for i := range c.Blocks {
		b := &c.Blocks[i]
		if b.Agencies == 0 {
			continue
		}
		t.add(texts(blockName(c, b), strconv.Itoa(b.Eligible)+"/"+strconv.Itoa(b.Agencies), decimal(b.Score),
			interval(b.Ends()), target(b.Target, b.Above), official(b.Official, b.Certain)))
	}
	return t
}

func blockName(c *edition.Content, b *edition.Block) string {
	if b.Part == "sector" {
		return say("document.block_sector", survey.Args{"name": say("sector."+b.Code, nil)})
	}
	for i := range c.Groups {
		if c.Groups[i].Code == b.Code {
			return c.Groups[i].Name.VI
		}
	}
	return b.Code
}

func opinionTable(list []*edition.Agency) *table {
	t := &table{size: tableSize, columns: []column{
		{say("document.head_number", nil), 11, centre},
		{say("document.head_agency", nil), 52, left},
		{say("document.head_score", nil), 22, right},
		{say("document.head_interval", nil), 29, centre},
		{say("document.head_responses", nil), 21, right},
		{say("document.head_verdict", nil), 30, left},
	}}
	for i, a := range list {
		o := a.Opinion
		t.add(texts(strconv.Itoa(i+1), a.Name.VI, decimal(o.Score), interval(o.Ends()), whole(o.N),
			official(o.Official, o.Certain)))
	}
	return t
}

// leftOut lists who has no official score, and why.
func (p *part) leftOut(list []*edition.Agency) {
	if len(list) == 0 {
		return
	}
	p.add(note(say("document.left_out", nil)))
	for _, a := range list {
		p.add(note(say("document.unranked_row", survey.Args{"agency": a.Name.VI, "reason": noScore(a.Opinion)})))
	}
}

func noScore(o *edition.Score) string {
	switch {
	case o == nil:
		return say("document.not_asked", nil)
	case o.Official == "no_service":
		return say("document.no_service", nil)
	}
	return say("document.few", survey.Args{"count": o.N})
}

// factorsOf are the factors that agencies were asked about, in the order in which they
// come; agencies with other questionnaires have others.
func factorsOf(list []*edition.Agency) []edition.Factor {
	var all []edition.Factor
	for _, a := range list {
		for _, f := range a.Opinion.Factors {
			if !slices.ContainsFunc(all, func(o edition.Factor) bool { return o.Code == f.Code }) {
				all = append(all, f)
			}
		}
	}
	return all
}

func factorScore(a *edition.Agency, code string) string {
	for _, f := range a.Opinion.Factors {
		if f.Code == code {
			return decimal(f.Score)
		}
	}
	return "–"
}

func (p *part) factors(g *edition.Group, list []*edition.Agency) {
	all := factorsOf(list)
	if len(all) == 0 {
		return
	}
	p.add(para{
		say("document.factors", survey.Args{"group": g.Name.VI}),
		style{size: tableSize, bold: true, before: 6, after: 3, keep: true},
	})
	for some := range slices.Chunk(all, maxFactors) {
		p.add(factorTable(some, list), gap())
	}
	p.add(remark(say("document.factors_note", nil)))
}

func factorTable(factors []edition.Factor, list []*edition.Agency) *table {
	t := &table{size: smallSize, columns: []column{
		{say("document.head_number", nil), 10, centre}, {say("document.head_agency", nil), 47, left},
	}}
	for _, f := range factors {
		t.columns = append(t.columns, column{f.Name.VI, 108 / float64(len(factors)), right})
	}
	for i, a := range list {
		cells := []string{strconv.Itoa(i + 1), a.Name.VI}
		for _, f := range factors {
			cells = append(cells, factorScore(a, f.Code))
		}
		t.add(texts(cells...))
	}
	return t
}
