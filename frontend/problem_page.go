package frontend

import (
	"net/http"
	"strconv"

	"hailong/frontend/words"
	"hailong/survey"
)

// ProblemPage says why there is nothing to show at an address of the office side.
type ProblemPage struct {
	Office
	Status  int
	Heading string
	Text    string
	Request string // number of the request, to name when asking about a fault; may be empty
	SignIn  string // where to sign in, where that is what is missing
}

// Say says what went wrong with something that somebody signed in asked for.
func (p *ProblemPage) Say(err *survey.Error) {
	word := strconv.Itoa(p.Status)
	switch err.Kind {
	case survey.Forbidden:
		word = "denied"
	case survey.Unauthenticated:
		p.SignIn = p.Link("/sign-in")
	case survey.Conflict, survey.Invalid, survey.Limited:
	case survey.NotFound:
		p.Text = words.Sentence(p.Lang, err)
		return
	default:
		return
	}
	p.Heading, p.Text = p.say("problem.title_"+word, nil), words.Sentence(p.Lang, err)
	p.Title = p.Heading
}

// NewProblemPage makes the page of a status code: 404 unknown, 403 not public, 503
// away for a moment, anything else a fault of ours. c may be nil.
func NewProblemPage(f Frame, c *survey.Catalogue, status int, request string) *ProblemPage {
	if c == nil {
		c = new(survey.Catalogue)
	}
	page := &ProblemPage{Office: newOffice(f, c, c.DefaultPlan()), Status: status}
	switch {
	case status == http.StatusForbidden, status == http.StatusServiceUnavailable:
	case status < http.StatusInternalServerError:
		status = http.StatusNotFound // gone, not that way: for a reader there is nothing here
	default:
		status, page.Request = http.StatusInternalServerError, request
	}
	page.Heading = page.say("problem.title_"+strconv.Itoa(status), nil)
	page.Text = page.say("problem.text_"+strconv.Itoa(status), nil)
	page.Title = page.Heading
	return page
}
