package frontend

import (
	"strconv"

	"hailong/survey"
)

// Ruler is the one scale of a page: every meter, dot and line on it runs from
// From to 100%, so that they can be compared by eye.
type Ruler struct{ From float64 }

// rulerFor begins at 60, or at 0 where something that the page shows lies below.
func rulerFor(percents ...float64) Ruler {
	for _, p := range percents {
		if p < 60 {
			return Ruler{0}
		}
	}
	return Ruler{60}
}

// at is the place of a percentage along the ruler, 0 to 100; what lies off the
// ruler is put at its end.
func (r Ruler) at(percent float64) float64 {
	return min(100, max(0, 100*(percent-r.From)/(100-r.From)))
}

// marks are the numbers written along the ruler.
func (r Ruler) marks() []float64 {
	if r.From == 0 {
		return []float64{0, 20, 40, 60, 80, 100}
	}
	return []float64{60, 70, 80, 90, 100}
}

// along writes a place for an SVG attribute: 57.5%.
func along(x float64) string { return coordinate(x) + "%" }

// coordinate writes a number with two decimals at most.
func coordinate(x float64) string {
	return strconv.FormatFloat(float64(int64(x*100+0.5))/100, 'f', -1, 64)
}

// Tick is a short text at a place of a drawing.
type Tick struct{ X, Y, Text, Anchor string }

// Whisker is the interval as a line. An end that lies off the ruler has no cap, and
// neither has one where a cap would be so near the mark that it looks like a smear.
type Whisker struct {
	Low, High       string
	CapLow, CapHigh bool
	Y, Top, Bottom  int
	Width           string
	Colour          string
	Dashed          bool // for information only
}

// whiskerSize is what differs between the whisker of a table row and of a head.
// line and end are in percent of the ruler: an end nearer to the score than line
// shows no line beside the mark, one nearer than end no caps. Both are half the mark
// and 2 px: line on a ruler of the usual width, end on the narrowest.
type whiskerSize struct {
	y, half   int
	width     string
	line, end float64
}

var (
	miniWhisker = whiskerSize{12, 4, "2", 100 * 9.0 / 190, 100 * 9.0 / 140}
	bigWhisker  = whiskerSize{44, 9, "3.5", 100 * 13.0 / 560, 100 * 13.0 / 328}
)

// whisker is nil where there is no interval, and where the mark covers it: the
// numbers still say it.
func (r Ruler) whisker(j judged, size whiskerSize) *Whisker {
	if !j.bounded() {
		return nil
	}
	score, low, high := r.at(j.Percent()), r.at(j.Interval.Low), r.at(j.Interval.High)
	if score-low < size.line && high-score < size.line {
		return nil
	}
	off := j.Interval.Low < r.From
	caps := high-score >= size.end && (off || score-low >= size.end) // one alone would mislead
	return &Whisker{
		Low: along(low), High: along(high), CapLow: caps && !off, CapHigh: caps,
		Y: size.y, Top: size.y - size.half, Bottom: size.y + size.half,
		Width: size.width, Colour: j.verdict.Colour(),
	}
}

// dashes is the whisker of an interval that has no score: always drawn, because no mark
// stands there.
func (r Ruler) dashes(j judged, size whiskerSize) *Whisker {
	return &Whisker{
		Low: along(r.at(j.Interval.Low)), High: along(r.at(j.Interval.High)),
		CapLow: j.Interval.Low >= r.From, CapHigh: true,
		Y: size.y, Top: size.y - size.half, Bottom: size.y + size.half,
		Width: size.width, Colour: "#56666f", Dashed: true,
	}
}

// Mark is the dot of a score: shape says the verdict, fill says the certainty.
type Mark struct {
	X, Y    string
	Radius  string // of the circle
	Diamond string // the path of the diamond, empty for a circle
	Fill    string
	Stroke  string
	Width   string
}

// markAt draws a verdict at a place; big is for the meter in the head of a page.
func markAt(v Verdict, x, y string, big bool) Mark {
	m := Mark{X: x, Y: y, Radius: "6", Fill: v.Colour(), Stroke: "#fff", Width: "1.5"}
	if big {
		m.Radius = "9"
	}
	if v == Unjudged {
		m.Radius = "4.5"
	}
	if v.hollow() {
		m.Fill, m.Stroke, m.Width, m.Radius = "#fff", v.Colour(), "2.5", "5"
		if big {
			m.Radius = "8"
		}
	}
	if v.Class() == "not" {
		m.Diamond = "M0 -7.08L7.08 0 0 7.08 -7.08 0z"
		if big {
			m.Diamond = "M0 -10.62L10.62 0 0 10.62 -10.62 0z"
		}
	}
	return m
}

// Mini is the meter of a table row.
type Mini struct {
	Title   string
	Target  string // place of the target, empty where there is none
	Whisker *Whisker
	Mark    Mark
}

func (p pen) mini(j judged, f Figure) Mini {
	m := Mini{
		Whisker: p.ruler.whisker(j, miniWhisker),
		Mark:    markAt(j.verdict, along(p.ruler.at(j.Percent())), "12", false),
	}
	if j.target.Hundredths > 0 {
		m.Target = along(p.ruler.at(j.target.Percent()))
	}
	args := survey.Args{"name": j.name, "percent": f.Percent, "low": f.Low, "high": f.High}
	m.Title = p.say("chart.mini_alone", args)
	if j.bounded() {
		m.Title = p.say("chart.mini", args)
	}
	return m
}

// hintMini is the meter of a row that has an interval and no score.
func (p pen) hintMini(j judged, f Figure) Mini {
	m := Mini{Whisker: p.ruler.dashes(j, miniWhisker)}
	if j.target.Hundredths > 0 {
		m.Target = along(p.ruler.at(j.target.Percent()))
	}
	m.Title = p.say("own.mini", survey.Args{"name": j.name, "low": f.Low, "high": f.High})
	return m
}

// Scale is the ruler in the head of a column.
type Scale struct {
	Title  string
	From   string
	Target string // its place; empty where the rows have different ones
	Mark   string
	Ends   bool // whether the ends leave room for the target's number
}

func (p pen) scale(t survey.Target) Scale {
	s := Scale{From: coordinate(p.ruler.From)}
	args := survey.Args{"from": s.From, "mark": p.mark(t)}
	s.Title = p.say("chart.scale_alone", args)
	if t.Hundredths > 0 {
		x := p.ruler.at(t.Percent())
		s.Title, s.Target, s.Mark = p.say("chart.scale", args), along(x), p.mark(t)
		s.Ends = x < 78
	} else {
		s.Ends = true
	}
	return s
}
