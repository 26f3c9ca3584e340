package frontend

import (
	"slices"
	"strings"

	"hailong/scoring/report"
	"hailong/survey"
)

// about says which survey the figures are of, until when, and whether they still
// move; where several plans differ in that, by the plans' names.
func (o *Office) about(boards ...*report.Board) []string {
	b := boards[0]
	name := o.say("office.survey", survey.Args{"year": b.Plan.Year})
	if !b.Plan.Official {
		name = o.In(b.Plan.Name)
	}
	at := survey.Args{"survey": name, "time": o.Clock(b.Local())}
	lines := append([]string{o.say("office.at", at)}, o.periods(boards)...)
	if olderThanForm(b.Plan) {
		lines = append(lines, o.say("office.form_2023", survey.Args{"year": b.Plan.Year}))
	}
	return lines
}

// olderThanForm tells whether a plan's year is before the scale and the items, which are
// of QĐ 1001/QĐ-BNV of 11/12/2023.
func olderThanForm(p *survey.Plan) bool { return p.Year < 2023 }

func (o *Office) periods(boards []*report.Board) []string {
	var lines, named []string
	for _, b := range boards {
		days := survey.Args{"day": b.Plan.Ends, "until": b.Plan.AcceptUntil, "plan": o.In(b.Plan.Name)}
		word := "running"
		if b.Ended {
			word = "ended"
		}
		lines = append(lines, o.say("office."+word, days))
		named = append(named, o.say("table.plan_"+word, days))
	}
	if lines = distinct(lines); len(lines) == 1 {
		return lines
	}
	return named
}

// byPlan says what holds for all plans once, and else for each of them, with its name.
func (o *Office) byPlan(plans []*survey.Plan, say func(*survey.Plan) string) string {
	var texts, named []string
	for _, p := range plans {
		if text := say(p); text != "" {
			texts = append(texts, text)
			named = append(named, o.say("table.of_plan", survey.Args{"text": text, "plan": o.In(p.Name)}))
		}
	}
	if texts = distinct(texts); len(texts) <= 1 {
		return strings.Join(texts, "")
	}
	return strings.Join(named, "; ")
}

// targets are a line for each sector; where plans differ, one for each plan.
func (o *Office) targets(p pen, plans []*survey.Plan) []string {
	var lines []string
	for _, sector := range survey.Sectors {
		line := o.byPlan(plans, func(plan *survey.Plan) string {
			if t := plan.Targets[sector]; t.Hundredths > 0 {
				return p.goal(t)
			}
			return ""
		})
		if line != "" {
			lines = append(lines, o.say("home.target", survey.Args{"sector": o.sectorName(sector), "goal": line}))
		}
	}
	return lines
}

func distinct(texts []string) []string {
	slices.Sort(texts)
	return slices.Compact(texts)
}

func receivedArgs(r report.Received) survey.Args {
	return survey.Args{
		"received": r.All, "counted": r.Counted, "late": r.Late, "excluded": r.Excluded, "rest": r.Uncounted,
	}
}

// plansOn are the plans of a year's boards.
func plansOn(y *report.Year) []*survey.Plan {
	list := make([]*survey.Plan, len(y.Boards))
	for i, b := range y.Boards {
		list[i] = b.Plan
	}
	return list
}

func targetPercents(plans []*survey.Plan) []float64 {
	var list []float64
	for _, p := range plans {
		for _, t := range p.Targets {
			list = append(list, t.Percent())
		}
	}
	return list
}
