package frontend

import (
	"strconv"
	"strings"
	"time"

	"hailong/scoring/report"
	"hailong/survey"
)

// Line is a straight line of a drawing.
type Line struct{ X1, Y1, X2, Y2 string }

// MonthChart is the trend by month. Only months with enough responses are drawn;
// the table below it lists the others with their number alone.
type MonthChart struct {
	ID          string
	Title, Desc string
	Axis        string
	Grid        []Tick // levels of the ruler, with their numbers
	Target      Tick
	Whiskers    []Line
	Lines       []Line // between months that follow each other
	Marks       []Mark
	Labels      []Tick
	Rows        []Part // the same numbers as a table
	Drawn       int    // months with a score
}

// monthPoint is a month that may be drawn.
type monthPoint struct {
	place int
	cell  report.Cell
}

func (p pen) months(id string, plan *survey.Plan, cells []report.Cell, target survey.Target) MonthChart {
	year := survey.Args{"year": plan.Year}
	c := MonthChart{
		ID: id, Title: p.say("chart.months", year), Desc: p.say("chart.months_desc", nil),
		Axis: p.say("chart.months_axis", nil),
	}
	all := planMonths(plan)
	points := shownMonths(all, cells)
	c.Drawn = len(points)
	c.grid(p, target)
	for i, m := range all {
		number, _ := strconv.Atoi(string(m[5:]))
		c.Labels = append(c.Labels, Tick{X: along(monthX(i, len(all))), Text: strconv.Itoa(number)})
	}
	c.points(p, points, len(all))
	for _, cell := range cells {
		c.Rows = append(c.Rows, p.cell(p.month(survey.Month(cell.Code)), cell))
	}
	return c
}

// grid numbers every level: the numbers stand left of all lines, and the target's
// stands at the right end, so that nothing crosses them.
func (c *MonthChart) grid(p pen, target survey.Target) {
	for _, m := range p.ruler.marks() {
		c.Grid = append(c.Grid, Tick{Y: coordinate(p.height(m)), Text: coordinate(m)})
	}
	c.Target = Tick{Y: coordinate(p.height(target.Percent())), Text: p.mark(target) + "%"}
}

func (c *MonthChart) points(p pen, points []monthPoint, months int) {
	for i, m := range points {
		s := m.cell.Score
		x, y := along(monthX(m.place, months)), p.height(s.Percent())
		top, bottom := p.height(s.Interval.High), p.height(s.Interval.Low)
		c.Whiskers = append(c.Whiskers, Line{x, coordinate(top), x, coordinate(bottom)})
		c.Marks = append(c.Marks, markAt(verdictOf(s.Official, s.Certain), x, coordinate(y), false))
		if i > 0 && points[i-1].place == m.place-1 {
			before := points[i-1]
			c.Lines = append(c.Lines, Line{
				along(monthX(before.place, months)), coordinate(p.height(before.cell.Score.Percent())),
				x, coordinate(y),
			})
		}
	}
}

// The chart is 168 px high from 100% down, and leaves room for numbers at the left.
func (p pen) height(percent float64) float64 { return 16 + 1.68*(100-p.ruler.at(percent)) }

func monthX(place, months int) float64 {
	if months < 2 {
		return 50
	}
	return 9 + 88*float64(place)/float64(months-1)
}

// month names a month: Tháng 3/2022.
func (p pen) month(m survey.Month) string {
	number, _ := strconv.Atoi(string(m[5:]))
	return p.say("chart.month", survey.Args{"month": number, "year": string(m[:4])})
}

// planMonths are the months of a plan's period, in order.
func planMonths(plan *survey.Plan) []survey.Month {
	var list []survey.Month
	last := plan.Ends.Month()
	for t := (plan.Starts[:7] + "-01").Time(); ; t = t.AddDate(0, 1, 0) {
		m := survey.DayOf(t, time.UTC).Month()
		if m > last {
			return list
		}
		list = append(list, m)
	}
}

// shownMonths are the months with an official score, by their place in the plan.
func shownMonths(all []survey.Month, cells []report.Cell) []monthPoint {
	var list []monthPoint
	for i, m := range all {
		for _, cell := range cells {
			if cell.Code == string(m) && cell.Score.Eligible() {
				list = append(list, monthPoint{i, cell})
			}
		}
	}
	return list
}

// Spark is the trend in a table row, without numbers of its own: the agency's page
// has them.
type Spark struct {
	Title    string
	Target   string
	Segments []string // points of unbroken lines
	Dots     []Mark   // months between two gaps
	End      Mark
}

// spark is nil below two months with a score: a dot is no trend.
func (p pen) spark(name string, plan *survey.Plan, cells []report.Cell, target survey.Target) *Spark {
	all := planMonths(plan)
	points := shownMonths(all, cells)
	if len(points) < 2 {
		return nil
	}
	s := &Spark{Target: coordinate(p.sparkY(target.Percent()))}
	s.Title = p.say("chart.spark", p.sparkArgs(name, points))
	var segment []string
	for i, m := range points {
		x, y := sparkX(m.place, len(all)), coordinate(p.sparkY(m.cell.Score.Percent()))
		segment = append(segment, x+","+y)
		if last := i == len(points)-1; last || points[i+1].place != m.place+1 {
			s.end(segment, x, y, last)
			segment = nil
		}
	}
	return s
}

func (s *Spark) end(segment []string, x, y string, last bool) {
	dot := Mark{X: x, Y: y}
	switch {
	case len(segment) > 1:
		s.Segments = append(s.Segments, strings.Join(segment, " "))
	case !last:
		s.Dots = append(s.Dots, dot)
	}
	if last {
		s.End = dot
	}
}

func (p pen) sparkArgs(name string, points []monthPoint) survey.Args {
	low, high := 100.0, 0.0
	for _, m := range points {
		low, high = min(low, m.cell.Score.Percent()), max(high, m.cell.Score.Percent())
	}
	first, last := points[0].cell.Score, points[len(points)-1].cell.Score
	return survey.Args{
		"name": name, "first": p.tenth(first.Percent()), "last": p.tenth(last.Percent()),
		"low": p.tenth(low), "high": p.tenth(high),
	}
}

func (p pen) sparkY(percent float64) float64 { return 3 + 0.24*(100-p.ruler.at(percent)) }

func sparkX(place, months int) string {
	return coordinate(6 + 112*float64(place)/float64(max(1, months-1)))
}
