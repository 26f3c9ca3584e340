package document

import (
	"math/big"
	"strings"

	"hailong/scoring"
	"hailong/scoring/round"
)

func leafTable() *table {
	return &table{size: smallSize, splits: true, columns: []column{
		{say("document.head_code", nil), 16, left},
		{say("document.head_criterion", nil), 70, left},
		{say("document.head_max", nil), 16, right},
		{say("document.head_self", nil), 22, right},
		{say("document.head_figure", nil), 30, left},
		{say("document.head_note", nil), 56, left},
		{say("document.head_evidence", nil), 42, left},
	}}
}

func leafRow(s *round.Sheet, l *round.Leaf) row {
	said := ""
	if l.Self != nil {
		said = l.Self.Note
	}
	return texts(l.Item.Code, l.Item.Name.VI, points(l.Item.Max), selfPoints(s, l), selfFigure(s, l), said,
		evidence(s, l.Item.Code, round.Self))
}

// selfPoints is what the agency's own part gives.
func selfPoints(s *round.Sheet, l *round.Leaf) string {
	mark, given := s.OwnMark(l)
	switch {
	case given && mark.Out:
		return say("document.not_applicable", nil)
	case given:
		return points(mark.Points)
	case l.Item.Kind == scoring.External:
		return say("document.from_council", nil)
	case l.Item.Aside():
		return points(scoring.Points(0))
	}
	return say("document.not_given", nil)
}

// selfFigure is what the points follow from.
func selfFigure(s *round.Sheet, l *round.Leaf) string {
	switch {
	case l.Out:
		return ""
	case l.Item.Kind == scoring.Satisfaction:
		return opinionSaid(s.Opinion)
	case l.Fed != nil:
		return figure(l.Item, *l.Fed) + "\n" + say("document.filled", nil)
	case l.Self != nil:
		return figure(l.Item, l.Self.Given)
	}
	return ""
}

func figure(item *scoring.Item, g scoring.Given) string {
	switch {
	case item.Share():
		return amount(g.Num) + "/" + amount(g.Den)
	case item.Number():
		return amount(g.Num)
	}
	return ""
}

// opinionSaid is the official satisfaction, or why there is none.
func opinionSaid(o scoring.Opinion) string {
	if o.Answers == 0 || o.Official != scoring.Met && o.Official != scoring.NotMet {
		return official(string(o.Official), false)
	}
	share := scoring.Decimal(big.NewRat(o.Satisfied, o.Answers))
	return decimal(share) + "%\n" + say("document.filled", nil)
}

// evidence are the names of the files that a side added to a leaf.
func evidence(s *round.Sheet, leaf string, side round.Part) string {
	var names []string
	for i := range s.Evidence {
		for _, u := range s.Evidence[i].Uses {
			if u.Leaf == leaf && u.Part == side && u.DroppedBy == "" {
				names = append(names, s.Evidence[i].Name)
			}
		}
	}
	return strings.Join(names, "\n")
}
