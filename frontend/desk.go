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

// deskTab is a page that the band leads to, and the right that it needs.
type deskTab struct {
	word, path string
	needs      account.Action
}

var deskTabs = []deskTab{
	{"desk.home", "/desk", account.SignedIn},
	{"desk.comments", "/desk/comments", account.SeeComments},
	{"desk.counters", "/desk/counters", account.SeeCounters},
	{"desk.agencies", "/desk/agencies", account.EditCatalogue},
	{"desk.questionnaires", "/desk/questionnaires", account.EditCatalogue},
	{"desk.plans", "/desk/plans", account.EditCatalogue},
	{"desk.proposals", "/desk/proposals", account.Decide},
	{"desk.accounts", "/desk/accounts", account.SeeAccounts},
	{"desk.keys", "/desk/keys", account.EditKeys},
	{"desk.log", "/desk/log", account.SeeLog},
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
		return f.Me.Role.Reach(tab.needs) == account.None
	})
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
