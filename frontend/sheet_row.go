package frontend

import (
	"hailong/frontend/words"
	"hailong/scoring"
	"hailong/scoring/round"
	"hailong/survey"
)

// SheetRow is a criterion with its sums, or a leaf.
type SheetRow struct {
	Head               bool // a criterion
	ID, Code, Name     string
	How, Guide         string
	Rule               string // how points follow, where the reader has fields
	Read, Over         string // what is stored, as it was read; that more than all was achieved
	Max, Own, Given    string
	Out                bool
	Cut                string
	Files              []SheetFile
	Lacks              string
	Count              *Link // how many files, where they are not named
	Figures            *Link // the figures that the service fills in from
	Page               string
	Talk               *SheetTalk
	Fields             []Input
	Note               *Input
	After              *Held
	Upload             *SheetUpload
	Stored, StoredNote string // where somebody else has written meanwhile
	Wrong              string // what is wrong with the leaf as a whole
}

// criterion is a criterion with the sums of its leaves.
func (p *sheetPen) criterion(place int) SheetRow {
	s := p.Sheet
	item := &s.Set.Items[place]
	var own, given scoring.Points
	for _, part := range s.Set.Parts(place) {
		if l := s.Leaf(s.Set.Items[part].Code); l != nil && !l.Item.Aside() {
			own += s.Own(l).Points
			given += s.Mark(l).Points
		}
	}
	row := SheetRow{
		Head: true, Code: item.Code, Name: p.In(item.Name), Max: p.points(item.Max), Own: p.points(own),
	}
	if p.judged() {
		row.Given = p.points(given)
	}
	return row
}

// leaf is a leaf's row.
func (p *sheetPen) leaf(l *round.Leaf) SheetRow {
	s, item := p.Sheet, l.Item
	row := SheetRow{
		ID: LeafID(item.Code), Code: item.Code, Name: p.In(item.Name), How: p.how(l), Max: p.points(item.Max),
		Own: "–", Page: p.Link(LeafPath(s.Round.ID, s.Agency, item.Code)), Wrong: p.wrongAt(item.Code),
	}
	own, given := s.OwnMark(l)
	if given {
		row.Own = p.mark(own)
	}
	row.Out = given && own.Out && (l.Judgement() == nil || s.Mark(l).Out)
	p.judgement(l, &row, own, given)
	row.Talk = p.talk(l)
	p.fieldsOf(l, &row)
	p.evidenceOf(l, &row)
	return row
}

func (p *sheetPen) mark(m scoring.Mark) string {
	if m.Out {
		return p.tell("not_applicable", nil)
	}
	return p.points(m.Points)
}

// judgement writes what the council gives beside the agency's own points.
func (p *sheetPen) judgement(l *round.Leaf, row *SheetRow, own scoring.Mark, given bool) {
	if !p.judged() {
		return
	}
	mark := p.Sheet.Mark(l)
	row.Given = "–"
	if l.Judgement() != nil || l.Automatic() || !p.Sheet.Round.Step.Before(round.Explaining) {
		row.Given = p.mark(mark)
	}
	if own.Out || mark.Out {
		return
	}
	switch more := mark.Points - own.Points; {
	case l.Item.Kind == scoring.Penalty && more > 0: // no points of the sum are lost
		row.Cut = p.tell("penalty_raised", survey.Args{"points": p.points(more)})
	case l.Item.Kind == scoring.Penalty:
		row.Cut = p.signed(-more)
	case given:
		row.Cut = p.signed(more)
	}
}

// wrongAt is what is wrong at a field; empty: nothing.
func (p *sheetPen) wrongAt(field string) string {
	if p.Err == nil {
		return ""
	}
	for _, cause := range p.Err.Causes {
		if cause.Field == field {
			text := capital(words.Sentence(p.Lang, cause))
			if name, ok := cause.Args["file"].(string); ok {
				text = name + ": " + text
			}
			return text
		}
	}
	return ""
}
