package frontend

import (
	"net/url"

	"hailong/frontend/words"
	"hailong/scoring"
	"hailong/scoring/report"
	"hailong/survey"
)

// CorrectionPage chooses responses of a counter, tries what leaving them out or crediting
// them to another agency would change, and does it.
type CorrectionPage struct {
	Desk
	Fields []Input
	Trial  *CorrectionView
}

// CorrectionView is what a trial says, with what is sent along to do it.
type CorrectionView struct {
	What, Where, Which string
	Takes              string
	Moves              []CorrectionMove
	Few                bool // too few to tell scores of
	Second             bool // it touches the person's own agency
	Hidden             []Held
}

// CorrectionMove is an agency's figure before and after.
type CorrectionMove struct {
	Agency, Plan          string
	Count, CountAfter     string
	Percent, PercentAfter string // empty where not told
}

// CorrectionFields are what a correction is chosen by, in the order of the page.
var CorrectionFields = []string{
	"kind", "counter", "agency", "from", "to", "after", "before", "channel", "rule", "reason",
}

// NewCorrectionPage makes the page; typed is what was sent.
func NewCorrectionPage(f Frame, c *survey.Catalogue, typed url.Values, err *survey.Error) *CorrectionPage {
	p := &CorrectionPage{Desk: newDesk(f, c, "correction.new")}
	p.Problem = f.problem(err)
	for _, name := range CorrectionFields {
		p.Fields = append(p.Fields, p.field(c, name, typed))
	}
	f.blame(p.Fields, err)
	return p
}

func (p *CorrectionPage) field(c *survey.Catalogue, name string, typed url.Values) Input {
	kinds := map[string]string{
		"from": "date", "to": "date", "after": "time", "before": "time", "reason": "textarea",
	}
	kind := kinds[name]
	if kind == "" {
		kind = "select"
	}
	i := p.input("correction", name, kind, typed)
	switch name {
	case "from", "to":
		i.Required = true
	case "reason":
		i.Required, i.Max, i.Wide = true, survey.MaxCorrectionReason, true
	}
	if kind == "select" {
		i = i.choose(p.options(c, name), typed.Get(name))
	}
	return i
}

// options are the choices of a field.
func (p *CorrectionPage) options(c *survey.Catalogue, name string) []Option {
	any := []Option{{Text: p.say("correction.any", nil)}}
	var list []Option
	switch name {
	case "kind":
		for _, kind := range survey.CorrectionKinds {
			list = append(list, Option{Value: string(kind), Text: p.say("correction.kind_"+string(kind), nil)})
		}
		return list
	case "channel":
		for channel := survey.ChannelQR; channel <= survey.ChannelImport; channel++ {
			list = append(list, Option{Value: channel.String(), Text: p.say("channel."+channel.String(), nil)})
		}
		return append(any, list...)
	case "rule":
		for _, rule := range survey.FlagRules {
			list = append(list, Option{Value: string(rule), Text: p.say("correction.rule_"+string(rule), nil)})
		}
		return append(any, list...)
	case "counter":
		for i := range c.Counters {
			n := &c.Counters[i]
			list = append(list, Option{Value: n.Code, Text: p.counterText(c, n.Code)})
		}
	case "agency":
		for i := range c.Agencies {
			a := &c.Agencies[i]
			list = append(list, Option{Value: survey.AgencyKey(a), Text: p.In(a.Name) + " (" + a.Code + ")"})
		}
	}
	byName(list)
	return append([]Option{{Text: p.say("correction.none", nil)}}, list...)
}

// Show puts what a trial says on the page.
func (p *CorrectionPage) Show(
	c *survey.Catalogue, t *survey.CorrectionTrial, moves []report.Move, typed url.Values,
) {
	v := &CorrectionView{
		What: p.correctionWhat(c, t.Selection), Where: p.counterOf(c, t.Counter),
		Which: p.correctionWhich(t.Selection),
		Takes: p.say("correction.takes", survey.Args{"count": t.Received, "counted": t.Counted}),
		Few:   t.Counted < survey.LeastTogether, Hidden: []Held{{"version", t.Version}},
	}
	for _, name := range CorrectionFields {
		v.Hidden = append(v.Hidden, Held{name, typed.Get(name)})
	}
	for _, id := range t.Touched {
		v.Second = v.Second || p.Me.Near(c, id)
	}
	for i := range moves {
		m, pen := &moves[i], pen{lang: p.Lang}
		row := CorrectionMove{
			Agency: p.In(m.Agency.Name), Plan: p.In(m.Plan.Name),
			Count: p.Int(m.Before.Responses), CountAfter: p.Int(m.After.Responses),
		}
		if !v.Few {
			row.Percent, row.PercentAfter = pen.score("", m.Before).Percent, pen.score("", m.After).Percent
		}
		v.Moves = append(v.Moves, row)
	}
	p.Trial = v
}

// NewUndoPage asks before a correction is undone.
func NewUndoPage(
	f Frame, c *survey.Catalogue, o *survey.Correction, reason string, err *survey.Error,
) *ConfirmPage {
	p := newConfirm(f, c, "correction.undo", err)
	p.Lead = p.counterOf(c, o.Counter)
	p.What = []string{
		p.correctionWhat(c, o.Selection) + ": " + p.correctionWhich(o.Selection),
		p.say("correction.undo_what", survey.Args{"count": o.Taken}),
	}
	fields := []Input{f.input("correction", "reason", "textarea", url.Values{"reason": {reason}})}
	fields[0].Max, fields[0].Required = survey.MaxCorrectionReason, true
	f.blame(fields, err)
	p.Reason = &fields[0]
	p.Button = p.say("correction.undo", nil)
	p.Back = Link{Text: p.say("correction.title", nil), URL: p.Link("/desk/corrections")}
	return p
}

// correction says a proposed correction field by field.
func (p *ProposalPage) correction(c *survey.Catalogue, row map[string]string) {
	add := func(name, text string) {
		if text != "" {
			p.Fields = append(p.Fields, ProposalField{Name: p.say("correction."+name, nil), Wanted: text})
		}
	}
	x, err := survey.SelectionOf(c, row)
	if row["kind"] == "" || err != nil { // of an undoing there is only the reason
		add("reason", row["reason"])
		return
	}
	add("kind", p.correctionWhat(c, x))
	add("counter", p.counterOf(c, x.Counter))
	add("which", p.correctionWhich(x))
}

// ShowUndo says which correction a proposal would undo.
func (p *ProposalPage) ShowUndo(c *survey.Catalogue, o *survey.Correction) {
	p.Rows = append(p.Rows, p.say("correction.undoes", survey.Args{
		"what": p.correctionWhat(c, o.Selection), "where": p.counterOf(c, o.Counter),
		"which": p.correctionWhich(o.Selection), "count": o.Taken,
	}))
}

// aside is what those inside are told of flags and exclusions beside an agency's figure.
func (a *AgencyPage) aside() string {
	beside := a.board.Beside
	if beside == nil {
		return ""
	}
	s := a.board.Score
	text := a.say("correction.beside", survey.Args{
		"received": s.Received, "flagged": beside.Flagged, "excluded": s.Excluded, "counted": s.Responses,
	})
	if beside.Share != nil {
		text += " " + a.say("correction.with_excluded", survey.Args{
			"percent": words.Point(a.Lang, scoring.Decimal(beside.Share, s.Target.Hundredths)),
		})
	}
	return text
}
