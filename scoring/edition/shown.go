package edition

import (
	"math/big"

	"hailong/scoring"
)

// Shown is the result as pages and downloads say it: who is not ranked has no class, and who
// was left out no index either, since nobody scored it. The edition keeps both, because they
// follow from its facts.
func (r *Result) Shown() *Result {
	w := *r
	if w.Unranked != "" {
		w.Class = ""
	}
	if w.Unranked == LeftOut {
		w.Exact, w.Index = "", ""
	}
	return &w
}

// Ends are the ends of the interval as they are printed; empty where there is none.
func (s *Score) Ends() (low, high string) { return printed(s.Low, s.Target), printed(s.High, s.Target) }

// Ends are the same of a block.
func (b *Block) Ends() (low, high string) { return printed(b.Low, b.Target), printed(b.High, b.Target) }

// printed rounds an end of an interval, which has six decimals, as the score beside it is
// rounded: to two, or so many that the target is not printed where the end is not on it.
func printed(percent string, target int64) string {
	p, ok := new(big.Rat).SetString(percent)
	if !ok {
		return ""
	}
	return scoring.Decimal(p.Mul(p, big.NewRat(1, 100)), target)
}
