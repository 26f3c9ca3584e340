package frontend

import (
	"errors"
	"strconv"

	"hailong/scoring/round"
	"hailong/survey"
)

// SheetPetition is what an agency asked for after publication.
type SheetPetition struct{ Reason, Filed, Answer, Answered string }

// SheetAnswer is the form of an answer to a petition.
type SheetAnswer struct {
	Action        string
	After         Held
	Text, Verdict Input
	Fields        []Input // what the leaf is given, where the points are changed
}

// petitions are those about the leaf, and the form of a new one.
func (p *SheetLeafPage) petitions(pen *sheetPen, l *round.Leaf) {
	for i := range pen.Petitions.Filed {
		if a := &pen.Petitions.Filed[i]; a.Leaf == l.Item.Code {
			p.Petitions = append(p.Petitions, pen.petition(a))
		}
	}
	if a := pen.Petitions.at(l.Item.Code); a != nil {
		p.answer(pen, l, a)
	}
	until := pen.Petitions.until(l.Item.Code)
	if until == "" {
		return
	}
	fields := []Input{pen.Frame.input("sheet_page", "petition", "textarea", nil)}
	fields[0].Name, fields[0].Max, fields[0].Value = "reason", round.MaxNote, pen.Typed.Get("reason")
	pen.blame(fields, pen.Err)
	p.Petition = &fields[0]
	p.File = p.Link(LeafPath(pen.Sheet.Round.ID, pen.Sheet.Agency, l.Item.Code) + "/petition")
	p.Until = pen.tell("petition_until", survey.Args{"day": p.Day(until)})
}

// petition writes a petition with its answer.
func (p *sheetPen) petition(a *round.Petition) SheetPetition {
	row := SheetPetition{Reason: a.Reason, Answer: a.Answer}
	row.Filed = p.tell("petition_filed", survey.Args{
		"who": p.writer(&round.Entry{By: a.FiledBy, Part: round.Self}),
		"day": p.Day(survey.DayOf(a.FiledAt, p.catalogue.Zone)),
	})
	row.Answered = p.tell("petition_waits", nil)
	if a.AnsweredBy != "" {
		word := "petition_kept"
		if a.Changes {
			word = "petition_changed"
		}
		row.Answered = p.tell(word, survey.Args{"who": p.answerer(a), "day": p.answeredOn(a)})
	}
	return row
}

func (p *sheetPen) answerer(a *round.Petition) string {
	return p.writer(&round.Entry{By: a.AnsweredBy, Part: round.Petitioned})
}

func (p *sheetPen) answeredOn(a *round.Petition) string {
	return p.Day(survey.DayOf(a.AnsweredAt, p.catalogue.Zone))
}

// answer is the form for who may answer a petition, or why he may not.
func (p *SheetLeafPage) answer(pen *sheetPen, l *round.Leaf, a *round.Petition) {
	if a.AnsweredBy != "" || pen.Petitions.MayAnswer == nil {
		return
	}
	if e, refused := errors.AsType[*survey.Error](pen.Petitions.MayAnswer(a)); refused {
		p.Refused = capital(pen.sentence(e))
		return
	}
	code := l.Item.Code
	form := &SheetAnswer{
		Action: p.Link(LeafPath(pen.Sheet.Round.ID, pen.Sheet.Agency, code) + "/petition/answer"),
		After:  Held{"after:" + code, strconv.FormatInt(int64(l.Last(round.Petitioned)), 10)},
	}
	fields := []Input{
		pen.Frame.input("sheet_page", "answer", "textarea", pen.Typed),
		pen.Frame.input("sheet_page", "verdict", "select", pen.Typed),
	}
	fields[0].Max, fields[0].Required = round.MaxNote, true
	fields[1] = fields[1].choose(pen.verdicts(l), fields[1].Value)
	if !l.Out {
		fields = append(fields, pen.changeFields(l)...)
	}
	pen.blame(fields, pen.Err)
	form.Text, form.Verdict, form.Fields = fields[0], fields[1], fields[2:]
	p.Answer = form
}

// verdicts are to keep the points or to change them.
func (p *sheetPen) verdicts(l *round.Leaf) []Option {
	list := []Option{
		{Text: p.tell("verdict_open", nil)},
		{Value: "keep", Text: p.tell("verdict_keep", survey.Args{"what": p.mark(p.Sheet.Mark(l))})},
	}
	if l.Out {
		return list
	}
	return append(list, Option{Value: "change", Text: p.tell("verdict_change", nil)})
}

// changeFields are the figure of a leaf as it stands, to be changed.
func (p *sheetPen) changeFields(l *round.Leaf) (list []Input) {
	stands := l.Judgement()
	if stands == nil {
		stands = l.Self
	}
	for _, name := range FigureFields(p.Sheet, l) {
		list = append(list, p.figureInput(l, name, stands))
	}
	return append(list, p.outInput(l, stands))
}

// petitioned says which petitions there are at a sheet, and how many are answered.
func (p *sheetPen) petitioned() *SheetWait {
	answered := 0
	w := &SheetWait{}
	for i := range p.Petitions.Filed {
		a := &p.Petitions.Filed[i]
		answered += btoi(a.AnsweredBy != "")
		path := LeafPath(p.Sheet.Round.ID, p.Sheet.Agency, a.Leaf)
		w.Links = append(w.Links, Link{Text: a.Leaf, URL: p.Link(path) + "#kien-nghi"})
	}
	w.Done = answered == len(p.Petitions.Filed)
	w.Text = p.tell("petitioned", survey.Args{"answered": answered, "count": len(p.Petitions.Filed)})
	return w
}

// talkPetition is what the agency asked for at a leaf, and the answer; one that changed the
// points stands with them.
func (p *sheetPen) talkPetition(l *round.Leaf, t *SheetTalk) {
	a := p.Petitions.at(l.Item.Code)
	if a == nil {
		return
	}
	word := "state_petition"
	kind := "op"
	if a.AnsweredBy != "" {
		word, kind = "state_answered", "ag"
	}
	t.State = &SheetState{kind, p.tell(word, nil)}
	filed := SheetSaid{Lead: p.tell("petition_of", survey.Args{
		"agency": p.In(p.Sheet.Agency.Name), "day": p.Day(survey.DayOf(a.FiledAt, p.catalogue.Zone)),
	}), Text: a.Reason}
	at := len(t.Said)
	if l.Petitioned != nil && p.judged() { // the answer with what it gives is said last
		at--
	}
	t.Said = append(t.Said[:at:at], append([]SheetSaid{filed}, t.Said[at:]...)...)
	if a.AnsweredBy != "" && !a.Changes {
		t.add(p.tell("petition_kept_short", nil), a.Answer, p.tell("wrote", survey.Args{
			"who": p.answerer(a), "day": p.answeredOn(a),
		}))
	}
}
