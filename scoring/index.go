package scoring

import "math/big"

// leastApplicable is the share of a set's maximum, in percent, that must be applicable for
// an agency to be ranked (docs/method.md, 3).
const leastApplicable = 60

// Result is an agency's year: sums of what is printed, and the exact index.
type Result struct {
	Areas   []AreaSum // in the set's order
	Points  Points    // of all areas
	Max     Points    // applicable
	Bonus   Points    // given, before the cap
	Penalty Points    // given, before the cap
	Base    *big.Rat  // points / applicable maximum × 100; nil where nothing is applicable
	Index   *big.Rat  // index points, 0 to 100; nil where there is no base
	Class   int       // place in the set's Classes; -1 where there is no index
}

// AreaSum is what an area gave.
type AreaSum struct {
	Code        string
	Points, Max Points // the maximum is the applicable one
}

// Result adds up the marks of the set's leaves, which are in their order.
func (s *CriteriaSet) Result(marks []Mark) Result {
	r := Result{Class: -1}
	leaf := 0
	for i := range s.Items {
		item := &s.Items[i]
		if item.Level == Area {
			r.Areas = append(r.Areas, AreaSum{Code: item.Code})
		}
		if item.Leaf() {
			r.add(item, marks[leaf])
			leaf++
		}
	}
	for _, a := range r.Areas {
		r.Points += a.Points
		r.Max += a.Max
	}
	s.index(&r)
	return r
}

func (r *Result) add(item *Item, m Mark) {
	switch {
	case m.Out:
	case item.Kind == Bonus:
		r.Bonus += m.Points
	case item.Kind == Penalty:
		r.Penalty += m.Points
	default:
		area := &r.Areas[len(r.Areas)-1]
		area.Points += m.Points
		area.Max += item.Max
	}
}

// index = clamp(base + min(bonus, cap) − min(penalty, cap), 0, 100), exact.
func (s *CriteriaSet) index(r *Result) {
	if r.Max == 0 {
		return
	}
	r.Base = big.NewRat(100*int64(r.Points), int64(r.Max))
	aside := min(r.Bonus, s.BonusCap) - min(r.Penalty, s.PenaltyCap)
	r.Index = new(big.Rat).Add(r.Base, big.NewRat(int64(aside), 100))
	if r.Index.Sign() < 0 {
		r.Index.SetInt64(0)
	}
	if r.Index.Cmp(big.NewRat(100, 1)) > 0 {
		r.Index.SetInt64(100)
	}
	r.Class = s.class(r)
}

// Rankable tells whether enough of the set was applicable.
func (s *CriteriaSet) Rankable(r Result) bool {
	return r.Index != nil && 100*int64(r.Max) >= leastApplicable*int64(s.Max())
}
