package frontend

import (
	"maps"
	"net/url"
	"slices"

	"hailong/scoring/round"
	"hailong/survey"
)

// NewRoundStepPage asks before a round goes one step on, with what is left undone. Closing
// it asks for the number of the council's minutes.
func NewRoundStepPage(
	f Frame, c *survey.Catalogue, r *round.Round, left round.Undone, typed string, err *survey.Error,
) *ConfirmPage {
	p := newConfirm(f, c, "round_page.step_title", err)
	next := r.Step.Next()
	p.Lead = p.roundTitle(r) + ": " + p.stepName(r.Step) + " → " + p.stepName(next)
	p.What = append(p.left(r.Step, left), p.say("round_page.to_"+string(next), nil))
	p.Hidden = []Held{{"to", string(next)}}
	p.Button = p.say("round_page.advance", survey.Args{"step": p.stepName(next)})
	p.Back = Link{Text: p.say("round_page.stay", nil), URL: p.Link(RoundPath(r.ID))}
	if next == round.Closed {
		field := f.input("round_page", "minutes", "text", url.Values{"minutes": {typed}})
		field.Required, field.Max = true, 200
		fields := []Input{field}
		f.blame(fields, err)
		p.Reason = &fields[0]
	}
	return p
}

// left says what is left undone in a step, with the agencies.
func (p *ConfirmPage) left(step round.Step, u round.Undone) []string {
	var lines []string
	say := func(word string, agencies []survey.AgencyID, leaves int, steps ...round.Step) {
		if len(agencies) > 0 && slices.Contains(steps, step) {
			args := survey.Args{"count": leaves, "agencies": p.names(agencies)}
			lines = append(lines, p.say("round_page."+word, args))
		}
	}
	say("undone_submit", u.Unsubmitted, len(u.Unsubmitted), round.SelfAssessing, round.Appraising)
	for _, kind := range []struct {
		word   string
		leaves map[survey.AgencyID][]string
		step   round.Step
	}{
		{"undone_appraise", u.Unappraised, round.Appraising},
		{"undone_explain", u.Unexplained, round.Explaining},
		{"undone_second", u.Unanswered, round.Reappraising},
	} {
		count := 0
		for _, codes := range kind.leaves {
			count += len(codes)
		}
		say(kind.word, slices.Sorted(maps.Keys(kind.leaves)), count, kind.step)
	}
	if len(lines) == 0 {
		lines = []string{p.say("round_page.left_nothing", nil)}
	}
	return lines
}

// RoundDaysPage changes the last days of a round's steps.
type RoundDaysPage struct {
	Desk
	Lead   string
	Fields []Input
	Hidden []Held // the days that the page was made from
	Stored []Held // what is stored, where it is not what the page was made from
	Back   string
}

// NewRoundDaysPage makes the page; typed is nil where it is as it begins.
func NewRoundDaysPage(
	f Frame, c *survey.Catalogue, r *round.Round, typed url.Values, err *survey.Error,
) *RoundDaysPage {
	p := &RoundDaysPage{Desk: newDesk(f, c, "round_page.change_days"), Back: f.Link(RoundPath(r.ID))}
	p.Lead = p.roundTitle(r)
	p.Problem = f.problem(err)
	p.Fields = f.stepDays(typed, r.Deadlines)
	f.blame(p.Fields, err)
	for _, step := range round.Steps[:len(round.Steps)-1] {
		p.Hidden = append(p.Hidden, Held{"was." + string(step), string(r.Deadlines[step])})
		if err != nil && err.Word == "stale" {
			p.Stored = append(p.Stored, Held{p.stepName(step), p.Day(r.Deadlines[step])})
		}
	}
	return p
}
