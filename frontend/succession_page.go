package frontend

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"hailong/survey"
)

// SuccessionRows is how many predecessors and successors one form takes.
const SuccessionRows = 6

// SuccessionPage says what became of agencies from a day on: merged, split, or handed
// over. Each row is one predecessor with one successor.
type SuccessionPage struct {
	Desk
	Version string
	Rows    []SuccessionForm
	Day     Input
	Note    Input
	Reason  *Input
}

// SuccessionForm is one row of the form.
type SuccessionForm struct {
	Number int
	Fields []Input // predecessor, successor, goes_on
}

// NewSuccessionPage makes the page; typed is what was sent, nil when it is opened.
func NewSuccessionPage(f Frame, c *survey.Catalogue, typed url.Values, err *survey.Error) *SuccessionPage {
	p := &SuccessionPage{Desk: newDesk(f, c, "succession.title"), Version: c.SuccessionVersion()}
	fields := []Input{f.input("succession", "on", "date", typed), f.input("succession", "note", "text", typed)}
	if err != nil { // the day of all rows is one field
		once := *err
		once.Causes = onDay(err.Causes)
		err = &once
		p.Problem = f.problem(err)
	}
	fields[0].Required, fields[1].Max = true, 300
	f.blame(fields, err)
	p.Day, p.Note = fields[0], fields[1]
	options := slices.Concat([]Option{{}}, p.anyAgency(c))
	for n := 1; n <= SuccessionRows; n++ {
		p.Rows = append(p.Rows, p.form(n, options, typed, err))
	}
	if mine := c.Agency(f.Me.Agency); mine != nil {
		p.Reason = p.reasonField(typed.Get("reason"), err)
	}
	return p
}

// onDay names the one field of the day for the mistakes of all rows, once.
func onDay(causes []*survey.Error) []*survey.Error {
	var list []*survey.Error
	said := false
	for _, e := range causes {
		if strings.HasPrefix(e.Field, "on.") || e.Field == "on" {
			if said {
				continue
			}
			said = true
			again := *e
			again.Field = "on"
			e = &again
		}
		list = append(list, e)
	}
	return list
}

// anyAgency are all agencies, as a form names them: by the code, whose day tells which.
func (p *SuccessionPage) anyAgency(c *survey.Catalogue) []Option {
	var options []Option
	seen := map[string]bool{}
	for i := len(c.Agencies) - 1; i >= 0; i-- { // the last of a code goes on
		a := &c.Agencies[i]
		if !seen[a.Code] {
			options = append(options, Option{Value: a.Code, Text: p.In(a.Name) + " (" + a.Code + ")"})
			seen[a.Code] = true
		}
	}
	byName(options)
	return options
}

func (p *SuccessionPage) form(
	n int, options []Option, typed url.Values, err *survey.Error,
) SuccessionForm {
	row := SuccessionForm{Number: n}
	for _, name := range []string{"predecessor", "successor", "goes_on"} {
		field := Input{Name: name + "." + strconv.Itoa(n), Label: p.say("succession."+name, nil), Kind: "select"}
		choices := options
		if name == "goes_on" {
			choices = []Option{
				{Value: "no", Text: p.say("succession.ends", nil)},
				{Value: "yes", Text: p.say("succession.gives_part", nil)},
			}
		}
		row.Fields = append(row.Fields, field.choose(choices, typed.Get(field.Name)))
	}
	p.blame(row.Fields, err)
	return row
}
