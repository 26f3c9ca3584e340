package frontend

import (
	"strconv"

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

func (p *PreviewPage) rankRow(v *Preview, set *edition.Set, a *edition.Agency) RankRow {
	r := a.Result
	row := RankRow{
		Link: p.sheetOf(v, a), Rank: strconv.Itoa(r.Rank), Range: rangeText(r), Shared: r.Shared,
		Bar: barOf(r), Points: p.hundredths(r.Points), Max: p.hundredths(r.Max), Aside: p.asideText(set, r),
		Index: p.pointText(r.Index), Move: p.movement(a.Previous, r.Rank, r.Of),
	}
	if set != nil {
		row.Class = p.classSteps(set, r.Class)
	}
	row.Opinion = p.opinion(v.Round.Year, a)
	if v.With != nil {
		row.With = p.withFlagged(a)
	}
	return row
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

// opinion is an agency's satisfaction, with a link to its figures.
func (p *PreviewPage) opinion(year int, a *edition.Agency) Link {
	link := Link{Text: p.satisfaction(a.Opinion)}
	if a.Opinion != nil {
		link.URL = p.Link(agencyPath(a.Code), "year", strconv.Itoa(year))
	}
	return link
}

// withFlagged says what the agency has as it counts, where that is something else.
func (p *PreviewPage) withFlagged(a *edition.Agency) string {
	counted := p.counted[a.Code]
	switch {
	case counted == nil:
		return ""
	case counted.Rank == a.Result.Rank && counted.Exact == a.Result.Exact:
		return p.say("preview.with_same", nil)
	}
	rank := "–"
	if counted.Rank > 0 {
		rank = strconv.Itoa(counted.Rank)
	}
	return p.say("preview.with", survey.Args{"rank": rank, "index": p.pointText(counted.Index)})
}
