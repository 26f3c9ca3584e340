package frontend

import (
	"hailong/survey"
)

// ConfirmPage asks once more before something that cannot simply be undone.
type ConfirmPage struct {
	Desk
	Lead   string
	What   []string // what follows from it
	Hidden []Held   // what is sent along
	Reason *Input
	Button string
	Back   Link
}

// NewReplacePage asks before a counter's code is replaced.
func NewReplacePage(
	f Frame, c *survey.Catalogue, n *survey.Counter, version, reason string, err *survey.Error,
) *ConfirmPage {
	p := newConfirm(f, c, "counters.replace", err)
	p.Lead = n.Code + " · " + p.In(n.Name)
	p.What = []string{p.say("counters.replace_old", nil), p.say("counters.replace_then", nil)}
	p.Hidden = []Held{{"version", version}}
	p.Button = p.say("counters.replace_button", nil)
	p.Back = Link{Text: p.say("counters.keep", nil), URL: p.Link(RecordPath(survey.CounterRecord, n.Code))}
	p.reason(c, reason, err, n.Agency)
	return p
}

// NewDropPage asks before a succession is taken back.
func NewDropPage(
	f Frame, c *survey.Catalogue, s *survey.Succession, reason string, err *survey.Error,
) *ConfirmPage {
	p := newConfirm(f, c, "succession.drop", err)
	from, to := c.Agency(s.Predecessor), c.Agency(s.Successor)
	p.Lead = p.say("succession.line", survey.Args{"from": p.In(from.Name), "to": p.In(to.Name), "day": s.On})
	p.What = []string{p.say("succession.drop_what", nil)}
	if !from.ExistsOn(s.On) {
		p.What = append(p.What, p.say("succession.drop_end", survey.Args{"name": p.In(from.Name)}))
	}
	p.Hidden = []Held{
		{"version", c.SuccessionVersion()},
		{"predecessor", survey.AgencyKey(from)},
		{"successor", survey.AgencyKey(to)},
		{"on", string(s.On)},
	}
	p.Button = p.say("succession.drop_button", nil)
	p.Back = Link{Text: p.say("desk.agencies", nil), URL: p.Link("/desk/agencies")}
	p.reason(c, reason, err, s.Predecessor, s.Successor)
	return p
}

func newConfirm(f Frame, c *survey.Catalogue, title string, err *survey.Error) *ConfirmPage {
	p := &ConfirmPage{Desk: newDesk(f, c, title)}
	p.Problem = f.problem(err)
	return p
}

// reason asks why, where one of the agencies is the person's own.
func (p *ConfirmPage) reason(c *survey.Catalogue, typed string, err *survey.Error, about ...survey.AgencyID) {
	asked := err != nil && err.Field == "reason"
	for _, id := range about {
		asked = asked || p.Me.Near(c, id)
	}
	if asked {
		p.Reason = p.reasonField(typed, err)
	}
}
