package survey

import (
	"context"
	"reflect"
	"slices"
	"strings"
)

var questionnaireColumns = Columns{
	Needed: []string{"kind", "code", "text_vi"},
	Optional: []string{
		"text_en", "version", "seconds", "short_vi", "short_en", "factor", "counts",
		"hint_vi", "hint_en", "not_applicable_vi", "not_applicable_en",
	},
}

// The kinds of rows of a file of questionnaires: a form's own row, then its factors,
// then its questions, in the order of the form.
const (
	rowForm     = "form"
	rowFactor   = "factor"
	rowQuestion = "question"
)

// ImportQuestionnaires reads questionnaires: kind, code, text_vi; optionally text_en,
// version and seconds (of a form), short_vi, short_en (of a factor), factor, counts,
// hint_vi, hint_en, not_applicable_vi, not_applicable_en (of a question). A version
// that is stored is never changed: a changed copy takes the next number, and keeps
// the factors and their order, because versions are counted together (ADR 0008).
func (s *Setup) ImportQuestionnaires(ctx context.Context, t *Table) (Change, error) {
	return s.importRows(ctx, t, questionnaireColumns,
		func(ctx context.Context, c *Catalogue, r *TableReader, change *Change) error {
			in := questionnaireImport{catalogue: c, reader: r}
			for i := range t.Rows {
				r.row = &t.Rows[i]
				in.row()
			}
			in.finish()
			if err := r.Err(); err != nil {
				return err
			}
			return s.putQuestionnaires(ctx, c, change, in.list)
		})
}

type questionnaireImport struct {
	catalogue *Catalogue
	reader    *TableReader
	list      []Questionnaire
	first     *Row // of the present form
}

func (in *questionnaireImport) row() {
	r := in.reader
	kind := r.NeededText("kind")
	if kind == rowForm {
		in.finish()
		in.form()
		return
	}
	if len(in.list) == 0 {
		r.Fail("kind", "import.form_first", Args{"value": clip(kind)})
		return
	}
	q := &in.list[len(in.list)-1]
	switch kind {
	case "":
	case rowFactor:
		in.factor(q)
	case rowQuestion:
		in.question(q)
	default:
		r.Fail("kind", "import.kind", Args{"value": clip(kind)})
	}
}

func (in *questionnaireImport) form() {
	r := in.reader
	in.first = r.row
	r.NeededText("version")
	in.list = append(in.list, Questionnaire{
		Code: r.Code("code"), Version: int(r.Between("version", 1, 9999, 0)),
		Name: r.Names("text_vi", "text_en"), Seconds: int(r.Between("seconds", 1, 3600, 0)),
	})
	r.NeededText("seconds")
}

func (in *questionnaireImport) factor(q *Questionnaire) {
	r := in.reader
	f := Factor{
		Code: r.Code("code"), Name: r.Names("text_vi", "text_en"),
		Short: Text{VI: r.Short("short_vi"), EN: r.Short("short_en")},
	}
	switch {
	case q.FactorIndex(f.Code) >= 0:
		r.Fail("code", "import.twice", Args{"value": f.Code})
	case len(q.Factors) == MaxFactors:
		r.Fail("kind", "import.factors", Args{"value": f.Code, "max": MaxFactors})
	}
	q.Factors = append(q.Factors, f)
}

func (in *questionnaireImport) question(q *Questionnaire) {
	r := in.reader
	question := Question{
		Code: r.Code("code"), Factor: r.Text("factor"), Counts: r.Flag("counts"),
		Text:          r.Names("text_vi", "text_en"),
		Hint:          Text{VI: r.Short("hint_vi"), EN: r.Short("hint_en")},
		NotApplicable: Text{VI: r.Short("not_applicable_vi"), EN: r.Short("not_applicable_en")},
	}
	known := q.FactorIndex(question.Factor) >= 0
	if !known && (question.Counts || question.Factor != "") {
		r.Fail("factor", "import.factor", Args{"value": clip(question.Factor), "known": factorCodes(q)})
	}
	same := func(o Question) bool { return o.Code == question.Code }
	if slices.ContainsFunc(q.Questions, same) {
		r.Fail("code", "import.twice", Args{"value": question.Code})
	}
	if len(q.Questions) == MaxQuestions {
		r.Fail("kind", "import.questions", Args{"value": question.Code, "max": MaxQuestions})
	}
	q.Questions = append(q.Questions, question)
}

// finish looks at a form as a whole, when its last row has been read.
func (in *questionnaireImport) finish() {
	if len(in.list) == 0 {
		return
	}
	r, row := in.reader, in.reader.row
	defer func() { r.row = row }()
	r.row = in.first
	q := &in.list[len(in.list)-1]
	if !slices.ContainsFunc(q.Questions, func(o Question) bool { return o.Counts }) {
		r.Fail("code", "import.form_empty", Args{"value": q.Code})
	}
	if slices.ContainsFunc(in.list[:len(in.list)-1], func(o Questionnaire) bool { return o.Ref() == q.Ref() }) {
		r.Fail("code", "import.twice", Args{"value": q.Ref()})
	}
	in.stored(q)
}

// stored compares a form with the versions that are there.
func (in *questionnaireImport) stored(q *Questionnaire) {
	if old := in.catalogue.QuestionnaireByRef(q.Ref()); old != nil {
		q.ID = old.ID
		if !reflect.DeepEqual(*old, *q) {
			args := Args{"value": q.Ref(), "next": in.last(q.Code).Version + 1}
			in.reader.Fail("version", "import.form_stored", args)
		}
		return
	}
	last := in.last(q.Code)
	if last == nil {
		return
	}
	if q.Version <= last.Version {
		in.reader.Fail("version", "import.form_version", Args{"value": q.Version, "next": last.Version + 1})
	}
	if factorCodes(last) != factorCodes(q) {
		args := Args{"value": factorCodes(q), "want": factorCodes(last), "form": last.Ref()}
		in.reader.Fail("factor", "import.form_factors", args)
	} else if countingAs(last) != countingAs(q) {
		args := Args{"value": countingAs(q), "want": countingAs(last), "form": last.Ref()}
		in.reader.Fail("counts", "import.form_counts", args)
	}
}

func factorCodes(q *Questionnaire) string {
	return listed(q.Factors, func(f Factor) string { return f.Code })
}

// countingAs tells which questions count, and for which factor: that is what versions
// which are counted together must have in common.
func countingAs(q *Questionnaire) string {
	var list []string
	for _, o := range q.Questions {
		if o.Counts {
			list = append(list, o.Factor+":"+o.Code)
		}
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}

// last is the newest version of a code before the present form, nil where there is
// none.
func (in *questionnaireImport) last(code string) (last *Questionnaire) {
	for _, list := range [][]Questionnaire{in.catalogue.Questionnaires, in.list[:len(in.list)-1]} {
		for i := range list {
			if q := &list[i]; q.Code == code && (last == nil || q.Version > last.Version) {
				last = q
			}
		}
	}
	return last
}
