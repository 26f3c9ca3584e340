package frontend

import (
	"strconv"

	"hailong/scoring"
	"hailong/scoring/edition"
	"hailong/survey"
)

func (p *RankingPage) row(set *edition.Set, a *edition.Agency) RankingRow {
	r := a.Result
	row := RankingRow{
		Link: p.agencyLink(a), Rank: strconv.Itoa(r.Rank), Range: rangeText(r), Shared: r.Shared, Bar: barOf(r),
		Points: p.hundredths(r.Points), Max: p.hundredths(r.Max), Aside: p.asideText(set, r),
		Index: p.pointText(r.Index), Move: p.movement(a.Previous, r.Rank, r.Of),
	}
	if set != nil {
		row.Class = p.classSteps(set, r.Class)
	}
	row.Satisfaction = p.satisfaction(a.Opinion)
	return row
}

// asideText says what the index has beside the points, within the caps; empty: nothing.
func (o *Office) asideText(set *edition.Set, r *edition.Result) string {
	if set == nil {
		return ""
	}
	bonus, penalty := min(r.Bonus, set.BonusCap), min(r.Penalty, set.PenaltyCap)
	if bonus == 0 && penalty == 0 {
		return ""
	}
	return o.say("ranking.aside", survey.Args{"bonus": o.hundredths(bonus), "penalty": o.hundredths(penalty)})
}

// satisfaction is an agency's official score, or why there is none.
func (o *Office) satisfaction(s *edition.Score) string {
	if s == nil || s.Score == "" {
		return o.noScore(s)
	}
	return o.percentText(s.Score)
}

// classSteps is a class by its word and by steps: all for the first, one for the last.
func (o *Office) classSteps(set *edition.Set, code string) RankClass {
	var w RankClass
	n := len(set.Classes)
	for i, k := range set.Classes {
		if k.Code != code {
			continue
		}
		w.Name, w.Lower = o.In(survey.Text(k.Name)), 2*i >= n
		full := max(1, len(w.Steps)*(n-i)/n)
		for s := range w.Steps {
			w.Steps[s] = RankStep{X: 7 * s, Y: 9 - 3*s, Height: 5 + 3*s, Full: s < full}
		}
	}
	return w
}

// movement compares a place with that of the year before. Both places are told, since
// there may have been more or fewer agencies.
func (o *Office) movement(past *edition.Past, rank, of int) RankMove {
	move := past.Movement(rank, of)
	switch move.Why {
	case scoring.MovementNew:
		return RankMove{Text: o.say("ranking.first_time", nil)}
	case scoring.MovementReorganised:
		return RankMove{Text: o.say("ranking.reorganised", nil)}
	}
	m := RankMove{
		Text: o.say("ranking.same", nil), Past: placeText(past.Rank, past.Of) + " → " + placeText(rank, of),
	}
	switch {
	case move.Steps > 0:
		m.Arrow, m.Text = "▲", o.say("ranking.up", survey.Args{"count": move.Steps})
	case move.Steps < 0:
		m.Arrow, m.Text = "▽", o.say("ranking.down", survey.Args{"count": -move.Steps})
	}
	return m
}

func placeText(rank, of int) string { return strconv.Itoa(rank) + "/" + strconv.Itoa(of) }
