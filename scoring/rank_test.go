package scoring_test

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hailong/scoring"
)

// standing is an index in hundredths, with its ends.
func standing(low, at, high int64) scoring.Standing {
	return scoring.Standing{Low: big.NewRat(low, 100), Index: big.NewRat(at, 100), High: big.NewRat(high, 100)}
}

func TestPlaces(t *testing.T) {
	point := func(at int64) scoring.Standing { return standing(at, at, at) }
	tests := []struct {
		rule string
		list []scoring.Standing
		want string // rank (best–worst) of each
	}{
		{"nobody", nil, ""},
		{"one", []scoring.Standing{point(9000)}, "1 (1–1)"},
		{"highest first, in any order", []scoring.Standing{point(7000), point(9000), point(8000)}, "3 (3–3), 1 (1–1), 2 (2–2)"},
		{"equal ones share, the next are skipped: 1 2 2 4", []scoring.Standing{point(9000), point(8000), point(8000), point(7000)}, "1 (1–1), 2 (2–3), 2 (2–3), 4 (4–4)"},
		{"all equal: 1 1 1", []scoring.Standing{point(8000), point(8000), point(8000)}, "1 (1–3), 1 (1–3), 1 (1–3)"},
		{"intervals that touch overlap", []scoring.Standing{standing(8900, 9000, 9100), standing(8700, 8800, 8900)}, "1 (1–2), 2 (1–2)"},
		{"a hundredth between them parts them", []scoring.Standing{standing(8901, 9000, 9100), standing(8700, 8800, 8900)}, "1 (1–1), 2 (2–2)"},
		{"a wide one among narrow ones", []scoring.Standing{standing(8900, 9000, 9000), standing(7000, 8000, 9500), standing(7500, 7500, 7600)}, "1 (1–2), 2 (1–3), 3 (2–3)"},
		{"overlap does not pass on", []scoring.Standing{standing(8500, 9000, 9500), standing(8000, 8300, 8600), standing(7500, 7900, 8100)}, "1 (1–2), 2 (1–3), 3 (2–3)"},
	}
	for _, tt := range tests {
		var got []string
		for _, p := range scoring.Rank(tt.list) {
			got = append(got, fmt.Sprintf("%d (%d–%d)", p.Rank, p.Best, p.Worst))
			if p.Of != len(tt.list) {
				t.Errorf("%s: of %d, want %d", tt.rule, p.Of, len(tt.list))
			}
		}
		if joined := strings.Join(got, ", "); joined != tt.want {
			t.Errorf("%s: %s, want %s", tt.rule, joined, tt.want)
		}
	}
}

// The exact fraction ranks, not what two decimals print.
func TestTheExactIndexRanks(t *testing.T) {
	list := []*big.Rat{big.NewRat(100*8989, 9700), big.NewRat(100*9267, 10000), big.NewRat(92670104, 1000000)}
	var standings []scoring.Standing
	for _, x := range list {
		standings = append(standings, scoring.Standing{Index: x, Low: x, High: x})
	}
	places := scoring.Rank(standings)
	printed := fmt.Sprint(scoring.Decimals(list, nil))
	if places[0].Rank != 2 || places[1].Rank != 3 || places[2].Rank != 1 || printed != "[92.6701 92.6700 92.6701]" {
		t.Errorf("ranks %d %d %d of %s", places[0].Rank, places[1].Rank, places[2].Rank, printed)
	}
}

func TestIndicesArePrinted(t *testing.T) {
	cuts := []int64{9000, 7000, 5000, 0}
	tests := []struct {
		rule string
		list []string
		want []string
	}{
		{"two decimals, half up", []string{"92.0612", "88.805", "0", "100"}, []string{"92.06", "88.81", "0.00", "100.00"}},
		{"no index prints nothing", []string{"", "88.8", ""}, []string{"", "88.80", ""}},
		{"equal ones print alike", []string{"88.8049", "88.8049"}, []string{"88.80", "88.80"}},
		{"a third decimal parts two", []string{"88.801", "88.804", "70.5"}, []string{"88.801", "88.804", "70.50"}},
		{"a fourth parts two", []string{"88.8011", "88.8012"}, []string{"88.8011", "88.8012"}},
		{"no more than four", []string{"88.80112", "88.80114"}, []string{"88.8011", "88.8011"}},
		{"what is not the cut does not print it", []string{"89.996"}, []string{"89.996"}},
		{"what is not the cut, to four", []string{"89.99951"}, []string{"89.9995"}},
		{"no more than four at a cut", []string{"89.999951"}, []string{"90.0000"}},
		{"above the cut is not the cut either", []string{"90.004"}, []string{"90.004"}},
		{"the cut itself", []string{"90", "89.996"}, []string{"90.00", "89.996"}},
		{"two that three decimals part, but one as a cut", []string{"89.9951", "89.9999"}, []string{"89.995", "89.9999"}},
		{"those that three decimals bring together", []string{"80.9941", "80.9949", "80.995", "80.9999"}, []string{"80.994", "80.9949", "80.9950", "81.000"}},
	}
	for _, tt := range tests {
		list := make([]*big.Rat, len(tt.list))
		for i, text := range tt.list {
			if text != "" {
				list[i], _ = new(big.Rat).SetString(text)
			}
		}
		if got := scoring.Decimals(list, cuts); fmt.Sprint(got) != fmt.Sprint(tt.want) {
			t.Errorf("%s: got %v, want %v", tt.rule, got, tt.want)
		}
	}
}

func TestMovementAgainstTheYearBefore(t *testing.T) {
	at := func(rank, of int) *scoring.Place { return &scoring.Place{Rank: rank, Of: of} }
	tests := []struct {
		rule        string
		before      *scoring.Place
		now         int
		reorganised bool
		want        scoring.Movement
	}{
		{"up two", at(5, 18), 3, false, scoring.Movement{Before: *at(5, 18), Steps: 2}},
		{"down four", at(3, 20), 7, false, scoring.Movement{Before: *at(3, 20), Steps: -4}},
		{"the same place", at(4, 18), 4, false, scoring.Movement{Before: *at(4, 18)}},
		{"no year before", nil, 10, false, scoring.Movement{Why: scoring.MovementNew}},
		{"not ranked the year before", &scoring.Place{}, 10, false, scoring.Movement{Why: scoring.MovementNew}},
		{"merged, split or made", at(5, 18), 3, true, scoring.Movement{Why: scoring.MovementReorganised}},
		{"made, and so without a year before", nil, 3, true, scoring.Movement{Why: scoring.MovementReorganised}},
	}
	for _, tt := range tests {
		if got := scoring.MovementOf(tt.before, *at(tt.now, 18), tt.reorganised); got != tt.want {
			t.Errorf("%s: got %+v, want %+v", tt.rule, got, tt.want)
		}
	}
}

// drawnStandings are up to 30 with many ties, overlaps and touching ends.
func drawnStandings(t *rapid.T) []scoring.Standing {
	list := make([]scoring.Standing, rapid.IntRange(0, 30).Draw(t, "agencies"))
	for i := range list {
		at := rapid.Int64Range(8000, 8020).Draw(t, "index")
		list[i] = standing(at-rapid.Int64Range(0, 5).Draw(t, "below"), at, at+rapid.Int64Range(0, 5).Draw(t, "above"))
	}
	return list
}

func TestPlacesAgreeWithTheIndices(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := drawnStandings(t)
		places := scoring.Rank(list)
		best, worst := 0, 0
		for i, p := range places {
			above, lowAbove, highBelow := 0, 0, 0
			for j := range list {
				above += btoi(list[j].Index.Cmp(list[i].Index) > 0)
				lowAbove += btoi(list[j].Low.Cmp(list[i].High) > 0)
				highBelow += btoi(list[j].High.Cmp(list[i].Low) < 0)
				if c := list[i].Index.Cmp(list[j].Index); (c > 0) != (p.Rank < places[j].Rank) || (c == 0) != (p.Rank == places[j].Rank) {
					t.Fatalf("%s is %d, %s is %d", list[i].Index, p.Rank, list[j].Index, places[j].Rank)
				}
			}
			if p.Rank != 1+above || p.Best != 1+lowAbove || p.Worst != len(list)-highBelow {
				t.Fatalf("%+v, want rank %d, best %d, worst %d", p, 1+above, 1+lowAbove, len(list)-highBelow)
			}
			if p.Best > p.Rank || p.Rank > p.Worst || p.Of != len(list) {
				t.Fatalf("%+v of %d", p, len(list))
			}
			best, worst = best+p.Best-1, worst+len(list)-p.Worst
		}
		if best != worst { // who is surely above another has that one surely below
			t.Fatalf("%d surely above, %d surely below", best, worst)
		}
	})
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func TestTheOrderOfTheListDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := drawnStandings(t)
		order := rapid.Permutation(upTo(len(list))).Draw(t, "order")
		shuffled := make([]scoring.Standing, len(list))
		indices, mixed := make([]*big.Rat, len(list)), make([]*big.Rat, len(list))
		for i, from := range order {
			shuffled[i], mixed[i], indices[i] = list[from], list[from].Index, list[i].Index
		}
		places, again := scoring.Rank(list), scoring.Rank(shuffled)
		texts, textsAgain := scoring.Decimals(indices, nil), scoring.Decimals(mixed, nil)
		for i, from := range order {
			if again[i] != places[from] || textsAgain[i] != texts[from] {
				t.Fatalf("%+v %s became %+v %s", places[from], texts[from], again[i], textsAgain[i])
			}
		}
	})
}

func upTo(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

// What is printed is within half of its last digit, never in another order than the exact
// indices, and unequal ones that four decimals can part are printed unequal.
func TestPrintedIndicesKeepTheOrder(t *testing.T) {
	cuts := []int64{9000, 7000, 5000, 0}
	rapid.Check(t, func(t *rapid.T) {
		list := make([]*big.Rat, rapid.IntRange(1, 30).Draw(t, "agencies"))
		for i := range list {
			middle := rapid.SampledFrom([]int64{8999500, 9000000, 8880500}).Draw(t, "near")
			list[i] = big.NewRat(middle+rapid.Int64Range(-600, 600).Draw(t, "off"), 100_000)
		}
		texts := scoring.Decimals(list, cuts)
		printed := make([]*big.Rat, len(list))
		for i, text := range texts {
			printed[i], _ = new(big.Rat).SetString(text)
			if decimals := len(text) - strings.Index(text, ".") - 1; decimals < 2 || decimals > 4 {
				t.Fatalf("%s has %d decimals", text, decimals)
			}
			if off := new(big.Rat).Sub(printed[i], list[i]); off.Abs(off).Cmp(big.NewRat(1, 200)) > 0 {
				t.Fatalf("%s is printed as %s", list[i].FloatString(6), text)
			}
			cut := printed[i].Cmp(big.NewRat(90, 1)) == 0 && list[i].Cmp(big.NewRat(90, 1)) != 0
			if cut && toFour(list[i]) != "900000" {
				t.Fatalf("%s is printed as the cut, %s", list[i].FloatString(6), text)
			}
		}
		for i := range list {
			for j := range list {
				if list[i].Cmp(list[j]) < 0 && printed[i].Cmp(printed[j]) > 0 {
					t.Fatalf("%s and %s stand the wrong way round", texts[i], texts[j])
				}
				if printed[i].Cmp(printed[j]) == 0 && toFour(list[i]) != toFour(list[j]) {
					t.Fatalf("%s and %s are both printed as %s", toFour(list[i]), toFour(list[j]), texts[i])
				}
			}
		}
	})
}

// toFour is a number in ten-thousandths, half up.
func toFour(x *big.Rat) string {
	scaled := new(big.Rat).Mul(x, big.NewRat(10000, 1))
	scaled.Add(scaled, big.NewRat(1, 2))
	return fmt.Sprint(new(big.Int).Quo(scaled.Num(), scaled.Denom()))
}
