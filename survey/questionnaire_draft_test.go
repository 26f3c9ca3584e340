package survey

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A draft that nobody touched publishes what it began with, to the letter.
func TestFieldsGiveTheQuestionnaireBack(t *testing.T) {
	for _, q := range append(Shipped(), Questionnaire{}) {
		back, err := q.Fields().Questionnaire()
		q.Version = 0 // is not typed
		if diff := cmp.Diff(q, back); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", q.Code, err, diff)
		}
	}
}

func TestFieldsAreCleaned(t *testing.T) {
	fields := DraftFields{
		"code": " ward ", "text_vi": "Phie\u0302\u0301u\x00 a\r\nb", "seconds": " 20 ",
		"factor.1.code": "A", "factor.1.text_vi": "\xff", "factor.3.code": "lost: there is no second",
		"question.1.code": "A1", "question.1.factor": "1", "question.1.counts": "yes",
		"question.2.code": "A2", "question.2.factor": "7", "question.2.counts": "no",
	}
	got, err := fields.Questionnaire()
	want := Questionnaire{
		Code: "ward", Name: Text{VI: "Phiếu a b"}, Seconds: 20, Factors: []Factor{{Code: "A"}},
		Questions: []Question{{Code: "A1", Factor: "A", Counts: true}, {Code: "A2"}},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
}

func TestFieldsThatAreRefused(t *testing.T) {
	long := strings.Repeat("ế", maxName+1)
	for name, value := range map[string]string{
		"seconds": "3601", "code": strings.Repeat("x", 41), "text_en": long,
		"factor.1.short_vi": long, "question.1.not_applicable_en": long,
	} {
		fields := DraftFields{"factor.1.code": "A", "question.1.code": "B", name: value}
		_, err := fields.Questionnaire()
		e, _ := err.(*Error)
		if e == nil || e.Kind != Invalid || len(e.Causes) != 1 || e.Causes[0].Field != name {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, seconds := range []string{"0", "-1", "x", "1.5", "99999999999999999999"} {
		if _, err := (DraftFields{"seconds": seconds}).Questionnaire(); KindOf(err) != Invalid {
			t.Errorf("%s: %v", seconds, err)
		}
	}
}

func TestEdit(t *testing.T) {
	form := func() *Questionnaire {
		return &Questionnaire{
			Factors:   []Factor{{Code: "A"}, {Code: "B"}},
			Questions: []Question{{Code: "1", Factor: "A"}, {Code: "2", Factor: "B"}, {Code: "3", Factor: "A"}},
		}
	}
	for act, want := range map[string]string{
		"save": "A B|1A 2B 3A|0", "": "A B|1A 2B 3A|0", "up.question.1": "A B|1A 2B 3A|1",
		"up.question.3": "A B|1A 3A 2B|2", "down.question.1": "A B|2B 1A 3A|2", "down.question.3": "A B|1A 2B 3A|3",
		"remove.question.3": "A B|1A 2B|2", "remove.question.4": "A B|1A 2B 3A|0", "up.question.-1": "A B|1A 2B 3A|0",
		"add.question": "A B|1A 2B 3A |4", "add.factor": "A B |1A 2B 3A|3", "down.factor.1": "B A|1A 2B 3A|2",
		"remove.factor.1": "B|1 2B 3|1", "remove.factor.2": "A|1A 2 3A|1", "add.plan": "A B|1A 2B 3A|0",
	} {
		q := form()
		_, number := q.Edit(act)
		var factors, questions []string
		for _, f := range q.Factors {
			factors = append(factors, f.Code)
		}
		for _, o := range q.Questions {
			questions = append(questions, o.Code+o.Factor)
		}
		got := strings.Join(factors, " ") + "|" + strings.Join(questions, " ") + "|" + string(rune('0'+number))
		if got != want {
			t.Errorf("%s: got %s, want %s", act, got, want)
		}
	}
}

func TestEditStopsAtTheMost(t *testing.T) {
	q := &Questionnaire{}
	for range MaxQuestions + 5 {
		q.Edit("add.question")
		q.Edit("add.factor")
	}
	if len(q.Questions) != MaxQuestions || len(q.Factors) != MaxFactors {
		t.Errorf("%d questions, %d factors", len(q.Questions), len(q.Factors))
	}
}

// What keeps a draft from being published, by field.
func TestCheckDraft(t *testing.T) {
	c := (&Catalogue{Questionnaires: Shipped()}).Index()
	next := func(change func(q *Questionnaire)) *Questionnaire {
		q := Shipped()[0]
		q.Version = 2
		change(&q)
		return &q
	}
	for name, test := range map[string]struct {
		change func(q *Questionnaire)
		want   string
	}{
		"other words":           {func(q *Questionnaire) { q.Questions[1].Text.VI = "Khác" }, ""},
		"one that counts not":   {func(q *Questionnaire) { q.Questions = q.Questions[:5] }, ""},
		"no name":               {func(q *Questionnaire) { q.Name = Text{} }, "text_vi import.needed"},
		"no time":               {func(q *Questionnaire) { q.Seconds = 0 }, "seconds import.between"},
		"another factor":        {func(q *Questionnaire) { q.Factors[0].Code = "X"; q.Questions[0].Factor = "X" }, "code import.form_factors"},
		"counts no more":        {func(q *Questionnaire) { q.Questions[3].Counts = false }, "code import.form_counts"},
		"a question twice":      {func(q *Questionnaire) { q.Questions[5].Code = "TC" }, "question.6.code draft.twice"},
		"a question without":    {func(q *Questionnaire) { q.Questions[5].Text = Text{} }, "question.6.text_vi import.needed"},
		"a code with a blank":   {func(q *Questionnaire) { q.Questions[5].Code = "a b" }, "question.6.code import.code"},
		"a factor without name": {func(q *Questionnaire) { q.Factors[2].Name = Text{} }, "factor.3.text_vi import.needed"},
		"nothing at all": {
			func(q *Questionnaire) { *q = Questionnaire{Version: 1} },
			"code import.needed, text_vi import.needed, seconds import.between, code import.form_empty",
		},
		"two blank questions": {
			func(q *Questionnaire) { q.Questions = append(q.Questions, Question{}, Question{}) },
			"question.7.code import.needed, question.7.text_vi import.needed, " +
				"question.8.code import.needed, question.8.text_vi import.needed",
		},
	} {
		var found []string
		if e, wrong := c.CheckDraft(next(test.change)).(*Error); wrong {
			for _, cause := range e.Causes {
				found = append(found, cause.Field+" "+cause.Word)
			}
		}
		if got := strings.Join(found, ", "); got != test.want {
			t.Errorf("%s: got %s\nwant %s", name, got, test.want)
		}
	}
}
