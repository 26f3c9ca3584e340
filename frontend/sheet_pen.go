package frontend

import (
	"fmt"
	"math/big"

	"hailong/frontend/words"
	"hailong/scoring"
	"hailong/scoring/round"
	"hailong/survey"
)

// sheetPen writes what stands on a sheet.
type sheetPen struct {
	Frame
	SheetView
	catalogue *survey.Catalogue
}

func (p *sheetPen) tell(key string, args survey.Args) string {
	return words.Say(p.Lang, "sheet_page."+key, args)
}

// points writes points with both decimals: 98,00.
func (p *sheetPen) points(n scoring.Points) string {
	return words.Point(p.Lang, fmt.Sprintf("%d.%02d", n/100, n%100))
}

// signed writes a difference; nothing where there is none.
func (p *sheetPen) signed(n scoring.Points) string {
	switch {
	case n < 0:
		return "−" + p.points(-n)
	case n > 0:
		return "+" + p.points(n)
	}
	return ""
}

// count writes hundredths of whatever is counted.
func (p *sheetPen) count(n int64) string { return p.counted(n) }

// percent writes hundredths of a percent: 90%.
func (p *sheetPen) percent(n int64) string {
	return words.Point(p.Lang, survey.HundredthsText(n)) + "%"
}

// index writes an index with as many decimals as the classes need.
func (p *sheetPen) index(r scoring.Result) string {
	if r.Index == nil {
		return "–"
	}
	share := new(big.Rat).Quo(r.Index, big.NewRat(100, 1))
	return words.Point(p.Lang, scoring.Decimal(share, p.Sheet.Set.Cuts()...))
}

// day is the day of a moment where people work.
func (p *sheetPen) day(e *round.Entry) string { return p.Day(survey.DayOf(e.At, p.catalogue.Zone)) }

// judged tells whether the reader sees what the council gives.
func (p *sheetPen) judged() bool {
	step := p.Sheet.Round.Step
	return !step.Before(round.Explaining) || step == round.Appraising && !p.Own
}

// part is what the reader writes.
func (p *sheetPen) part() round.Part {
	switch p.Mode {
	case SheetAppraise:
		return round.Appraised
	case SheetSecond:
		return round.Second
	case SheetExplain:
		return round.Explained
	}
	return round.Self
}

// waits tells whether something is waited for at a leaf in the present step.
func (p *sheetPen) waits(l *round.Leaf) bool {
	s := p.Sheet
	mine := p.Mine == nil || p.Mine(l)
	switch s.Round.Step {
	case round.SelfAssessing:
		return s.Lacks(l) != ""
	case round.Appraising:
		return p.Mode == SheetFill && s.Lacks(l) != "" || !p.Own && p.Mode != SheetFill && mine && s.Unappraised(l)
	case round.Explaining:
		return s.Owes(l)
	case round.Reappraising:
		return !p.Own && mine && s.Unanswered(l)
	}
	return false
}

// council tells whether the reader writes for the council.
func (p *sheetPen) council() bool { return p.Mode == SheetAppraise || p.Mode == SheetSecond }

// writes tells whether the reader has fields at a leaf.
func (p *sheetPen) writes(l *round.Leaf) bool {
	switch p.Mode {
	case SheetFill:
		return !l.Automatic() && l.Item.Kind != scoring.External
	case SheetAppraise:
		return !l.Out && p.Mine(l)
	case SheetSecond:
		return p.Sheet.Cut(l) > 0 && p.Mine(l)
	}
	return false
}

// writer says who made an entry. The agency is told which department of the council it
// was, not which person.
func (p *sheetPen) writer(e *round.Entry) string {
	council := e.Part != round.Self && e.Part != round.Explained
	w := p.Writers[e.By]
	name, agency := e.By, ""
	if w != nil {
		name = w.Name
		if a := p.catalogue.Agency(w.Agency); a != nil {
			agency = p.In(a.Name)
		}
	}
	switch {
	case council && p.Own && agency == "":
		return p.tell("council", nil)
	case council && p.Own:
		return p.tell("council_of", survey.Args{"agency": agency})
	case council:
		return p.tell("council_member", survey.Args{"name": name, "agency": agency})
	case agency == "":
		return name
	}
	return name + ", " + agency
}
