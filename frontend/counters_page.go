package frontend

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"hailong/account"
	"hailong/survey"
)

// CounterList is what a reader asked of the list of counters.
type CounterList struct {
	Q      string
	Agency string // the reference of an agency; empty: all
	State  string // open, closed or later; empty: all
	Page   int    // from 1
}

// counterStates are what a counter can be today.
var counterStates = []string{"open", "closed", "later"}

// CounterListOf reads a query; what it does not know is as if it was not there.
func CounterListOf(query url.Values) CounterList {
	l := CounterList{Q: listingOf(query).Q, Agency: query.Get("agency"), State: query.Get("state")}
	l.Page, _ = strconv.Atoi(query.Get("page"))
	l.Page = max(1, l.Page)
	return l
}

// CounterState is open, closed or later, on a day.
func CounterState(c *survey.Catalogue, n *survey.Counter, today survey.Day) string {
	switch {
	case n.OpenedOn != "" && today < n.OpenedOn:
		return "later"
	case !n.OpenOn(today) || !c.Agency(n.Agency).ExistsOn(today):
		return "closed"
	}
	return "open"
}

// Keep are those of the counters that were asked for.
func (l CounterList) Keep(c *survey.Catalogue, seen []*survey.Counter, today survey.Day) []*survey.Counter {
	var kept []*survey.Counter
	q := survey.FoldSearch(l.Q)
	for _, n := range seen {
		a := c.Agency(n.Agency)
		switch {
		case l.Agency != "" && c.AgencyRef(a, today) != l.Agency:
		case l.State != "" && CounterState(c, n, today) != l.State:
		case !strings.Contains(counterText(n, a), q):
		default:
			kept = append(kept, n)
		}
	}
	return kept
}

// counterText is what is searched of a counter.
func counterText(n *survey.Counter, a *survey.Agency) string {
	texts := []string{n.Code, n.Name.VI, n.Name.EN, n.Place.VI, a.Code, a.Name.VI, a.Name.EN}
	return survey.FoldSearch(strings.Join(texts, "\n"))
}

// CountersPage is the list of counters, from which posters are printed.
type CountersPage struct {
	Desk
	List   CounterList
	Agency []Option
	State  []Option
	Rows   []CounterEntry
	Total  int
	Narrow bool // something is filtered out
	Paper  bool
	Edit   bool // this person may add and change counters
	Before string
	After  string
	Files  []Link
}

// CounterEntry is a counter in the list.
type CounterEntry struct {
	Code, Name, Place string
	Edit, Form, QR    string // addresses; Edit is empty where the person may not see more
	Agency            string
	StateName         string
	Plan              string
	Month             string // responses this month, or a dash
	Box               bool   // a poster can be printed
}

// countersShown is how many rows a page has.
const countersShown = 200

// NewCountersPage makes the page. seen are the counters that the reader may see; month are
// the responses of the running month, by counter, nil where nobody asked; typed is what was
// sent when posters were asked for, nil otherwise.
func NewCountersPage(
	f Frame, c *survey.Catalogue, l CounterList, seen []*survey.Counter, today survey.Day,
	month map[survey.CounterID]int64, typed url.Values, err *survey.Error,
) *CountersPage {
	p := &CountersPage{Desk: newDesk(f, c, "counters.title"), List: l}
	p.Problem = f.problem(err)
	p.Edit = f.May(account.EditCatalogue)
	p.Paper = typed.Get("paper") != ""
	kept := l.Keep(c, seen, today)
	p.Total, p.Narrow = len(kept), l.Q+l.Agency+l.State != ""
	p.filters(seen, today)
	first := min((l.Page-1)*countersShown, len(kept))
	last := min(first+countersShown, len(kept))
	for _, n := range kept[first:last] {
		p.Rows = append(p.Rows, p.entry(c, n, today, month))
	}
	if first > 0 {
		p.Before = p.pageLink(l.Page - 1)
	}
	if last < len(kept) {
		p.After = p.pageLink(l.Page + 1)
	}
	if f.May(account.SeeCatalogue) {
		p.Files = p.deskFiles("counters")
	}
	return p
}

func (p *CountersPage) pageLink(page int) string {
	return p.Link(
		"/desk/counters", "q", p.List.Q, "agency", p.List.Agency, "state", p.List.State, "page", strconv.Itoa(page),
	)
}

// Clear is the list without filters.
func (p *CountersPage) Clear() string { return p.Link("/desk/counters") }

func (p *CountersPage) filters(seen []*survey.Counter, today survey.Day) {
	all := Option{Text: p.say("counters.all", nil)}
	agencies := p.agencyChoices(today, func(a *survey.Agency) bool {
		return slices.ContainsFunc(seen, func(n *survey.Counter) bool { return n.Agency == a.ID })
	})
	p.Agency = Input{}.choose(append([]Option{all}, agencies...), p.List.Agency).Options
	p.State = append(p.State, all)
	for _, s := range counterStates {
		p.State = append(p.State, Option{Value: s, Text: p.say("counters.state_"+s, nil)})
	}
	p.State = Input{}.choose(p.State, p.List.State).Options
}

func (p *CountersPage) entry(
	c *survey.Catalogue, n *survey.Counter, today survey.Day, month map[survey.CounterID]int64,
) CounterEntry {
	state := CounterState(c, n, today)
	e := CounterEntry{
		Code: n.Code, Name: p.In(n.Name), Place: p.In(n.Place), Agency: p.In(c.Agency(n.Agency).Name),
		Form: p.Link("/s/" + string(n.Token)), QR: "/q/" + string(n.Token) + ".svg",
		StateName: p.say("counters.state_"+state, nil), Month: "–", Plan: p.say("counters.no_plan", nil),
		Box: c.InUse(n, today),
	}
	if p.May(account.SeeCatalogue) {
		e.Edit = p.Link(RecordPath(survey.CounterRecord, n.Code))
	}
	if plan, err := c.PlanFor(n, today); err == nil && state == "open" {
		e.Plan = plan.Code
		if month != nil {
			e.Month = p.Int(month[n.ID])
		}
	}
	return e
}

// deskFiles are the links to what there is of a kind as files, and to taking one in.
func (d *Desk) deskFiles(what string) []Link {
	path := "/desk/files/" + what
	files := []Link{
		{Text: d.say("upload.take_csv", nil), URL: path + ".csv"},
		{Text: d.say("upload.take_xlsx", nil), URL: path + ".xlsx"},
	}
	if d.May(account.EditCatalogue) {
		files = append(files, Link{Text: d.say("upload.bring", nil), URL: d.Link(path)})
	}
	return files
}
