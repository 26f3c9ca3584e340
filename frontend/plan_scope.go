package frontend

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"hailong/scoring/report"
	"hailong/survey"
)

// PlanScope is the choice of agencies that a plan asks beside its groups.
type PlanScope struct {
	Wrong  string
	Groups []ScopeGroup
}

// ScopeGroup are the agencies of a group, as boxes.
type ScopeGroup struct {
	Name    string
	Chosen  string // how many are chosen, in words; empty: none
	Options []Option
}

// planScope offers the agencies that there are in the plan's period.
func (p *RecordPage) planScope(c *survey.Catalogue, r *survey.Record, shown map[string]string) *PlanScope {
	chosen := strings.Split(shown["agencies"], "|")
	scope := &PlanScope{}
	for _, g := range c.Groups {
		group := ScopeGroup{Name: p.In(g.Name)}
		count := 0
		for i := range c.Agencies {
			a := &c.Agencies[i]
			ref := planRef(c, r.Key, a)
			picked := slices.Contains(chosen, ref)
			if a.Group != g.Code || !picked && !inPeriod(c, r.Key, a) {
				continue
			}
			if picked {
				count++
			}
			group.Options = append(group.Options, Option{Value: ref, Text: p.In(a.Name), Chosen: picked})
		}
		byName(group.Options)
		if count > 0 {
			group.Chosen = p.say("plans.chosen", survey.Args{"count": count})
		}
		if len(group.Options) > 0 {
			scope.Groups = append(scope.Groups, group)
		}
	}
	return scope
}

// planRef names an agency as the plan's file would.
func planRef(c *survey.Catalogue, plan string, a *survey.Agency) string {
	if p := c.PlanByCode(plan); p != nil {
		return c.AgencyRef(a, p.Ends)
	}
	if a.ValidTo != "" {
		return survey.AgencyKey(a)
	}
	return a.Code
}

func inPeriod(c *survey.Catalogue, plan string, a *survey.Agency) bool {
	if p := c.PlanByCode(plan); p != nil {
		return a.ExistsIn(p.Starts, p.Ends)
	}
	return a.ValidTo == ""
}

// PlanNumbers are a plan's agencies with last year's transactions N, to be edited, and
// how far each has come.
type PlanNumbers struct {
	Wrong string
	Rows  []NumberRow
}

// NumberRow is one agency of a plan.
type NumberRow struct {
	ID, Field, Name, Code           string
	Value                           string // N as typed or stored; empty: unknown
	Needed, Present, Least, Missing string
	Official                        string // what the score would be today
	Fixed                           bool   // N was used: it is shown, not to be changed
}

// Show fills in the agencies of a stored plan with their figures. sent is what was
// typed, nil when the page is opened.
func (p *RecordPage) Show(b *report.Board, sent *Sent, err *survey.Error) {
	cell := b.Catalogue.RecordByKey(survey.PlanRecord, b.Plan.Code, b.Today()).Cells["transactions"]
	kept := map[string]string{}
	if p.begun != nil {
		kept = entries(cell)
	}
	if sent != nil {
		if typed, there := sent.Cells["transactions"]; there {
			cell = typed
		}
	}
	values := entries(cell)
	maps.Copy(values, kept)
	p.Numbers = &PlanNumbers{Wrong: p.wrongOf(err, "transactions")}
	for i := range b.Agencies {
		a := &b.Agencies[i]
		ref := b.Catalogue.AgencyRef(a.Agency, b.Plan.Ends)
		row := NumberRow{
			ID: "n-" + strconv.Itoa(i+1), Field: "transactions." + ref, Name: p.In(a.Agency.Name), Code: ref,
			Value: values[ref], Present: p.Int(a.Score.Responses), Least: p.Int(a.Score.Least()),
			Missing: p.Int(max(0, a.Score.Least()-a.Score.Responses)), Needed: "–",
		}
		_, row.Fixed = kept[ref]
		if a.Score.Known {
			row.Needed, row.Missing = p.Int(a.Score.Needed()), p.Int(a.Score.Missing())
		}
		p.Numbers.Rows = append(p.Numbers.Rows, row)
	}
}

// wrongOf is what is wrong with a column that is no field, in words.
func (f Frame) wrongOf(err *survey.Error, column string) string {
	field := []Input{{Name: column}}
	f.blame(field, err)
	return field[0].Wrong
}
