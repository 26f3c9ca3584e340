package frontend

import "hailong/survey"

// PlansPage is the list of survey plans.
type PlansPage struct {
	Desk
	Rows  []PlanEntry
	Files []Link
}

// PlanEntry is a plan in the list.
type PlanEntry struct {
	Link
	Code, Period, Form, Target, State string
	Year                              int
	Agencies                          int
	Official, Public                  bool
}

// NewPlansPage makes the page.
func NewPlansPage(f Frame, c *survey.Catalogue, today survey.Day) *PlansPage {
	p := &PlansPage{Desk: newDesk(f, c, "plans.title")}
	for i := range c.Plans {
		plan := &c.Plans[i]
		state := "runs"
		switch {
		case plan.Archived:
			state = "archived"
		case today < plan.Starts:
			state = "later"
		case today > plan.Ends && plan.Accepts(today):
			state = "late"
		case today > plan.Ends:
			state = "ended"
		}
		cells := c.RecordByKey(survey.PlanRecord, plan.Code, today).Cells
		p.Rows = append(p.Rows, PlanEntry{
			Link: Link{Text: p.In(plan.Name), URL: p.Link(RecordPath(survey.PlanRecord, plan.Code))}, Code: plan.Code,
			Period: p.Day(plan.Starts) + " – " + p.Day(plan.Ends), Form: cells["form"], Target: cells["target"] + "%",
			State: p.say("plans.state_"+state, nil), Year: plan.Year, Agencies: len(c.PlanAgencies(plan)),
			Official: plan.Official, Public: plan.Public,
		})
	}
	p.Files = p.deskFiles("plans")
	return p
}
