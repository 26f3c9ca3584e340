package scoring_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"hailong/scoring"
)

func area(code string, most scoring.Points) scoring.Item {
	return scoring.Item{Level: scoring.Area, Code: code, Max: most}
}

func criterion(code string, most scoring.Points) scoring.Item {
	return scoring.Item{Level: scoring.Criterion, Code: code, Max: most}
}

func component(code string, most scoring.Points, r scoring.Rule) scoring.Item {
	return scoring.Item{Level: scoring.Component, Code: code, Max: most, Rule: r}
}

var judged = scoring.Rule{Kind: scoring.Judged}

// sampleClasses are the cuts of the sample sets.
func sampleClasses() []scoring.Class {
	return []scoring.Class{{Code: "tot", Cut: 9000}, {Code: "kha", Cut: 7000}, {Code: "tb", Cut: 5000}, {Code: "yeu", Cut: 0}}
}

// goodSet has every kind of leaf, leaves at both levels, and what stands aside.
func goodSet() *scoring.CriteriaSet {
	fed := ratio(10000)
	fed.Feed = scoring.Responses
	return &scoring.CriteriaSet{
		Family: "cchc", Year: 2022, Group: "department", Version: 1,
		BonusCap: 200, PenaltyCap: 500, Classes: sampleClasses(),
		Items: []scoring.Item{
			area("I", 4000),
			criterion("1.1", 2500),
			component("1.1.1", 1000, scoring.Rule{Kind: scoring.Judged, Step: 50}),
			component("1.1.2", 500, scoring.Rule{Kind: scoring.Fixed}),
			component("1.1.3", 1000, ratio(10000)),
			{Level: scoring.Criterion, Code: "1.2", Max: 1500, Rule: scoring.Rule{Kind: scoring.Count, Per: 50}},
			area("II", 6000),
			criterion("2.1", 4000),
			component("2.1.1", 400, online),
			component("2.1.2", 600, options),
			component("2.1.3", 1000, outRule),
			component("2.1.4", 2000, byRatio),
			criterion("2.2", 2000),
			component("2.2.1", 2000, fed),
			area("III", 0),
			criterion("3.1", 0),
			component("3.1.1", 300, scoring.Rule{Kind: scoring.Bonus, Step: 50}),
			component("3.1.2", 500, scoring.Rule{Kind: scoring.Penalty}),
		},
	}
}

func TestAGoodSetHasNoFaults(t *testing.T) {
	sets := map[string]*scoring.CriteriaSet{"every kind": goodSet(), "7 areas, 48 criteria, 89 components": provinceSize()}
	for name, set := range sets {
		if faults := set.Faults(); len(faults) > 0 {
			t.Errorf("%s: %v", name, faults)
		}
		if set.Max() != 10000 {
			t.Errorf("%s: %d hundredths, want 100 points", name, set.Max())
		}
	}
}

// provinceSize is a set as large as Nghệ An's: 7 areas, 48 criteria, 89 components.
func provinceSize() *scoring.CriteriaSet {
	set := &scoring.CriteriaSet{Family: "cchc", Year: 2022, Group: "department", Classes: sampleClasses()}
	components, total := 0, scoring.Points(0)
	for a := 1; a <= 7; a++ {
		at := len(set.Items)
		set.Items = append(set.Items, area(fmt.Sprint(a), 0))
		for c := 1; c <= 7 && (a < 7 || c < 7); c++ { // 6×7 + 6 = 48
			parts := 2
			if components >= 82 { // 41 criteria with two, 7 with one: 89
				parts = 1
			}
			most := scoring.Points(100 * parts)
			if a == 7 && c == 6 {
				most = 10000 - total
			}
			total += most
			code := fmt.Sprintf("%d.%d", a, c)
			set.Items = append(set.Items, criterion(code, most))
			for p := 1; p <= parts; p++ {
				set.Items = append(set.Items, component(fmt.Sprintf("%s.%d", code, p), most/scoring.Points(parts), judged))
			}
			components += parts
			set.Items[at].Max += most
		}
	}
	return set
}

func TestASetIsAsLargeAsAProvinceNeeds(t *testing.T) {
	set := provinceSize()
	got := map[scoring.Level]int{}
	for _, item := range set.Items {
		got[item.Level]++
	}
	leaves := 0
	for i, item := range set.Leaves() {
		leaves++
		if set.Leaf(item.Code) != &set.Items[i] {
			t.Errorf("leaf %s is not found by its code", item.Code)
		}
	}
	want := map[scoring.Level]int{scoring.Area: 7, scoring.Criterion: 48, scoring.Component: 89}
	if fmt.Sprint(got) != fmt.Sprint(want) || leaves != 89 {
		t.Errorf("got %v and %d leaves, want %v and 89", got, leaves, want)
	}
}

func TestEachFaultIsNamed(t *testing.T) {
	const set = -1
	leafOf := func(s *scoring.CriteriaSet, code string) *scoring.Item { return s.Leaf(code) }
	rule := func(code string, change func(*scoring.Item)) func(*scoring.CriteriaSet) {
		return func(s *scoring.CriteriaSet) { change(leafOf(s, code)) }
	}
	bands := func(list ...scoring.Band) func(*scoring.CriteriaSet) {
		return rule("2.1.1", func(i *scoring.Item) { i.Bands = list })
	}
	tests := []struct {
		fault  string
		spoil  func(*scoring.CriteriaSet)
		item   int
		column string
		word   string
	}{
		{"no items", func(s *scoring.CriteriaSet) { s.Items = nil }, set, "code", "criteria.empty"},
		{"a code twice", func(s *scoring.CriteriaSet) { s.Items[3].Code = "1.1.1" }, 3, "code", "criteria.twice"},
		{"an area's code at a leaf", func(s *scoring.CriteriaSet) { s.Items[3].Code = "I" }, 3, "code", "criteria.twice"},
		{"a criterion's maximum is not its parts'", func(s *scoring.CriteriaSet) { s.Items[2].Max++; s.Items[5].Max-- }, 1, "max", "criteria.sum"},
		{"an area's maximum is not its parts'", func(s *scoring.CriteriaSet) { s.Items[0].Max-- }, 0, "max", "criteria.sum"},
		{"a bonus counted in the maximum", func(s *scoring.CriteriaSet) { s.Items[14].Max, s.Items[15].Max = 300, 300 }, 15, "max", "criteria.sum"},
		{"a criterion without an area", func(s *scoring.CriteriaSet) { s.Items = s.Items[1:] }, 0, "level", "criteria.no_area"},
		{"a component without a criterion", func(s *scoring.CriteriaSet) {
			s.Items = slices.Insert(s.Items, 1, component("1.0", 100, judged))
			s.Items[0].Max += 100
		}, 1, "level", "criteria.no_criterion"},
		{"an area that is a leaf", func(s *scoring.CriteriaSet) {
			s.Items = append(s.Items, area("IV", 100))
			s.Items[18].Kind = scoring.Judged
		}, 18, "kind", "criteria.kind_of_parent"},
		{"a kind at an item with parts", func(s *scoring.CriteriaSet) { s.Items[1].Kind = scoring.Judged }, 1, "kind", "criteria.kind_of_parent"},
		{"a component without a kind", func(s *scoring.CriteriaSet) { s.Items[2].Rule = scoring.Rule{} }, 2, "kind", "criteria.no_leaf"},
		{"an area without parts", func(s *scoring.CriteriaSet) { s.Items = append(s.Items, area("IV", 0)) }, 18, "kind", "criteria.no_leaf"},
		{"an unknown kind", rule("1.1.1", func(i *scoring.Item) { i.Kind = "guessed" }), 2, "kind", "criteria.kind"},
		{"a leaf without points", rule("3.1.1", func(i *scoring.Item) { i.Max = 0; i.Step = 0 }), 16, "max", "criteria.max"},
		{"a bonus below nothing", rule("3.1.2", func(i *scoring.Item) { i.Max = -100 }), 17, "max", "criteria.max"},
		{"a step below nothing", rule("1.1.1", func(i *scoring.Item) { i.Step = -1 }), 2, "step", "criteria.step"},
		{"a step above the maximum", rule("1.1.1", func(i *scoring.Item) { i.Step = i.Max + 1 }), 2, "step", "criteria.step"},
		{"satisfaction by judgement", rule("2.1.4", func(i *scoring.Item) { i.By = scoring.Judged }), 11, "by", "criteria.by"},
		{"a figure from outside by nothing", rule("2.1.3", func(i *scoring.Item) { i.By = "" }), 10, "by", "criteria.by"},
		{"a count that costs nothing", rule("1.2", func(i *scoring.Item) { i.Per = 0 }), 5, "per", "criteria.per"},
		{"a feed of what is no ratio", rule("1.1.2", func(i *scoring.Item) { i.Feed = scoring.Tasks }), 3, "feed", "criteria.feed"},
		{"an unknown feed", rule("2.2.1", func(i *scoring.Item) { i.Feed = "weather" }), 13, "feed", "criteria.feed"},
		{"a plain number of a ratio", rule("1.1.3", func(i *scoring.Item) { i.Plain = true }), 4, "unit", "criteria.unit"},
		{"a plain number of the satisfaction", rule("2.1.4", func(i *scoring.Item) { i.Plain = true }), 11, "unit", "criteria.unit"},
		{"a ratio without a threshold", rule("1.1.3", func(i *scoring.Item) { i.Threshold = 0 }), 4, "threshold", "criteria.threshold"},
		{"a satisfaction without a threshold", rule("2.1.4", func(i *scoring.Item) { i.Threshold = 0 }), 11, "threshold", "criteria.threshold"},
		{"a floor below nothing", rule("1.1.3", func(i *scoring.Item) { i.Floor = -1 }), 4, "floor", "criteria.floor"},
		{"a floor above the threshold", rule("1.1.3", func(i *scoring.Item) { i.Floor = 10001 }), 4, "floor", "criteria.floor"},
		{"no bands", bands(), 8, "bands", "criteria.bands"},
		{"a band of more than the maximum", bands(scoring.Band{8000, 401}), 8, "bands", "criteria.bands"},
		{"a band of less than nothing", bands(scoring.Band{8000, -1}), 8, "bands", "criteria.bands"},
		{"a bound below nothing", bands(scoring.Band{-1, 400}), 8, "bands", "criteria.bands"},
		{"bands from the worst up", bands(scoring.Band{4000, 300}, scoring.Band{8000, 400}), 8, "bands", "criteria.bands"},
		{"a lower bound of more points", bands(scoring.Band{8000, 300}, scoring.Band{4000, 400}), 8, "bands", "criteria.bands"},
		{"a higher bound of fewer points", bands(scoring.Band{4000, 400}, scoring.Band{8000, 300}), 8, "bands", "criteria.bands"},
		{"two bounds of the same points", bands(scoring.Band{8000, 400}, scoring.Band{4000, 400}), 8, "bands", "criteria.bands"},
		{"a bound twice", bands(scoring.Band{8000, 400}, scoring.Band{8000, 300}), 8, "bands", "criteria.bands"},
		{"bands at most, as if at least", rule("2.1.1", func(i *scoring.Item) { i.AtMost = true }), 8, "bands", "criteria.bands"},
		{"nothing said of den = 0 at a ratio", rule("1.1.3", func(i *scoring.Item) { i.Empty = "" }), 4, "empty", "criteria.empty_rule"},
		{"nothing said of den = 0 at bands", rule("2.1.1", func(i *scoring.Item) { i.Empty = "half" }), 8, "empty", "criteria.empty_rule"},
		{"no classes", func(s *scoring.CriteriaSet) { s.Classes = nil }, set, "classes", "criteria.last_cut"},
		{"nothing for the lowest", func(s *scoring.CriteriaSet) { s.Classes[3].Cut = 1 }, set, "classes", "criteria.last_cut"},
		{"cuts that go up", func(s *scoring.CriteriaSet) { s.Classes[1].Cut = 9500 }, set, "classes", "criteria.cuts"},
		{"a cut twice", func(s *scoring.CriteriaSet) { s.Classes[1].Cut = 9000 }, set, "classes", "criteria.cuts"},
		{"a cut above 100", func(s *scoring.CriteriaSet) { s.Classes[0].Cut = 10001 }, set, "classes", "criteria.cuts"},
		{"a second condition of no area", func(s *scoring.CriteriaSet) { s.Classes[0].Area, s.Classes[0].Share = "IX", 8000 }, set, "classes", "criteria.class_area"},
		{"a second condition of a criterion", func(s *scoring.CriteriaSet) { s.Classes[0].Area, s.Classes[0].Share = "1.1", 8000 }, set, "classes", "criteria.class_area"},
		{"a second condition of nothing", func(s *scoring.CriteriaSet) { s.Classes[0].Area = "I" }, set, "classes", "criteria.class_area"},
		{"a second condition of more than all", func(s *scoring.CriteriaSet) { s.Classes[0].Area, s.Classes[0].Share = "I", 10001 }, set, "classes", "criteria.class_area"},
	}
	for _, tt := range tests {
		s := goodSet()
		tt.spoil(s)
		faults := s.Faults()
		is := func(f scoring.Fault) bool { return f.Item == tt.item && f.Column == tt.column && f.Word == tt.word }
		if !slices.ContainsFunc(faults, is) {
			t.Errorf("%s: got %v, want %s at %d, %s", tt.fault, faults, tt.word, tt.item, tt.column)
		}
		if len(faults) > 2 { // a mistake may show in a parent's sum as well, no further
			t.Errorf("%s: one mistake is told as %v", tt.fault, faults)
		}
	}
}

func TestASetIsReadAsATree(t *testing.T) {
	s := goodSet()
	for place, want := range map[int]string{
		0: "[1 5]", 1: "[2 3 4]", 2: "[]", 5: "[]", 6: "[7 12]", 7: "[8 9 10 11]", 14: "[15]", 15: "[16 17]",
	} {
		if got := fmt.Sprint(s.Parts(place)); got != want {
			t.Errorf("the parts of %s are at %s, want %s", s.Items[place].Code, got, want)
		}
	}
	for place, want := range map[int]string{0: "I", 5: "I", 6: "II", 13: "II", 17: "III"} {
		if got := s.AreaOf(place); got == nil || got.Code != want {
			t.Errorf("%s stands in %v, want %s", s.Items[place].Code, got, want)
		}
	}
	if s.Leaf("1.1") != nil || s.Leaf("9.9") != nil {
		t.Error("a criterion with parts, or nothing at all, passes for a leaf")
	}
}

// drawnSet is a set without faults of up to four areas, some of whose criteria are leaves.
func drawnSet(t *rapid.T) *scoring.CriteriaSet {
	s := &scoring.CriteriaSet{
		Family: "cchc", Year: 2022, Group: "department", Classes: sampleClasses(),
		BonusCap:   scoring.Points(rapid.IntRange(0, 500).Draw(t, "bonus cap")),
		PenaltyCap: scoring.Points(rapid.IntRange(0, 500).Draw(t, "penalty cap")),
	}
	for a := range rapid.IntRange(1, 4).Draw(t, "areas") {
		at := len(s.Items)
		s.Items = append(s.Items, area(fmt.Sprint(a+1), 0))
		for c := range rapid.IntRange(1, 3).Draw(t, "criteria") {
			s.Items[at].Max += drawCriterion(t, s, fmt.Sprintf("%d.%d", a+1, c+1))
		}
	}
	if rapid.Bool().Draw(t, "second condition") {
		s.Classes[0].Area, s.Classes[0].Share = "1", rapid.Int64Range(1, 10000).Draw(t, "share")
	}
	return s
}

// drawCriterion adds a criterion to a set and returns its maximum.
func drawCriterion(t *rapid.T, s *scoring.CriteriaSet, code string) scoring.Points {
	at := len(s.Items)
	s.Items = append(s.Items, criterion(code, 0))
	parts := rapid.IntRange(0, 4).Draw(t, "parts of "+code)
	if parts == 0 {
		s.Items[at] = drawLeaf(t, scoring.Criterion, code)
	}
	for p := range parts {
		s.Items = append(s.Items, drawLeaf(t, scoring.Component, fmt.Sprintf("%s.%d", code, p+1)))
		if part := &s.Items[len(s.Items)-1]; !part.Aside() {
			s.Items[at].Max += part.Max
		}
	}
	if item := &s.Items[at]; item.Aside() {
		return 0
	}
	return s.Items[at].Max
}

func drawLeaf(t *rapid.T, level scoring.Level, code string) scoring.Item {
	item := scoring.Item{Level: level, Code: code, Max: 400}
	rules := []scoring.Rule{
		judged, judged,
		{Kind: scoring.Fixed},
		ratio(9000), online, late, options, letters, byRatio, byBands400, outRule,
		{Kind: scoring.Bonus},
		{Kind: scoring.Penalty},
	}
	item.Rule = rapid.SampledFrom(rules).Draw(t, "rule of "+code)
	return item
}

var byBands400 = scoring.Rule{Kind: scoring.Satisfaction, By: scoring.Bands, Bands: []scoring.Band{{9000, 400}, {8000, 300}, {7000, 100}}}

// What the other properties are told of is a set that may be used.
func TestDrawnSetsHaveNoFaults(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		if faults := drawnSet(t).Faults(); len(faults) > 0 {
			t.Fatal(faults)
		}
	})
}
