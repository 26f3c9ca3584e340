package scoring_test

import (
	"fmt"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"hailong/scoring"
)

// classed is a set of an area of 80 points and one of 20; classes are Tốt from 90, Khá from
// 70, Trung bình from 50 and Yếu, where Tốt and Khá may ask for a part of the second area.
func classed(good, fair int64) *scoring.CriteriaSet {
	set := &scoring.CriteriaSet{Classes: sampleClasses(), BonusCap: 10000, PenaltyCap: 10000, Items: []scoring.Item{
		area("I", 8000),
		{Level: scoring.Criterion, Code: "1.1", Max: 8000, Rule: judged},
		area("VIII", 2000),
		{Level: scoring.Criterion, Code: "8.1", Max: 2000, Rule: judged},
		area("IX", 0),
		{Level: scoring.Criterion, Code: "9.1", Max: 1000, Rule: scoring.Rule{Kind: scoring.Bonus}},
	}}
	for i, share := range []int64{good, fair} {
		if share > 0 {
			set.Classes[i].Area, set.Classes[i].Share = "VIII", share
		}
	}
	return set
}

func TestTheClassFollowsFromTheExactIndex(t *testing.T) {
	const none = 0
	tests := []struct {
		rule       string
		good, fair int64 // second condition, hundredths of a percent of the second area
		points     [3]scoring.Points
		want       string
	}{
		{"90 exactly is Tốt", none, none, [3]scoring.Points{8000, 1000, 0}, "tot"},
		{"89.99 is Khá", none, none, [3]scoring.Points{7999, 1000, 0}, "kha"},
		{"89.9975 would be 90.00 in two decimals and is Khá", none, none, [3]scoring.Points{7199, out, 1}, "kha"},
		{"70 exactly is Khá", none, none, [3]scoring.Points{6000, 1000, 0}, "kha"},
		{"69.99 is Trung bình", none, none, [3]scoring.Points{5999, 1000, 0}, "tb"},
		{"50 exactly is Trung bình", none, none, [3]scoring.Points{4000, 1000, 0}, "tb"},
		{"49.99 is Yếu", none, none, [3]scoring.Points{3999, 1000, 0}, "yeu"},
		{"nothing is Yếu", none, none, [3]scoring.Points{0, 0, 0}, "yeu"},
		{"a bonus counts", none, none, [3]scoring.Points{7999, 1000, 1}, "tot"},
		{"the second condition met exactly", 8000, none, [3]scoring.Points{7600, 1600, 0}, "tot"},
		{"missed by a hundredth: one class down", 8000, none, [3]scoring.Points{7700, 1599, 0}, "kha"},
		{"missed by far: still one class down", 8000, none, [3]scoring.Points{8000, 1000, 0}, "kha"},
		{"one class down, though that one asks for more too", 8000, 9000, [3]scoring.Points{8000, 1000, 0}, "kha"},
		{"the second class's own condition", none, 8000, [3]scoring.Points{7200, 1000, 0}, "tb"},
		{"an area that is not applicable asks nothing", 8000, none, [3]scoring.Points{7600, out, 0}, "tot"},
	}
	for _, tt := range tests {
		set := classed(tt.good, tt.fair)
		r := set.Result(marksOf(tt.points[:]))
		if got := set.Classes[r.Class].Code; got != tt.want {
			t.Errorf("%s: index %s is %s, want %s", tt.rule, r.Index.FloatString(6), got, tt.want)
		}
	}
}

func TestTheLowestClassHasNoneBelowIt(t *testing.T) {
	set := classed(0, 0)
	set.Classes[3].Area, set.Classes[3].Share = "VIII", 5000
	if r := set.Result(marksOf([]scoring.Points{3000, 0, 0})); r.Class != 3 {
		t.Errorf("class %d, want the last", r.Class)
	}
}

func TestCutsAreThoseOfTheClasses(t *testing.T) {
	if got := fmt.Sprint(classed(0, 0).Cuts()); got != "[9000 7000 5000 0]" {
		t.Errorf("got %s", got)
	}
}

// Without second conditions the class is the first whose cut the exact index reaches.
func TestTheClassIsTheFirstCutReached(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		set := classed(0, 0)
		r := set.Result(drawnMarks(t, set))
		if r.Index == nil {
			return
		}
		for i, c := range set.Classes {
			if reached := r.Index.Cmp(big.NewRat(c.Cut, 100)) >= 0; reached != (i >= r.Class) {
				t.Fatalf("index %s is of class %d, cut %d", r.Index, r.Class, c.Cut)
			}
		}
	})
}
