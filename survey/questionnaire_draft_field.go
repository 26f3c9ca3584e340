package survey

import (
	"slices"
	"strconv"
	"unicode/utf8"
)

// DraftFields are a questionnaire as the fields of one form on a page. Their names are
// the columns of a file, with the part that they belong to in front: seconds,
// factor.2.text_vi, question.3.counts. A question's factor is the number of the factor,
// so that it follows when the factor gets another code.
type DraftFields map[string]string

// DraftPart is a part of a questionnaire that has fields: the form itself, its factors,
// its questions.
type DraftPart string

// The parts.
const (
	FormPart     DraftPart = rowForm
	FactorPart   DraftPart = rowFactor
	QuestionPart DraftPart = rowQuestion
)

// DraftColumns are the columns of a part, in the order in which they are asked.
var DraftColumns = map[DraftPart][]string{
	FormPart:   {"code", "text_vi", "text_en", "seconds"},
	FactorPart: {"code", "text_vi", "text_en", "short_vi", "short_en"},
	QuestionPart: {
		"code", "factor", "counts", "text_vi", "text_en", "hint_vi", "hint_en",
		"not_applicable_vi", "not_applicable_en",
	},
}

// maxDraftCode is the longest code that is taken, in characters.
const maxDraftCode = 40

// Field names the field of a column; number counts factors and questions from 1.
func (p DraftPart) Field(number int, column string) string {
	if p == FormPart {
		return column
	}
	return string(p) + "." + strconv.Itoa(number) + "." + column
}

// Count is how many there are of a part.
func (f DraftFields) Count(p DraftPart) int {
	n := 0
	for most := p.most(); n < most; n++ {
		if _, there := f[p.Field(n+1, "code")]; !there {
			break
		}
	}
	return n
}

func (p DraftPart) most() int {
	switch p {
	case FactorPart:
		return MaxFactors
	case QuestionPart:
		return MaxQuestions
	}
	return 1
}

// Names are the names of all fields, in their order on the page.
func (f DraftFields) Names() []string {
	var names []string
	for _, p := range []DraftPart{FormPart, FactorPart, QuestionPart} {
		for n := 1; n <= f.Count(p); n++ {
			for _, column := range DraftColumns[p] {
				names = append(names, p.Field(n, column))
			}
		}
	}
	return names
}

// Fields are the questionnaire's.
func (q *Questionnaire) Fields() DraftFields {
	fields, t := DraftFields{}, q.table()
	for i := range t.Rows {
		part, number := q.rowPart(i)
		for at, column := range t.Columns {
			if slices.Contains(DraftColumns[part], column) {
				fields[part.Field(number, column)] = t.Rows[i].Cells[at]
			}
		}
	}
	if q.Seconds == 0 {
		fields["seconds"] = ""
	}
	for i, o := range q.Questions {
		place := ""
		if at := q.FactorIndex(o.Factor); at >= 0 && o.Factor != "" {
			place = strconv.Itoa(at + 1)
		}
		fields[QuestionPart.Field(i+1, "factor")] = place
	}
	return fields
}

// table is the questionnaire as a file would have it.
func (q *Questionnaire) table() *Table {
	t := &Table{Columns: questionnaireColumns.All()}
	t.addQuestionnaire(q)
	return t
}

// rowPart is what the row of table at i is about.
func (q *Questionnaire) rowPart(i int) (DraftPart, int) {
	switch {
	case i == 0:
		return FormPart, 1
	case i <= len(q.Factors):
		return FactorPart, i
	}
	return QuestionPart, i - len(q.Factors)
}

// Questionnaire reads the fields. What is too long or no number is Invalid; whether the
// rest makes a usable form, CheckDraft tells: a draft may lack anything.
func (f DraftFields) Questionnaire() (Questionnaire, error) {
	r := draftReader{fields: f}
	r.part = FormPart
	q := Questionnaire{Code: r.code(), Name: r.text("text"), Seconds: r.seconds()}
	r.part = FactorPart
	for r.number = 1; r.number <= f.Count(FactorPart); r.number++ {
		q.Factors = append(q.Factors, Factor{Code: r.code(), Name: r.text("text"), Short: r.text("short")})
	}
	r.part = QuestionPart
	for r.number = 1; r.number <= f.Count(QuestionPart); r.number++ {
		q.Questions = append(q.Questions, Question{
			Code: r.code(), Factor: r.factor(&q), Counts: r.read("counts") == "yes",
			Text: r.text("text"), Hint: r.text("hint"), NotApplicable: r.text("not_applicable"),
		})
	}
	return q, r.mistakes.Err("draft.refused")
}

// draftReader reads the fields of one part after the other.
type draftReader struct {
	fields   DraftFields
	part     DraftPart
	number   int
	mistakes Mistakes
}

// read is a field in one line.
func (r *draftReader) read(column string) string {
	return oneLine(r.fields[r.part.Field(r.number, column)])
}

func (r *draftReader) short(column string, most int) string {
	s := r.read(column)
	if n := utf8.RuneCountInString(s); n > most {
		r.fail(column, "import.long", Args{"value": clip(s), "count": n, "max": most})
	}
	return s
}

func (r *draftReader) fail(column, word string, args Args) {
	r.mistakes.Add(Fail(Invalid, word, args).At(r.part.Field(r.number, column)))
}

func (r *draftReader) code() string { return r.short("code", maxDraftCode) }

func (r *draftReader) text(column string) Text {
	return Text{VI: r.short(column+"_vi", maxName), EN: r.short(column+"_en", maxName)}
}

func (r *draftReader) seconds() int {
	s := r.read("seconds")
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > maxSeconds {
		r.fail("seconds", "import.between", Args{"value": clip(s), "least": 1, "most": strconv.Itoa(maxSeconds)})
		return 0
	}
	return n
}

// factor is the code of the factor whose number was chosen; empty where none was.
func (r *draftReader) factor(q *Questionnaire) string {
	n, err := strconv.Atoi(r.read("factor"))
	if err != nil || n < 1 || n > len(q.Factors) {
		return ""
	}
	return q.Factors[n-1].Code
}
