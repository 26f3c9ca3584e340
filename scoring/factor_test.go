package scoring_test

import (
	"testing"

	"hailong/scoring"
	"hailong/survey"
)

// Ten people who answer four questions of a factor give forty answers: still ten
// people, and too few. Nor is a factor shown where the agency itself is not.
func TestFactorOfSeveralQuestionsNeedsFullSheets(t *testing.T) {
	terms := scoring.Terms{Target: above83, Minimum: 30}
	agency := scoring.ScoreOf(survey.Tally{Sums: sums([3]int64{40, 4, 5})}, terms)
	few := scoring.ScoreOf(survey.Tally{Sums: sums([3]int64{29, 4, 5})}, terms)
	tests := []struct {
		name      string
		agency    scoring.Score
		given     int64
		questions int
		want      scoring.Official
	}{
		{"one question, enough", agency, 30, 1, scoring.Met},
		{"one question, too few", agency, 29, 1, scoring.TooFew},
		{"four questions, ten people", agency, 40, 4, scoring.TooFew},
		{"four questions, enough", agency, 120, 4, scoring.Met},
		{"an agency with too few", few, 116, 4, scoring.TooFew},
	}
	for _, tt := range tests {
		f := tt.agency.OfFactor(survey.Share{Satisfied: tt.given, Given: tt.given}, tt.questions)
		if f.Official != tt.want || f.Effective != 0 && tt.questions > 1 {
			t.Errorf("%s: %s, effective %v", tt.name, f.Official, f.Effective)
		}
	}
}

// A factor is compared without the finite correction of its agency's census.
func TestFactorHasNoPopulation(t *testing.T) {
	terms := scoring.Terms{Target: above83, Minimum: 30, Transactions: 40, Known: true, Population: 40}
	agency := scoring.ScoreOf(survey.Tally{Sums: sums([3]int64{40, 4, 5})}, terms)
	if agency.Interval.Low != agency.Interval.High {
		t.Errorf("everybody answered, and the interval is %v", agency.Interval)
	}
	f := agency.OfFactor(survey.Share{Satisfied: 32, Given: 40}, 1)
	if f.Interval.Low == f.Interval.High {
		t.Errorf("a factor took the agency's correction: %v", f.Interval)
	}
}
