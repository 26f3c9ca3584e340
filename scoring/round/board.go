package round

import (
	"context"

	"hailong/survey"
)

// Board tells how far each agency is, in the order of the members.
func (r *Rounds) Board(ctx context.Context, id ID) ([]BoardRow, error) {
	c, sheets, err := r.all(ctx, id)
	if err != nil {
		return nil, err
	}
	today := r.today(c)
	rows := make([]BoardRow, len(sheets))
	for i, s := range sheets {
		rows[i] = s.row(today)
	}
	return rows, nil
}

func (s *Sheet) row(today survey.Day) BoardRow {
	b := BoardRow{
		Agency: s.Agency, Member: s.Member,
		Own: s.Result(s.Own), First: s.Result(s.FirstMark), Final: s.Result(s.Mark),
	}
	for i := range s.Leaves {
		l := &s.Leaves[i]
		b.count(s, l)
	}
	b.Late = s.Member.LeftOut == "" && s.Round.Late(s.Member, b.Owed, today)
	return b
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
