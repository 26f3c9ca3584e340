package document

import (
	"strings"

	"hailong/scoring"
	"hailong/scoring/round"
	"hailong/survey"
)

// ExplanationDOCX is the table of explanations: each leaf whose points the council cut, why,
// what the agency says, and what became of it. Agencies stand one after the other.
func ExplanationDOCX(sheets ...*round.Sheet) ([]byte, error) { return explanation(sheets).docx() }

func explanation(sheets []*round.Sheet) *paper {
	p := part{lying: true}
	doc := &paper{}
	for i, s := range sheets {
		if i == 0 {
			doc.title = say("document.explanation", survey.Args{"year": s.Round.Year})
			p.add(centred(doc.title, titleSize, true))
		}
		p.add(heading(s.Agency.Name.VI))
		if t := cutTable(s); len(t.rows) > 0 {
			p.add(t)
		} else {
			p.add(note(say("document.explanation_none", nil)))
		}
	}
	doc.parts = []part{p}
	return doc
}

func cutTable(s *round.Sheet) *table {
	t := &table{size: smallSize, splits: true, columns: []column{
		{say("document.head_code", nil), 15, left},
		{say("document.head_criterion", nil), 40, left},
		{say("document.head_self", nil), 15, right},
		{say("document.head_first", nil), 16, right},
		{say("document.head_cut", nil), 15, right},
		{say("document.head_reason", nil), 41, left},
		{say("document.head_said", nil), 47, left},
		{say("document.head_kept", nil), 28, left},
		{say("document.head_why", nil), 35, left},
	}}
	var own, first, cut scoring.Points
	for i := range s.Leaves {
		l := &s.Leaves[i]
		if s.Cut(l) == 0 {
			continue
		}
		t.add(cutRow(s, l))
		if l.Item.Kind != scoring.Penalty { // which is in no sum of points
			own, first, cut = own+s.Own(l).Points, first+s.FirstMark(l).Points, cut+s.Cut(l)
		}
	}
	if len(t.rows) > 0 {
		t.add(sums("", say("document.sum", nil), points(own), points(first), points(cut), "", "", "", ""))
	}
	return t
}

func cutRow(s *round.Sheet, l *round.Leaf) row {
	kept, why := outcome(s, l)
	return texts(l.Item.Code, l.Item.Name.VI, points(s.Own(l).Points), points(s.FirstMark(l).Points),
		points(s.Cut(l)), l.Appraised.Note, said(s, l), kept, why)
}

// said is the agency's explanation with the names of the files that it added.
func said(s *round.Sheet, l *round.Leaf) string {
	if l.Explained == nil {
		return say("document.not_explained", nil)
	}
	var lines []string
	if l.Explained.Agrees {
		lines = append(lines, say("document.agrees", nil))
	}
	for _, text := range []string{l.Explained.Note, evidence(s, l.Item.Code, round.Explained)} {
		if text != "" {
			lines = append(lines, text)
		}
	}
	return strings.Join(lines, "\n")
}

// outcome is whether the first points were kept or changed, and why.
func outcome(s *round.Sheet, l *round.Leaf) (kept, why string) {
	last := l.Judgement()
	first, now := s.FirstMark(l), s.Mark(l)
	switch {
	case last.Part == round.Appraised && (l.Explained == nil || !l.Explained.Agrees):
		return say("document.not_decided", nil), ""
	case now.Out:
		kept = say("document.set_out", nil)
	case now == first:
		kept = say("document.kept", survey.Args{"points": points(now.Points)})
	default:
		kept = say("document.changed", survey.Args{"points": points(now.Points)})
	}
	if last.Part == round.Petitioned {
		kept = say("document.by_petition", survey.Args{"text": kept})
	}
	if last.Part != round.Appraised {
		why = last.Note
	}
	return kept, why
}
