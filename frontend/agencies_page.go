package frontend

import (
	"fmt"
	"net/http"
	"net/url"

	"hailong/survey"
)

// AgenciesPage is the list of agencies as they were on a day, or at any time, with
// what each was made from and what became of it.
type AgenciesPage struct {
	Office
	Status  int // 422 where the day asked for is none
	About   string
	Q       string
	On      []Link // what to choose from: today, ever, and the days of changes
	Groups  []AgencyGroup
	Unsure  bool   // some row is unconfirmed: the page says what that means
	Missing string // the name of what the page lacks: "empty", "filtered" or "day"
	Clear   string // the page without filters
	Narrow  bool   // rows may be left out by what is searched for

	today survey.Day
	on    survey.Day
	ever  bool
}

// AgencyGroup is a group with its agencies, by name.
type AgencyGroup struct {
	ID, Name string
	Rows     []AgencyEntry
}

// AgencyEntry is an agency in the list.
type AgencyEntry struct {
	Link         // without address where it has no figures to show
	Code, Sector string
	From, Until  string // days; From is empty where none is known, Until where it goes on
	Source       string // of a row that nobody has confirmed yet, else empty
	Took, Gave   []Related
}

// Related is another agency that duties came from or went to.
type Related struct {
	Link
	Code, Day, Note string
}

// NewAgenciesPage makes the page; query is what the reader asked for: q, on.
func NewAgenciesPage(f Frame, c *survey.Catalogue, today survey.Day, query url.Values) *AgenciesPage {
	page := &AgenciesPage{
		Office: newOffice(f, c, c.DefaultPlan()), Status: http.StatusOK,
		Q: listingOf(query).Q, today: today,
	}
	page.Title = page.say("agencies.title", nil)
	page.Clear = page.Link(page.Path)
	on, ever, ok := OnAsked(query.Get("on"), today)
	page.on, page.ever = on, ever
	page.choices()
	if !ok {
		page.Missing, page.Status = "day", http.StatusUnprocessableEntity
		return page
	}
	page.list()
	return page
}

// list keeps the agencies asked for, each group's by name.
func (a *AgenciesPage) list() {
	c, all, shown := a.catalogue, 0, 0
	for _, g := range c.Groups {
		var rows []AgencyRow
		for i := range c.Agencies {
			if x := &c.Agencies[i]; x.Group == g.Code && (a.ever || x.ExistsOn(a.on)) {
				rows = append(rows, AgencyRow{Link: Link{Text: a.In(x.Name)}, agency: x})
			}
		}
		all += len(rows)
		rows = Listing{Q: a.Q, Sort: "name"}.apply(rows)
		shown += len(rows)
		if len(rows) > 0 {
			a.Groups = append(a.Groups, a.group(&g, rows))
		}
	}
	a.Narrow = a.Q != ""
	a.about(all, shown)
}

func (a *AgenciesPage) about(all, shown int) {
	switch {
	case len(a.catalogue.Agencies) == 0:
		a.Missing = "empty"
		return
	case shown == 0:
		a.Missing = "filtered"
	}
	key, args := "agencies.about_day", survey.Args{"day": a.on, "count": all, "shown": shown}
	if a.ever {
		key = "agencies.about_ever"
	}
	if a.Narrow {
		key += "_some"
	}
	a.About = a.say(key, args)
}

func (a *AgenciesPage) group(g *survey.Group, rows []AgencyRow) AgencyGroup {
	group := AgencyGroup{ID: fmt.Sprint("khoi-", len(a.Groups)+1), Name: a.In(g.Name)}
	for _, row := range rows {
		entry := a.entry(row.agency)
		a.Unsure = a.Unsure || entry.Source != ""
		group.Rows = append(group.Rows, entry)
	}
	return group
}

func (a *AgenciesPage) entry(x *survey.Agency) AgencyEntry {
	e := AgencyEntry{Link: a.named(x), Code: x.Code, Sector: a.sectorName(x.Sector)}
	if x.ValidFrom != "" {
		e.From = a.Day(x.ValidFrom)
	}
	if x.ValidTo != "" {
		e.Until = a.Day(x.ValidTo)
	}
	if x.Unconfirmed() {
		e.Source = x.Source
	}
	for _, s := range a.catalogue.Predecessors(x.ID) {
		e.Took = append(e.Took, a.related(s.Predecessor, s))
	}
	for _, s := range a.catalogue.Successors(x.ID) {
		e.Gave = append(e.Gave, a.related(s.Successor, s))
	}
	return e
}

func (a *AgenciesPage) related(id survey.AgencyID, s survey.Succession) Related {
	x := a.catalogue.Agency(id)
	return Related{Link: a.named(x), Code: x.Code, Day: a.Day(s.On), Note: s.Note}
}

// named is an agency's name, with a link where the plans that are shown without being
// asked for have figures of it.
func (a *AgenciesPage) named(x *survey.Agency) Link {
	link := Link{Text: a.In(x.Name)}
	for _, p := range a.shown() {
		if a.catalogue.Lists(p, x) {
			link.URL = a.Link(agencyPath(a.agencyRef(x, p, a.today)))
		}
	}
	return link
}
