package scoring_test

import (
	"fmt"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"hailong/scoring"
)

// twoAreas has 70 and 30 points, a bonus and a penalty of at most 5 and 10 points.
func twoAreas() *scoring.CriteriaSet {
	return &scoring.CriteriaSet{
		BonusCap: 200, PenaltyCap: 300, Classes: sampleClasses(),
		Items: []scoring.Item{
			area("I", 7000), criterion("1.1", 7000), component("1.1.1", 4000, judged), component("1.1.2", 3000, judged),
			area("II", 3000),
			{Level: scoring.Criterion, Code: "2.1", Max: 3000, Rule: judged},
			area("III", 0), criterion("3.1", 0),
			component("3.1.1", 500, scoring.Rule{Kind: scoring.Bonus}), component("3.1.2", 1000, scoring.Rule{Kind: scoring.Penalty}),
		},
	}
}

func TestTheIndexByItsRules(t *testing.T) {
	const na = out
	tests := []struct {
		rule   string
		points [5]scoring.Points // of 40, 30, 30, and what stands aside; na: not applicable
		base   string
		index  string
		class  int
	}{
		{"points of the maximum", [5]scoring.Points{3500, 2500, 2500, 0, 0}, "85", "85", 1},
		{"not applicable leaves both sides", [5]scoring.Points{3500, na, 2500, 0, 0}, "600/7", "600/7", 1},
		{"a bonus adds index points", [5]scoring.Points{3500, 2500, 2500, 150, 0}, "85", "173/2", 1},
		{"a bonus is not scaled where something is not applicable", [5]scoring.Points{3500, na, 2500, 150, 0}, "600/7", "1221/14", 1},
		{"a bonus up to its cap", [5]scoring.Points{3500, 2500, 2500, 500, 0}, "85", "87", 1},
		{"a penalty takes off", [5]scoring.Points{3500, 2500, 2500, 0, 250}, "85", "165/2", 1},
		{"a penalty up to its cap", [5]scoring.Points{3500, 2500, 2500, 0, 1000}, "85", "82", 1},
		{"both, each to its own cap", [5]scoring.Points{3500, 2500, 2500, 500, 1000}, "85", "84", 1},
		{"a bonus that is not applicable", [5]scoring.Points{3500, 2500, 2500, na, na}, "85", "85", 1},
		{"never above 100", [5]scoring.Points{4000, 3000, 2950, 200, 0}, "199/2", "100", 0},
		{"never below 0", [5]scoring.Points{0, 0, 100, 0, 300}, "1", "0", 3},
		{"a bonus lifts over a cut", [5]scoring.Points{3800, 2600, 2500, 100, 0}, "89", "90", 0},
		{"all of what is applicable", [5]scoring.Points{na, 3000, 3000, 0, 0}, "100", "100", 0},
	}
	for _, tt := range tests {
		r := twoAreas().Result(marksOf(tt.points[:]))
		got := fmt.Sprint(r.Base.RatString(), " ", r.Index.RatString(), " ", r.Class)
		if want := fmt.Sprint(tt.base, " ", tt.index, " ", tt.class); got != want {
			t.Errorf("%s: base, index and class %s, want %s", tt.rule, got, want)
		}
	}
}

// marksOf are marks of so many points, not applicable where it is out.
func marksOf(points []scoring.Points) []scoring.Mark {
	marks := make([]scoring.Mark, len(points))
	for i, p := range points {
		marks[i] = scoring.Mark{Points: p}
		if p == out {
			marks[i] = scoring.Mark{Out: true}
		}
	}
	return marks
}

func TestSumsAreOfWhatIsPrinted(t *testing.T) {
	// Three thirds of a point are printed as 0.33 each: their sum is 0.99, not 1.
	set := &scoring.CriteriaSet{Classes: sampleClasses(), Items: []scoring.Item{
		area("I", 300), criterion("1.1", 300),
		component("1.1.1", 100, ratio(10000)), component("1.1.2", 100, ratio(10000)), component("1.1.3", 100, ratio(10000)),
	}}
	var marks []scoring.Mark
	for _, item := range set.Leaves() {
		marks = append(marks, item.Mark(of(1, 3)))
	}
	r := set.Result(marks)
	if r.Points != 99 || r.Base.RatString() != "33" || r.Areas[0] != (scoring.AreaSum{Code: "I", Points: 99, Max: 300}) {
		t.Errorf("%d points, base %s, areas %v; want 99 and 33", r.Points, r.Base.RatString(), r.Areas)
	}
}

func TestRankedIsWhoHas60PercentApplicable(t *testing.T) {
	set := twoAreas()
	tests := []struct {
		rule   string
		points []scoring.Points
		max    scoring.Points
		want   bool
	}{
		{"all of it", []scoring.Points{0, 0, 0, 0, 0}, 10000, true},
		{"60 of 100 are enough", []scoring.Points{out, 3000, 3000, 0, 0}, 6000, true},
		{"40 of 100 are not", []scoring.Points{4000, out, out, 0, 0}, 4000, false},
		{"a bonus is no part of it", []scoring.Points{out, 3000, out, 500, 0}, 3000, false},
		{"nothing is applicable: no index either", []scoring.Points{out, out, out, 500, 0}, 0, false},
	}
	for _, tt := range tests {
		r := set.Result(marksOf(tt.points))
		if got := set.Rankable(r); got != tt.want || r.Max != tt.max || (r.Index == nil) != (tt.max == 0) {
			t.Errorf("%s: %v with %d applicable, index %v", tt.rule, got, r.Max, r.Index)
		}
	}
	nearly := &scoring.CriteriaSet{Classes: sampleClasses(), Items: []scoring.Item{
		area("I", 10000), {Level: scoring.Criterion, Code: "1", Max: 5999, Rule: judged}, {Level: scoring.Criterion, Code: "2", Max: 4001, Rule: judged},
	}}
	if r := nearly.Result(marksOf([]scoring.Points{5999, out})); nearly.Rankable(r) || r.Class != 0 {
		t.Errorf("59.99 of 100: ranked, or class %d of index %s", r.Class, r.Index)
	}
}

// Nothing is applicable: no index, no class.
func TestWithoutAnythingApplicableThereIsNoClass(t *testing.T) {
	r := twoAreas().Result(marksOf([]scoring.Points{out, out, out, 500, 0}))
	if r.Index != nil || r.Base != nil || r.Class != -1 || r.Bonus != 500 {
		t.Errorf("got %+v", r)
	}
}

// A sheet of 40 leaves in 8 areas, as an agency and the council see it: every kind of
// leaf that there is in it, one not applicable, 90.22 of 98.00 points.
func TestAWholeSheet(t *testing.T) {
	steps := scoring.Rule{Kind: scoring.Bands, Plain: true, Bands: []scoring.Band{{500, 200}, {300, 150}, {100, 50}}}
	own := scoring.Rule{Kind: scoring.Bands, Bands: []scoring.Band{{8000, 200}, {4000, 100}}, Empty: scoring.EmptyOut}
	fixed, full := scoring.Rule{Kind: scoring.Fixed}, ratio(10000)
	lost := func(per scoring.Points) scoring.Rule { return scoring.Rule{Kind: scoring.Count, Per: per} }
	points := func(p scoring.Points) scoring.Given { return scoring.Given{Points: p} }
	type row struct {
		code      string
		most      scoring.Points
		rule      scoring.Rule
		given     scoring.Given
		want, cut scoring.Points // cut: what the agency gave itself beyond it
	}
	rows := []row{
		{"1.1.1", 300, full, of(9, 9), 300, 0},
		{"1.1.2", 100, judged, points(100), 100, 0},
		{"1.2.1", 150, fixed, points(150), 150, 0},
		{"1.2.2", 150, full, of(18, 20), 135, 15},
		{"1.3.1", 150, fixed, points(150), 150, 0},
		{"1.3.2", 150, full, of(12, 12), 150, 0},
		{"2.1.1", 200, full, of(31, 31), 200, 0},
		{"2.1.2", 200, steps, of(3, 0), 150, 0},
		{"2.2.1", 200, full, of(131, 131), 200, 0},
		{"2.2.2", 100, judged, points(50), 50, 50},
		{"2.3.1", 500, full, of(9540, 9840), 485, 15},
		{"2.3.2", 100, lost(10), of(4, 0), 60, 40},
		{"2.3.3", 300, full, of(9840, 9840), 300, 0},
		{"2.4.1", 200, full, of(17, 19), 179, 21},
		{"3.1.1", 200, judged, points(200), 200, 0},
		{"3.1.2", 200, fixed, points(200), 200, 0},
		{"3.2.1", 200, fixed, points(200), 200, 0},
		{"3.2.2", 300, judged, points(250), 250, 0},
		{"4.1.1", 300, full, of(62, 62), 300, 0},
		{"4.1.2", 200, fixed, points(200), 200, 0},
		{"4.2.1", 200, fixed, points(200), 200, 0},
		{"4.2.2", 200, full, of(41, 45), 182, 0},
		{"4.3.1", 400, lost(50), of(1, 0), 350, 50},
		{"5.1.1", 400, full, scoring.Given{Num: 9200, Den: 10000}, 368, 0},
		{"5.1.2", 100, fixed, points(100), 100, 0},
		{"5.2.1", 200, own, of(0, 0), out, 0},
		{"5.2.2", 200, full, of(4, 4), 200, 0},
		{"6.1.1", 300, full, of(98, 100), 294, 0},
		{"6.1.2", 200, full, of(7, 7), 200, 0},
		{"6.2.1", 400, full, of(64, 80), 320, 0},
		{"6.2.2", 400, online, of(462, 1000), 300, 0},
		{"6.3.1", 300, full, of(85, 100), 255, 0},
		{"6.3.2", 100, judged, points(100), 100, 0},
		{"7.1.1", 100, fixed, points(100), 100, 0},
		{"7.1.2", 400, full, of(10, 11), 364, 0},
		{"7.2.1", 200, full, of(5, 5), 200, 0},
		{"7.2.2", 200, judged, points(200), 200, 0},
		{"7.3.1", 300, judged, points(200), 200, 100},
		{"8.1.1", 1000, byRatio, scoring.Given{}, 937, 0},
		{"8.1.2", 200, full, of(372, 385), 193, 0},
	}
	set := &scoring.CriteriaSet{Classes: sampleClasses()}
	var judgedMarks, ownMarks []scoring.Mark
	for _, r := range rows {
		if in := set.AreaOf(len(set.Items) - 1); in == nil || in.Code != r.code[:1] {
			set.Items = append(set.Items, area(r.code[:1], 0))
		}
		set.Items = append(set.Items, component(r.code, r.most, r.rule))
		item := set.Leaf(r.code)
		mark := item.Mark(r.given)
		if item.Kind == scoring.Satisfaction {
			mark = item.MarkOpinion(official(8435, 10000))
		}
		if mark.Points != max(0, r.want) || mark.Out != (r.want == out) {
			t.Errorf("%s: %+v, want %d", r.code, mark, r.want)
		}
		judgedMarks = append(judgedMarks, mark)
		ownMarks = append(ownMarks, scoring.Mark{Out: mark.Out, Points: mark.Points + r.cut})
	}
	given, self := set.Result(judgedMarks), set.Result(ownMarks)
	wantAreas := "[{1 985 1000} {2 1624 1800} {3 850 900} {4 1232 1300} {5 668 700} {6 1469 1700} {7 1064 1200} {8 1130 1200}]"
	if got := fmt.Sprint(given.Areas); got != wantAreas {
		t.Errorf("areas %s, want %s", got, wantAreas)
	}
	index := scoring.Decimals([]*big.Rat{given.Index}, set.Cuts())[0]
	got := fmt.Sprint(len(rows), self.Points, given.Points, given.Max, index, set.Classes[given.Class].Code)
	if want := fmt.Sprint(40, 9313, 9022, 9800, "92.06", "tot"); got != want {
		t.Errorf("leaves, own, judged, applicable, index, class: %s, want %s", got, want)
	}
}

// drawnMarks are marks of a set's leaves, some of them not applicable.
func drawnMarks(t *rapid.T, set *scoring.CriteriaSet) []scoring.Mark {
	var marks []scoring.Mark
	for _, item := range set.Leaves() {
		if rapid.IntRange(0, 5).Draw(t, "out of "+item.Code) == 0 {
			marks = append(marks, scoring.Mark{Out: true})
			continue
		}
		points := rapid.Int64Range(0, int64(item.Max)).Draw(t, "points of "+item.Code)
		marks = append(marks, scoring.Mark{Points: scoring.Points(points)})
	}
	return marks
}

// Sums are sums of the leaves, and the index is what the rule says, from 0 to 100.
func TestTheIndexFollowsFromPrintedSums(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		set := drawnSet(t)
		marks := drawnMarks(t, set)
		r := set.Result(marks)
		var points, most, bonus, penalty scoring.Points
		leaf := 0
		for _, item := range set.Leaves() {
			m := marks[leaf]
			leaf++
			switch {
			case m.Out:
			case item.Kind == scoring.Bonus:
				bonus += m.Points
			case item.Kind == scoring.Penalty:
				penalty += m.Points
			default:
				points, most = points+m.Points, most+item.Max
			}
		}
		var ofAreas scoring.AreaSum
		for _, a := range r.Areas {
			ofAreas.Points, ofAreas.Max = ofAreas.Points+a.Points, ofAreas.Max+a.Max
		}
		if r.Points != points || r.Max != most || r.Bonus != bonus || r.Penalty != penalty || ofAreas.Points != points || ofAreas.Max != most {
			t.Fatalf("%+v, want %d of %d, +%d −%d", r, points, most, bonus, penalty)
		}
		if most == 0 {
			if r.Index != nil || set.Rankable(r) {
				t.Fatalf("an index of nothing: %s", r.Index)
			}
			return
		}
		checkIndex(t, set, r)
	})
}

func checkIndex(t *rapid.T, set *scoring.CriteriaSet, r scoring.Result) {
	base := big.NewRat(100*int64(r.Points), int64(r.Max))
	moved := new(big.Rat).Sub(r.Index, base)
	hundred := big.NewRat(100, 1)
	if r.Index.Sign() < 0 || r.Index.Cmp(hundred) > 0 || r.Base.Cmp(base) != 0 {
		t.Fatalf("index %s of base %s", r.Index, base)
	}
	if moved.Cmp(big.NewRat(int64(set.BonusCap), 100)) > 0 || moved.Cmp(big.NewRat(-int64(set.PenaltyCap), 100)) < 0 {
		t.Fatalf("bonus and penalty move %s by %s, caps %d and %d", base, moved, set.BonusCap, set.PenaltyCap)
	}
	free := big.NewRat(int64(min(r.Bonus, set.BonusCap)-min(r.Penalty, set.PenaltyCap)), 100)
	inside := r.Index.Sign() > 0 && r.Index.Cmp(hundred) < 0
	if inside && moved.Cmp(free) != 0 {
		t.Fatalf("moved by %s, want %s", moved, free)
	}
	if want := big.NewRat(int64(r.Max), int64(max(1, set.Max()))); set.Rankable(r) != (want.Cmp(big.NewRat(3, 5)) >= 0) {
		t.Fatalf("%d of %d applicable: ranked %v", r.Max, set.Max(), set.Rankable(r))
	}
}

// More points of a leaf never lower the index or the class; of a penalty never raise them.
func TestTheIndexIsMonotoneInALeaf(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		set := drawnSet(t)
		marks := drawnMarks(t, set)
		at := rapid.IntRange(0, len(marks)-1).Draw(t, "leaf")
		if marks[at].Out {
			marks[at] = scoring.Mark{}
		}
		before := set.Result(marks)
		var item *scoring.Item
		leaf := 0
		for _, i := range set.Leaves() {
			if leaf == at {
				item = i
			}
			leaf++
		}
		marks[at].Points += scoring.Points(rapid.Int64Range(0, int64(item.Max-marks[at].Points)).Draw(t, "more"))
		after := set.Result(marks)
		if before.Index == nil {
			return
		}
		if item.Kind == scoring.Penalty {
			before, after = after, before
		}
		if after.Index.Cmp(before.Index) < 0 || after.Class > before.Class {
			t.Fatalf("%s: index %s and class %d became %s and %d", item.Kind, before.Index, before.Class, after.Index, after.Class)
		}
	})
}
