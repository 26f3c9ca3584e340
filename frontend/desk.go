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
	needs      []account.Action
}

var deskTabs = []deskTab{
	{"desk.home", "/desk", []account.Action{account.SignedIn}},
	{"desk.comments", "/desk/comments", []account.Action{account.SeeComments}},
	{"desk.counters", "/desk/counters", []account.Action{account.SeeCounters}},
	{"desk.agencies", "/desk/agencies", []account.Action{account.SeeCatalogue}},
	{"desk.questionnaires", "/desk/questionnaires", []account.Action{account.SeeCatalogue}},
	{"desk.plans", "/desk/plans", []account.Action{account.SeeCatalogue}},
	{"desk.proposals", "/desk/proposals", []account.Action{account.Decide, account.SeeLog}},
	{"desk.accounts", "/desk/accounts", []account.Action{account.SeeAccounts}},
	{"desk.keys", "/desk/keys", []account.Action{account.SeeKeys}},
	{"desk.log", "/desk/log", []account.Action{account.SeeLog}},
}

// newDesk makes the frame of a page; title is a word of the catalogues.
func newDesk(f Frame, c *survey.Catalogue, title string) Desk {
	d := Desk{Office: newOffice(f, c, c.DefaultPlan())}
	d.Title = d.say(title, nil)
	if f.Me == nil {
		return d
	}
	d.Nav = nil
	for _, tab := range f.tabs() {
		link := d.tab(d.say(tab.word, nil), tab.path, nil)
		if tab.path != "/desk" && strings.HasPrefix(f.Path, tab.path+"/") {
			link.Current = "true"
		}
		d.Nav = append(d.Nav, link)
	}
	return d
}

// tabs are the pages that the role of who is signed in may use; the desk is the first.
func (f Frame) tabs() []deskTab {
	return slices.DeleteFunc(slices.Clone(deskTabs), func(tab deskTab) bool {
		return !slices.ContainsFunc(tab.needs, f.May)
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
	p := &Problem{Heading: f.sentence(err)}
	for _, cause := range err.Causes {
		p.Items = append(p.Items, Link{Text: f.sentence(cause), URL: "#" + fieldID(cause.Field)})
	}
	if len(err.Causes) == 0 && err.Field != "" {
		p.Items = []Link{{Text: p.Heading, URL: "#" + fieldID(err.Field)}}
		p.Heading, _ = f.T("desk.not_saved")
	}
	return p
}
