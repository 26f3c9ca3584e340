package frontend

import (
	"strconv"
	"time"

	"hailong/frontend/words"
	"hailong/survey"
)

// LogEntry is a row of the log in words.
type LogEntry struct {
	Link           // its number, and its own page
	Time, Way      string
	Actor, Subject string
	Action         string // in words; the code where there are none
	Changes        LogChanges
	Short          string // the beginning of its hash
}

// LogChanges are what an entry changed, field by field, with the heads of their table.
type LogChanges struct {
	Field, Before, After string // heads
	Folded               string // what is said instead of so many; empty: they are shown
	Rows                 []survey.FieldChange
}

// mostOpen is how many changes are shown without being asked for.
const mostOpen = 6

func (o *Office) logEntry(r survey.LogRow) LogEntry {
	number := strconv.FormatInt(r.Number, 10)
	return LogEntry{
		Link: Link{Text: number, URL: o.Link("/desk/log/" + number)}, Time: o.logTime(r),
		Way: o.logWay(r.Place), Actor: r.Actor, Subject: r.Subject, Action: o.actionName(r.Action),
		Changes: o.logChanges(r), Short: r.Hash[:min(12, len(r.Hash))],
	}
}

func (o *Office) logChanges(r survey.LogRow) LogChanges {
	list := LogChanges{
		Field: o.say("log_page.field", nil), Before: o.say("log_page.before", nil),
		After: o.say("log_page.after", nil), Rows: r.Changes(),
	}
	for i := range list.Rows {
		change := &list.Rows[i]
		if change.Field == "" { // a plain value: "on", or how somebody signed in
			change.Before, change.After = o.worded("log_word.", change.Before), o.worded("log_word.", change.After)
		}
		change.Field = o.logField(r.Action, change.Field)
	}
	if len(list.Rows) > mostOpen {
		list.Folded = o.say("log_page.changes", survey.Args{"count": len(list.Rows)})
	}
	return list
}

// logTime is when a change was made, by the office's clock.
func (o *Office) logTime(r survey.LogRow) string {
	if at := r.Moment(); !at.IsZero() {
		return o.logMoment(at)
	}
	return r.At
}

func (o *Office) logMoment(at time.Time) string {
	if o.catalogue.Zone != nil {
		at = at.In(o.catalogue.Zone)
	}
	return at.Format("02/01/2006 15:04:05")
}

// actionName says what was done: "plan.change" is "sửa kế hoạch khảo sát".
func (o *Office) actionName(code string) string { return o.worded("log_action.", code) }

// worded is a code in words, itself where there are none.
func (o *Office) worded(of, code string) string {
	if words.Has(of + code) {
		return o.say(of+code, nil)
	}
	return code
}

// LogEntryPage is one entry of the log with all its fields and the text that its hash is
// of, so that a person can compute it again.
type LogEntryPage struct {
	Desk
	Entry  LogEntry
	Facts  []LogFact
	Hashed string // empty: the reader does not see all of it yet
	Fits   bool   // the text's hash is the one that is stored
	Back   string
	Before string // address of the entry before it, empty for the first
}

// LogFact is a field with its name.
type LogFact struct{ Name, Value string }

// NewLogEntryPage makes the page of a row; r is what the reader sees of what is stored.
func NewLogEntryPage(f Frame, c *survey.Catalogue, stored, r survey.LogRow) *LogEntryPage {
	p := &LogEntryPage{Desk: newDesk(f, c, "log_page.title"), Fits: stored.Sum() == stored.Hash}
	if r == stored {
		p.Hashed = r.Hashed()
	}
	p.Entry = p.logEntry(r)
	p.Entry.Changes.Folded = ""
	p.Title = p.say("log_page.entry", survey.Args{"number": r.Number})
	p.Back = p.Link("/desk/log")
	if r.Number > 1 {
		p.Before = p.Link("/desk/log/" + strconv.FormatInt(r.Number-1, 10))
	}
	for _, fact := range [][2]string{
		{"number", strconv.FormatInt(r.Number, 10)},
		{"at", r.At},
		{"actor", r.Actor},
		{"place", r.Place},
		{"action_code", r.Action},
		{"subject", r.Subject},
		{"before", r.Before},
		{"after", r.After},
		{"previous", r.Previous},
		{"hash", r.Hash},
	} {
		p.Facts = append(p.Facts, LogFact{Name: p.say("log_page."+fact[0], nil), Value: fact[1]})
	}
	return p
}
