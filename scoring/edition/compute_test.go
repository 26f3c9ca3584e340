package edition_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hailong/scoring"
	"hailong/scoring/edition"
)

// criteria is a set of 100 points with a leaf of every way to find them, in this order:
// judged, ratio, count, satisfaction, bonus, penalty.
func criteria() edition.Set {
	leaf := func(level int, code string, most int64, kind string) edition.Item {
		return edition.Item{Level: level, Code: code, Max: most, Kind: kind}
	}
	share, opinion := leaf(3, "1.1.2", 3000, "ratio"), leaf(2, "2.1", 2000, "satisfaction")
	share.Threshold, share.Empty = 10000, "out"
	opinion.By, opinion.Threshold = "ratio", 10000
	count := leaf(2, "1.2", 1000, "count")
	count.Per = 100
	return edition.Set{
		Group: "department", Version: 1, BonusCap: 200, PenaltyCap: 300,
		Classes: []edition.Class{{Code: "tot", Cut: 9000}, {Code: "kha", Cut: 7000}, {Code: "tb", Cut: 5000}, {Code: "yeu"}},
		Items: []edition.Item{
			{Level: 1, Code: "I", Max: 8000},
			{Level: 2, Code: "1.1", Max: 7000},
			leaf(3, "1.1.1", 4000, "judged"), share, count,
			{Level: 1, Code: "II", Max: 2000},
			opinion,
			{Level: 1, Code: "III"},
			{Level: 2, Code: "3.1"},
			leaf(3, "3.1.1", 500, "bonus"), leaf(3, "3.1.2", 500, "penalty"),
		},
	}
}

// judgedAt has so many hundredths of judged points, all points elsewhere, and no service.
func judgedAt(code string, points int64) edition.Agency {
	return edition.Agency{Code: code, Group: "department", Sector: "administrative", Leaves: []edition.Leaf{
		{Code: "1.1.1", Given: points, From: edition.FromAppraised},
		{Code: "1.1.2", Num: 1000, Den: 1000, From: edition.FromSelf},
		{Code: "1.2", From: edition.FromSelf},
		{Code: "2.1", From: edition.FromSatisfaction},
		{Code: "3.1.1", From: edition.FromSelf},
		{Code: "3.1.2", From: edition.FromSelf},
	}}
}

// asked is the satisfaction of n who each answered one question, y of them satisfied.
func asked(y, n int64) *edition.Score {
	return &edition.Score{Received: n, N: n, Y: y, M: n, YY: y, YM: y, MM: n, Target: 8300, Above: true, Minimum: 30}
}

func content(agencies ...edition.Agency) *edition.Content {
	return &edition.Content{
		Format: edition.Format, Kind: edition.CCHC, Family: "cchc", Year: 2022, Sets: []edition.Set{criteria()},
		Groups: []edition.Group{{Code: "department"}}, Agencies: agencies,
	}
}

func computed(t *testing.T, c *edition.Content) *edition.Content {
	t.Helper()
	if err := c.Compute(); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestASatisfactionLeafIsFilledInFromTheSums(t *testing.T) {
	none := asked(0, 0)
	none.Known, none.Transactions = true, 9
	tests := []struct {
		rule    string
		opinion *edition.Score
		from    string
		out     bool
		want    string // points, from low to high; out
		index   string
		most    int64
	}{
		{"81 of 100 of 20 points", asked(81, 100), edition.FromSatisfaction, false, "1620, 1444–1750", "96.20", 10000},
		{"too few give nothing, and the agency stays ranked", asked(29, 29), edition.FromSatisfaction, false, "0, 0–0", "80.00", 10000},
		{"too few, and the council decides", asked(29, 29), edition.FromDecided, false, "1500, 1500–1500", "95.00", 10000},
		{"no service is not applicable", none, edition.FromSatisfaction, false, "out", "100.00", 8000},
		{"nobody was to be asked: no service", nil, edition.FromSatisfaction, false, "out", "100.00", 8000},
		{"an appraiser sets it not applicable", asked(81, 100), edition.FromAppraised, true, "out", "100.00", 8000},
	}
	for _, tt := range tests {
		a := judgedAt("a", 4000)
		a.Opinion, a.Leaves[3].From, a.Leaves[3].Out = tt.opinion, tt.from, tt.out
		if tt.from == edition.FromDecided {
			a.Leaves[3].Given = 1500
		}
		c := computed(t, content(a))
		l, r := c.Agencies[0].Leaves[3], c.Agencies[0].Result
		got := fmt.Sprintf("%d, %d–%d", l.Points, l.LowPoints, l.HighPoint)
		if l.Excluded {
			got = "out"
		}
		if got != tt.want || r.Index != tt.index || r.Max != tt.most || r.Rank != 1 {
			t.Errorf("%s: %s, index %s of %d, rank %d; want %s, %s of %d", tt.rule, got, r.Index, r.Max, r.Rank, tt.want, tt.index, tt.most)
		}
	}
}

// Where nobody entered anything there are no points: not all of a count, as if nothing had
// happened, and no way out of both sides, as if nothing had been due.
func TestWhereNobodyEnteredAnythingThereAreNoPoints(t *testing.T) {
	for _, empty := range []string{"out", "full", "zero"} {
		a := judgedAt("a", 4000)
		a.Leaves[1] = edition.Leaf{Code: "1.1.2", From: edition.FromNobody}
		a.Leaves[2].From = edition.FromNobody
		c := content(a)
		c.Sets[0].Items[3].Empty = empty
		computed(t, c)
		if r := c.Agencies[0].Result; r.Points != 4000 || r.Max != 8000 {
			t.Errorf("%s: %d of %d, want 4000 of 8000", empty, r.Points, r.Max)
		}
	}
}

func TestAGroupIsRanked(t *testing.T) {
	abolished, little := judgedAt("e", 4000), judgedAt("f", 4000)
	abolished.LeftOut = "merged into another one"
	little.Leaves[0].Out = true // 40 of 100 remain
	c := computed(t, content(judgedAt("a", 3000), judgedAt("b", 3600), judgedAt("c", 3000), judgedAt("d", 1200), abolished, little))
	var got []string
	for _, a := range c.Agencies {
		r := a.Result
		shared := ""
		if r.Shared {
			shared = " shared"
		}
		got = append(got, fmt.Sprintf("%s %s %s %d/%d%s%s", a.Code, r.Index, r.Class, r.Rank, r.Of, shared, r.Unranked))
	}
	want := "a 87.50 kha 2/4 shared; b 95.00 tot 1/4; c 87.50 kha 2/4 shared; d 65.00 tb 4/4; e 100.00 tot 0/0left_out; f 100.00 tot 0/0too_little"
	if joined := strings.Join(got, "; "); joined != want {
		t.Errorf("got  %s\nwant %s", joined, want)
	}
	g := c.Groups[0]
	if g.Ranked != 4 || g.Mean != "83.75" || fmt.Sprint(g.Classes) != "map[kha:2 tb:1 tot:1]" {
		t.Errorf("%d ranked, mean %s, classes %v", g.Ranked, g.Mean, g.Classes)
	}
	ranked, unranked := c.Sorted("department")
	if codes(ranked) != "b a c d" || codes(unranked) != "e f" {
		t.Errorf("printed as %s, below them %s", codes(ranked), codes(unranked))
	}
}

func codes(list []*edition.Agency) string {
	var codes []string
	for _, a := range list {
		codes = append(codes, a.Code)
	}
	return strings.Join(codes, " ")
}

// Satisfaction alone parts these three: the ranks' ranges follow from its interval.
func TestRanksHaveTheRangeOfTheSatisfaction(t *testing.T) {
	var list []edition.Agency
	for i, y := range []int64{95, 85, 40} {
		a := judgedAt(string(rune('a'+i)), 4000)
		a.Opinion = asked(y, 100)
		list = append(list, a)
	}
	c := computed(t, content(list...))
	got := ""
	for _, a := range c.Agencies {
		got += fmt.Sprintf("%d (%d–%d) ", a.Result.Rank, a.Result.Best, a.Result.Worst)
	}
	if got != "1 (1–2) 2 (1–2) 3 (3–3) " {
		t.Errorf("got %s", got)
	}
}

func TestBonusAndPenaltyAreToldBeforeTheirCaps(t *testing.T) {
	a := judgedAt("a", 2000)
	a.Leaves[4].Given, a.Leaves[5].Given = 500, 400
	r := computed(t, content(a)).Agencies[0].Result
	if r.Bonus != 500 || r.Penalty != 400 || r.Exact != "74/1" || r.Points != 6000 || r.Max != 8000 || r.SetMax != 10000 {
		t.Errorf("got %+v, want 75 + 2 − 3", r)
	}
}

func TestFactsThatDoNotBelongTogetherAreRefused(t *testing.T) {
	tests := map[string]func(*edition.Content){
		"a set that is not there":   func(c *edition.Content) { c.Groups[0].Set = 1 },
		"no set":                    func(c *edition.Content) { c.Groups[0].Set = -1 },
		"a leaf less":               func(c *edition.Content) { c.Agencies[0].Leaves = c.Agencies[0].Leaves[:5] },
		"a leaf more":               func(c *edition.Content) { c.Agencies[0].Leaves = append(c.Agencies[0].Leaves, edition.Leaf{Code: "x"}) },
		"a leaf of another code":    func(c *edition.Content) { c.Agencies[0].Leaves[2].Code = "1.3" },
		"leaves in another order":   func(c *edition.Content) { l := c.Agencies[0].Leaves; l[0], l[1] = l[1], l[0] },
		"a set of another agency's": func(c *edition.Content) { c.Sets[0].Items[2].Code = "1.1.9" },
	}
	for name, spoil := range tests {
		c := content(judgedAt("a", 3000))
		spoil(c)
		if err := c.Compute(); err == nil {
			t.Errorf("%s passes", name)
		}
	}
}

func TestASatisfactionEditionHasNoRanks(t *testing.T) {
	a := edition.Agency{Code: "a", Group: "department", Sector: "administrative", Opinion: asked(81, 100)}
	b := edition.Agency{Code: "b", Group: "department", Sector: "administrative", Opinion: asked(20, 29)}
	c := content(a, b)
	c.Kind, c.Sets, c.Groups[0].Set = edition.Satisfaction, nil, -1
	computed(t, c)
	score, few := c.Agencies[0].Opinion, c.Agencies[1].Opinion
	if c.Agencies[0].Result != nil || score.Score != "81.00" || score.Low != "72.221155" || score.High != "87.485248" || score.Official != "not_met" {
		t.Errorf("got %+v", score)
	}
	if few.Score != "" || few.Low != "" || few.High != "" || few.Official != "too_few" {
		t.Errorf("below the minimum: %+v", few)
	}
	for _, b := range c.Blocks {
		if b.Code == "department" && (b.Score != "81.00" || b.Agencies != 2 || b.Eligible != 1) {
			t.Errorf("the group's mean: %+v", b)
		}
	}
}

// drawnContent has up to two groups of agencies with any figures that leaves may be given.
func drawnContent(t *rapid.T) *edition.Content {
	c := content()
	c.Groups = append(c.Groups, edition.Group{Code: "district"})
	for i := range rapid.IntRange(1, 12).Draw(t, "agencies") {
		a := judgedAt(fmt.Sprintf("a%02d", i), rapid.Int64Range(3950, 4000).Draw(t, "judged"))
		a.Group = rapid.SampledFrom([]string{"department", "district"}).Draw(t, "group")
		a.Leaves[1].Den = rapid.Int64Range(0, 20).Draw(t, "den") * 100
		a.Leaves[1].Num = rapid.Int64Range(0, a.Leaves[1].Den/100).Draw(t, "num") * 100
		a.Leaves[2].Num = rapid.Int64Range(0, 12).Draw(t, "times") * 100
		a.Leaves[4].Given = rapid.Int64Range(0, 500).Draw(t, "bonus")
		a.Leaves[5].Given = rapid.Int64Range(0, 500).Draw(t, "penalty")
		a.Leaves[rapid.IntRange(0, 5).Draw(t, "leaf")].Out = rapid.IntRange(0, 3).Draw(t, "out") == 0
		if rapid.IntRange(0, 5).Draw(t, "asked") > 0 {
			n := rapid.Int64Range(0, 200).Draw(t, "responses")
			a.Opinion = asked(rapid.Int64Range(0, n).Draw(t, "satisfied"), n)
		}
		if rapid.IntRange(0, 7).Draw(t, "left out") == 0 {
			a.LeftOut = "abolished"
		}
		c.Agencies = append(c.Agencies, a)
	}
	return c
}

func compute(t *rapid.T, c *edition.Content) {
	if err := c.Compute(); err != nil {
		t.Fatal(err)
	}
}

// copied is a deep copy.
func copied(t *rapid.T, c *edition.Content) *edition.Content {
	text, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var other edition.Content
	if err := json.Unmarshal(text, &other); err != nil {
		t.Fatal(err)
	}
	return &other
}

// spoiled is a copy with every figure set to what none of them is.
func spoiled(t *rapid.T, c *edition.Content) *edition.Content {
	o := copied(t, c)
	o.Blocks = []edition.Block{{Code: "made up"}}
	for i := range o.Groups {
		g := &o.Groups[i]
		g.Ranked, g.Mean, g.Classes = -7, "?", map[string]int{"?": 7}
	}
	for i := range o.Agencies {
		a := &o.Agencies[i]
		a.Result = &edition.Result{Index: "?", Rank: -7, Shared: true, Unranked: "?", Areas: []edition.AreaSum{{Code: "?"}}}
		for l := range a.Leaves {
			leaf := &a.Leaves[l]
			leaf.Points, leaf.Excluded, leaf.LowPoints, leaf.HighPoint = -7, true, -7, -7
		}
		if s := a.Opinion; s != nil {
			s.Score, s.Low, s.High, s.Needed, s.Official, s.Certain = "?", "?", "?", -7, "?", true
		}
	}
	return o
}

// Figures follow from the facts alone: computed twice they are the same, whatever stood in
// their place before, and no fact is changed.
func TestFiguresFollowFromTheFactsAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawnContent(t)
		facts := spoiled(t, c)
		compute(t, c)
		once := copied(t, c)
		if got := spoiled(t, c); !reflect.DeepEqual(got, facts) {
			t.Fatalf("a fact was changed:\n%+v\n%+v", got, facts)
		}
		compute(t, c)
		compute(t, facts)
		if !reflect.DeepEqual(copied(t, c), once) || !reflect.DeepEqual(copied(t, facts), once) {
			t.Fatal("another time gives other figures")
		}
	})
}

func TestTheOrderOfTheAgenciesDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawnContent(t)
		mixed := copied(t, c)
		mixed.Agencies = rapid.Permutation(mixed.Agencies).Draw(t, "order")
		compute(t, c)
		compute(t, mixed)
		results := map[string]*edition.Result{}
		for _, a := range c.Agencies {
			results[a.Code] = a.Result
		}
		for _, a := range mixed.Agencies {
			if !reflect.DeepEqual(a.Result, results[a.Code]) {
				t.Fatalf("%s: %+v became %+v", a.Code, results[a.Code], a.Result)
			}
		}
		if !reflect.DeepEqual(c.Groups, mixed.Groups) {
			t.Fatalf("%+v became %+v", c.Groups, mixed.Groups)
		}
	})
}

// What is printed of an agency adds up, and its place is that of its exact index.
func TestPrintedFiguresAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawnContent(t)
		compute(t, c)
		for i := range c.Agencies {
			checkSums(t, &c.Sets[0], &c.Agencies[i])
		}
		for _, g := range c.Groups {
			checkPlaces(t, c, g)
		}
	})
}

// checkSums adds up the printed leaves: judged, ratio and count are of the first area.
func checkSums(t *rapid.T, set *edition.Set, a *edition.Agency) {
	areas := []edition.AreaSum{{Code: "I"}, {Code: "II"}, {Code: "III"}}
	most := []int64{4000, 3000, 1000, 2000, 500, 500}
	for l, leaf := range a.Leaves {
		if leaf.Points < 0 || leaf.Points > most[l] || leaf.LowPoints > leaf.Points || leaf.Points > leaf.HighPoint || leaf.Excluded && leaf.Points != 0 {
			t.Fatalf("%s: %+v", a.Code, leaf)
		}
		if l < 4 && !leaf.Excluded {
			areas[l/3].Points += leaf.Points
			areas[l/3].Max += most[l]
		}
	}
	r := a.Result
	points, applicable := areas[0].Points+areas[1].Points, areas[0].Max+areas[1].Max
	if !reflect.DeepEqual(r.Areas, areas) || r.Points != points || r.Max != applicable {
		t.Fatalf("%s: %+v, want %v", a.Code, r, areas)
	}
	if r.Bonus != a.Leaves[4].Points || r.Penalty != a.Leaves[5].Points || r.SetMax != 10000 {
		t.Fatalf("%s: %+v", a.Code, r)
	}
	index := exactIndex(r)
	if (index == nil) != (applicable == 0) || index != nil && (index.Sign() < 0 || index.Cmp(big.NewRat(100, 1)) > 0) {
		t.Fatalf("%s: index %s", a.Code, r.Exact)
	}
	unranked := ""
	switch {
	case a.LeftOut != "":
		unranked = edition.LeftOut
	case 100*applicable < 60*r.SetMax:
		unranked = edition.TooLittle
	}
	if r.Unranked != unranked || (r.Rank == 0) != (unranked != "") || r.Rank > 0 && (r.Class == "" || r.Index == "") {
		t.Fatalf("%s: %+v, want unranked %q", a.Code, r, unranked)
	}
}

func checkPlaces(t *rapid.T, c *edition.Content, g edition.Group) {
	ranked, unranked := c.Sorted(g.Code)
	classes, sum, before := map[string]int{}, new(big.Rat), new(big.Rat)
	for i, a := range ranked {
		r, x := a.Result, exactIndex(a.Result)
		equal := i > 0 && x.Cmp(before) == 0
		if i > 0 && x.Cmp(before) > 0 || equal != (i > 0 && r.Rank == ranked[max(0, i-1)].Result.Rank) || !equal && r.Rank != i+1 {
			t.Fatalf("%s with %s is %d after %s", a.Code, x, r.Rank, before)
		}
		if r.Best < 1 || r.Best > r.Rank || r.Rank > r.Worst || r.Worst > r.Of || r.Of != len(ranked) {
			t.Fatalf("%s: %d (%d–%d) of %d", a.Code, r.Rank, r.Best, r.Worst, r.Of)
		}
		classes[r.Class]++
		sum.Add(sum, x)
		before = x
	}
	for _, a := range unranked {
		if r := a.Result; r.Rank != 0 || r.Best != 0 || r.Worst != 0 || r.Shared {
			t.Fatalf("%s: %+v", a.Code, r)
		}
	}
	mean := ""
	if len(ranked) > 0 {
		mean = scoring.Decimals([]*big.Rat{sum.Quo(sum, big.NewRat(int64(len(ranked)), 1))}, []int64{9000, 7000, 5000, 0})[0]
	}
	if g.Ranked != len(ranked) || g.Mean != mean || !reflect.DeepEqual(g.Classes, classes) {
		t.Fatalf("%+v, want %d ranked, mean %s, %v", g, len(ranked), mean, classes)
	}
}

// More points of one agency never lower its index, its class or its rank.
func TestMorePointsNeverCostAPlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawnContent(t)
		better := copied(t, c)
		at := rapid.IntRange(0, len(c.Agencies)-1).Draw(t, "agency")
		leaf := &better.Agencies[at].Leaves[0]
		leaf.Given = rapid.Int64Range(leaf.Given, 4000).Draw(t, "judged")
		compute(t, c)
		compute(t, better)
		was, is := c.Agencies[at].Result, better.Agencies[at].Result
		if was.Rank == 0 {
			return
		}
		order := map[string]int{"tot": 0, "kha": 1, "tb": 2, "yeu": 3}
		if exactIndex(is).Cmp(exactIndex(was)) < 0 || order[is.Class] > order[was.Class] || is.Rank > was.Rank || is.Best > was.Best || is.Worst > was.Worst {
			t.Fatalf("%+v became %+v", was, is)
		}
	})
}

// exactIndex is a result's index as a fraction, nil where there is none.
func exactIndex(r *edition.Result) *big.Rat {
	x, ok := new(big.Rat).SetString(r.Exact)
	if !ok {
		return nil
	}
	return x
}
