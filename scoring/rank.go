package scoring

import (
	"math/big"
	"slices"
)

// Standing is what an agency is ranked by: its exact index, and what it would be with its
// satisfaction at both ends of the interval.
type Standing struct{ Index, Low, High *big.Rat }

// Place (thứ hạng) is an agency's rank within its group, from 1, and the best and worst
// that the intervals leave open.
type Place struct {
	Rank, Best, Worst int
	Of                int // how many are ranked
}

// Rank ranks by the exact index, highest first. Equal fractions share a rank, and the next
// are skipped: 1 2 2 4. Best is 1 + those whose low is above its high, worst the size less
// those whose high is below its low; intervals that touch overlap.
func Rank(list []Standing) []Place {
	lows := sorted(list, func(s Standing) *big.Rat { return s.Low })
	highs := sorted(list, func(s Standing) *big.Rat { return s.High })
	indices := sorted(list, func(s Standing) *big.Rat { return s.Index })
	places := make([]Place, len(list))
	for i, s := range list {
		places[i] = Place{
			Rank:  1 + above(indices, s.Index),
			Best:  1 + above(lows, s.High),
			Worst: len(list) - below(highs, s.Low),
			Of:    len(list),
		}
	}
	return places
}

func sorted(list []Standing, of func(Standing) *big.Rat) []*big.Rat {
	values := make([]*big.Rat, len(list))
	for i, s := range list {
		values[i] = of(s)
	}
	slices.SortFunc(values, (*big.Rat).Cmp)
	return values
}

// above is how many of sorted values are above x.
func above(values []*big.Rat, x *big.Rat) int {
	at, _ := slices.BinarySearchFunc(values, x, func(v, x *big.Rat) int {
		if v.Cmp(x) <= 0 {
			return -1
		}
		return 1
	})
	return len(values) - at
}

// below is how many of sorted values are below x.
func below(values []*big.Rat, x *big.Rat) int {
	at, _ := slices.BinarySearchFunc(values, x, (*big.Rat).Cmp)
	return at
}

// Decimals writes indices with two decimals, half up; up to four where fewer would print a
// cut that the index is not, or the same as another index that is not equal. Nil is empty.
func Decimals(list []*big.Rat, cuts []int64) []string {
	places := make([]int, len(list))
	for i := range places {
		places[i] = 2
	}
	for longer := true; longer; {
		longer = false
		for _, i := range misleading(list, places, cuts) {
			if places[i] < 4 {
				places[i]++
				longer = true
			}
		}
	}
	texts := make([]string, len(list))
	for i, x := range list {
		if x != nil {
			texts[i] = halfUp(x, places[i])
		}
	}
	return texts
}

// misleading are those that would print, with so many decimals each, as a cut that they
// are not, or as another one does that is not equal.
func misleading(list []*big.Rat, places []int, cuts []int64) []int {
	alike := map[string][]int{}
	var found []int
	for i, x := range list {
		if x == nil {
			continue
		}
		text := halfUp(x, places[i])
		if misleads(text, x, cuts) {
			found = append(found, i)
			continue
		}
		alike[text] = append(alike[text], i)
	}
	for _, group := range alike {
		first := list[group[0]]
		if slices.ContainsFunc(group, func(i int) bool { return list[i].Cmp(first) != 0 }) {
			found = append(found, group...)
		}
	}
	return found
}

// Movement is how a rank changed against the year before.
type Movement struct {
	Before Place // zero where there was none
	Steps  int   // places up, negative for down
	Why    string
}

// Why a movement has no steps.
const (
	MovementNew         = "new"         // not ranked the year before
	MovementReorganised = "reorganised" // merged, split or made between the two
)

// MovementOf compares two places of one agency in one group and family of sets.
func MovementOf(before *Place, now Place, reorganised bool) Movement {
	switch {
	case reorganised:
		return Movement{Why: MovementReorganised}
	case before == nil || before.Rank == 0:
		return Movement{Why: MovementNew}
	}
	return Movement{Before: *before, Steps: before.Rank - now.Rank}
}
