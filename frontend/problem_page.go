package frontend

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
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
	Act     Link   // what to do about it; without address: nothing
	Kept    []Kept // what was sent and not taken, to be sent again after signing in
}

// Kept is a field of a form that was sent too late.
type Kept struct{ Name, Value string }

// Keep lets a form be sent again that came without a session: the person signs in beside
// it, in another tab. Nothing that was typed is lost.
func (p *ProblemPage) Keep(form url.Values) {
	for _, name := range slices.Sorted(maps.Keys(form)) {
		for _, value := range form[name] {
			p.Kept = append(p.Kept, Kept{name, value})
		}
	}
}

// Say says what went wrong with something that somebody signed in asked for.
func (p *ProblemPage) Say(err *survey.Error) {
	word := strconv.Itoa(p.Status)
	switch err.Kind {
	case survey.Forbidden:
		word = "denied"
		if p.Me != nil {
			p.Act = Link{Text: p.say("problem.desk", nil), URL: p.Link("/desk")}
		}
	case survey.Unauthenticated:
		p.Act = Link{Text: p.say("problem.sign_in", nil), URL: p.Link("/sign-in")}
	case survey.Conflict, survey.Invalid, survey.Limited, survey.Closed, survey.TooLarge:
	case survey.NotFound:
		p.Text = words.Sentence(p.Lang, err)
		if err.Word == "account.ticket" {
			p.Heading = p.say("problem.title_ticket", nil)
			p.Title = p.Heading
			p.Act = Link{Text: p.say("sign_in.forgotten", nil), URL: p.Link("/sign-in/forgotten")}
		}
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
