package scoring

import (
	"math"
	"math/big"

	"hailong/survey"
)

// Z is the 97.5% quantile of the normal distribution: a two-sided 95% interval.
const Z = 1.959963984540054

// Interval is a 95% interval in percent, 0 to 100, rounded to six decimals.
type Interval struct{ Low, High float64 }

// Contains tells whether the percent lies in the interval, ends included.
func (i Interval) Contains(percent float64) bool { return i.Low <= percent && percent <= i.High }

// Touches tells whether two intervals have a point in common, ends included.
func (i Interval) Touches(o Interval) bool { return i.Low <= o.High && o.Low <= i.High }

// Estimate is a share with its uncertainty.
type Estimate struct {
	Share     *big.Rat // exact, 0 to 1; nil where nothing was given
	Variance  float64  // of the share, linearised; 0 also where all agree
	Effective float64  // n_e: as many independent answers would be as sure
	Interval  Interval
}

// Percent is the share in percent, rounded to six decimals.
func (e Estimate) Percent() float64 {
	if e.Share == nil {
		return 0
	}
	p, _ := e.Share.Float64()
	return round6(100 * p)
}

// EstimateOf estimates Y/M over responses that each gave several answers, so that
// the answers of one person are not taken for independent ones: a ratio estimate
// with its linearised variance (Cochran, Sampling Techniques, ch. 6), the
// effective size (Korn and Graubard 1998) put into Wilson's interval (1927).
//
// population is the number N of transactions of a census that has ended, each
// asked once by list; 0 for every other survey. It narrows by 1 − n/N.
func EstimateOf(s survey.Sums, population int64) Estimate {
	if s.M == 0 {
		return Estimate{}
	}
	e := Estimate{Share: big.NewRat(s.Y, s.M)}
	p, _ := e.Share.Float64()
	f := 1.0
	if 0 < s.N && s.N <= population {
		f = 1 - float64(s.N)/float64(population)
	}
	if f == 0 {
		e.Interval = Interval{round6(100 * p), round6(100 * p)}
		e.Effective = math.Inf(1)
		return e
	}
	e.Variance = f * linearised(s)
	e.Effective = effective(s, p, e.Variance, f)
	e.Interval = wilson(p, e.Effective)
	return e
}

// linearised is (M²·Σy² − 2·Y·M·Σym + Y²·Σm²) / M⁴, exact until the last step, so
// that zero is zero.
func linearised(s survey.Sums) float64 {
	y, m := big.NewInt(s.Y), big.NewInt(s.M)
	mm := new(big.Int).Mul(m, m)
	num := new(big.Int).Mul(mm, big.NewInt(s.YY))
	cross := new(big.Int).Mul(new(big.Int).Mul(y, m), big.NewInt(2*s.YM))
	num.Sub(num, cross)
	num.Add(num, new(big.Int).Mul(new(big.Int).Mul(y, y), big.NewInt(s.MM)))
	v, _ := new(big.Rat).SetFrac(num, new(big.Int).Mul(mm, mm)).Float64()
	return v
}

func effective(s survey.Sums, p, v, f float64) float64 {
	if s.Y == 0 || s.Y == s.M {
		return float64(s.N) / f
	}
	most := float64(s.M) / f
	if v == 0 {
		return most
	}
	return min(spread(p)/v, most)
}

// spread is p(1−p). The conversions here and below forbid fused operations, which
// would differ between processors.
func spread(p float64) float64 { return float64(p * float64(1-p)) }

func wilson(p, n float64) Interval {
	zz := float64(Z * Z)
	scale := 1 + float64(zz/n)
	centre := float64(p+float64(zz/float64(2*n))) / scale
	inner := float64(spread(p)/n) + float64(zz/float64(4*float64(n*n)))
	half := float64(Z*math.Sqrt(inner)) / scale
	return Interval{
		Low:  round6(100 * max(0, centre-half)),
		High: round6(100 * min(1, centre+half)),
	}
}

func round6(percent float64) float64 { return math.Round(percent*1e6) / 1e6 }
