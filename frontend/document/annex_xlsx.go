package document

import (
	"bytes"
	"strconv"

	"hailong/scoring/edition"
	"hailong/sheet"
	"hailong/survey"
)

// AnnexXLSX is a workbook with a sheet for each group, the explanation, what it all is, and
// a sheet for each agency. Numbers are numbers.
func AnnexXLSX(c *edition.Content, d Decision) ([]byte, error) {
	var sheets []sheet.Sheet
	if c.Kind == edition.Satisfaction {
		sheets = opinionSheets(c)
	} else {
		for _, g := range scored(c) {
			sheets = append(sheets, groupSheet(c, g))
		}
		sheets = append(sheets, explainedSheet(c), blockSheet(c))
	}
	sheets = append(sheets, aboutSheet(c, d))
	for i := range c.Agencies {
		switch a := &c.Agencies[i]; {
		case c.Kind == edition.Satisfaction && a.Opinion != nil && a.Opinion.Score != "":
			sheets = append(sheets, factorSheet(a.Code, []*edition.Agency{a}))
		case a.Result != nil:
			sheets = append(sheets, leafSheet(c, a))
		}
	}
	var file bytes.Buffer
	if err := sheet.WriteXLSX(&file, sheets...); err != nil {
		return nil, err
	}
	return file.Bytes(), nil
}

// heads are the heads of a sheet by their keys.
func heads(keys ...string) []string {
	list := make([]string, len(keys))
	for i, key := range keys {
		list[i] = say("document.head_"+key, nil)
	}
	return list
}

// number is hundredths as a cell has them.
func number(hundredths int64) any { return sheet.Percent(float64(hundredths) / 100) }

// numeric is a text of a number as a cell has it; nothing where there is none.
func numeric(text string) any {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return nil
	}
	return sheet.Percent(n)
}

// some is a rank; nothing where there is none.
func some(n int) any {
	if n == 0 {
		return nil
	}
	return n
}

func groupSheet(c *edition.Content, g *edition.Group) sheet.Sheet {
	s := sheet.Sheet{Name: g.Name.VI, Head: heads("number", "code", "agency", "points", "max", "bonus",
		"penalty", "index", "rank", "class", "remark")}
	set := setOf(c, g)
	ranked, unranked := c.Sorted(g.Code)
	for i, a := range ranked {
		r := a.Result
		s.Rows = append(s.Rows, []any{
			i + 1, a.Code, a.Name.VI, number(r.Points), number(r.Max), number(min(r.Bonus, set.BonusCap)),
			number(min(r.Penalty, set.PenaltyCap)), numeric(r.Index), r.Rank, className(set, r.Class), nil,
		})
	}
	for _, a := range unranked {
		r := a.Result.Shown()
		s.Rows = append(s.Rows, []any{
			nil, a.Code, a.Name.VI, number(r.Points), number(r.Max), number(min(r.Bonus, set.BonusCap)),
			number(min(r.Penalty, set.PenaltyCap)), numeric(r.Index), nil, nil,
			unrankedSaid(a),
		})
	}
	return s
}

func explainedSheet(c *edition.Content) sheet.Sheet {
	s := sheet.Sheet{Name: say("document.sheet_explained", nil), Head: heads("block", "code", "agency", "index",
		"exact", "rank", "best", "worst", "of", "share", "low", "high", "responses", "verdict", "before",
		"before_of", "remark")}
	for _, g := range scored(c) {
		ranked, unranked := c.Sorted(g.Code)
		for _, a := range append(ranked, unranked...) {
			r := a.Result.Shown()
			row := []any{
				g.Name.VI, a.Code, a.Name.VI, numeric(r.Index), r.Exact, some(r.Rank), some(r.Best), some(r.Worst),
				some(r.Of),
			}
			row = append(row, opinionValues(a.Opinion)...)
			s.Rows = append(s.Rows, append(row, beforeValues(a)...))
		}
	}
	return s
}

// opinionValues are share, low, high, responses and verdict.
func opinionValues(o *edition.Score) []any {
	if o == nil {
		return []any{nil, nil, nil, nil, nil}
	}
	return []any{numeric(o.Score), numeric(o.Low), numeric(o.High), o.N, official(o.Official, o.Certain)}
}

func beforeValues(a *edition.Agency) []any {
	switch before := a.Previous; {
	case before == nil:
		return []any{nil, nil, nil}
	case before.Reorganised:
		return []any{nil, nil, say("document.moved_reorganised", nil)}
	default:
		return []any{some(before.Rank), some(before.Of), nil}
	}
}

func blockSheet(c *edition.Content) sheet.Sheet {
	s := sheet.Sheet{Name: say("document.sheet_blocks", nil), Head: heads("block", "eligible", "members",
		"share", "low", "high", "target", "verdict")}
	for i := range c.Blocks {
		b := &c.Blocks[i]
		s.Rows = append(s.Rows, []any{
			blockName(c, b), b.Eligible, b.Agencies, numeric(b.Score), numeric(b.Low), numeric(b.High),
			target(b.Target, b.Above), official(b.Official, b.Certain),
		})
	}
	return s
}

// aboutSheet says what the workbook is.
func aboutSheet(c *edition.Content, d Decision) sheet.Sheet {
	s := sheet.Sheet{Name: say("document.sheet_about", nil), Head: heads("about", "value")}
	add := func(key string, value any) { s.Rows = append(s.Rows, []any{say("document.about_"+key, nil), value}) }
	add("title", title(c))
	add("decision", say("document.attached", attached(c, d)))
	add("number", c.Number)
	if c.Replaces > 0 {
		add("remark", say("document.replaces", survey.Args{"number": c.Replaces, "why": c.Why}))
	}
	add("closed", survey.Day(c.ClosedOn))
	add("hash", edition.Hash(edition.Encode(c)))
	add("method", c.Method)
	for i := range c.Sets {
		text := c.Sets[i].Name.VI
		if c.Sets[i].Sample {
			text += ". " + say("document.sample", nil)
		}
		add("set", text)
	}
	if c.Simulated {
		add("remark", say("document.simulated", nil))
	}
	return s
}
