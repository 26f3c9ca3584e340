package frontend

import (
	"strings"

	"hailong/scoring"
	"hailong/scoring/round"
	"hailong/survey"
)

// SheetStep is a step of the round in the bar.
type SheetStep struct{ Name, When, State string }

// SheetTotal is a sum above the sheet.
type SheetTotal struct{ Name, Value string }

// onSheet marks the tab that leads to one's own sheet.
func (d *Desk) onSheet(a *survey.Agency) {
	if d.Me == nil || !d.Me.Owns(d.catalogue, a.ID) {
		return
	}
	for i := range d.Nav {
		if strings.HasPrefix(d.Nav[i].URL, "/desk/sheet") && d.Nav[i].Current == "" {
			d.Nav[i].Current = "true"
		}
	}
}

// title is what the sheet is called: an index that the program does not know by its set.
func (p *sheetPen) title() string {
	r := p.Sheet.Round
	if r.Family == round.Family {
		return p.tell("title", survey.Args{"year": r.Year})
	}
	return p.tell("title_other", survey.Args{"year": r.Year, "set": p.In(p.Sheet.Set.Name)})
}

// lead says whose sheet it is, and by which set.
func (p *sheetPen) lead() string {
	s := p.Sheet
	var areas, criteria int
	for i := range s.Set.Items {
		switch s.Set.Items[i].Level {
		case scoring.Area:
			areas++
		case scoring.Criterion:
			criteria++
		}
	}
	text := p.tell("lead", survey.Args{
		"agency": p.In(s.Agency.Name), "set": p.In(s.Set.Name),
		"areas": areas, "criteria": criteria, "leaves": len(s.Leaves),
	})
	if s.Set.Sample {
		text += " " + p.tell("sample", nil)
	}
	if s.Member.LeftOut != "" {
		text += " " + p.tell("left_out", survey.Args{"why": s.Member.LeftOut})
	}
	return text
}

// steps are the bar of the round.
func (p *sheetPen) steps() []SheetStep {
	r := p.Sheet.Round
	var list []SheetStep
	begins := survey.Day("")
	for _, step := range round.Steps {
		s := SheetStep{Name: p.tell("step_"+string(step), nil)}
		day := r.Deadlines[step]
		switch {
		case step.Before(r.Step):
			s.State, s.When = "done", p.tell("when_done", survey.Args{"day": dayOrDash(p.Frame, day)})
		case step == r.Step && step != round.Closed:
			s.State, s.When = "now", p.tell("when_now", survey.Args{"day": dayOrDash(p.Frame, day)})
		case step == r.Step:
			s.State, s.When = "now", p.tell("when_closed", nil)
		case begins != "":
			s.When = p.tell("when_later", survey.Args{"day": p.Day(begins)})
		}
		list = append(list, s)
		if begins = ""; day != "" {
			begins = day.AddDays(1)
		}
	}
	return list
}

func dayOrDash(f Frame, d survey.Day) string {
	if d == "" {
		return "–"
	}
	return f.Day(d)
}

// totals are the sums of the sheet as it stands.
func (p *SheetPage) totals() {
	s, pen := p.pen.Sheet, &p.pen
	own, first, last := s.Result(s.Own), s.Result(s.FirstMark), s.Result(s.Mark)
	if !pen.judged() {
		first, last = own, own
	}
	add := func(word, value string) {
		p.Totals = append(p.Totals, SheetTotal{pen.tell(word, nil), value})
	}
	add("total_max", pen.points(last.Max))
	add("total_own", pen.points(own.Points))
	if pen.judged() {
		add("total_first", pen.points(first.Points))
		if last.Points != first.Points || s.Round.Step == round.Closed {
			add("total_last", pen.points(last.Points))
		}
		if d := pen.signed(last.Points - s.Result(pen.ownToGive).Points); d != "" {
			add("total_cut", d)
		}
	}
	if last.Bonus > 0 {
		add("total_bonus", pen.signed(min(last.Bonus, s.Set.BonusCap)))
	}
	if last.Penalty > 0 {
		add("total_penalty", pen.signed(-min(last.Penalty, s.Set.PenaltyCap)))
	}
	p.Index, p.Indexed = pen.index(last), pen.indexed()
}

// indexed is what the index is called.
func (p *sheetPen) indexed() string {
	if p.Sheet.Round.Step == round.Closed {
		return p.tell("index_closed", nil)
	}
	return p.tell("index", nil)
}
