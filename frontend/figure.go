package frontend

import (
	"fmt"
	"math"
	"math/big"

	"hailong/frontend/words"
	"hailong/scoring"
	"hailong/survey"
)

// Figure is a score as a page writes it. Below the minimum it holds the number of
// responses and the reason alone: what may not be shown never reaches a template.
type Figure struct {
	Shown     bool
	Count     string // responses counted; answers for a factor or a question
	Percent   string // 84,77, without the sign
	Rounded   string // what rounding hides at the target, or empty
	Low, High string // the interval, two decimals; empty where there is none
	Brief     string // the interval with one decimal, for tables
	Badge     Badge
	Say       string // the verdict as a sentence
	Mini      Mini

	count int64
	share *big.Rat // nil where not shown, so that no sorting tells it either

	// What follows is for tables, and empty where the figure is not shown.
	basis              *judged
	hint               *judged // told for information only, where there is no official score
	answers, satisfied int64
}

// judged is an estimate that may be shown, with what it is held against.
type judged struct {
	name string
	scoring.Estimate
	target  survey.Target
	verdict Verdict
}

// bounded tells whether there is an interval: a factor of several questions has none.
func (j judged) bounded() bool { return j.Effective != 0 }

// pen writes the figures of one page: in its language, on its one ruler.
type pen struct {
	lang  survey.Lang
	ruler Ruler
}

func (p pen) say(key string, args survey.Args) string { return words.Say(p.lang, key, args) }

func (p pen) int(n int64) string { return words.Int(p.lang, n) }

// Hinted tells whether the figure is not shown but its interval is told to the reader.
func (f Figure) Hinted() bool { return f.hint != nil }

// hidden is the figure of a score that has not enough responses.
func (p pen) hidden(s scoring.Score) Figure {
	v := verdictOf(s.Official, false)
	if s.Eligible() { // hidden for another reason: its agency, or its answers
		v = TooFew
	}
	say := p.say("verdict.say_"+string(v), survey.Args{"least": s.Least()})
	return Figure{Count: p.int(s.Responses), count: s.Responses, Badge: p.badge(v), Say: say}
}

// score writes a score, or that there are too few responses for one.
func (p pen) score(name string, s scoring.Score) Figure {
	if !s.Eligible() {
		return p.unofficial(name, s, s.Target)
	}
	return p.figure(judged{name, s.Estimate, s.Target, verdictOf(s.Official, s.Certain)}).of(p, s)
}

// unofficial is a hidden figure, with its interval where the reader is told that: no
// score and no dot, so that nobody takes it for one.
func (p pen) unofficial(name string, s scoring.Score, target survey.Target) Figure {
	f := p.hidden(s)
	j := judged{name, s.Estimate, target, TooFew}
	if !s.Hinted() || !j.bounded() {
		return f
	}
	f.hint = &j
	p.interval(&f, j)
	f.Say = p.say(hintWord(s), survey.Args{"least": s.Least(), "mark": p.mark(s.Target)})
	f.Mini = p.hintMini(j, f)
	return f
}

// hintWord says where the interval lies.
func hintWord(s scoring.Score) string {
	switch mark := s.Target.Percent(); {
	case s.Interval.Low > mark:
		return "own.few_above"
	case s.Interval.High < mark:
		return "own.few_below"
	}
	return "own.few_on"
}

// of adds what the figure was counted from.
func (f Figure) of(p pen, s scoring.Score) Figure {
	f.Count, f.count = p.int(s.Responses), s.Responses
	f.answers, f.satisfied = s.Answers, s.Satisfied
	return f
}

// alone writes a share that is held against no target.
func (p pen) alone(name string, s scoring.Score) Figure {
	if !s.Eligible() {
		return p.unofficial(name, s, survey.Target{})
	}
	return p.figure(judged{name: name, Estimate: s.Estimate}).of(p, s)
}

// block writes a mean; unjudged where its members have different targets.
func (p pen) block(name string, b scoring.Block, oneTarget bool) Figure {
	switch {
	case b.Eligible == 0:
		return Figure{Badge: p.badge(TooFew), Say: p.say("verdict.say_none", nil)}
	case !oneTarget:
		return p.figure(judged{name: name, Estimate: b.Estimate})
	}
	return p.figure(judged{name, b.Estimate, b.Target, verdictOf(b.Official, b.Certain)})
}

func (p pen) figure(j judged) Figure {
	printed := scoring.Decimal(j.Share, j.target.Hundredths)
	f := Figure{
		Shown: true, Percent: words.Point(p.lang, printed), share: j.Share,
		Badge: p.badge(j.verdict), Say: p.sentence(j.verdict, j.target), basis: &j,
	}
	if j.verdict != Unjudged {
		f.Rounded = p.rounded(j, printed)
	}
	if j.bounded() {
		p.interval(&f, j)
	}
	f.Mini = p.mini(j, f)
	return f
}

func (p pen) interval(f *Figure, j judged) {
	f.Low = p.bound(j.Interval.Low, j.target)
	f.High = p.bound(j.Interval.High, j.target)
	f.Brief = p.say("verdict.between", survey.Args{
		"low": p.tenth(j.Interval.Low), "high": p.tenth(j.Interval.High),
	})
}

// bound writes an end of an interval, which the method rounds to six decimals.
func (p pen) bound(percent float64, t survey.Target) string {
	share := big.NewRat(millionths(percent), 1e8)
	return words.Point(p.lang, scoring.Decimal(share, t.Hundredths))
}

// tenth writes a percentage with one decimal, rounded half up.
func (p pen) tenth(percent float64) string {
	t := (millionths(percent) + 50_000) / 100_000
	return words.Point(p.lang, fmt.Sprintf("%d.%d", t/10, t%10))
}

func millionths(percent float64) int64 { return int64(math.Round(percent * 1e6)) }

func exactTarget(t survey.Target) *big.Rat { return big.NewRat(t.Hundredths, 10_000) }
