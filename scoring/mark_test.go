package scoring_test

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"hailong/scoring"
	"hailong/survey"
)

// leaf is a leaf of so many hundredths of a point.
func leaf(most scoring.Points, r scoring.Rule) scoring.Item { return scoring.Item{Max: most, Rule: r} }

// of is num out of den, in whole pieces.
func of(num, den int64) scoring.Given { return scoring.Given{Num: 100 * num, Den: 100 * den} }

func ratio(threshold int64) scoring.Rule {
	return scoring.Rule{Kind: scoring.Ratio, Threshold: threshold, Empty: scoring.EmptyOut}
}

var (
	online  = scoring.Rule{Kind: scoring.Bands, Empty: scoring.EmptyZero, Bands: []scoring.Band{{8000, 400}, {4000, 300}, {2000, 100}}}
	late    = scoring.Rule{Kind: scoring.Bands, Empty: scoring.EmptyFull, AtMost: true, Bands: []scoring.Band{{0, 200}, {500, 150}, {1000, 50}}}
	options = scoring.Rule{Kind: scoring.Bands, Plain: true, Bands: []scoring.Band{{500, 200}, {300, 150}, {100, 50}}}
	returns = scoring.Rule{Kind: scoring.Bands, Plain: true, AtMost: true, Bands: []scoring.Band{{0, 100}, {250, 50}}}
	letters = scoring.Rule{Kind: scoring.Count, Per: 10}
	outside = scoring.Rule{Kind: scoring.External, By: scoring.Bands, Plain: true, Bands: []scoring.Band{{400, 300}, {300, 100}}}
)

// floored gives 0 below half, all points from 80% on.
var floored = scoring.Rule{Kind: scoring.Ratio, Threshold: 8000, Floor: 5000, Empty: scoring.EmptyZero}

var outRule = scoring.Rule{Kind: scoring.External, By: scoring.Ratio, Threshold: 10000, Empty: scoring.EmptyOut}

const out = -1 // in a table: not applicable

// The rules of the leaves (docs/method.md, 3), each by its border.
func TestALeafGivesPoints(t *testing.T) {
	full, zero := ratio(10000), ratio(10000)
	full.Empty, zero.Empty = scoring.EmptyFull, scoring.EmptyZero
	points := func(p scoring.Points) scoring.Given { return scoring.Given{Points: p} }
	tests := []struct {
		rule  string
		leaf  scoring.Item
		given scoring.Given
		want  scoring.Points
	}{
		{"judged: what was judged", leaf(100, scoring.Rule{Kind: scoring.Judged, Step: 25}), points(75), 75},
		{"fixed: all", leaf(150, scoring.Rule{Kind: scoring.Fixed}), points(150), 150},
		{"fixed: nothing", leaf(150, scoring.Rule{Kind: scoring.Fixed}), points(0), 0},
		{"bonus: what was given", leaf(200, scoring.Rule{Kind: scoring.Bonus}), points(120), 120},
		{"penalty: what was given", leaf(200, scoring.Rule{Kind: scoring.Penalty}), points(50), 50},

		{"ratio: 9,540 of 9,840 at 100%, 4.847… is 4.85", leaf(500, ratio(10000)), of(9540, 9840), 485},
		{"ratio: 17 of 19 of 2 points, 1.789… is 1.79", leaf(200, ratio(10000)), of(17, 19), 179},
		{"ratio: exactly .005 goes up, 1.125 is 1.13", leaf(200, ratio(10000)), of(9, 16), 113},
		{"ratio: exactly .005 goes up, 0.005 is 0.01", leaf(1, ratio(10000)), of(1, 2), 1},
		{"ratio: a hair under .005 goes down", leaf(200, ratio(10000)), of(5624999, 10000000), 112},
		{"ratio: 4.005 of 5 points is 4.01", leaf(500, ratio(10000)), of(801, 1000), 401},
		{"ratio: figures in hundredths, 92.00% of the plan", leaf(400, ratio(10000)), scoring.Given{Num: 9200, Den: 10000}, 368},
		{"ratio: nothing of something", leaf(500, ratio(10000)), of(0, 7), 0},
		{"ratio: the threshold gives all", leaf(500, ratio(9000)), of(9, 10), 500},
		{"ratio: above the threshold no more than all", leaf(500, ratio(9000)), of(10, 10), 500},
		{"ratio: below the threshold its part", leaf(500, ratio(9000)), of(8, 10), 444},
		{"ratio: more than the whole is no more than all", leaf(200, ratio(10000)), of(400, 385), 200},
		{"ratio: a threshold over 100% asks for more", leaf(600, ratio(12000)), of(10, 10), 500},
		{"ratio: a threshold over 100% reached", leaf(600, ratio(12000)), of(12, 10), 600},
		{"ratio: a hair below the floor is nothing", leaf(400, floored), of(4999, 10000), 0},
		{"ratio: the floor itself counts", leaf(400, floored), of(1, 2), 250},

		{"den = 0: not applicable", leaf(500, ratio(10000)), of(0, 0), out},
		{"den = 0: full", leaf(500, full), of(0, 0), 500},
		{"den = 0: zero", leaf(500, zero), of(0, 0), 0},
		{"den = 0 of bands: zero", leaf(400, online), of(0, 0), 0},
		{"den = 0 of bands of what should be small: full", leaf(200, late), of(0, 0), 200},
		{"den = 0 of a figure from outside: not applicable", leaf(200, outRule), of(0, 0), out},

		{"bands: at the best bound", leaf(400, online), of(80, 100), 400},
		{"bands: a hair below it", leaf(400, online), of(79999, 100000), 300},
		{"bands: 46.2% is from 40 to below 60", leaf(400, online), of(462, 1000), 300},
		{"bands: at the last bound", leaf(400, online), of(20, 100), 100},
		{"bands: outside", leaf(400, online), of(19, 100), 0},
		{"bands: more than the whole", leaf(400, online), of(11, 10), 400},
		{"bands at most: none", leaf(200, late), of(0, 40), 200},
		{"bands at most: at the bound", leaf(200, late), of(5, 100), 150},
		{"bands at most: a hair above it", leaf(200, late), of(5001, 100000), 50},
		{"bands at most: outside", leaf(200, late), of(11, 100), 0},
		{"bands of plain numbers: 3 options, from 3 to 4", leaf(200, options), of(3, 0), 150},
		{"bands of plain numbers: below all", leaf(200, options), of(0, 0), 0},
		{"bands of plain numbers at most: at the bound", leaf(100, returns), scoring.Given{Num: 250}, 50},
		{"bands of plain numbers at most: above it", leaf(100, returns), scoring.Given{Num: 251}, 0},

		{"count: nothing happened", leaf(100, letters), of(0, 0), 100},
		{"count: 4 letters missing at 0.10 each", leaf(100, letters), of(4, 0), 60},
		{"count: as many as there are points", leaf(100, letters), of(10, 0), 0},
		{"count: never below 0", leaf(100, letters), of(11, 0), 0},
		{"count: never below 0, nor around it", leaf(100, scoring.Rule{Kind: scoring.Count, Per: 10000}), scoring.Given{Num: math.MaxInt64 / 1000 * 100}, 0},
		{"count: what is left is less than one loss", leaf(100, scoring.Rule{Kind: scoring.Count, Per: 30}), of(3, 0), 10},

		{"a figure from outside by ratio", leaf(200, outRule), of(3, 4), 150},
		{"a figure from outside by bands", leaf(300, outside), scoring.Given{Num: 399}, 100},

		{"set not applicable by an appraiser", leaf(500, ratio(10000)), scoring.Given{NotApplicable: true, Num: 1, Den: 1}, out},
		{"judged, and not applicable", leaf(100, scoring.Rule{Kind: scoring.Judged}), scoring.Given{NotApplicable: true, Points: 50}, out},
	}
	for _, tt := range tests {
		want := scoring.Mark{Points: tt.want}
		if tt.want == out {
			want = scoring.Mark{Out: true}
		}
		if got := tt.leaf.Mark(tt.given); got != want {
			t.Errorf("%s: got %+v, want %+v", tt.rule, got, want)
		}
	}
}

// official is the satisfaction of an agency of which y of m answers are satisfied.
func official(y, m int64) scoring.Opinion {
	return scoring.Opinion{Official: scoring.Met, Satisfied: y, Answers: m}
}

var (
	byRatio = scoring.Rule{Kind: scoring.Satisfaction, By: scoring.Ratio, Threshold: 9000}
	byBands = scoring.Rule{Kind: scoring.Satisfaction, By: scoring.Bands, Bands: []scoring.Band{{9000, 1000}, {8000, 800}, {7000, 500}}}
)

func TestASatisfactionLeafTakesTheExactScore(t *testing.T) {
	tests := []struct {
		rule    string
		leaf    scoring.Item
		opinion scoring.Opinion
		want    scoring.Mark
	}{
		{"84.35% of 10 points at 90%, 9.372… is 9.37", leaf(1000, byRatio), official(8435, 10000), scoring.Mark{Points: 937}},
		{"81% of 10 points at 90% is 9", leaf(1000, byRatio), official(81, 100), scoring.Mark{Points: 900}},
		{"the target does not matter, the score does", leaf(1000, byRatio), scoring.Opinion{Official: scoring.NotMet, Satisfied: 7, Answers: 10}, scoring.Mark{Points: 778}},
		{"90% gives all", leaf(1000, byRatio), official(9, 10), scoring.Mark{Points: 1000}},
		{"exact, not as printed: 84.9996 prints 85.00 and is 9.44", leaf(1000, byRatio), official(849996, 1000000), scoring.Mark{Points: 944}},
		{"bands: 80% exactly", leaf(1000, byBands), official(4, 5), scoring.Mark{Points: 800}},
		{"bands: exact, not as printed: 79.999 prints 80.00", leaf(1000, byBands), official(79999, 100000), scoring.Mark{Points: 500}},
		{"too few give nothing", leaf(1000, byRatio), scoring.Opinion{Official: scoring.TooFew, Satisfied: 9, Answers: 9}, scoring.Mark{}},
		{"no service is not applicable", leaf(1000, byRatio), scoring.Opinion{Official: scoring.NoService, Satisfied: 9, Answers: 9}, scoring.Mark{Out: true}},
	}
	for _, tt := range tests {
		if got := tt.leaf.MarkOpinion(tt.opinion); got != tt.want {
			t.Errorf("%s: got %+v, want %+v", tt.rule, got, tt.want)
		}
	}
}

func TestASatisfactionLeafAtTheEndsOfTheInterval(t *testing.T) {
	score := scoring.ScoreOf(survey.Tally{Sums: row4}, scoring.Terms{Target: above83, Minimum: 30})
	small := scoring.Rule{Kind: scoring.Satisfaction, By: scoring.Bands, AtMost: true, Bands: []scoring.Band{{7500, 1000}, {8500, 500}}}
	exact := scoring.Rule{Kind: scoring.Satisfaction, By: scoring.Bands, Bands: []scoring.Band{{8000, 1000}}}
	tests := []struct {
		rule      string
		leaf      scoring.Item
		opinion   scoring.Opinion
		low, high scoring.Mark
	}{
		{"72.2212 and 87.4852 of 10 points at 90%", leaf(1000, byRatio), scoring.OpinionOf(score), scoring.Mark{Points: 802}, scoring.Mark{Points: 972}},
		{"bands", leaf(1000, byBands), scoring.OpinionOf(score), scoring.Mark{Points: 500}, scoring.Mark{Points: 800}},
		{"bands at most: the low end is the worse one", leaf(1000, small), scoring.OpinionOf(score), scoring.Mark{}, scoring.Mark{Points: 1000}},
		{"too few: nothing at both", leaf(1000, byRatio), scoring.Opinion{Official: scoring.TooFew}, scoring.Mark{}, scoring.Mark{}},
		{"no service: out at both", leaf(1000, byRatio), scoring.Opinion{Official: scoring.NoService}, scoring.Mark{Out: true}, scoring.Mark{Out: true}},
		{
			"a census of all: 79.9999998% does not become 80%", leaf(1000, exact),
			scoring.Opinion{Official: scoring.NotMet, Satisfied: 399999999, Answers: 500000000, Interval: scoring.Interval{Low: 80, High: 80}},
			scoring.Mark{},
			scoring.Mark{Points: 1000},
		},
	}
	for _, tt := range tests {
		if low, high := tt.leaf.MarkBounds(tt.opinion); low != tt.low || high != tt.high {
			t.Errorf("%s: got %+v and %+v, want %+v and %+v", tt.rule, low, high, tt.low, tt.high)
		}
	}
}

func TestWhatMayBeEnteredAtALeaf(t *testing.T) {
	judged := leaf(110, scoring.Rule{Kind: scoring.Judged, Step: 25})
	tests := []struct {
		rule  string
		leaf  scoring.Item
		given scoring.Given
		field string // of the mistake; empty: it may be
	}{
		{"judged: in steps", judged, scoring.Given{Points: 75}, ""},
		{"judged: all, though no step meets it", judged, scoring.Given{Points: 110}, ""},
		{"judged: between the steps", judged, scoring.Given{Points: 80}, "points"},
		{"judged: more than all", judged, scoring.Given{Points: 125}, "points"},
		{"judged: less than nothing", judged, scoring.Given{Points: -25}, "points"},
		{"judged without steps: any hundredth", leaf(110, scoring.Rule{Kind: scoring.Judged}), scoring.Given{Points: 109}, ""},
		{"fixed: all", leaf(150, scoring.Rule{Kind: scoring.Fixed}), scoring.Given{Points: 150}, ""},
		{"fixed: nothing", leaf(150, scoring.Rule{Kind: scoring.Fixed}), scoring.Given{}, ""},
		{"fixed: something", leaf(150, scoring.Rule{Kind: scoring.Fixed}), scoring.Given{Points: 100}, "points"},
		{"bonus: more than its most", leaf(150, scoring.Rule{Kind: scoring.Bonus}), scoring.Given{Points: 151}, "points"},
		{"penalty: in steps", leaf(150, scoring.Rule{Kind: scoring.Penalty, Step: 50}), scoring.Given{Points: 60}, "points"},
		{"ratio: 0 of 0 is said", leaf(150, ratio(10000)), of(0, 0), ""},
		{"ratio: more than the whole is said", leaf(150, ratio(10000)), of(5, 4), ""},
		{"ratio: something of nothing", leaf(150, ratio(10000)), of(1, 0), "num"},
		{"ratio: less than nothing", leaf(150, ratio(10000)), of(-1, 4), "num"},
		{"ratio: of less than nothing", leaf(150, ratio(10000)), of(0, -4), "num"},
		{"bands: something of nothing", leaf(400, online), of(1, 0), "num"},
		{"bands of plain numbers: a part", leaf(100, returns), scoring.Given{Num: 250}, ""},
		{"bands of plain numbers: less than nothing", leaf(100, returns), scoring.Given{Num: -1}, "num"},
		{"count: whole ones", leaf(100, letters), of(4, 0), ""},
		{"count: half a one", leaf(100, letters), scoring.Given{Num: 450}, "num"},
		{"count: less than none", leaf(100, letters), of(-1, 0), "num"},
		{"from outside: something of nothing", leaf(200, outRule), of(1, 0), "num"},
		{"satisfaction: points that the council decides", leaf(1000, byRatio), scoring.Given{Points: 1000}, ""},
		{"satisfaction: more than all, whoever decides", leaf(1000, byRatio), scoring.Given{Points: 1001}, "points"},
		{"not applicable: nothing else is looked at", leaf(150, ratio(10000)), scoring.Given{NotApplicable: true, Num: -1}, ""},
	}
	for _, tt := range tests {
		err := tt.leaf.Check(tt.given)
		if got := fieldOf(err); got != tt.field {
			t.Errorf("%s: mistake at %q, want %q (%v)", tt.rule, got, tt.field, err)
		}
	}
}

// fieldOf is the field of the first mistake, empty without one.
func fieldOf(err error) string {
	refused, is := err.(*survey.Error)
	if !is || len(refused.Causes) == 0 {
		return ""
	}
	return refused.Causes[0].Field
}

func TestEachKindAsksForItsFigure(t *testing.T) {
	fed := ratio(10000)
	fed.Feed = scoring.Tasks
	tests := []struct {
		kind string
		rule scoring.Rule
		want string // what is asked for, and by whom
	}{
		{"judged", scoring.Rule{Kind: scoring.Judged}, "points by hand"},
		{"fixed", scoring.Rule{Kind: scoring.Fixed}, "points by hand"},
		{"bonus", scoring.Rule{Kind: scoring.Bonus}, "points by hand, aside"},
		{"penalty", scoring.Rule{Kind: scoring.Penalty}, "points by hand, aside"},
		{"ratio", ratio(10000), "share by hand"},
		{"ratio of the tasks", fed, "share"},
		{"bands", online, "share by hand"},
		{"bands of plain numbers", options, "number by hand"},
		{"count", letters, "number by hand"},
		{"external by ratio", outRule, "share by hand"},
		{"external by plain numbers", outside, "number by hand"},
		{"satisfaction by ratio", byRatio, "share"},
		{"satisfaction by bands", byBands, "share"},
	}
	for _, tt := range tests {
		got := "points"
		switch {
		case tt.rule.Share():
			got = "share"
		case tt.rule.Number():
			got = "number"
		}
		if tt.rule.ByHand() {
			got += " by hand"
		}
		if tt.rule.Aside() {
			got += ", aside"
		}
		if got != tt.want {
			t.Errorf("%s asks for %q, want %q", tt.kind, got, tt.want)
		}
	}
}

// A ratio is max × share / threshold, and what is printed is never further from it than
// half a hundredth; exactly half goes up.
func TestARatioIsRoundedOnceHalfUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		most := rapid.Int64Range(1, 10000).Draw(t, "max")
		threshold := rapid.Int64Range(1, 20000).Draw(t, "threshold")
		den := rapid.Int64Range(1, 1e9).Draw(t, "den")
		num := rapid.Int64Range(0, 2*den).Draw(t, "num")
		item := leaf(scoring.Points(most), ratio(threshold))
		got := item.Mark(scoring.Given{Num: num, Den: den}).Points

		exact := big.NewRat(num, den)
		exact.Mul(exact, big.NewRat(10000*most, threshold))
		if exact.Cmp(big.NewRat(most, 1)) > 0 {
			exact.SetInt64(most)
		}
		less := new(big.Rat).Sub(big.NewRat(int64(got), 1), exact) // printed less exact
		if less.Cmp(big.NewRat(-1, 2)) <= 0 || less.Cmp(big.NewRat(1, 2)) > 0 {
			t.Fatalf("%s hundredths are printed as %d", exact.FloatString(6), got)
		}
	})
}

// A better figure never gives fewer points, and points stay within nothing and all.
func TestABetterFigureNeverGivesLess(t *testing.T) {
	better := []scoring.Item{
		leaf(500, ratio(9000)), leaf(600, ratio(12000)), leaf(400, floored), leaf(400, online), leaf(200, options),
		leaf(200, outRule), leaf(300, outside),
	}
	worse := []scoring.Item{leaf(200, late), leaf(100, returns), leaf(100, letters)}
	rapid.Check(t, func(t *rapid.T) {
		den := rapid.Int64Range(1, 100_000).Draw(t, "den")
		less := rapid.Int64Range(0, 2*den).Draw(t, "less")
		more := rapid.Int64Range(less, 2*den).Draw(t, "more")
		check := func(i scoring.Item, low, high int64) {
			a, b := i.Mark(scoring.Given{Num: low, Den: den}), i.Mark(scoring.Given{Num: high, Den: den})
			if a.Points < 0 || b.Points > i.Max || a.Points > b.Points {
				t.Fatalf("%s: %d gives %d and %d gives %d of %d", i.Kind, low, a.Points, high, b.Points, i.Max)
			}
		}
		for _, i := range better {
			check(i, less, more)
		}
		for _, i := range worse {
			check(i, more, less)
		}
	})
}

// The mark of the exact score lies between those of the interval's ends, for any answers.
func TestTheMarkLiesBetweenItsBounds(t *testing.T) {
	leaves := []scoring.Item{leaf(1000, byRatio), leaf(1000, byBands)}
	rapid.Check(t, func(t *rapid.T) {
		sums := drawnSums(t)
		terms := scoring.Terms{Target: above83, Minimum: 10, Population: rapid.Int64Range(0, 2*sums.N).Draw(t, "population")}
		opinion := scoring.OpinionOf(scoring.ScoreOf(survey.Tally{Sums: sums}, terms))
		for _, l := range leaves {
			low, high := l.MarkBounds(opinion)
			if at := l.MarkOpinion(opinion); low.Points > at.Points || at.Points > high.Points {
				t.Fatalf("%s: %d is not from %d to %d", l.By, at.Points, low.Points, high.Points)
			}
		}
	})
}

// drawnSums are those of up to 60 made-up responses.
func drawnSums(t *rapid.T) survey.Sums {
	var s survey.Sums
	for range rapid.IntRange(0, 60).Draw(t, "responses") {
		m := rapid.Int64Range(1, 19).Draw(t, "m")
		y := rapid.Int64Range(0, m).Draw(t, "y")
		s = s.Add(survey.Sums{N: 1, Y: y, M: m, YY: y * y, YM: y * m, MM: m * m})
	}
	return s
}
