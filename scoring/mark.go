package scoring

import (
	"math/big"

	"hailong/survey"
)

// Given is what one side enters for a leaf: points, or the figure that they follow from.
type Given struct {
	NotApplicable bool   // set by an appraiser, never by the agency
	Points        Points // of judged, fixed, bonus and penalty
	Num, Den      int64  // hundredths of whatever is counted; Den only where the rule takes a share
}

// Mark (điểm của một tiêu chí thành phần) is a leaf's points, or that it is out of both sides.
type Mark struct {
	Out    bool // not applicable
	Points Points
}

// Check says whether a given can be one for the leaf: points within the maximum and in
// steps, whole occurrences, nothing negative. Mistakes name points, num or den. At a
// satisfaction leaf points are all that anybody gives: the council, where too few answered.
func (i *Item) Check(g Given) error {
	var mistakes survey.Mistakes
	wrong := func(field, word string, args survey.Args) {
		mistakes.Add(survey.Fail(survey.Invalid, word, args).At(field))
	}
	args := survey.Args{"max": survey.HundredthsText(int64(i.Max)), "step": survey.HundredthsText(int64(i.Step))}
	switch {
	case g.NotApplicable:
	case i.Share() && i.Kind != Satisfaction:
		if g.Num < 0 || g.Den < 0 || g.Den == 0 && g.Num > 0 {
			wrong("num", "mark.share", nil)
		}
	case i.Number():
		if g.Num < 0 || i.Kind == Count && g.Num%100 != 0 {
			wrong("num", "mark.number", nil)
		}
	case g.Points < 0 || g.Points > i.Max:
		wrong("points", "mark.points", args)
	case i.Kind == Fixed && g.Points != 0 && g.Points != i.Max:
		wrong("points", "mark.fixed", args)
	case i.Step > 0 && g.Points%i.Step != 0 && g.Points != i.Max:
		wrong("points", "mark.step", args)
	}
	return mistakes.Err("mark.refused")
}

// Mark gives the points that follow from what was entered (docs/method.md, 3): rounded
// once, half up, to a hundredth.
func (i *Item) Mark(g Given) Mark {
	switch {
	case g.NotApplicable:
		return Mark{Out: true}
	case i.Share():
		return i.markShare(g.Num, g.Den)
	case i.Number() && i.Kind == Count:
		return Mark{Points: i.afterLosing(g.Num / 100)}
	case i.Number():
		return Mark{Points: i.band(big.NewInt(g.Num), 1)}
	}
	return Mark{Points: g.Points}
}

// afterLosing are the points left after so many occurrences, however many they are.
func (i *Item) afterLosing(times int64) Points {
	if i.Per > 0 && times > int64(i.Max/i.Per) {
		return 0
	}
	return max(0, i.Max-i.Per*Points(times))
}

func (i *Item) markShare(num, den int64) Mark {
	if den == 0 {
		switch i.Empty {
		case EmptyFull:
			return Mark{Points: i.Max}
		case EmptyZero:
			return Mark{}
		}
		return Mark{Out: true}
	}
	return Mark{Points: i.points(num, den)}
}

// points are those of an exact share, num of den: whole numbers all through, since a round
// of a large province has a hundred thousand of them.
func (i *Item) points(num, den int64) Points {
	percent := times(num, 10000) // in hundredths, of den
	if i.how() == Bands {
		return i.band(percent, den)
	}
	if percent.Cmp(times(den, i.Floor)) < 0 {
		return 0
	}
	all := times(den, i.Threshold)
	if percent.Cmp(all) >= 0 {
		return i.Max
	}
	points := percent.Mul(percent, big.NewInt(int64(i.Max)))
	return min(i.Max, roundedHalfUp(points, all))
}

// times is a product that may be too large for an int64.
func times(a, b int64) *big.Int {
	x := big.NewInt(a)
	return x.Mul(x, big.NewInt(b))
}

// band are the points of the first bound that a figure in hundredths, of den, keeps; 0
// outside.
func (i *Item) band(figure *big.Int, den int64) Points {
	for _, b := range i.Bands {
		c := figure.Cmp(times(den, b.Bound))
		if c == 0 || (c > 0) != i.AtMost {
			return b.Points
		}
	}
	return 0
}

// roundedHalfUp rounds a fraction that is not negative to a whole number: half of den is
// added by doubling both.
func roundedHalfUp(num, den *big.Int) Points {
	twice := new(big.Int).Lsh(num, 1)
	return Points(twice.Quo(twice.Add(twice, den), new(big.Int).Lsh(den, 1)).Int64())
}

// Opinion is an agency's official satisfaction as a leaf takes it: exact counts, never a
// figure that somebody typed.
type Opinion struct {
	Official  Official
	Satisfied int64 // Σy
	Answers   int64 // Σm
	Interval  Interval
}

// OpinionOf reads it off a score.
func OpinionOf(s Score) Opinion {
	return Opinion{Official: s.Official, Satisfied: s.Satisfied, Answers: s.Answers, Interval: s.Interval}
}

// MarkOpinion gives a satisfaction leaf its points: no service is not applicable, too few
// responses give none, else they follow from the exact score.
func (i *Item) MarkOpinion(o Opinion) Mark {
	switch o.Official {
	case Met, NotMet:
		return Mark{Points: i.points(o.Satisfied, o.Answers)}
	case NoService:
		return Mark{Out: true}
	}
	return Mark{}
}

// MarkBounds are the points of a satisfaction leaf at both ends of the score's interval,
// which has six decimals of a percent; where there is no official score both are its mark.
// The exact score lies between the ends, so its mark does too, whatever their rounding did.
func (i *Item) MarkBounds(o Opinion) (low, high Mark) {
	mark := i.MarkOpinion(o)
	if o.Official != Met && o.Official != NotMet {
		return mark, mark
	}
	at := func(percent float64) Mark {
		millionths := int64(percent*1e6 + 0.5)
		return Mark{Points: i.points(millionths, 100_000_000)}
	}
	low, high = at(o.Interval.Low), at(o.Interval.High)
	if low.Points > high.Points { // bands for what should be small
		low, high = high, low
	}
	low.Points, high.Points = min(low.Points, mark.Points), max(high.Points, mark.Points)
	return low, high
}
