package frontend

import (
	"errors"
	"math"

	"hailong/frontend/words"
	"hailong/survey"
)

// ErasePage is GET and POST /s/{token}/erase: the person with a receipt's short code
// has the comment erased.
type ErasePage struct {
	Frame
	Agency  *survey.Agency
	Counter *survey.Counter
	Code    string       // as typed
	Done    bool         // the comment is erased
	Problem *FormProblem // why it is not; nil on a first visit
}

// Place is what the top says.
func (p ErasePage) Place() place {
	place := p.placeOf(p.Agency, p.Counter)
	place.Typed = p.Problem != nil
	return place
}

// Title is the browser's; it begins with the failure, which is read out first.
func (p ErasePage) Title() string {
	switch {
	case p.Done:
		return p.say("erase.done", nil)
	case p.Problem != nil:
		return p.Problem.Heading
	}
	return p.say("erase.title", nil)
}

// Action is where the form is sent: the page's own address, whose code may be one that
// was replaced on the wall.
func (p ErasePage) Action() string { return p.Link(p.Path) + "#loi" }

// CodeMistake is said at the code; empty where there is none.
func (p ErasePage) CodeMistake() string { return p.Problem.at("r") }

// Failed is the page with the reason why nothing was erased; what was typed stays.
func (p ErasePage) Failed(err error) ErasePage {
	e, ours := errors.AsType[*survey.Error](err)
	if !ours {
		e = &survey.Error{Kind: survey.Internal}
	}
	p.Problem = &FormProblem{Heading: p.say("erase.failed", nil)}
	mistake := FormMistake{Text: p.say("internal", nil)}
	switch e.Kind {
	case survey.Invalid:
		mistake = FormMistake{
			Anchor: "r", Text: p.say("erase.code_wrong", nil),
			Link: p.say("erase.to_code", nil), Field: p.say("comment.code", nil),
		}
	case survey.NotFound:
		p.Problem.Heading = p.say("erase.none", nil)
		mistake = FormMistake{Anchor: "r", Text: p.say("erase.none_what", nil), Link: p.say("erase.to_code", nil)}
	case survey.Limited, survey.Unavailable:
		seconds := waitSeconds
		if e.Retry > 0 {
			seconds = int(math.Ceil(e.Retry.Seconds()))
		}
		p.Problem.Heading = p.say("erase."+e.Kind.String(), nil)
		mistake.Text = p.say("erase.wait", survey.Args{"count": seconds})
	}
	p.Problem.Mistakes = []FormMistake{mistake}
	return p
}

func (p ErasePage) say(key string, args survey.Args) string { return words.Say(p.Lang, key, args) }
