package frontend

import (
	"fmt"
	"strconv"

	"hailong/frontend/words"
	"hailong/scoring/edition"
	"hailong/survey"
)

// RankRow is a ranked agency in its group's table.
type RankRow struct {
	Link
	Rank, Range string
	Shared      bool
	Bar         RankBar
	Points, Max string
	Aside       string // bonus and penalty, where there are some
	Index       string
	Class       RankClass
	Opinion     Link // the satisfaction, and where its figures are
	Few         bool // the satisfaction is not shown
	Move        RankMove
	With        string // the same with what is flagged
}

// RankBar is the range of a rank on the line from the first place to the last.
type RankBar struct{ Low, High, At string }

// RankClass is a class by its word and four steps.
type RankClass struct {
	Name  string
	Steps [4]RankStep
	Lower bool // in the lower half
}

// RankStep is a step of the little stair.
type RankStep struct {
	X, Y, Height int
	Full         bool
}

// RankMove is what became of an agency's place since the year before.
type RankMove struct{ Arrow, Text, Past string }

func (p *PreviewPage) rankRow(v *Preview, g *edition.Group, set *edition.Set, a *edition.Agency) RankRow {
	r := a.Result
	row := RankRow{
		Link: p.sheetOf(v, a), Rank: strconv.Itoa(r.Rank), Range: rangeText(r), Shared: r.Shared,
		Bar: barOf(r), Points: p.places(r.Points), Max: p.places(r.Max),
		Index: p.pointText(r.Index), Move: p.move(a),
	}
	if r.Bonus != 0 || r.Penalty != 0 {
		row.Aside = p.say("preview.aside", survey.Args{
			"bonus": p.places(r.Bonus), "penalty": p.places(r.Penalty),
		})
	}
	if set != nil {
		row.Class = p.class(set, r.Class)
	}
	row.Opinion, row.Few = p.opinion(v.Round.Year, a)
	if v.With != nil {
		row.With = p.withFlagged(v.With, g.Code, a)
	}
	return row
}

// places writes hundredths with both decimals, so that a column lines up: 82,20.
func (f Frame) places(hundredths int64) string {
	return words.Point(f.Lang, fmt.Sprintf("%d.%02d", hundredths/100, hundredths%100))
}

// rangeText is a rank's range: (2–6), or (3) where there is but one place.
func rangeText(r *edition.Result) string {
	if r.Best == r.Worst {
		return "(" + strconv.Itoa(r.Best) + ")"
	}
	return "(" + strconv.Itoa(r.Best) + "–" + strconv.Itoa(r.Worst) + ")"
}

func barOf(r *edition.Result) RankBar {
	at := func(place int) string {
		return strconv.FormatFloat((float64(place)-0.5)/float64(max(r.Of, 1))*100, 'f', 2, 64) + "%"
	}
	return RankBar{Low: at(r.Best), High: at(r.Worst), At: at(r.Rank)}
}

// class is a class by its word, and by steps: all for the first, one for the last.
func (p *PreviewPage) class(set *edition.Set, code string) RankClass {
	var w RankClass
	for i := range set.Classes {
		if set.Classes[i].Code != code {
			continue
		}
		n := len(set.Classes)
		w.Name, w.Lower = p.In(survey.Text(set.Classes[i].Name)), 2*i >= n
		full := max(1, len(w.Steps)*(n-i)/n)
		for s := range w.Steps {
			w.Steps[s] = RankStep{X: 7 * s, Y: 9 - 3*s, Height: 5 + 3*s, Full: s < full}
		}
	}
	return w
}

// opinion is an agency's satisfaction, with a link to its figures; few tells that there is
// no official one to show.
func (p *PreviewPage) opinion(year int, a *edition.Agency) (link Link, few bool) {
	if a.Opinion == nil {
		return Link{Text: p.say("preview.not_asked", nil)}, true
	}
	link.URL = p.Link(agencyPath(a.Code), "year", strconv.Itoa(year))
	if a.Opinion.Score == "" {
		link.Text = p.say("preview.few", survey.Args{"count": a.Opinion.N})
		return link, true
	}
	link.Text = p.percentText(a.Opinion.Score)
	return link, false
}

// move compares an agency's place with that of the year before. Both years' places are
// said, since there may have been more or fewer agencies.
func (p *PreviewPage) move(a *edition.Agency) RankMove {
	past, now := a.Previous, a.Result
	switch {
	case past == nil:
		return RankMove{Text: p.say("preview.first_time", nil)}
	case past.Reorganised:
		return RankMove{Text: p.say("preview.reorganised", nil)}
	}
	m := RankMove{
		Text: p.say("preview.same", nil),
		Past: p.say("preview.places", survey.Args{
			"before": strconv.Itoa(past.Rank) + "/" + strconv.Itoa(past.Of),
			"now":    strconv.Itoa(now.Rank) + "/" + strconv.Itoa(now.Of),
		}),
	}
	switch by := past.Rank - now.Rank; {
	case by > 0:
		m.Arrow, m.Text = "▲", p.say("preview.up", survey.Args{"count": by})
	case by < 0:
		m.Arrow, m.Text = "▽", p.say("preview.down", survey.Args{"count": -by})
	}
	return m
}

// withFlagged says what the agency has as it counts, where that is something else.
func (p *PreviewPage) withFlagged(with *edition.Content, group string, a *edition.Agency) string {
	ranked, unranked := with.Sorted(group)
	for _, o := range append(ranked, unranked...) {
		if o.Code != a.Code {
			continue
		}
		if o.Result.Rank == a.Result.Rank && o.Result.Exact == a.Result.Exact {
			return p.say("preview.with_same", nil)
		}
		rank := "–"
		if o.Result.Rank > 0 {
			rank = strconv.Itoa(o.Result.Rank)
		}
		return p.say("preview.with", survey.Args{"rank": rank, "index": p.pointText(o.Result.Index)})
	}
	return ""
}
