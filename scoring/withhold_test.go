package scoring_test

import (
	"testing"

	"hailong/scoring"
	"hailong/survey"
)

// A hidden part could be had as the total less the rest: then the smallest part that
// is shown goes too, unless the hidden ones together reach the minimum.
func TestWithholdHidesASecondPart(t *testing.T) {
	part := func(n int64) *scoring.Score {
		s := scoring.ScoreOf(survey.Tally{Sums: sums([3]int64{n, 4, 5})}, scoring.Terms{Target: above83, Minimum: 30})
		return &s
	}
	tests := []struct {
		name string
		n    []int64
		want []bool // whether it is shown
	}{
		{"all shown", []int64{40, 50}, []bool{true, true}},
		{"one person hidden", []int64{1, 60, 50, 70}, []bool{false, true, false, true}},
		{"29 hidden in two parts", []int64{14, 15, 50, 70}, []bool{false, false, false, true}},
		{"30 hidden in two parts", []int64{14, 16, 50, 70}, []bool{false, false, true, true}},
		{"an empty part hides nobody", []int64{0, 50, 70}, []bool{false, true, true}},
	}
	for _, tt := range tests {
		var parts []*scoring.Score
		for _, n := range tt.n {
			parts = append(parts, part(n))
		}
		scoring.Withhold(parts)
		for i, p := range parts {
			if p.Eligible() != tt.want[i] || p.Certain && !p.Eligible() {
				t.Errorf("%s: part %d is %s", tt.name, i, p.Official)
			}
		}
	}
}

// A factor of five questions is hidden below 150 answers, and so is its neighbour
// where twelve people's sixty answers could be had by subtraction.
func TestWithholdCountsFullSheets(t *testing.T) {
	agency := scoring.ScoreOf(survey.Tally{Sums: sums([3]int64{60, 6, 8})}, scoring.Terms{Target: above83, Minimum: 30})
	hidden := agency.OfFactor(survey.Share{Satisfied: 35, Given: 60}, 5)
	one := agency.OfFactor(survey.Share{Satisfied: 200, Given: 240}, 4)
	two := agency.OfFactor(survey.Share{Satisfied: 160, Given: 180}, 3)
	scoring.Withhold([]*scoring.Score{&hidden, &one, &two})
	if hidden.Eligible() || !one.Eligible() || two.Official != scoring.Withheld {
		t.Errorf("%s, %s, %s; want the hidden, a shown and a withheld one", hidden.Official, one.Official, two.Official)
	}
}
