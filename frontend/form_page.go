package frontend

import (
	"html/template"
	"strconv"
	"strings"

	"hailong/frontend/words"
	"hailong/survey"
)

// FormPage is the questionnaire of a counter, GET and POST /s/{token}: empty, or
// with what was typed where sending failed.
type FormPage struct {
	Frame
	Agency        *survey.Agency
	Counter       *survey.Counter
	Questionnaire *survey.Questionnaire
	Receipt       string
	Answers       map[string]string // question code to "1"–"5" or "na", as typed
	Stage         string            // as typed
	Comment       string            // as typed
	Problem       *FormProblem      // why it was not sent; nil on a first visit
}

// formPart is a run of questions under one head: a factor's. Where each factor
// has one question there is a single part without a head.
type formPart struct {
	Number      int // from 1; 0: no head
	Name        string
	First, Last int // numbers of its questions
	Questions   []formQuestion
}

// formQuestion is one question with its row of choices.
type formQuestion struct {
	Number  int
	Label   string
	Hint    string
	Mistake string
	Choices []choice
}

// Place is what the top says.
func (p FormPage) Place() place {
	place := p.placeOf(p.Agency, p.Counter)
	place.Typed = p.Problem != nil
	return place
}

// Title is the browser's; it begins with the failure, which is read out first.
func (p FormPage) Title() string {
	title := p.say("citizen.title", survey.Args{
		"counter": p.In(p.Counter.Name), "agency": p.In(p.Agency.Name),
	})
	if p.Problem != nil {
		return p.say("form.error.title", nil) + title
	}
	return title
}

// Action is where the form is sent; the fragment takes an old browser to the
// summary of mistakes.
func (p FormPage) Action() string { return p.formLink(p.Counter) + "#loi" }

// Long tells whether the form is cut into parts: some factor has several questions.
func (p FormPage) Long() bool {
	seen := map[string]bool{}
	for _, q := range p.Questionnaire.Questions {
		if q.Factor != "" && seen[q.Factor] {
			return true
		}
		seen[q.Factor] = true
	}
	return false
}

// Lead promises how many questions there are and how long they take.
func (p FormPage) Lead() string {
	key := "form.lead"
	if p.Long() {
		key = "form.lead_long"
	}
	return p.say(key, survey.Args{
		"count": len(p.Questionnaire.Questions), "parts": p.PartCount(),
		"time": howLong(p.Lang, p.Questionnaire.Seconds),
	})
}

// PartCount is the number of parts with a head.
func (p FormPage) PartCount() (n int) {
	for _, part := range p.Parts() {
		n = max(n, part.Number)
	}
	return n
}

// Parts are the questions in the form's order.
func (p FormPage) Parts() []formPart {
	var parts []formPart
	long, heads, factor := p.Long(), 0, ""
	for i := range p.Questionnaire.Questions {
		q := &p.Questionnaire.Questions[i]
		if len(parts) == 0 || long && q.Factor != factor {
			part := formPart{First: i + 1}
			if f := p.Questionnaire.FactorIndex(q.Factor); long && f >= 0 {
				heads++
				part.Number = heads
				part.Name = p.suit(q.Factor, p.In(p.Questionnaire.Factors[f].Short))
			}
			parts, factor = append(parts, part), q.Factor
		}
		last := &parts[len(parts)-1]
		last.Last = i + 1
		last.Questions = append(last.Questions, p.question(i+1, q))
	}
	return parts
}

func (p FormPage) question(number int, q *survey.Question) formQuestion {
	id, name := "q"+strconv.Itoa(number), "q."+q.Code
	view := formQuestion{
		Number: number, Label: p.suit(q.Factor, p.In(q.Text)), Hint: p.In(q.Hint),
		Mistake: p.Problem.at(id),
	}
	add := func(c choice) {
		c.Name, c.Checked = name, p.Answers[q.Code] == c.Value
		view.Choices = append(view.Choices, c)
	}
	for level := 1; level <= 5; level++ {
		value := strconv.Itoa(level)
		add(choice{ID: id, Value: value, Word: p.say("citizen.level."+value, nil), Face: true})
		id = ""
	}
	if q.NotApplicable.VI != "" {
		add(choice{Value: "na", Word: p.In(q.NotApplicable), Beside: true})
	}
	return view
}

// suit names the people who serve as the law does: public service units have
// viên chức, agencies công chức.
func (p FormPage) suit(factor, text string) string {
	if factor != "CC" || p.Agency.Sector != survey.PublicService {
		return text
	}
	return strings.NewReplacer("Công chức", "Viên chức", "công chức", "viên chức").Replace(text)
}

// Stages are what a person may have come for; nothing is chosen beforehand.
func (p FormPage) Stages() []choice {
	var list []choice
	id := "stage"
	for _, s := range survey.Stages {
		list = append(list, choice{
			ID: id, Name: "stage", Value: s.String(), Checked: p.Stage == s.String(),
			Word: p.say("citizen.stage."+s.String(), nil),
		})
		id = ""
	}
	return list
}

// StageMistake is said at the stages; empty where there is none.
func (p FormPage) StageMistake() string { return p.Problem.at("stage") }

// CommentMistake is said at the comment; empty where there is none.
func (p FormPage) CommentMistake() string { return p.Problem.at("c") }

// HotlineLink dials the agency's hotline, where it is written as one number only.
func (p FormPage) HotlineLink() template.URL {
	digits := strings.NewReplacer(" ", "", ".", "", "-", "").Replace(p.Agency.Hotline)
	if len(digits) < 4 || strings.Trim(digits, "0123456789") != "" {
		return ""
	}
	return template.URL("tel:" + digits) //nolint:gosec // digits only, see above
}

func (p FormPage) say(key string, args survey.Args) string { return words.Say(p.Lang, key, args) }

// howLong says a time in seconds or, from a minute on, in whole minutes.
func howLong(lang survey.Lang, seconds int) string {
	if seconds < 60 {
		return words.Say(lang, "form.seconds", survey.Args{"count": seconds})
	}
	return words.Say(lang, "form.minutes", survey.Args{"count": (seconds + 30) / 60})
}
