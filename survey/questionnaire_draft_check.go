package survey

import (
	"errors"
	"slices"
	"strconv"
	"strings"
)

// maxSeconds is the longest time to answer that a form may promise.
const maxSeconds = 3600

// CheckDraft says all that keeps a draft from being published, by the rules of a file of
// questionnaires, at the fields of DraftFields; nil where nothing does.
func (c *Catalogue) CheckDraft(q *Questionnaire) error {
	t := q.table()
	r, err := ReadTable(t, questionnaireColumns)
	if err != nil {
		return err
	}
	in := questionnaireImport{catalogue: c, reader: r}
	for i := range t.Rows {
		r.row = &t.Rows[i]
		in.row()
	}
	in.finish()
	r.mistakes = slices.DeleteFunc(r.mistakes, func(e *Error) bool {
		return e.Word == "import.twice" && e.Args["value"] == "" // that it is empty is said already
	})
	e, wrong := errors.AsType[*Error](r.Refused("draft.unfit"))
	if !wrong {
		return nil
	}
	for _, cause := range e.Causes {
		q.atField(cause)
	}
	return e
}

// atField names the field of a mistake that was found in a row of table; what is wrong
// with a part as a whole is said at its code.
func (q *Questionnaire) atField(e *Error) {
	line, column, _ := strings.Cut(e.Field, ":")
	row, err := strconv.Atoi(line)
	if err != nil {
		return
	}
	part, number := q.rowPart(row - 2) // the first row is under the head
	if !slices.Contains(DraftColumns[part], column) {
		column = "code"
	}
	e.Field = part.Field(number, column)
	if e.Word == "import.twice" {
		e.Word = "draft.twice"
	}
}

// Edit does what a button of the draft's page says: add.question, up.factor.2,
// down.question.3, remove.question.4. It gives the number of the part that it touched,
// nought where that is gone; an unknown act does nothing.
func (q *Questionnaire) Edit(act string) (part DraftPart, number int) {
	verb, rest, _ := strings.Cut(act, ".")
	name, digits, _ := strings.Cut(rest, ".")
	number, _ = strconv.Atoi(digits)
	part = DraftPart(name)
	switch part {
	case FactorPart:
		gone := ""
		if verb == "remove" && number >= 1 && number <= len(q.Factors) {
			gone = q.Factors[number-1].Code
		}
		q.Factors, number = edited(q.Factors, verb, number, MaxFactors)
		q.withoutFactor(gone)
	case QuestionPart:
		q.Questions, number = edited(q.Questions, verb, number, MaxQuestions)
	}
	return part, number
}

// withoutFactor leaves the questions of a factor that is gone without one.
func (q *Questionnaire) withoutFactor(code string) {
	if code == "" || q.FactorIndex(code) >= 0 {
		return
	}
	for i := range q.Questions {
		if q.Questions[i].Factor == code {
			q.Questions[i].Factor = ""
		}
	}
}

func edited[T any](list []T, verb string, number, most int) ([]T, int) {
	at := number - 1
	switch {
	case verb == "add" && len(list) < most:
		var blank T
		return append(list, blank), len(list) + 1
	case at < 0 || at >= len(list):
		return list, 0
	case verb == "up" && at > 0:
		list[at], list[at-1] = list[at-1], list[at]
		return list, number - 1
	case verb == "down" && at < len(list)-1:
		list[at], list[at+1] = list[at+1], list[at]
		return list, number + 1
	case verb == "remove":
		list = slices.Delete(list, at, at+1)
		return list, min(number, len(list))
	}
	return list, number
}
