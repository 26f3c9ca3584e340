package frontend

import (
	"net/url"
	"strings"

	"hailong/scoring"
	"hailong/scoring/round"
	"hailong/survey"
)

// SheetArea is an area of the sheet with its sums and its rows.
type SheetArea struct {
	Code, ID, Name string
	Open           bool
	Max            string
	Applicable     string // where it is less than the maximum; empty: it is not
	Own, Given     string // Given is empty where the council's points are not shown
	Cut            string
	State          *SheetState
	Rows           []SheetRow

	Action string // where its fields are sent; empty: it has none
	Save   string
	Keep   string // takes the agency's own points for the rest; empty: not offered
	Only   string
}

// SheetState is a state in words with its sign: open, said or agreed.
type SheetState struct{ Kind, Text string }

// areas are the areas with what the reader asked to see.
func (p *sheetPen) areas() []SheetArea {
	set := p.Sheet.Set
	var list []SheetArea
	for i := range set.Items {
		item := &set.Items[i]
		switch {
		case item.Level == scoring.Area:
			list = append(list, p.area(item))
		case len(list) == 0:
		case !item.Leaf():
			at := &list[len(list)-1]
			at.Rows = append(at.Rows, p.criterion(i))
		default:
			l := p.Sheet.Leaf(item.Code)
			if p.asked(l) {
				at := &list[len(list)-1]
				at.Rows = append(at.Rows, p.leaf(l))
			}
		}
	}
	return p.opened(list)
}

// asked tells whether the reader asked for a leaf.
func (p *sheetPen) asked(l *round.Leaf) bool {
	switch p.Asked.Only {
	case "cut":
		return p.judged() && p.Sheet.Cut(l) > 0
	case "waiting", "missing":
		return p.waits(l)
	}
	return true
}

// opened leaves out what has no leaf that was asked for, and opens the areas where
// something is waited for: the first where that is much.
func (p *sheetPen) opened(list []SheetArea) []SheetArea {
	waiting, total := map[string]int{}, 0
	for i := range p.Sheet.Leaves {
		if l := &p.Sheet.Leaves[i]; p.waits(l) {
			waiting[AreaCode(l)]++
			total++
		}
	}
	var kept []SheetArea
	opened := 0
	for _, a := range list {
		a.Rows = withoutBareHeads(a.Rows)
		if len(a.Rows) == 0 {
			continue
		}
		only, area := p.Asked.Only, p.Asked.Area
		a.Open = only != "" || area == "all" || area == a.Code ||
			area == "" && waiting[a.Code] > 0 && (total <= mostLinks || opened == 0)
		if a.Open {
			opened++
		}
		p.form(&a)
		kept = append(kept, a)
	}
	return kept
}

// withoutBareHeads leaves out criteria none of whose leaves is shown.
func withoutBareHeads(rows []SheetRow) []SheetRow {
	var kept []SheetRow
	for i := range rows {
		if rows[i].Head && (i+1 == len(rows) || rows[i+1].Head) {
			continue
		}
		kept = append(kept, rows[i])
	}
	return kept
}

// form makes an area's rows one form, where one of them has fields.
func (p *sheetPen) form(a *SheetArea) {
	fields := false
	for i := range a.Rows {
		fields = fields || a.Rows[i].After != nil && p.Mode != SheetExplain
	}
	if !fields {
		return
	}
	path := SheetPath(p.Sheet.Round.ID, p.Sheet.Agency) + "/areas/" + url.PathEscape(a.Code)
	a.Save, a.Only = p.tell("save_"+string(p.Mode), survey.Args{"code": a.Code}), p.Asked.Only
	if p.Mode != SheetFill {
		path += "/appraisal"
	}
	a.Action = p.Link(path)
	if p.Mode != SheetAppraise {
		return
	}
	left := 0
	for i := range p.Sheet.Leaves {
		l := &p.Sheet.Leaves[i]
		if AreaCode(l) == a.Code && p.Sheet.Unappraised(l) && l.Self != nil && p.Mine(l) {
			left++
		}
	}
	if left > 0 {
		a.Keep = p.tell("keep", survey.Args{"count": left})
	}
}

// area is an area with its sums.
func (p *sheetPen) area(item *scoring.Item) SheetArea {
	s := p.Sheet
	own, given := sumOf(s.Result(s.Own), item.Code), sumOf(s.Result(s.Mark), item.Code)
	a := SheetArea{
		Code: item.Code, ID: AreaID(item.Code), Name: item.Code + ". " + p.In(item.Name),
		Max: p.points(item.Max), Own: p.points(own.Points),
	}
	applicable := own.Max
	if p.judged() {
		applicable = given.Max
		compared := sumOf(s.Result(p.ownToGive), item.Code)
		a.Given, a.Cut = p.points(given.Points), p.signed(given.Points-compared.Points)
	}
	if applicable != item.Max {
		a.Applicable = p.points(applicable)
	}
	a.State = p.areaState(item.Code)
	return a
}

// ownToGive is the agency's own mark to compare the council's with. What only the council can
// give, a figure from outside, makes no difference between them.
func (p *sheetPen) ownToGive(l *round.Leaf) scoring.Mark {
	if l.Item.Kind == scoring.External {
		return p.Sheet.Mark(l)
	}
	return p.Sheet.Own(l)
}

// Lost tells whether points were taken off, which is coloured.
func (a SheetArea) Lost() bool { return !strings.HasPrefix(a.Cut, "+") }

// Lost tells whether points were taken off, which is coloured.
func (r SheetRow) Lost() bool { return !strings.HasPrefix(r.Cut, "+") }

func sumOf(r scoring.Result, area string) scoring.AreaSum {
	for _, a := range r.Areas {
		if a.Code == area {
			return a
		}
	}
	return scoring.AreaSum{}
}

// areaState says what is waited for in an area, or that its cuts are dealt with.
func (p *sheetPen) areaState(code string) *SheetState {
	waits, cuts, leaves := 0, 0, 0
	for i := range p.Sheet.Leaves {
		l := &p.Sheet.Leaves[i]
		if AreaCode(l) != code {
			continue
		}
		leaves++
		waits += btoi(p.waits(l))
		cuts += btoi(p.judged() && p.Sheet.Cut(l) > 0)
	}
	step := p.Sheet.Round.Step
	word := string(step)
	if p.Mode == SheetFill {
		word = string(round.SelfAssessing)
	}
	switch {
	case waits > 0:
		return &SheetState{"op", p.tell("area_"+word, survey.Args{"count": waits})}
	case p.Mode == SheetFill && leaves > 0:
		return &SheetState{"ag", p.tell("area_filled", nil)}
	case p.Mode == SheetAppraise && leaves > 0:
		return &SheetState{"ag", p.tell("area_appraised", nil)}
	case cuts > 0 && !step.Before(round.Explaining):
		return &SheetState{"ag", p.tell("area_settled", survey.Args{"count": cuts})}
	}
	return nil
}
