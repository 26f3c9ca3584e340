package document

import (
	"bytes"
	"cmp"

	"hailong/scoring/edition"
	"hailong/sheet"
)

// The heads are the same in every year and language: programs read them.
var (
	rankingHeads = []string{
		"year", "edition", "decision", "simulated", "group", "rank", "rank_low", "rank_high", "of", "agency",
		"name", "points", "max", "bonus", "penalty", "index", "index_exact", "class", "class_name", "unranked",
		"reason", "previous_rank", "previous_of", "reorganised",
	}
	opinionHeads = []string{
		"year", "edition", "decision", "simulated", "group", "agency", "name", "responses", "score", "low", "high",
		"target", "official", "certain",
	}
)

// RankingCSV is the whole ranking under one head, or the satisfaction of a satisfaction
// edition. Numbers have a decimal point; the index has the decimals that are printed.
func RankingCSV(c *edition.Content, d Decision) ([]byte, error) {
	s := sheet.Sheet{Head: rankingHeads}
	if c.Kind == edition.Satisfaction {
		s.Head, s.Rows = opinionHeads, opinionRows(c, d)
	} else {
		s.Rows = rankingRows(c, d)
	}
	var file bytes.Buffer
	if err := sheet.WriteCSV(&file, s); err != nil {
		return nil, err
	}
	return file.Bytes(), nil
}

func rankingRows(c *edition.Content, d Decision) [][]any {
	var rows [][]any
	for _, g := range scored(c) {
		set := setOf(c, g)
		ranked, unranked := c.Sorted(g.Code)
		for _, a := range append(ranked, unranked...) {
			r, before := a.Result.Shown(), cmp.Or(a.Previous, &edition.Past{})
			name := className(set, r.Class)
			if r.Class == "" {
				name = ""
			}
			rows = append(rows, []any{
				c.Year, c.Number, d.Number, c.Simulated, g.Code, some(r.Rank), some(r.Best), some(r.Worst), some(r.Of),
				a.Code, a.Name.VI, number(r.Points), number(r.Max), number(min(r.Bonus, set.BonusCap)),
				number(min(r.Penalty, set.PenaltyCap)), r.Index, r.Exact, r.Class, name, r.Unranked, a.LeftOut,
				some(before.Rank), some(before.Of), before.Reorganised,
			})
		}
	}
	return rows
}

func opinionRows(c *edition.Content, d Decision) [][]any {
	var rows [][]any
	for i := range c.Agencies {
		a := &c.Agencies[i]
		if a.Opinion == nil {
			continue
		}
		o := a.Opinion
		rows = append(rows, []any{
			c.Year, c.Number, d.Number, c.Simulated, a.Group, a.Code, a.Name.VI, o.N, o.Score, numeric(o.Low),
			numeric(o.High), number(o.Target), o.Official, o.Certain,
		})
	}
	return rows
}

// JSON is the edition as its archive holds it.
func JSON(c *edition.Content, _ Decision) ([]byte, error) { return edition.Encode(c), nil }
