package frontend

import "hailong/survey"

// Meter is the ruler in the head of a page: the target as a line, the interval as
// a whisker, the score as a dot. It has no viewBox: places along it are percents,
// so that it stretches while its text keeps its size.
type Meter struct {
	ID          string // the page's own, for the title and the description
	Title, Desc string
	Zone        string // from here to the right end the target is met
	ZoneWidth   string
	Not, Met    string // words in the two zones, empty where something covers them
	Goal        Tick
	Ticks       []Tick
	Whisker     *Whisker
	Mark        Mark
	Bounds      []Tick // the numbers of the whisker's ends
}

// Room for text on a ruler 328 px wide, the narrowest that it is drawn: in percent
// of the ruler.
const (
	numberRoom = 13 // "82,10" beyond the end of a whisker
	zoneRoom   = 24 // "chưa đạt" at the left end
	metRoom    = 14 // "đạt" at the right end
)

func (p pen) meter(id, name string, j judged, f Figure) *Meter {
	m := p.bare(id, j, f)
	m.Whisker = p.ruler.whisker(j, bigWhisker)
	m.Mark = markAt(j.verdict, along(p.ruler.at(j.Percent())), "44", true)
	m.describe(p, name, j, f)
	return m
}

// hintMeter is the ruler of an interval that has no score: dashes, and no dot.
func (p pen) hintMeter(id, name string, f Figure) *Meter {
	j := *f.hint
	m := p.bare(id, j, f)
	m.Whisker = p.ruler.dashes(j, bigWhisker)
	args := survey.Args{
		"name": name, "low": f.Low, "high": f.High, "goal": p.goal(j.target), "mark": p.mark(j.target),
		"from": coordinate(p.ruler.From),
	}
	m.Title, m.Desc = p.say("own.meter", args), p.say("own.meter_desc", args)
	return m
}

// bare is the ruler with its target and its numbers.
func (p pen) bare(id string, j judged, f Figure) *Meter {
	x := p.ruler.at(j.target.Percent())
	goal := p.say("chart.goal", survey.Args{"goal": p.goal(j.target)})
	m := &Meter{
		ID: id, Zone: along(x), ZoneWidth: along(100 - x),
		Goal:  Tick{X: along(x), Text: goal, Anchor: anchor(x, 20)},
		Ticks: p.ticks(),
	}
	m.zones(p, j)
	m.bounds(p, j, f)
	return m
}

func (m *Meter) describe(p pen, name string, j judged, f Figure) {
	args := survey.Args{
		"name": name, "percent": f.Percent, "low": f.Low, "high": f.High, "verdict": f.Badge.Text,
		"goal": p.goal(j.target), "mark": p.mark(j.target), "from": coordinate(p.ruler.From),
	}
	m.Title, m.Desc = p.say("chart.meter", args), p.say("chart.meter_desc", args)
}

// zones writes the words of the two zones where nothing covers them.
func (m *Meter) zones(p pen, j judged) {
	low, high := p.ruler.at(j.Percent()), p.ruler.at(j.Percent())
	if j.bounded() {
		low, high = p.ruler.at(j.Interval.Low), p.ruler.at(j.Interval.High)
	}
	target := p.ruler.at(j.target.Percent())
	if min(low, target) > zoneRoom {
		m.Not = p.say("chart.not_met", nil)
	}
	if high < 100-metRoom && target < 100-metRoom {
		m.Met = p.say("chart.met", nil)
	}
}

// bounds writes the ends of the whisker: outside it where there is room, as one
// text where both would stand at the same place.
func (m *Meter) bounds(p pen, j judged, f Figure) {
	if !j.bounded() {
		return
	}
	low, high := p.ruler.at(j.Interval.Low), p.ruler.at(j.Interval.High)
	left, right := f.Low, f.High
	if j.Interval.Low < p.ruler.From {
		left = "‹ " + left
	}
	both := left + " – " + right
	if left == right {
		both = left
	}
	switch {
	case left == right && low >= numberRoom && low <= 100-numberRoom:
		m.Bounds = []Tick{{X: along(low), Text: both, Anchor: "middle"}}
	case high < 2*numberRoom && low < numberRoom:
		m.Bounds = []Tick{{X: along(low), Text: both, Anchor: "start"}}
	case low > 100-2*numberRoom && high > 100-numberRoom:
		m.Bounds = []Tick{{X: along(high), Text: both, Anchor: "end"}}
	default:
		m.Bounds = []Tick{
			{X: along(low), Text: left, Anchor: outward(low < numberRoom, "start", "end")},
			{X: along(high), Text: right, Anchor: outward(high > 100-numberRoom, "end", "start")},
		}
	}
}

func outward(tight bool, inside, outside string) string {
	if tight {
		return inside
	}
	return outside
}

func (p pen) ticks() []Tick {
	var list []Tick
	for _, m := range p.ruler.marks() {
		x := p.ruler.at(m)
		list = append(list, Tick{X: along(x), Text: coordinate(m), Anchor: anchor(x, 1)})
	}
	return list
}

// anchor keeps a text within the drawing: room is what it needs on either side.
func anchor(x, room float64) string {
	switch {
	case x < room:
		return "start"
	case x > 100-room:
		return "end"
	}
	return "middle"
}
