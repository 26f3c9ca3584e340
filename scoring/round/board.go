package round

import (
	"context"

	"hailong/survey"
)

// Board tells how far each agency is, in the order of the members. Of agencies that the
// reader is near it has the marks that they themselves see; nil: he is near none.
func (r *Rounds) Board(ctx context.Context, id ID, near func(survey.AgencyID) bool) ([]BoardRow, error) {
	c, sheets, err := r.all(ctx, id)
	if err != nil {
		return nil, err
	}
	today := r.today(c)
	rows := make([]BoardRow, len(sheets))
	for i, s := range sheets {
		rows[i] = s.row(today, near != nil && near(s.Agency.ID))
	}
	return rows, nil
}

func (s *Sheet) row(today survey.Day, near bool) BoardRow {
	b := BoardRow{Agency: s.Agency, Member: s.Member, Hidden: near && s.Round.Step.Withholds()}
	for i := range s.Leaves {
		l := &s.Leaves[i]
		b.count(s, l)
	}
	b.Late = s.Member.LeftOut == "" && s.Round.Late(s.Member, b.Owed, today)
	if b.Hidden {
		b.hide(s)
	}
	b.Own, b.First, b.Final = s.Result(s.Own), s.Result(s.FirstMark), s.Result(s.Mark)
	return b
}

// hide takes the marks that are hidden out of the sheet and of what was counted of them. How
// much is left to do stays: the round's sums are made of it.
func (b *BoardRow) hide(s *Sheet) {
	s.hide()
	b.Cuts, b.Owed = 0, 0
	for i := range s.Leaves {
		if s.Cut(&s.Leaves[i]) > 0 {
			b.Cuts++
		}
		if s.Owes(&s.Leaves[i]) {
			b.Owed++
		}
	}
}

func (b *BoardRow) count(s *Sheet, l *Leaf) {
	one := func(n *int, counts bool) {
		if counts {
			*n++
		}
	}
	one(&b.Needed, l.Asked())
	one(&b.Given, l.Asked() && l.Self != nil)
	one(&b.MissingEvidence, s.Lacks(l) == LacksEvidence)
	one(&b.ToAppraise, s.Judged(l))
	one(&b.Appraised, s.Judged(l) && l.Judgement() != nil)
	one(&b.Cuts, s.Cut(l) > 0)
	one(&b.Owed, s.Owes(l))
	one(&b.Unanswered, s.Unanswered(l))
}
