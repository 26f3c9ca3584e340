package scoring_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"hailong/scoring"
	"hailong/survey"
)

// ballots draws responses: y of m satisfied, m at least 1.
func ballots(least int) *rapid.Generator[[][3]int64] {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) [3]int64 {
		m := rapid.Int64Range(1, 19).Draw(t, "m")
		return [3]int64{rapid.Int64Range(1, 50).Draw(t, "times"), rapid.Int64Range(0, m).Draw(t, "y"), m}
	}), least, 30)
}

func TestTheOrderOfResponsesDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := ballots(1).Draw(t, "ballots")
		shuffled := rapid.Permutation(list).Draw(t, "shuffled")
		terms := scoring.Terms{Target: above83, Minimum: 30}
		a := scoring.ScoreOf(survey.Tally{Sums: sums(list...)}, terms)
		b := scoring.ScoreOf(survey.Tally{Sums: sums(shuffled...)}, terms)
		if a.Percent() != b.Percent() || a.Interval != b.Interval || a.Official != b.Official || a.Effective != b.Effective {
			t.Fatalf("%+v and %+v", a, b)
		}
	})
}

func TestTheScoreLiesInItsInterval(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := sums(ballots(1).Draw(t, "ballots")...)
		population := rapid.Int64Range(0, 3000).Draw(t, "N")
		e := scoring.EstimateOf(s, population)
		for _, x := range []float64{e.Percent(), e.Interval.Low, e.Interval.High, e.Effective, e.Variance} {
			if math.IsNaN(x) {
				t.Fatalf("%+v", e)
			}
		}
		if e.Variance < 0 || e.Effective <= 0 {
			t.Fatalf("variance %g, effective size %g", e.Variance, e.Effective)
		}
		if !(0 <= e.Interval.Low && e.Interval.Low <= e.Percent() && e.Percent() <= e.Interval.High && e.Interval.High <= 100) {
			t.Fatalf("%g in %+v", e.Percent(), e.Interval)
		}
	})
}

func TestCertaintyAgreesWithTheVerdict(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		target := survey.Target{Hundredths: rapid.Int64Range(0, 10000).Draw(t, "target"), Above: rapid.Bool().Draw(t, "above")}
		terms := scoring.Terms{Target: target, Minimum: 10, Population: rapid.Int64Range(0, 500).Draw(t, "N")}
		s := scoring.ScoreOf(survey.Tally{Sums: sums(ballots(1).Draw(t, "ballots")...)}, terms)
		switch {
		case !s.Certain:
		case s.Interval.Low > target.Percent() && s.Official != scoring.Met,
			s.Interval.High < target.Percent() && s.Official != scoring.NotMet,
			s.Interval.Contains(target.Percent()):
			t.Fatalf("%s and certain: %g in %+v against %+v", s.Official, s.Percent(), s.Interval, target)
		}
	})
}

func TestMoreOfTheSameNarrows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := sums(ballots(1).Draw(t, "ballots")...)
		k := rapid.Int64Range(2, 50).Draw(t, "times")
		few, many := scoring.EstimateOf(s, 0), scoring.EstimateOf(s.Times(k), 0)
		if many.Percent() != few.Percent() {
			t.Fatalf("the score moved from %g to %g", few.Percent(), many.Percent())
		}
		if wide, narrow := few.Interval.High-few.Interval.Low, many.Interval.High-many.Interval.Low; narrow >= wide {
			t.Fatalf("%d times as many: %+v after %+v", k, many.Interval, few.Interval)
		}
	})
}

func TestAnswersOfOnePersonGoTogether(t *testing.T) {
	each := scoring.EstimateOf(sums([3]int64{80 * 5, 1, 1}, [3]int64{20 * 5, 0, 1}), 0)
	grouped := scoring.EstimateOf(sums([3]int64{80, 5, 5}, [3]int64{20, 0, 5}), 0)
	if math.Abs(each.Effective-500) > 1e-9 || math.Abs(grouped.Effective-100) > 1e-9 {
		t.Errorf("500 answers of 500 persons are as good as %g, of 100 persons as %g", each.Effective, grouped.Effective)
	}
}

func TestACensusHasNoErrorOfSampling(t *testing.T) {
	all, most := scoring.EstimateOf(row1, 100), scoring.EstimateOf(row1, 101)
	if all.Interval != (scoring.Interval{Low: 80.208333, High: 80.208333}) {
		t.Errorf("n = N: %+v; want the score", all.Interval)
	}
	// N is last year's number: where more answered than it says, it tells nothing.
	if more, none := scoring.EstimateOf(row1, 99), scoring.EstimateOf(row1, 0); more.Interval != none.Interval {
		t.Errorf("n > N: %+v; want %+v", more.Interval, none.Interval)
	}
	if width := most.Interval.High - most.Interval.Low; width <= 0 || width > 1 {
		t.Errorf("one is missing: %+v", most.Interval)
	}
	satisfied := sums([3]int64{40, 5, 5})
	if e := scoring.EstimateOf(satisfied, 40); e.Interval != (scoring.Interval{Low: 100, High: 100}) {
		t.Errorf("all of all are satisfied: %+v", e.Interval)
	}
	if e := scoring.EstimateOf(satisfied, 80); e.Effective != 80 {
		t.Errorf("half of all, all satisfied: as good as %g, want 80", e.Effective)
	}
}

func TestNothingGivenIsNoEstimate(t *testing.T) {
	if e := scoring.EstimateOf(survey.Sums{}, 10); e.Share != nil || e.Percent() != 0 || e.Interval != (scoring.Interval{}) {
		t.Errorf("%+v", e)
	}
}

func TestWithOneQuestionItIsTheOrdinaryWilsonInterval(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(1, 5000).Draw(t, "n")
		y := rapid.Int64Range(0, n).Draw(t, "y")
		e := scoring.EstimateOf(sums([3]int64{y, 1, 1}, [3]int64{n - y, 0, 1}), 0)
		const z = 1.959963984540054
		p, size := float64(y)/float64(n), float64(n)
		centre := (p + z*z/(2*size)) / (1 + z*z/size)
		half := z / (1 + z*z/size) * math.Sqrt(p*(1-p)/size+z*z/(4*size*size))
		if math.Abs(e.Interval.Low-100*(centre-half)) > 2e-6 || math.Abs(e.Interval.High-100*(centre+half)) > 2e-6 {
			t.Fatalf("%d of %d: %+v, want %g to %g", y, n, e.Interval, 100*(centre-half), 100*(centre+half))
		}
	})
}

// The published figures are recomputed on other machines: to the last bit, also
// where the processor could fuse a multiplication and an addition.
func TestWorkedExamplesAreTheSameOnEveryProcessor(t *testing.T) {
	tests := []struct {
		name                string
		sums                survey.Sums
		population          int64
		variance, effective float64
		score, low, high    float64
	}{
		{
			"a hundred mixed responses", row1, 0, 0.00042551770622347606, 373.06475711929875,
			80.208333, 75.866308, 83.934587,
		},
		{
			"the same as an ended census", row1, 250, 0.0002553106237340856, 621.7745951988313,
			80.208333, 76.895253, 83.150438,
		},
		{
			"everybody satisfied", sums([3]int64{40, 5, 5}), 0, 0, 40,
			100, 91.23784, 100,
		},
		{
			"one question each", row4, 0, 0.001539, 99.99999999999997,
			81, 72.221155, 87.485248,
		},
		{
			"hardly any spread", sums([3]int64{39, 4, 5}, [3]int64{1, 5, 5}), 0, 2.4375e-05, 200,
			80.5, 74.455956, 85.394479,
		},
	}
	for _, tt := range tests {
		e := scoring.EstimateOf(tt.sums, tt.population)
		got := [5]float64{e.Variance, e.Effective, e.Percent(), e.Interval.Low, e.Interval.High}
		want := [5]float64{tt.variance, tt.effective, tt.score, tt.low, tt.high}
		for i := range got {
			if math.Float64bits(got[i]) != math.Float64bits(want[i]) {
				t.Errorf("%s: got %v, want %v", tt.name, got, want)
				break
			}
		}
	}
}
