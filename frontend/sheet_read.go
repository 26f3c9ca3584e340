package frontend

import (
	"math/big"
	"strings"

	"hailong/frontend/words"
	"hailong/scoring"
	"hailong/scoring/round"
	"hailong/survey"
)

// rule says in one line which figure earns how many points at a leaf.
func (p *sheetPen) rule(l *round.Leaf) string {
	parts := []string{
		p.tell("rule_max", survey.Args{"points": p.points(l.Item.Max)}),
		(&Office{Frame: p.Frame}).ruleText(l.Item),
	}
	if l.Item.Evidence {
		parts = append(parts, p.tell("evidence_needed", nil))
	}
	if l.Item.Kind == scoring.External {
		parts = append(parts, p.tell("source_needed", nil))
	}
	return strings.Join(parts, ". ") + "."
}

// readAs says how a figure that was typed and is not stored was read; nothing where it stands
// there as we write it, and where it could not be read.
func (p *sheetPen) readAs(typed string) string {
	n, err := survey.TypedHundredths(p.Lang, typed)
	text := p.count(n)
	if err != nil || text == strings.TrimSpace(typed) {
		return ""
	}
	return p.tell("read_as", survey.Args{"number": text})
}

// readBack says what a stored figure is and which points follow from it.
func (p *sheetPen) readBack(l *round.Leaf, e *round.Entry) string {
	if e == nil || e.Given.NotApplicable || p.figure(l, e.Given) == "" {
		return ""
	}
	return p.tell("read_back", survey.Args{"what": p.gave(l, e)})
}

// over warns that more was achieved than there was, and says what the rule makes of that.
func (p *sheetPen) over(l *round.Leaf, e *round.Entry) string {
	if e == nil || e.Given.NotApplicable || !l.Item.Share() || e.Given.Den == 0 || e.Given.Num <= e.Given.Den {
		return ""
	}
	share := words.Point(p.Lang, scoring.Decimal(big.NewRat(e.Given.Num, e.Given.Den)))
	return p.tell("over", survey.Args{"share": share, "points": p.points(l.Item.Mark(e.Given).Points)})
}
