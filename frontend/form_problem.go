package frontend

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"hailong/survey"
)

// waitSeconds is what a person is told to wait where the error does not say.
const waitSeconds = 30

// FormProblem is the summary above a form that was not sent.
type FormProblem struct {
	Heading  string
	Mistakes []FormMistake // in the order of the page
	Kept     string        // that nothing typed was lost, where that needs saying
}

// FormMistake is one sentence and where it belongs.
type FormMistake struct {
	Anchor string // id of the field; empty: none
	Text   string // for the summary
	Link   string // words of the link to the field
	Field  string // said again at the field
}

// at is what is said at the field with an id.
func (p *FormProblem) at(anchor string) string {
	if p == nil {
		return ""
	}
	for _, m := range p.Mistakes {
		if m.Anchor == anchor {
			return m.Field
		}
	}
	return ""
}

// Failed is the page with the reason why sending failed, for what a person can
// mend by sending again: Invalid, Limited, Unavailable and faults of ours. The
// rest is a NoticePage's.
func (p FormPage) Failed(e *survey.Error) FormPage {
	switch e.Kind {
	case survey.Limited, survey.Unavailable:
		p.Problem = p.busy(e)
	case survey.Invalid:
		p.Problem = p.invalid(e)
	default:
		p.Problem = &FormProblem{
			Heading:  p.say("form.error.head", nil),
			Mistakes: []FormMistake{{Text: p.say("internal", nil)}},
			Kept:     p.say("form.error.kept", nil),
		}
	}
	return p
}

func (p FormPage) busy(e *survey.Error) *FormProblem {
	seconds := cmp.Or(int(e.Retry.Seconds()), waitSeconds)
	return &FormProblem{
		Heading:  p.say("form.error.busy_head", nil),
		Mistakes: []FormMistake{{Text: p.say("form.error.busy", survey.Args{"count": seconds})}},
	}
}

func (p FormPage) invalid(e *survey.Error) *FormProblem {
	problem := &FormProblem{Heading: p.say("form.error.head", nil)}
	causes := slices.Clone(e.Causes)
	if len(causes) == 0 {
		causes = []*survey.Error{e}
	}
	slices.SortStableFunc(causes, func(a, b *survey.Error) int {
		return cmp.Compare(p.position(a.Field), p.position(b.Field))
	})
	for _, cause := range causes {
		problem.Mistakes = append(problem.Mistakes, p.mistake(cause))
	}
	if len(p.Answers) > 0 {
		problem.Kept = p.say("form.error.kept", nil)
	}
	return problem
}

// position orders fields as the page does: 0 what has no place on it, then the
// stage, the questions, the comment.
func (p FormPage) position(field string) int {
	switch field {
	case "stage":
		return 1
	case "comment":
		return 2 + len(p.Questionnaire.Questions)
	}
	if number := p.number(field); number > 0 {
		return 1 + number
	}
	return 0
}

// number is that of the question which a field answers, 0 where there is none.
func (p FormPage) number(field string) int {
	code, ok := strings.CutPrefix(field, "answers.")
	if !ok {
		return 0
	}
	isCode := func(q survey.Question) bool { return q.Code == code }
	return 1 + slices.IndexFunc(p.Questionnaire.Questions, isCode)
}

func (p FormPage) mistake(e *survey.Error) FormMistake {
	sentence := p.say(e.Word, e.Args)
	switch {
	case e.Field == "stage":
		text := p.say("form.error.stage", nil)
		return FormMistake{"stage", text, p.say("form.error.to_stage", nil), text}
	case e.Field == "comment":
		field := sentence
		if e.Args["over"] != nil {
			field = p.say("form.error.cut", e.Args)
		}
		return FormMistake{"c", sentence, p.say("form.error.to_comment", nil), field}
	case e.Field == "answers":
		return FormMistake{"q1", sentence, p.toQuestion(1), ""}
	case p.number(e.Field) > 0:
		n := p.number(e.Field)
		return FormMistake{"q" + strconv.Itoa(n), sentence, p.toQuestion(n), sentence}
	}
	// The receipt, the form's name, a code that the form does not have: nothing
	// that a person typed, so the page is at fault, and this one is fresh.
	return FormMistake{Text: p.say("form.error.stale", nil)}
}

func (p FormPage) toQuestion(number int) string {
	return p.say("form.error.to_question", survey.Args{"number": number})
}
