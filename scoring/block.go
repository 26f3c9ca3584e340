package scoring

import (
	"math/big"

	"hailong/survey"
)

// Block is a group of agencies or a whole sector: the unweighted mean of the
// exact scores of its eligible agencies.
type Block struct {
	Estimate
	Agencies int // all of them
	Eligible int // k, with an official score
	Target   survey.Target
	Official Official
	Certain  bool
}

// BlockOf averages the eligible ones of scores against a target:
// V = ΣV_a/k², n_e = p(1−p)/V. Without spread (V = 0) the members' effective
// sizes are added up.
func BlockOf(scores []Score, target survey.Target) Block {
	b := Block{Agencies: len(scores), Target: target, Official: TooFew}
	sum, variance, together := new(big.Rat), 0.0, 0.0
	for _, s := range scores {
		if s.Eligible() {
			b.Eligible++
			sum.Add(sum, s.Share)
			variance += s.Variance
			together += s.Effective
		}
	}
	if b.Eligible == 0 {
		return b
	}
	k := float64(b.Eligible)
	b.Share = sum.Quo(sum, big.NewRat(int64(b.Eligible), 1))
	b.Variance = variance / (k * k)
	p, _ := b.Share.Float64()
	b.Effective = together
	if b.Variance > 0 && spread(p) > 0 {
		b.Effective = spread(p) / b.Variance
	}
	b.Interval = wilson(p, b.Effective)
	b.Official = NotMet
	if metExactly(b.Share, target) {
		b.Official = Met
	}
	b.Certain = !b.Interval.Contains(target.Percent())
	return b
}

func metExactly(share *big.Rat, t survey.Target) bool {
	c := share.Cmp(big.NewRat(t.Hundredths, 10000))
	return c > 0 || c == 0 && !t.Above
}
