package document

import (
	"bytes"
	"math/big"
	"strings"

	"hailong/scoring"
	"hailong/scoring/round"
	"hailong/sheet"
	"hailong/survey"
)

// SheetXLSX is an agency's sheet as a workbook, a row for each area, criterion and leaf:
// what the agency gave, what the council did, and what both said, as far as the sheet that
// is handed in has it. Numbers are numbers.
func SheetXLSX(s *round.Sheet) ([]byte, error) {
	w := sheet.Sheet{Name: s.Agency.Code, Head: heads("code", "criterion", "kind", "max", "self", "num", "den",
		"note", "first", "reason", "said", "final", "why", "evidence")}
	width := len(w.Head)
	w.Rows = [][]any{wideRow(width, s.Agency.Code, s.Agency.Name.VI), wideRow(width, nil, s.Set.Name.VI)}
	own, last := s.Result(s.Own), s.Result(s.Mark)
	area := 0
	for i := range s.Set.Items {
		item := &s.Set.Items[i]
		switch {
		case item.Leaf():
			w.Rows = append(w.Rows, leafValues(s, s.Leaf(item.Code)))
		case item.Level == scoring.Area:
			row := wideRow(width, item.Code, item.Name.VI, nil, number(int64(item.Max)))
			row[4], row[11] = number(int64(own.Areas[area].Points)), number(int64(last.Areas[area].Points))
			w.Rows = append(w.Rows, row)
			area++
		default:
			w.Rows = append(w.Rows, wideRow(width, item.Code, item.Name.VI, nil, number(int64(item.Max))))
		}
	}
	w.Rows = append(w.Rows, sumRows(s, width, own, last)...)
	var file bytes.Buffer
	if err := sheet.WriteXLSX(&file, w); err != nil {
		return nil, err
	}
	return file.Bytes(), nil
}

// wideRow is a row of so many cells that begins with these.
func wideRow(width int, cells ...any) []any { return append(cells, make([]any, width-len(cells))...) }

// sumRows are the points of the whole, with their maximum, and the index.
func sumRows(s *round.Sheet, width int, own, last scoring.Result) [][]any {
	whole := wideRow(width, nil, say("document.whole", nil), nil, number(int64(last.Max)))
	whole[4], whole[11] = number(int64(own.Points)), number(int64(last.Points))
	index := wideRow(width, nil, say("document.head_index", nil))
	index[4], index[11] = indexValue(s, own.Index), indexValue(s, last.Index)
	return [][]any{whole, index}
}

func indexValue(s *round.Sheet, index *big.Rat) any {
	if index == nil {
		return nil
	}
	return numeric(scoring.Decimals([]*big.Rat{index}, s.Set.Cuts())[0])
}

func leafValues(s *round.Sheet, l *round.Leaf) []any {
	item := l.Item
	row := []any{item.Code, item.Name.VI, say("document.kind."+string(item.Kind), nil), number(int64(item.Max))}
	own, given := s.OwnMark(l)
	row = append(row, markValue(own, given))
	row = append(row, figureValues(l)...)
	row = append(row, noteOf(l.Self))
	judged := l.Judgement() != nil
	row = append(row, markValue(s.FirstMark(l), l.Appraised != nil), noteOf(l.Appraised))
	said := noteOf(l.Explained)
	if e := l.Explained; e != nil && e.Agrees {
		said = strings.TrimSpace(say("document.agrees", nil) + "\n" + e.Note)
	}
	var why any
	if last := l.Judgement(); last != nil && last.Part != round.Appraised {
		why = noteOf(last)
	}
	return append(row, said, markValue(s.Mark(l), judged || l.Automatic()), why, allEvidence(s, item.Code))
}

// markValue is a mark as a cell has it: points, or that the leaf is not applicable.
func markValue(m scoring.Mark, given bool) any {
	switch {
	case !given:
		return nil
	case m.Out:
		return say("document.not_applicable", nil)
	}
	return number(int64(m.Points))
}

// figureValues are the numerator, or the number, and the denominator that the points follow
// from as they stand.
func figureValues(l *round.Leaf) []any {
	var g scoring.Given
	switch last := l.Judgement(); {
	case l.Out || l.Item.Kind == scoring.Satisfaction:
		return []any{nil, nil}
	case l.Fed != nil:
		g = *l.Fed
	case last != nil:
		g = last.Given
	case l.Self != nil:
		g = l.Self.Given
	default:
		return []any{nil, nil}
	}
	switch {
	case g.NotApplicable:
		return []any{nil, nil}
	case l.Item.Share():
		return []any{number(g.Num), number(g.Den)}
	case l.Item.Number():
		return []any{number(g.Num), nil}
	}
	return []any{nil, nil}
}

func noteOf(e *round.Entry) any {
	if e == nil || e.Note == "" {
		return nil
	}
	return e.Note
}

// mostNames is how many files a cell names: with the longest names it still holds them.
const mostNames = 100

// allEvidence are the names of the files in use at a leaf.
func allEvidence(s *round.Sheet, leaf string) any {
	var names []string
	for i := range s.Evidence {
		if e := &s.Evidence[i]; e.For(leaf) {
			names = append(names, e.Name)
		}
	}
	if over := len(names) - mostNames; over > 0 {
		names = append(names[:mostNames], say("sheet_page.more_files", survey.Args{"count": over}))
	}
	if len(names) == 0 {
		return nil
	}
	return strings.Join(names, "\n")
}
