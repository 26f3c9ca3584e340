package frontend

import (
	"fmt"
	"strings"

	"hailong/frontend/words"
	"hailong/scoring"
	"hailong/survey"
)

// workedPart is so many people who each answered m questions that count and were
// satisfied with y of them.
type workedPart struct{ people, y, m int64 }

var mixedParts = []workedPart{{40, 5, 5}, {30, 4, 5}, {15, 3, 5}, {10, 2, 4}, {5, 0, 3}}

// worked are the examples of the method, §1: what people answered. All that the
// page says of them is computed by the rules themselves when the program starts, so
// that it cannot say anything else than they do.
var worked = []struct {
	parts  []workedPart
	census int64 // N of a census that has ended; 0: no census
}{
	{parts: mixedParts},
	{parts: mixedParts, census: 250},
	{parts: []workedPart{{40, 5, 5}}},
	{parts: []workedPart{{81, 1, 1}, {19, 0, 1}}},
	{parts: []workedPart{{39, 4, 5}, {1, 5, 5}}},
}

// The examples that make up the block, by their numbers.
var workedMembers = []int{1, 4}

// workedTransactions are the examples of the needed number of responses.
var workedTransactions = []int64{100, 500, 1000, 5000, 10_000}

// workedTarget is the province's target of 2022 (plan 2022, I.11).
var workedTarget = survey.Target{Hundredths: 8300, Above: true}

var workedSums, workedScores, workedBlock = workOut()

func workOut() (sums []survey.Sums, scores []scoring.Score, block scoring.Block) {
	for _, w := range worked {
		terms := scoring.Terms{Target: workedTarget, Minimum: survey.DefaultMinimum}
		if w.census > 0 {
			terms.Transactions, terms.Known, terms.Population = w.census, true, w.census
		}
		s := sumsOf(w.parts)
		sums = append(sums, s)
		scores = append(scores, scoring.ScoreOf(survey.Tally{Sums: s}, terms))
	}
	var members []scoring.Score
	for _, number := range workedMembers {
		members = append(members, scores[number-1])
	}
	return sums, scores, scoring.BlockOf(members, workedTarget)
}

func sumsOf(parts []workedPart) (s survey.Sums) {
	for _, p := range parts {
		s = s.Add(survey.SumsOf(p.y, p.m).Times(p.people))
	}
	return s
}

// Example is a worked example as the page prints it.
type Example struct {
	Name    string
	Answers string // 40 × (5/5), 30 × (4/5)
	Census  string // N, empty where it is no census
	Cells   []Cell // the six sums, then the score, n_e and the interval
	Badge   Badge
}

// Cell is a number with its name, which a phone prints beside it.
type Cell struct{ Name, Text string }

func (p pen) examples() []Example {
	var list []Example
	for i, w := range worked {
		s, score := workedSums[i], workedScores[i]
		e := Example{
			Name:    p.say("method.example", survey.Args{"number": i + 1}),
			Answers: answersOf(w.parts),
			Badge:   p.badge(verdictOf(score.Official, score.Certain)),
		}
		if w.census > 0 {
			e.Census = p.say("method.example_census", survey.Args{"count": w.census})
		}
		for k, sum := range []int64{s.N, s.Y, s.M, s.YY, s.YM, s.MM} {
			e.Cells = append(e.Cells, Cell{sumNames[k], p.int(sum)})
		}
		e.Cells = append(e.Cells, p.results(score.Estimate)...)
		list = append(list, e)
	}
	return list
}

// sumNames are the six sums from which everything is computed.
var sumNames = []string{"n", "Σy", "Σm", "Σy²", "Σym", "Σm²"}

// results are what comes out, with four decimals as the method prints them.
func (p pen) results(e scoring.Estimate) []Cell {
	return []Cell{
		{p.say("method.col_score", nil), p.fourth(e.Percent())},
		{p.say("method.col_effective", nil), p.fourth(e.Effective)},
		{p.say("method.col_low", nil), p.fourth(e.Interval.Low)},
		{p.say("method.col_high", nil), p.fourth(e.Interval.High)},
	}
}

// fourth writes a number with four decimals, rounded half up.
func (p pen) fourth(x float64) string {
	t := (millionths(x) + 50) / 100
	return words.Int(p.lang, t/10_000) + words.Point(p.lang, fmt.Sprintf(".%04d", t%10_000))
}

func answersOf(parts []workedPart) string {
	var list []string
	for _, p := range parts {
		list = append(list, fmt.Sprintf("%d\u00a0×\u00a0(%d/%d)", p.people, p.y, p.m))
	}
	return strings.Join(list, ", ")
}
