package frontend

import (
	"hailong/scoring/round"
	"hailong/survey"
)

// until says how long the present step lasts, or since when it is over.
func (p *RoundStepPage) until(r *round.Round, today survey.Day) {
	day := r.Deadline()
	if day == "" {
		return
	}
	word := "round_page.step_until"
	if !r.Early(today) {
		word = "round_page.step_over"
	}
	p.What = append(p.What, p.say(word, survey.Args{
		"step": p.stepName(r.Step), "day": day, "when": untilText(p.Lang, today.DaysTo(day)),
	}))
}

// early says what ends before its last day, or that agencies are still in time: then there
// is nothing to press, but the last day can be changed.
func (p *RoundStepPage) early(r *round.Round, left *round.Undone, today survey.Day) {
	if !r.Early(today) {
		return
	}
	held := left.Holds(r, today)
	if held == nil || !r.Step.Own() {
		p.What = append(p.What, p.say("round_page.early_"+string(r.Step), nil))
		return
	}
	if why := p.say(held.Word, held.Args); p.Problem == nil || p.Problem.Heading != why {
		p.What = append(p.What, why)
	}
	p.What = append(p.What, p.say("round_page.early_days", nil))
	p.Days = p.Link(RoundPath(r.ID) + "/deadlines")
}
