package scoring

import "math/big"

// Change is how a score moved against an earlier one of the same agency.
type Change struct {
	Before Score
	Points *big.Rat // now less before, in percentage points, exact
	// Touch tells whether the two intervals have a point in common, an end included:
	// then nobody can say that anything changed.
	Touch bool
}

// ChangeOf compares two scores of one agency; none where either is not official.
func ChangeOf(before, now Score) (Change, bool) {
	if !before.Eligible() || !now.Eligible() {
		return Change{}, false
	}
	points := new(big.Rat).Sub(now.Share, before.Share)
	return Change{
		Before: before,
		Points: points.Mul(points, big.NewRat(100, 1)),
		Touch:  now.Interval.Touches(before.Interval),
	}, true
}

// Percent is the change in percentage points, rounded to six decimals.
func (c Change) Percent() float64 {
	p, _ := c.Points.Float64()
	return round6(p)
}

// Decimal writes the change without its sign, as scores are written; up to four
// decimals where two would print none.
func (c Change) Decimal() string {
	share := new(big.Rat).Abs(c.Points)
	return Decimal(share.Quo(share, big.NewRat(100, 1)), 0)
}
