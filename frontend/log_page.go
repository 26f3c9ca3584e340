package frontend

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"hailong/frontend/words"
	"hailong/survey"
)

// LogPage is the chained log, newest first, with what each entry changed.
type LogPage struct {
	Desk
	Fields  []Input
	Head    LogHeadSaid
	Entries []LogEntry
	Narrow  bool   // some entries are left out
	Clear   string // the page without filters
	Older   string // address of the next page, empty at the end
	Newest  string // address of the first page, empty there
	Sought  string // down to where an unfinished search looked; empty: it is finished
}

// LogHeadSaid is where the log ends, and when it was last walked through.
type LogHeadSaid struct{ Number, Hash, Checked string }

// LogAsked is what the page was asked for, as it was typed, and what follows from it.
type LogAsked struct {
	Typed url.Values
	Query survey.LogQuery
}

// logFields are the fields of the form, in the address too, with their kinds.
var logFields = [][2]string{
	{"actor", "text"},
	{"action", "select"},
	{"subject", "text"},
	{"q", "search"},
	{"from", "date"},
	{"to", "date"},
}

// ReadLogAsked reads an address; the error names the fields that are wrong.
func ReadLogAsked(query url.Values) (LogAsked, error) {
	asked := LogAsked{Typed: url.Values{}}
	for _, field := range logFields {
		if value := Searched(query.Get(field[0])); value != "" {
			asked.Typed.Set(field[0], value)
		}
	}
	q := &asked.Query
	q.Actor, q.Action = asked.Typed.Get("actor"), asked.Typed.Get("action")
	q.Subject, q.Text = asked.Typed.Get("subject"), asked.Typed.Get("q")
	q.Below, _ = strconv.ParseInt(query.Get("below"), 10, 64)
	var mistakes survey.Mistakes
	q.From = asked.day("from", &mistakes)
	q.To = asked.day("to", &mistakes)
	return asked, mistakes.Err("log_page.wrong")
}

func (a *LogAsked) day(name string, mistakes *survey.Mistakes) survey.Day {
	text := a.Typed.Get(name)
	if text == "" {
		return ""
	}
	day, err := survey.ParseDay(text)
	if err != nil {
		mistakes.Add(survey.Fail(survey.Invalid, "log_page.day", nil).At(name))
		return ""
	}
	a.Typed.Set(name, string(day)) // as a field for days takes it
	return day
}

// NewLogPage makes the page; read is nil where what was asked for is wrong, err says how.
func NewLogPage(
	f Frame, c *survey.Catalogue, asked LogAsked, actions []string, read *survey.LogPage, err *survey.Error,
) *LogPage {
	p := &LogPage{Desk: newDesk(f, c, "log_page.title"), Narrow: len(asked.Typed) > 0}
	p.Problem = p.problem(err)
	p.fields(asked, actions)
	p.blame(p.Fields, err)
	p.Clear = p.Link(p.Path)
	if read != nil {
		p.list(asked, read)
	}
	return p
}

func (p *LogPage) list(asked LogAsked, read *survey.LogPage) {
	for _, r := range read.Rows {
		p.Entries = append(p.Entries, p.logEntry(r))
	}
	if asked.Query.Below > 0 {
		p.Newest = p.address(p.Path, asked.Typed, p.Lang)
	}
	if read.Next > 0 {
		p.Older = p.below(asked.Typed, read.Next)
		if !read.Full {
			p.Sought = strconv.FormatInt(read.Seen, 10)
		}
	}
	for _, kind := range []string{"CSV", "XLSX", "JSONL"} {
		path := p.Path + "." + strings.ToLower(kind)
		p.Files = append(p.Files, Link{Text: kind, URL: p.address(path, asked.Typed, p.Lang)})
	}
}

func (p *LogPage) below(typed url.Values, number int64) string {
	query := url.Values{"below": {strconv.FormatInt(number, 10)}}
	for name, values := range typed {
		query[name] = values
	}
	return p.address(p.Path, query, p.Lang)
}

// SayHead adds where the log ends and when it was last checked.
func (p *LogPage) SayHead(head survey.LogHead, checked time.Time, whole bool) {
	p.Head = LogHeadSaid{Number: strconv.FormatInt(head.Number, 10), Hash: head.Hash}
	switch {
	case checked.IsZero():
		p.Head.Checked = p.say("log_page.never", nil)
	case whole:
		p.Head.Checked = p.say("log_page.whole", survey.Args{"time": p.logMoment(checked)})
	default:
		p.Head.Checked = p.say("log_page.broken", survey.Args{"time": p.logMoment(checked)})
	}
}

func (p *LogPage) fields(asked LogAsked, actions []string) {
	for _, field := range logFields {
		input := p.input("log_page", field[0], field[1], asked.Typed)
		if field[1] == "select" {
			input = input.choose(p.actions(actions, asked.Query.Action), asked.Query.Action)
		} else {
			input.Max = 100
		}
		p.Fields = append(p.Fields, input)
	}
}

// actions are those to choose from; the one that was asked for is always among them.
func (p *LogPage) actions(occurring []string, asked string) []Option {
	options := []Option{{Text: p.say("log_page.any", nil)}}
	found := asked == ""
	for _, code := range occurring {
		options = append(options, Option{Value: code, Text: p.actionName(code)})
		found = found || code == asked
	}
	if !found {
		options = append(options, Option{Value: asked, Text: p.actionName(asked)})
	}
	return options
}

// LogWithheld stands in a row in the place of figures that its reader does not see yet.
func LogWithheld(f Frame) string { return words.Say(f.Lang, "log_page.withheld", nil) }

// LogCut is what ends a text in a file that has no room for all of it.
func LogCut(f Frame) string { return words.Say(f.Lang, "log_page.cut", nil) }
