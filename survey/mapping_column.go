package survey

import (
	"slices"
	"strconv"
)

// column finds the export's column that a row names.
func (r *mappingReader) column(s *source) {
	head := r.Text("column")
	places := r.heads[FoldWord(head)]
	switch {
	case len(places) == 0:
		r.Fail("column", "responses.column_unknown", Args{"value": clip(head)})
	case len(places) > 1:
		r.Fail("column", "responses.column_twice", Args{"value": clip(head), "count": len(places)})
	case r.used[places[0]] != 0:
		r.Fail("column", "responses.column_used", Args{"value": clip(head), "number": r.used[places[0]]})
	default:
		s.place, s.name = places[0], clip(r.export.Columns[places[0]])
	}
}

// claim notes which columns a row names, right or wrong: they are not left out.
func (r *mappingReader) claim() {
	if r.Text("column") == "" {
		return
	}
	for _, place := range r.heads[FoldWord(r.Text("column"))] {
		if r.used[place] == 0 {
			r.used[place] = r.row.Line
		}
	}
}

// missing names the fields that nothing goes without.
func (r *mappingReader) missing() {
	for _, field := range []string{fieldCounter, fieldAnsweredAt} {
		if r.mapping.sources[field] == nil {
			r.Fail("field", "responses.field_missing", Args{"value": field})
		}
	}
	q := r.mapping.form
	if q != nil && !slices.ContainsFunc(q.Questions, func(o Question) bool {
		return o.Counts && r.mapping.sources[o.Code] != nil
	}) {
		r.Fail("field", "responses.questions_none", Args{"value": q.Ref()})
	}
}

// left names the export's columns that the mapping says nothing of. One without a
// name cannot be named, so it must be empty.
func (r *mappingReader) left() {
	for i, head := range r.export.Columns {
		switch {
		case r.used[i] != 0:
		case FoldWord(head) != "":
			r.Fail("column", "responses.column_left", Args{"value": clip(head)})
		case slices.ContainsFunc(r.export.Rows, func(row Row) bool { return row.Cells[i] != "" }):
			r.Fail("column", "responses.column_nameless", Args{"number": strconv.Itoa(i + 1)})
		}
	}
}
