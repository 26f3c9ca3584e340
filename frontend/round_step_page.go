package frontend

import (
	"net/url"
	"slices"

	"hailong/scoring/round"
	"hailong/survey"
)

// RoundStepPage asks before a round goes one step on, with what is left undone.
type RoundStepPage struct {
	ConfirmPage
	Left []StepLeft
	Days string // where its last day is changed; empty: the step may end by now
}

// StepLeft is one thing that is left undone, with the agencies at which it is.
type StepLeft struct {
	Text     string
	Open     bool // few enough to be shown at once
	Agencies []StepAgency
}

// StepAgency is an agency, how much is left there, and in which areas.
type StepAgency struct {
	Link
	Areas []Link
}

// NewRoundStepPage makes the page. Closing a round asks for the number of the council's
// minutes.
func NewRoundStepPage(
	f Frame, c *survey.Catalogue, r *round.Round, left round.Undone, today survey.Day, typed string,
	err *survey.Error,
) *RoundStepPage {
	p := &RoundStepPage{ConfirmPage: *newConfirm(f, c, "round_page.step_title", err)}
	next := r.Step.Next()
	p.Lead = p.roundTitle(r) + ": " + p.stepName(r.Step) + " → " + p.stepName(next)
	p.left(r, left)
	p.until(r, today)
	if len(p.Left) == 0 {
		p.What = append(p.What, p.say("round_page.left_nothing", nil))
	}
	p.early(r, &left, today)
	p.What = append(p.What, p.say("round_page.to_"+string(next), nil))
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

// left says what is left undone in the present step, agency by agency.
func (p *RoundStepPage) left(r *round.Round, u round.Undone) {
	if len(u.Unsubmitted) > 0 && slices.Contains([]round.Step{round.SelfAssessing, round.Appraising}, r.Step) {
		left := StepLeft{Text: p.say("round_page.undone_submit", survey.Args{"count": len(u.Unsubmitted)})}
		for _, id := range u.Unsubmitted {
			left.Agencies = append(left.Agencies, StepAgency{Link: p.sheetLink(r, id, 0)})
		}
		p.add(left)
	}
	for _, kind := range []struct {
		word string
		list []round.Left
		step round.Step
	}{
		{"undone_appraise", u.Unappraised, round.Appraising},
		{"undone_explain", u.Unexplained, round.Explaining},
		{"undone_second", u.Unanswered, round.Reappraising},
	} {
		if len(kind.list) == 0 || kind.step != r.Step {
			continue
		}
		count := 0
		var left StepLeft
		for i := range kind.list {
			count += kind.list[i].Count
			left.Agencies = append(left.Agencies, p.stepAgency(r, &kind.list[i]))
		}
		left.Text = p.say("round_page."+kind.word, survey.Args{"count": count, "agencies": len(kind.list)})
		p.add(left)
	}
}

func (p *RoundStepPage) add(left StepLeft) {
	left.Open = len(left.Agencies) <= mostTold
	p.Left = append(p.Left, left)
}

func (p *RoundStepPage) stepAgency(r *round.Round, left *round.Left) StepAgency {
	a := StepAgency{Link: p.sheetLink(r, left.Agency, left.Count)}
	for _, area := range left.Areas {
		a.Areas = append(a.Areas, Link{
			Text: area.Area, Count: area.Count,
			URL: p.Link(SheetPath(r.ID, p.catalogue.Agency(left.Agency)), "area", area.Area) + "#" + AreaID(area.Area),
		})
	}
	return a
}

func (p *RoundStepPage) sheetLink(r *round.Round, id survey.AgencyID, count int) Link {
	return Link{Text: p.agencyName(id), URL: p.Link(SheetPath(r.ID, p.catalogue.Agency(id))), Count: count}
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
