package document

import (
	"hailong/scoring"
	"hailong/scoring/edition"
	"hailong/sheet"
	"hailong/survey"
)

// leafSheet is an agency's sheet: areas and criteria with their maximum, leaves with their
// points and the figures that they follow from, the sums. Neither its own points nor what
// anybody noted is in it.
func leafSheet(c *edition.Content, a *edition.Agency) sheet.Sheet {
	head := heads("code", "criterion", "kind", "max", "points", "remark", "num", "den")
	s := sheet.Sheet{Name: a.Code, Head: head}
	s.Rows = [][]any{{a.Code, a.Name.VI, nil, nil, nil, nil, nil, nil}}
	leaf, area := 0, 0
	set := setOfAgency(c, a)
	rules := set.Criteria(c.Family, c.Year)
	for i := range set.Items {
		item := &set.Items[i]
		row := []any{item.Code, item.Name.VI, nil, number(item.Max), nil, nil, nil, nil}
		switch {
		case item.Kind != "" && leaf < len(a.Leaves):
			row[2] = say("document.kind."+item.Kind, nil)
			row[4] = number(a.Leaves[leaf].Points)
			row[6], row[7] = publishedFigure(&rules.Items[i], &a.Leaves[leaf])
			if a.Leaves[leaf].Excluded {
				row[4], row[5] = nil, say("document.not_applicable", nil)
			}
			leaf++
		case item.Level == 1 && area < len(a.Result.Areas):
			row[3], row[4] = number(a.Result.Areas[area].Max), number(a.Result.Areas[area].Points)
		}
		if item.Level == 1 {
			area++
		}
		s.Rows = append(s.Rows, row)
	}
	r := a.Result.Shown()
	remark := className(set, r.Class)
	if r.Unranked != "" {
		remark = unrankedSaid(a)
	}
	s.Rows = append(s.Rows,
		[]any{nil, say("document.whole", nil), nil, number(r.Max), number(r.Points), nil, nil, nil},
		[]any{nil, say("document.head_index", nil), nil, nil, numeric(r.Index), remark, nil, nil},
	)
	return s
}

// publishedFigure is the numerator, or the number, and the denominator that a leaf's points
// follow from; nothing where nobody said anything.
func publishedFigure(item *scoring.Item, l *edition.Leaf) (num, den any) {
	switch {
	case l.Excluded, l.From == edition.FromSatisfaction, l.From == edition.FromDecided:
	case l.Unsaid():
	case item.Share():
		return number(l.Num), number(l.Den)
	case item.Number():
		return number(l.Num), nil
	}
	return nil, nil
}

func setOfAgency(c *edition.Content, a *edition.Agency) *edition.Set {
	for i := range c.Groups {
		if set := setOf(c, &c.Groups[i]); c.Groups[i].Code == a.Group && set != nil {
			return set
		}
	}
	return &edition.Set{}
}

// opinionSheets are those of a satisfaction edition: blocks, then each group's agencies and
// their factors.
func opinionSheets(c *edition.Content) []sheet.Sheet {
	sheets := []sheet.Sheet{blockSheet(c)}
	for i := range c.Groups {
		g := &c.Groups[i]
		shown, others := opinions(c, g.Code)
		if len(shown)+len(others) == 0 {
			continue
		}
		s := sheet.Sheet{Name: g.Name.VI, Head: heads("code", "agency", "share", "low", "high", "responses",
			"verdict", "remark")}
		for _, a := range shown {
			row := append([]any{a.Code, a.Name.VI}, opinionValues(a.Opinion)...)
			s.Rows = append(s.Rows, append(row, nil))
		}
		for _, a := range others {
			row := append([]any{a.Code, a.Name.VI}, opinionValues(a.Opinion)...)
			s.Rows = append(s.Rows, append(row, noScore(a.Opinion)))
		}
		sheets = append(sheets, s)
		if len(shown) > 0 {
			name := say("document.sheet_factors", survey.Args{"group": g.Name.VI})
			sheets = append(sheets, factorSheet(name, shown))
		}
	}
	return sheets
}

// factorSheet are the factors of agencies, one a row.
func factorSheet(name string, list []*edition.Agency) sheet.Sheet {
	s := sheet.Sheet{Name: name, Head: heads("code", "agency", "factor", "satisfied", "given", "share")}
	for _, a := range list {
		for _, f := range a.Opinion.Factors {
			row := []any{a.Code, a.Name.VI, f.Name.VI, nil, nil, numeric(f.Score)}
			if f.Score != "" { // the counts would tell a share that is not told
				row[3], row[4] = f.Satisfied, f.Given
			}
			s.Rows = append(s.Rows, row)
		}
	}
	return s
}
