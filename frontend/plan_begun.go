package frontend

import (
	"slices"

	"hailong/survey"
)

// planBegun notes a plan that has begun, which keeps most of what it says, and gives
// what is shown: a new plan is the official one of a year that has none.
func (p *RecordPage) planBegun(
	c *survey.Catalogue, today survey.Day, r *survey.Record, shown map[string]string,
) map[string]string {
	if shown == nil && r.Key == "" && !yearTaken(c, today.Time().Year()) {
		return map[string]string{"official": "yes"}
	}
	if plan := c.PlanByCode(r.Key); plan != nil && plan.Starts <= today {
		p.begun, p.Note = plan, p.say("record.begun", nil)
	}
	return shown
}

// yearTaken tells whether an official plan of a year asks anybody.
func yearTaken(c *survey.Catalogue, year int) bool {
	return slices.ContainsFunc(c.OfficialPlans(year), func(o *survey.Plan) bool {
		return len(c.PlanAgencies(o)) > 0
	})
}
