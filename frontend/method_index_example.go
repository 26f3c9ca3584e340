package frontend

import (
	"math/big"
	"strconv"
	"strings"

	"hailong/scoring"
	"hailong/scoring/edition"
	"hailong/survey"
)

// indexSet is the criteria set of the worked example, much smaller than a real one. Its
// classes are those of the sample sets.
var indexSet = scoring.CriteriaSet{
	Items: []scoring.Item{
		{Level: scoring.Area, Code: "I", Max: 900},
		{Level: scoring.Criterion, Code: "1.1", Max: 500, Rule: scoring.Rule{
			Kind: scoring.Ratio, Threshold: 9000, Empty: scoring.EmptyZero,
		}},
		{Level: scoring.Criterion, Code: "1.2", Max: 400, Rule: scoring.Rule{Kind: scoring.Judged, Step: 50}},
		{Level: scoring.Area, Code: "II", Max: 300},
		{Level: scoring.Criterion, Code: "2.1", Max: 100, Rule: scoring.Rule{Kind: scoring.Count, Per: 10}},
		{Level: scoring.Criterion, Code: "2.2", Max: 200, Rule: scoring.Rule{
			Kind: scoring.Ratio, Threshold: 10000, Empty: scoring.EmptyOut,
		}},
		{Level: scoring.Area, Code: "III", Max: 1000},
		{Level: scoring.Criterion, Code: "3.1", Max: 1000, Rule: scoring.Rule{
			Kind: scoring.Satisfaction, By: scoring.Ratio, Threshold: 9000,
		}},
		{Level: scoring.Criterion, Code: "3.2", Max: 200, Rule: scoring.Rule{Kind: scoring.Bonus}},
		{Level: scoring.Criterion, Code: "3.3", Max: 300, Rule: scoring.Rule{Kind: scoring.Penalty}},
	},
	Classes: []scoring.Class{
		{Code: "good", Cut: 9000}, {Code: "fair", Cut: 7000}, {Code: "medium", Cut: 5000}, {Code: "weak"},
	},
	BonusCap: 200, PenaltyCap: 300,
}

// indexAgency is an agency of the example: what was given for its leaves, and which of the
// examples of satisfaction its own is.
type indexAgency struct {
	given   []scoring.Given
	opinion int
}

// share is a numerator and a denominator of whole things.
func share(num, den int64) scoring.Given { return scoring.Given{Num: 100 * num, Den: 100 * den} }

var indexAgencies = []indexAgency{
	{opinion: 4, given: []scoring.Given{
		share(8, 10), {Points: 350}, {Num: 400}, share(0, 0), {}, {Points: 50}, {Points: 25},
	}},
	{opinion: 1, given: []scoring.Given{
		share(10, 10), {Points: 350}, {}, share(9, 10), {}, {}, {},
	}},
	{opinion: 3, given: []scoring.Given{
		share(7, 10), {Points: 250}, {Num: 200}, share(1, 2), {}, {}, {},
	}},
}

// indexWorked is an agency of the example with all that follows, by the rules themselves.
type indexWorked struct {
	indexAgency
	marks       []scoring.Mark
	result      scoring.Result
	low, high   scoring.Mark // of its satisfaction
	standing    scoring.Standing
	place       scoring.Place
	print       string // its index
	least, most string // its index with its satisfaction at both ends
}

var workedIndex = workIndexOut()

func workIndexOut() []indexWorked {
	list := make([]indexWorked, len(indexAgencies))
	var standings []scoring.Standing
	var indices []*big.Rat
	for i, a := range indexAgencies {
		list[i] = workAgency(a)
		standings = append(standings, list[i].standing)
		indices = append(indices, list[i].standing.Index)
	}
	printed := scoring.Decimals(indices, indexSet.Cuts())
	for i, place := range scoring.Rank(standings) {
		list[i].place, list[i].print = place, printed[i]
		ends := scoring.Decimals([]*big.Rat{standings[i].Low, standings[i].High}, indexSet.Cuts())
		list[i].least, list[i].most = ends[0], ends[1]
	}
	return list
}

// workAgency marks an agency's leaves, also at both ends of its satisfaction.
func workAgency(a indexAgency) indexWorked {
	w := indexWorked{indexAgency: a}
	opinion := scoring.OpinionOf(workedScores[a.opinion-1])
	var low, high []scoring.Mark
	for _, item := range indexSet.Leaves() {
		mark := item.Mark(a.given[len(w.marks)])
		down, up := mark, mark
		if item.Kind == scoring.Satisfaction {
			mark = item.MarkOpinion(opinion)
			down, up = item.MarkBounds(opinion)
			w.low, w.high = down, up
		}
		w.marks, low, high = append(w.marks, mark), append(low, down), append(high, up)
	}
	w.result = indexSet.Result(w.marks)
	w.standing = scoring.Standing{
		Index: w.result.Index, Low: indexSet.Result(low).Index, High: indexSet.Result(high).Index,
	}
	return w
}

// IndexLeaf is a leaf of the example as the page prints it.
type IndexLeaf struct{ Code, Name, Rule, Given, Points, Max string }

// leaves are those of the first agency.
func (m *MethodIndexPage) leaves() []IndexLeaf {
	w := &workedIndex[0]
	var list []IndexLeaf
	for _, item := range indexSet.Leaves() {
		mark, given := w.marks[len(list)], w.given[len(list)]
		leaf := IndexLeaf{
			Code: item.Code, Name: m.say("method_index.leaf_"+strings.ReplaceAll(item.Code, ".", ""), nil),
			Rule: m.ruleText(item), Given: m.givenText(item, given, w.opinion),
			Points: m.hundredths(int64(mark.Points)), Max: m.hundredths(int64(item.Max)),
		}
		switch {
		case mark.Out:
			leaf.Points = m.say("ranking.out", nil)
		case item.Kind == scoring.Bonus:
			leaf.Points = "+" + leaf.Points
		case item.Kind == scoring.Penalty:
			leaf.Points = "−" + leaf.Points
		}
		list = append(list, leaf)
	}
	return list
}

// givenText says what was entered for a leaf.
func (m *MethodIndexPage) givenText(item *scoring.Item, g scoring.Given, opinion int) string {
	switch item.Kind {
	case scoring.Satisfaction:
		return m.say("method_index.given_score", survey.Args{
			"number": opinion, "share": m.pointText(exactPercent(workedScores[opinion-1].Share)) + "%",
		})
	case scoring.Ratio:
		return m.say("method_index.given_share", survey.Args{"num": g.Num / 100, "den": g.Den / 100})
	case scoring.Count:
		return m.say("method_index.given_count", survey.Args{"count": g.Num / 100})
	}
	return m.say("method_index.given_points", survey.Args{"points": m.hundredths(int64(g.Points))})
}

// exactPercent is a share as a percentage, in print.
func exactPercent(share *big.Rat) string {
	return scoring.Decimals([]*big.Rat{new(big.Rat).Mul(share, big.NewRat(100, 1))}, nil)[0]
}

// IndexPlace is an agency of the example among the others.
type IndexPlace struct{ Name, Points, Max, Index, Low, High, Class, Rank, Range string }

// places are the agencies by rank, as a ranking prints them.
func (m *MethodIndexPage) places() []IndexPlace {
	list := make([]IndexPlace, len(workedIndex))
	for i := range workedIndex {
		w := &workedIndex[i]
		list[w.place.Rank-1] = IndexPlace{
			Name:   m.say("method_index.agency", survey.Args{"letter": string(rune('A' + i))}),
			Index:  m.pointText(w.print),
			Points: m.hundredths(int64(w.result.Points)), Max: m.hundredths(int64(w.result.Max)),
			Low: m.pointText(w.least), High: m.pointText(w.most),
			Class: m.say("method_index.class_"+indexSet.Classes[w.result.Class].Code, nil),
			Rank:  strconv.Itoa(w.place.Rank),
			Range: rangeText(&edition.Result{Best: w.place.Best, Worst: w.place.Worst}),
		}
	}
	return list
}
