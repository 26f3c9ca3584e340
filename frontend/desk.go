package frontend

import (
	"slices"
	"strings"

	"hailong/account"
	"hailong/survey"
)

// Desk is the frame of the pages of those who are signed in: the band leads through
// what their role may do.
type Desk struct {
	Office
	Saved   string   // what has just been done, in words; empty: nothing
	Problem *Problem // why it was not done; nil: nothing went wrong
}

// deskTab is a page that the band leads to, for those who have one of the rights.
type deskTab struct {
	word, path string
	part       string // the word of what it belongs to
	needs      []account.Action
}

// What pages belong to, where a role has too many for one line.
const (
	partSurvey = "desk.part_survey"
	partIndex  = "desk.part_index"
	partOffice = "desk.part_office"
)

var deskTabs = []deskTab{
	{"desk.home", "/desk", "", []account.Action{account.SignedIn}},
	{"desk.comments", "/desk/comments", partSurvey, []account.Action{account.SeeComments}},
	{"desk.counters", "/desk/counters", partSurvey, []account.Action{account.SeeCounters}},
	{"desk.agencies", "/desk/agencies", partSurvey, []account.Action{account.SeeCatalogue}},
	{"desk.questionnaires", "/desk/questionnaires", partSurvey, []account.Action{account.SeeCatalogue}},
	{"desk.plans", "/desk/plans", partSurvey, []account.Action{account.SeeCatalogue}},
	{"desk.corrections", "/desk/corrections", partSurvey, []account.Action{account.Correct}},
	{"desk.tasks", "/desk/tasks", partIndex, []account.Action{account.SeeSheets}},
	{"desk.sheet", "/desk/sheet", partIndex, []account.Action{account.FillSheet, account.SeeSheets}},
	{"desk.criteria", "/desk/criteria", partIndex, []account.Action{account.SeeCriteria}},
	{
		"desk.rounds", roundsPath, partIndex,
		[]account.Action{account.RunRound, account.Appraise, account.SeeIndex},
	},
	{"desk.editions", editionsPath, partIndex, []account.Action{account.SeeIndex}},
	{"desk.proposals", "/desk/proposals", partOffice, []account.Action{account.Decide, account.SeeLog}},
	{"desk.accounts", "/desk/accounts", partOffice, []account.Action{account.SeeAccounts}},
	{"desk.keys", "/desk/keys", partOffice, []account.Action{account.SeeKeys}},
	{"desk.log", "/desk/log", partOffice, []account.Action{account.SeeLog}},
}

// mostTabs is how many pages the band holds in one line.
const mostTabs = 8

// newDesk makes the frame of a page; title is a word of the catalogues.
func newDesk(f Frame, c *survey.Catalogue, title string) Desk {
	d := Desk{Office: newOffice(f, c, c.DefaultPlan())}
	d.Title = d.say(title, nil)
	if f.Me != nil {
		d.band()
	}
	return d
}

// band leads to the pages of the role: to each where they fit into a line, else to what
// they belong to, with a second line for what the page belongs to.
func (d *Desk) band() {
	d.Nav, d.Sub = nil, nil
	tabs, here := d.tabs(), ""
	for _, tab := range tabs {
		if d.under(tab) {
			here = tab.part
		}
	}
	for _, tab := range tabs {
		switch {
		case len(tabs) <= mostTabs || tab.part == "":
			d.Nav = append(d.Nav, d.tabLink(tab))
			continue
		case tab.part == here:
			d.Sub = append(d.Sub, d.tabLink(tab))
		}
		part := Link{Text: d.say(tab.part, nil), URL: d.Link(tab.path)}
		if tab.part == here {
			part.Current = "true"
		}
		if d.Nav[len(d.Nav)-1].Text != part.Text {
			d.Nav = append(d.Nav, part)
		}
	}
}

// under tells whether the page is a tab's, or lies below it.
func (f Frame) under(tab deskTab) bool {
	return f.Path == tab.path || tab.path != "/desk" && strings.HasPrefix(f.Path, tab.path+"/")
}

func (d *Desk) tabLink(tab deskTab) Link {
	link := d.tab(d.say(tab.word, nil), tab.path, nil)
	if link.Current == "" && d.under(tab) {
		link.Current = "true"
	}
	return link
}

// tabs are the pages that the role of who is signed in may use; the desk is the first.
func (f Frame) tabs() []deskTab {
	return slices.DeleteFunc(slices.Clone(deskTabs), func(tab deskTab) bool {
		// One's own sheet is for those who see no other: the others come to it by its round.
		foreign := tab.path == "/desk/sheet" && f.Me != nil && f.Me.Role.Reach(account.SeeSheets) != account.Own
		return foreign || !slices.ContainsFunc(tab.needs, f.May)
	})
}

// May tells whether who is signed in has a right, so that no page offers what would be
// refused: {{if .May "edit_keys"}}.
func (f Frame) May(action account.Action) bool {
	return f.Me != nil && f.Me.Role.Reach(action) != account.None
}

// RoleName is a role in words.
func (f Frame) RoleName(r account.Role) string {
	name, err := f.T("role." + string(r))
	if err != nil {
		return string(r)
	}
	return name
}

// Problem is the summary above a form that was not accepted; everything typed is kept
// below it.
type Problem struct {
	Heading string
	Items   []Link // each leads to its field, where there is one
}

// problem says an error above a form whose fields are named as the error names them.
func (f Frame) problem(err *survey.Error) *Problem {
	if err == nil {
		return nil
	}
	if err.Word == "busy" { // said to somebody at a counter, of a questionnaire
		err = survey.Fail(err.Kind, "desk.busy", nil)
	}
	p := &Problem{Heading: f.sentence(err)}
	for _, cause := range err.Causes {
		p.Items = append(p.Items, Link{Text: f.sentence(cause), URL: "#" + fieldID(cause.Field)})
	}
	if len(err.Causes) == 0 && err.Field != "" {
		p.Items = []Link{{Text: capital(p.Heading), URL: "#" + fieldID(err.Field)}}
		p.Heading, _ = f.T("desk.not_saved")
	}
	return p
}
