package frontend

import (
	"slices"

	"hailong/account"
	"hailong/scoring/round"
	"hailong/survey"
)

// DeskPage is where those who sign in begin: what waits for them, and where their
// figures are.
type DeskPage struct {
	Desk
	Hello string
	Own   Link
	Late  []Link   // what waits though its last day is over
	Tasks []Link   // what waits; without address where it is only said
	Next  []string // until when the steps of the person's rounds last, where nothing else is said
	Do    []DeskLink

	Finish string // of a demonstration: ends its year and publishes it; empty elsewhere
}

// DeskLink is a page that the person may use, with what it is for.
type DeskLink struct {
	Link
	What string
}

// Waiting is what the desk tells of.
type Waiting struct {
	Proposals int  // that this person may decide
	Alone     bool // nobody could approve what this person proposes
	Day       survey.Day
	Reminders []round.Reminder // what waits in rounds for this person
	Rounds    []round.Round    // that this person runs, and whose step ends soon, or is over
	Next      []round.Round    // that this person has a part in, open ones
	Petitions []WaitingPetitions
	Overdue   []OverdueTasks
}

// NewDeskPage makes the page of who is signed in.
func NewDeskPage(f Frame, c *survey.Catalogue, w Waiting) *DeskPage {
	p := &DeskPage{Desk: newDesk(f, c, "desk.title")}
	p.Hello = p.say("desk.hello", survey.Args{"name": f.Me.Name, "role": p.RoleName(f.Me.Role)})
	if a := c.Agency(f.Me.Agency); a != nil {
		p.Own = Link{Text: p.In(a.Name)}
		if slices.ContainsFunc(c.Plans, func(plan survey.Plan) bool { return c.Lists(&plan, a) }) {
			p.Own.URL = p.Link(agencyPath(c.AgencyRef(a, w.Day)))
		}
	}
	p.remind(c, w)
	p.waiting(w)
	p.tasks(c, w)
	for _, tab := range f.tabs()[1:] {
		what := tab.word + "_what"
		if tab.path == "/desk/counters" && !p.May(account.EditCatalogue) {
			what = "desk.counters_own_what"
		}
		if tab.path == "/desk/criteria" && p.May(account.EditCriteria) {
			what = "desk.criteria_edit_what"
		}
		p.Do = append(p.Do, DeskLink{p.tabLink(tab), p.say(what, nil)})
	}
	return p
}

func (p *DeskPage) tasks(c *survey.Catalogue, w Waiting) {
	if w.Proposals > 0 {
		text := p.say("desk.proposals_wait", survey.Args{"count": w.Proposals})
		p.Tasks = append(p.Tasks, Link{Text: text, URL: p.Link("/desk/proposals")})
	}
	if !p.May(account.EditCatalogue) {
		return
	}
	if w.Alone {
		p.Tasks = append(p.Tasks, Link{Text: p.say("desk.alone", nil)})
	}
	plans := c.OfficialPlans(w.Day.Time().Year())
	if len(plans) == 0 {
		p.Tasks = append(p.Tasks, Link{Text: p.say("desk.no_plan", nil), URL: p.Link("/desk/plans")})
		return
	}
	if count := withoutCounter(c, plans); count > 0 {
		text := p.say("desk.lacking_counters", survey.Args{"count": count})
		p.Tasks = append(p.Tasks, Link{Text: text, URL: p.Link("/desk/counters")})
	}
}

// withoutCounter is how many agencies of the plans nobody can answer at.
func withoutCounter(c *survey.Catalogue, plans []*survey.Plan) int {
	has := map[survey.AgencyID]bool{}
	for i := range c.Counters {
		has[c.Counters[i].Agency] = true
	}
	count := 0
	for _, p := range plans {
		for _, a := range c.PlanAgencies(p) {
			if !has[a.ID] {
				count++
			}
		}
	}
	return count
}
