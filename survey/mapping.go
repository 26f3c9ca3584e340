package survey

import (
	"slices"
	"strings"
)

var mappingColumns = Columns{Needed: []string{"field"}, Optional: []string{"column", "value", "words"}}

// The fields of a mapping beside the codes of questions.
const (
	fieldForm       = "form"
	fieldCounter    = "counter"
	fieldAnsweredAt = "answered_at"
	fieldStage      = "stage"
	fieldComment    = "comment"
	fieldIgnore     = "ignore"
)

var mappingFields = []string{fieldForm, fieldCounter, fieldAnsweredAt, fieldStage, fieldComment, fieldIgnore}

// source says where a field's text stands.
type source struct {
	line       int               // of the mapping; 0: the field is not mapped
	place      int               // of the export's column; -1: the same for all rows
	fixed      string            // what is the same for all rows
	name       string            // as mistakes call it: the column's head, else the field
	words      map[string]string // folded word to its meaning
	monthFirst bool
}

func (s *source) text(row *Row) string {
	switch {
	case s.line == 0:
		return ""
	case s.place < 0:
		return s.fixed
	}
	return row.Cells[s.place]
}

// mapping (bảng ghép cột) says which column of an export holds what.
type mapping struct {
	form      *Questionnaire
	sources   map[string]*source // by field or question's code
	questions []mappedQuestion   // those that the export has, in the form's order
	counters  *counterWords
	stages    map[string]Stage
}

type mappedQuestion struct {
	*source
	question *Question
	known    map[string]byte
}

// of is a field's source, an empty one where it is not mapped.
func (m *mapping) of(field string) *source {
	if s := m.sources[field]; s != nil {
		return s
	}
	return &source{name: field}
}

// mappingReader reads a mapping against the export that it is for.
type mappingReader struct {
	*TableReader
	catalogue *Catalogue
	export    *Table
	heads     map[string][]int // places of the export's columns, by folded head
	used      []int            // line of the mapping that named a column; 0: none did
	mapping   *mapping
}

// readMapping reads a mapping: field, and column, value or words. Each column of the
// export is mapped or ignored by name, so that no answer is lost by a slip.
func readMapping(c *Catalogue, t, export *Table) (*mapping, error) {
	const refused = "responses.mapping_refused"
	table, err := ReadTable(t, mappingColumns)
	if err != nil {
		return nil, table.mistakes.Err(refused)
	}
	r := &mappingReader{
		TableReader: table, catalogue: c, export: export,
		heads: map[string][]int{}, used: make([]int, len(export.Columns)),
		mapping: &mapping{sources: map[string]*source{}},
	}
	for i, head := range export.Columns {
		r.heads[FoldWord(head)] = append(r.heads[FoldWord(head)], i)
	}
	r.form(t)
	for i := range t.Rows {
		r.row = &t.Rows[i]
		r.field()
	}
	r.row = &Row{Line: 1}
	r.missing()
	r.left()
	if err := r.mistakes.Err(refused); err != nil {
		return nil, err
	}
	return r.finish(), nil
}

// form looks for the form first: its questions are fields.
func (r *mappingReader) form(t *Table) {
	known := listed(r.catalogue.Questionnaires, func(q Questionnaire) string { return q.Ref() })
	found := false
	for i := range t.Rows {
		r.row = &t.Rows[i]
		if !strings.EqualFold(r.Text("field"), fieldForm) || found {
			continue
		}
		found = true
		switch ref := r.Text("value"); {
		case r.Text("column") != "" || ref == "":
			r.Fail("value", "responses.form_value", Args{"known": known})
		default:
			if r.mapping.form = r.catalogue.QuestionnaireByRef(ref); r.mapping.form == nil {
				r.Fail("value", "responses.form", Args{"value": clip(ref), "known": known})
			}
		}
	}
	if r.row = (&Row{Line: 1}); !found {
		r.Fail("field", "responses.form_missing", Args{"known": known})
	}
}

// field reads a row.
func (r *mappingReader) field() {
	defer r.claim()
	field := r.NeededText("field")
	if lower := strings.ToLower(field); slices.Contains(mappingFields, lower) {
		field = lower
	}
	if field == "" || !r.known(field) {
		return
	}
	if before := r.mapping.sources[field]; before != nil && field != fieldIgnore {
		r.Fail("field", "responses.field_twice", Args{"value": field, "number": before.line})
		return
	}
	s := &source{line: r.row.Line, place: -1, fixed: r.Text("value"), name: field}
	r.mapping.sources[field] = s
	switch {
	case field == fieldForm:
		r.noWords(field)
		return
	case (s.fixed == "") == (r.Text("column") == ""):
		r.Fail("column", "responses.column_or_value", nil)
	case s.fixed == "":
		r.column(s)
	case field != fieldCounter && field != fieldAnsweredAt && field != fieldStage:
		r.Fail("value", "responses.value", Args{"value": field})
	}
	r.words(field, s)
	if s.fixed != "" {
		r.fixed(field, s)
	}
}

// known tells whether a field is one; without a form nobody can tell its questions.
func (r *mappingReader) known(field string) bool {
	if slices.Contains(mappingFields, field) {
		return true
	}
	q := r.mapping.form
	if q == nil || q.questionIndex(field) >= 0 {
		return q != nil
	}
	codes := slices.Clone(mappingFields)
	for i := range q.Questions {
		codes = append(codes, q.Questions[i].Code)
	}
	args := Args{"value": clip(field), "form": q.Ref(), "known": strings.Join(codes, ", ")}
	r.Fail("field", "responses.field", args)
	return false
}

// questionIndex is the place of a question in Questions, -1 where it is none of them.
func (q *Questionnaire) questionIndex(code string) int {
	return slices.IndexFunc(q.Questions, func(o Question) bool { return o.Code == code })
}

// finish puts the words together that cells are read by.
func (r *mappingReader) finish() *mapping {
	m := r.mapping
	for i := range m.form.Questions {
		q := &m.form.Questions[i]
		if s := m.sources[q.Code]; s != nil {
			m.questions = append(m.questions, mappedQuestion{s, q, levelWords(q, s.words)})
		}
	}
	m.counters = newCounterWords(r.catalogue, m.of(fieldCounter).words)
	m.stages = stageWords(m.of(fieldStage).words)
	return m
}
