package scoring_test

import (
	"fmt"
	"math"
	"testing"

	"hailong/scoring"
	"hailong/survey"
)

var above83 = survey.Target{Hundredths: 8300, Above: true}

// sums adds up count responses that each have y of m satisfied.
func sums(parts ...[3]int64) survey.Sums {
	var s survey.Sums
	for _, p := range parts {
		n, y, m := p[0], p[1], p[2]
		s = s.Add(survey.Sums{N: n, Y: n * y, M: n * m, YY: n * y * y, YM: n * y * m, MM: n * m * m})
	}
	return s
}

var (
	row1 = sums([3]int64{40, 5, 5}, [3]int64{30, 4, 5}, [3]int64{15, 3, 5}, [3]int64{10, 2, 4}, [3]int64{5, 0, 3})
	row4 = sums([3]int64{81, 1, 1}, [3]int64{19, 0, 1})
)

// The worked examples of the method, §1, to the last printed digit.
func TestWorkedExamples(t *testing.T) {
	tests := []struct {
		name                        string
		sums                        survey.Sums
		population                  int64
		score, effective, low, high float64
	}{
		{"a hundred mixed responses", row1, 0, 80.2083, 373.0648, 75.8663, 83.9346},
		{"the same as an ended census", row1, 250, 80.2083, 621.7746, 76.8953, 83.1504},
		{"everybody satisfied", sums([3]int64{40, 5, 5}), 0, 100, 40, 91.2378, 100},
		{"one question each", row4, 0, 81, 100, 72.2212, 87.4852},
		{"hardly any spread", sums([3]int64{39, 4, 5}, [3]int64{1, 5, 5}), 0, 80.5, 200, 74.4560, 85.3945},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := scoring.EstimateOf(tt.sums, tt.population)
			got := [4]float64{four(e.Percent()), four(e.Effective), four(e.Interval.Low), four(e.Interval.High)}
			if want := [4]float64{tt.score, tt.effective, tt.low, tt.high}; got != want {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

func TestBlockExample(t *testing.T) {
	terms := scoring.Terms{Target: above83, Minimum: 30}
	b := scoring.BlockOf([]scoring.Score{
		scoring.ScoreOf(survey.Tally{Sums: row1}, terms),
		scoring.ScoreOf(survey.Tally{Sums: row4}, terms),
		scoring.ScoreOf(survey.Tally{Sums: sums([3]int64{29, 5, 5})}, terms),
	}, above83)
	got := fmt.Sprintf("%.4f %.4f %.4f %.4f %d of %d", b.Percent(), b.Effective, b.Interval.Low, b.Interval.High, b.Eligible, b.Agencies)
	if want := "80.6042 318.3244 75.9063 84.5722 2 of 3"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if b.Official != scoring.NotMet || b.Certain {
		t.Errorf("got %s, certain %v; want not met, within the margin", b.Official, b.Certain)
	}
}

func four(x float64) float64 { return math.Round(x*1e4) / 1e4 }
