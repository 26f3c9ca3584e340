package frontend

import (
	"strconv"
	"strings"

	"hailong/scoring"
	book "hailong/sheet"
	"hailong/survey"
)

// Table is a page's figures as files hold them. It is made from what the page is
// drawn from, so that it has no number that the page does not show or say.
type Table struct {
	Name  string // of the file, without its ending; ASCII
	parts []tablePart
	notes []tableNote

	office *Office
}

// tablePart is a sheet of a workbook; heads are keys of tableCells.
type tablePart struct {
	name  string // key of its name
	heads []string
	rows  []tableRow
}

// tableNote is a line of the last sheet: what it is about, and what is to be known.
type tableNote struct {
	key   string
	value any
}

// csvHeads are the same in every table and language: programs read them.
var csvHeads = []string{
	"part", "code", "name", "responses", "answers", "satisfied", "score", "low", "high", "target",
	"verdict", "certain", "missing", "previous_score", "change",
	"plan", "method", "from", "until", "as_of", "received", "late", "excluded", "simulated", "valid_from",
	"flagged", // empty for the public
}

// Workbook is a sheet for each part in the page's language, and one that says how
// the figures came about.
func (t *Table) Workbook() []book.Sheet {
	var sheets []book.Sheet
	for _, part := range t.parts {
		s := book.Sheet{Name: t.office.say(part.name, nil), Rows: tableLines(part.rows, part.heads)}
		for _, key := range part.heads {
			s.Head = append(s.Head, t.office.say("table.head_"+key, nil))
		}
		sheets = append(sheets, s)
	}
	notes := book.Sheet{
		Name: t.office.say("table.sheet_method", nil),
		Head: []string{t.office.say("table.head_about", nil), t.office.say("table.head_said", nil)},
	}
	for _, n := range t.notes {
		notes.Rows = append(notes.Rows, []any{t.office.say("table.note_"+n.key, nil), n.value})
	}
	return append(sheets, notes)
}

// Flat is all parts under one head, with what the notes say of each row beside it.
func (t *Table) Flat() book.Sheet {
	s := book.Sheet{Name: t.Name, Head: csvHeads}
	for _, part := range t.parts {
		s.Rows = append(s.Rows, tableLines(part.rows, csvHeads)...)
	}
	return s
}

func tableLines(rows []tableRow, keys []string) [][]any {
	list := make([][]any, len(rows))
	for i := range rows {
		for _, key := range keys {
			list[i] = append(list[i], tableCells[key](&rows[i]))
		}
	}
	return list
}

func (t *Table) note(key string, value any) { t.notes = append(t.notes, tableNote{key, value}) }

// tableName names a file by the year, or by the plan that was asked for, and by what
// it is about.
func (o *Office) tableName(p *survey.Plan, rest ...string) string {
	of, who := p.Code, "hailong"
	if o.Simulated { // a file leaves the page's banner behind
		who = "hailong-MO-PHONG"
	}
	if o.Notice != "" { // and so does it leave the notice
		rest = append(rest, "noi-bo")
	}
	if p.Official {
		of = strconv.Itoa(p.Year)
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_':
			return r
		}
		return '-'
	}, strings.Join(append([]string{who, of}, rest...), "-"))
}

// official is the verdict as the API names it; empty where nothing was judged.
func (v Verdict) official() scoring.Official {
	switch v {
	case MetClear, MetMargin:
		return scoring.Met
	case NotClear, NotMargin:
		return scoring.NotMet
	}
	return scoring.Official(v) // too_few, no_service, withheld
}
