package frontend

import (
	"hailong/scoring/round"
	"hailong/survey"
)

// SheetTalk is what the council and the agency said to each other at a leaf.
type SheetTalk struct {
	State   *SheetState
	Said    []SheetSaid
	History Link
	Explain *SheetExplaining
}

// SheetSaid is one of them: what in bold, the text, and by whom.
type SheetSaid struct{ Lead, Text, Who string }

// SheetExplaining is the form of an explanation.
type SheetExplaining struct {
	Action, Title string
	Open          bool
	After         Held
	Note          Input
	Upload        *SheetUpload
	Agree         string
}

// talk is what is said at a leaf; nil where nothing is.
func (p *sheetPen) talk(l *round.Leaf) *SheetTalk {
	t := &SheetTalk{State: p.talkState(l)}
	beside := !p.Own || p.Sheet.Cut(l) > 0 && p.judged()
	if l.Self != nil && l.Self.Note != "" && p.Mode != SheetFill && beside {
		t.add(p.tell("self_note", nil), l.Self.Note, "")
	}
	if p.judged() {
		p.talkCouncil(l, t)
	}
	p.talkPetition(l, t)
	if t.State == nil && len(t.Said) == 0 {
		return nil
	}
	t.History = Link{
		Text: p.tell("history", survey.Args{"count": len(l.History)}),
		URL:  p.Link(LeafPath(p.Sheet.Round.ID, p.Sheet.Agency, l.Item.Code)) + "#lich-su",
	}
	if p.Mode == SheetExplain && p.Sheet.Cut(l) > 0 {
		t.Explain = p.explaining(l)
	}
	return t
}

func (t *SheetTalk) add(lead, text, who string) {
	t.Said = append(t.Said, SheetSaid{lead, text, who})
}

func (p *sheetPen) talkCouncil(l *round.Leaf, t *SheetTalk) {
	if e := l.Appraised; e != nil && (e.Note != "" || p.Sheet.Cut(l) > 0 || e.Given.NotApplicable) {
		lead := p.tell("reason", nil)
		if cut := p.Sheet.Cut(l); cut > 0 {
			lead = p.tell("reason_cut", survey.Args{"points": p.points(cut)})
		}
		if e.Given.NotApplicable {
			lead = p.tell("reason_out", nil)
		}
		t.add(lead, e.Note, p.wrote(e))
	}
	if e := l.Explained; e != nil {
		args := survey.Args{"agency": p.In(p.Sheet.Agency.Name), "day": p.day(e)}
		text := e.Note
		if e.Agrees {
			text = p.tell("agreed_text", nil) + " " + e.Note
		}
		t.add(p.tell("explained_by", args), text, "")
	}
	if e := l.Second; e != nil {
		t.add(p.tell("second_gave", survey.Args{"what": p.gave(l, e)}), e.Note, p.wrote(e))
	}
	if e := l.Petitioned; e != nil {
		t.add(p.tell("petition_gave", survey.Args{"what": p.gave(l, e)}), e.Note, p.wrote(e))
	}
}

// wrote says who wrote an entry and when.
func (p *sheetPen) wrote(e *round.Entry) string {
	return p.tell("wrote", survey.Args{"who": p.writer(e), "day": p.day(e)})
}

// talkState is how far a cut is; nil where there is none.
func (p *sheetPen) talkState(l *round.Leaf) *SheetState {
	s := p.Sheet
	if !p.judged() || s.Cut(l) == 0 {
		return nil
	}
	step := s.Round.Step
	switch {
	case l.Second != nil:
		return &SheetState{"ag", p.tell("state_second", nil)}
	case step == round.Reappraising && !p.Own && s.Unanswered(l):
		return &SheetState{"op", p.tell("state_again", nil)}
	case l.Explained != nil && l.Explained.Agrees:
		return &SheetState{"ag", p.tell("state_agreed", nil)}
	case l.Explained != nil:
		return &SheetState{"sd", p.tell("state_explained", nil)}
	case step == round.Explaining:
		return &SheetState{"op", p.tell("state_waits", nil)}
	case step == round.Appraising:
		return &SheetState{"sd", p.tell("state_cut", nil)}
	}
	return &SheetState{"ag", p.tell("state_silent", nil)}
}

// explaining is the form of an explanation: open at the first leaf that waits for one, and
// where something was typed.
func (p *sheetPen) explaining(l *round.Leaf) *SheetExplaining {
	code, agency := l.Item.Code, p.In(p.Sheet.Agency.Name)
	path := SheetPath(p.Sheet.Round.ID, p.Sheet.Agency)
	e := &SheetExplaining{
		Action: p.Link(LeafPath(p.Sheet.Round.ID, p.Sheet.Agency, code) + "/explanation"),
		After:  Held{"after:" + code, p.after(l, round.Explained)},
		Open:   p.typed(code) || p.firstOwed() == code,
		Title:  p.tell("explain", nil),
		Upload: p.upload(code, path),
		Agree:  p.tell("agree", survey.Args{"points": p.points(p.Sheet.FirstMark(l).Points)}),
	}
	if l.Explained != nil {
		e.Title, e.Agree = p.tell("explain_again", nil), ""
	}
	note := Input{
		Name: "note:" + code, Kind: "textarea", Max: round.MaxNote,
		Label: p.tell("explanation_of", survey.Args{"agency": agency, "code": code}),
	}
	if l.Explained != nil && !l.Explained.Agrees {
		note.Value = l.Explained.Note
	}
	if p.typed(code) {
		note.Value = p.Typed.Get(note.Name)
	}
	fields := []Input{note}
	p.blame(fields, p.Err)
	e.Note = fields[0]
	return e
}

// firstOwed is the code of the first leaf that waits for an explanation.
func (p *sheetPen) firstOwed() string {
	for i := range p.Sheet.Leaves {
		if l := &p.Sheet.Leaves[i]; p.Sheet.Owes(l) {
			return l.Item.Code
		}
	}
	return ""
}
