package survey

import (
	"errors"
	"fmt"
	"testing"
)

func TestQuestionnaireCheckRefusesWhatNothingLaterShouldDoubt(t *testing.T) {
	tests := map[string]func(*Questionnaire){
		"no question":               func(q *Questionnaire) { q.Questions = nil },
		"no question that counts":   func(q *Questionnaire) { q.Questions = q.Questions[5:] },
		"a question twice":          func(q *Questionnaire) { q.Questions[1].Code = "TC" },
		"a question without a code": func(q *Questionnaire) { q.Questions[1].Code = "" },
		"a question without a text": func(q *Questionnaire) { q.Questions[5].Text = Text{} },
		"a factor that is unknown":  func(q *Questionnaire) { q.Questions[1].Factor = "X" },
		"a ninth factor": func(q *Questionnaire) {
			for i := range 4 {
				q.Factors = append(q.Factors, Factor{Code: fmt.Sprint("F", i)})
			}
		},
	}
	for name, spoil := range tests {
		q := shortForm()
		spoil(&q)
		if q.Check() == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

func TestErrorsCarryTheirKindThroughWrapping(t *testing.T) {
	cause := errors.New("disk full")
	err := fmt.Errorf("publish 2026: %w", Busy(cause))
	if KindOf(err) != Unavailable || !errors.Is(err, cause) {
		t.Errorf("%v is %s", err, KindOf(err))
	}
	if KindOf(cause) != Internal || KindOf(nil) != Internal {
		t.Error("what is no Error of ours is internal")
	}
	for k := Internal; k <= Unavailable; k++ {
		if k.String() == "" {
			t.Errorf("kind %d has no name", k)
		}
	}
	var m Mistakes
	if m.Err("x") != nil {
		t.Error("no mistakes are no error")
	}
}

func TestTextFallsBackToVietnamese(t *testing.T) {
	if got := (Text{VI: "Quầy"}).In(English); got != "Quầy" {
		t.Errorf("without English: %s", got)
	}
	for tag, want := range map[string]Lang{"en": English, "en-GB": English, "vi": Vietnamese, "": Vietnamese, "eng": Vietnamese} {
		if got := LangOf(tag); got != want {
			t.Errorf("%q is %s", tag, got)
		}
	}
}
