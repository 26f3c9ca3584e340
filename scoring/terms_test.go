package scoring_test

import (
	"testing"

	"pgregory.net/rapid"

	"hailong/scoring"
	"hailong/survey"
)

func TestNeededResponses(t *testing.T) {
	for n, want := range map[int64]int64{
		0: 0, -1: 0, 1: 1, 9: 9, 10: 10, 100: 80, 400: 200, 500: 223, 1000: 286, 5000: 371, 10000: 385, 1e12: 400,
	} {
		if got := scoring.Needed(n); got != want {
			t.Errorf("of %d transactions %d are needed, want %d", n, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(1, 1e9).Draw(t, "N")
		needed := scoring.Needed(n)
		// n = ⌈N/(1+N/400)⌉ means (n−1)·(400+N) < 400·N ≤ n·(400+N).
		if (needed-1)*(400+n) >= 400*n || needed*(400+n) < 400*n || needed > n {
			t.Fatalf("of %d transactions %d are needed", n, needed)
		}
	})
}

func TestLeastResponses(t *testing.T) {
	tests := []struct {
		rule  string
		terms scoring.Terms
		want  int64
	}{
		{"the plan's minimum", scoring.Terms{Minimum: 30, Known: true, Transactions: 500}, 30},
		{"N unknown: the plan's minimum", scoring.Terms{Minimum: 30}, 30},
		{"the needed number if smaller", scoring.Terms{Minimum: 30, Known: true, Transactions: 20}, 20},
		{"never under 10", scoring.Terms{Minimum: 30, Known: true, Transactions: 4}, 10},
		{"never under 10, whatever the plan says", scoring.Terms{Minimum: 5}, 10},
		{"another minimum", scoring.Terms{Minimum: 100, Known: true, Transactions: 500}, 100},
	}
	for _, tt := range tests {
		if got := tt.terms.Least(); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.rule, got, tt.want)
		}
	}
}

func TestOfficialVerdict(t *testing.T) {
	known := func(n int64) scoring.Terms {
		return scoring.Terms{Target: above83, Minimum: 30, Known: true, Transactions: n}
	}
	unknown := scoring.Terms{Target: above83, Minimum: 30}
	happy := func(n int64) survey.Sums { return sums([3]int64{n, 5, 5}) }
	tests := []struct {
		rule  string
		sums  survey.Sums
		terms scoring.Terms
		want  scoring.Official
	}{
		{"29 are too few", happy(29), unknown, scoring.TooFew},
		{"30 are enough", happy(30), unknown, scoring.Met},
		{"nobody answered", survey.Sums{}, unknown, scoring.TooFew},
		{"9 transactions a year are no service", happy(30), known(9), scoring.NoService},
		{"no transaction is no service, not too few", survey.Sums{}, known(0), scoring.NoService},
		{"10 transactions are a service", happy(9), known(10), scoring.TooFew},
		{"all ten of ten answered", happy(10), known(10), scoring.Met},
		{"a small N asks for fewer, 19 of 20", happy(19), known(20), scoring.TooFew},
		{"a small N asks for fewer, 20 of 20", happy(20), known(20), scoring.Met},
		{"83 exactly is not met", sums([3]int64{83, 1, 1}, [3]int64{17, 0, 1}), unknown, scoring.NotMet},
		{"a hair above 83", sums([3]int64{8301, 1, 1}, [3]int64{1699, 0, 1}), unknown, scoring.Met},
		{"a hair below 83", sums([3]int64{8299, 1, 1}, [3]int64{1701, 0, 1}), unknown, scoring.NotMet},
	}
	for _, tt := range tests {
		if got := scoring.ScoreOf(survey.Tally{Sums: tt.sums}, tt.terms); got.Official != tt.want {
			t.Errorf("%s: %s, want %s", tt.rule, got.Official, tt.want)
		}
	}
	atLeast := scoring.Terms{Target: survey.Target{Hundredths: 8300}, Minimum: 30}
	exactly := sums([3]int64{83, 1, 1}, [3]int64{17, 0, 1})
	if got := scoring.ScoreOf(survey.Tally{Sums: exactly}, atLeast).Official; got != scoring.Met {
		t.Errorf("83 exactly against at least 83: %s", got)
	}
}

func TestThereIsNoCertaintyWithoutAnOfficialScore(t *testing.T) {
	for _, terms := range []scoring.Terms{
		{Target: above83, Minimum: 30},
		{Target: above83, Minimum: 30, Known: true, Transactions: 3},
	} {
		s := scoring.ScoreOf(survey.Tally{Sums: sums([3]int64{29, 0, 5})}, terms)
		if s.Certain || s.Eligible() {
			t.Errorf("%s is said to be certain", s.Official)
		}
	}
}

func TestProgressStandsBesideTheVerdict(t *testing.T) {
	terms := scoring.Terms{Target: above83, Minimum: 30, Known: true, Transactions: 500}
	s := scoring.ScoreOf(survey.Tally{Received: 110, Late: 2, Sums: row1}, terms)
	if s.Missing() != 123 || s.Received != 110 || s.Late != 2 || s.Responses != 100 || s.Answers != 480 || s.Satisfied != 385 {
		t.Errorf("%+v", s)
	}
	terms.Transactions = 50
	if got := scoring.ScoreOf(survey.Tally{Sums: row1}, terms).Missing(); got != 0 {
		t.Errorf("more than needed, yet %d are missing", got)
	}
}

func TestTermsOfAPlan(t *testing.T) {
	p := &survey.Plan{
		Minimum: 40, Census: true, Transactions: map[survey.AgencyID]int64{1: 250},
		Targets: map[survey.Sector]survey.Target{survey.Administrative: above83, survey.PublicService: {Hundredths: 8000}},
	}
	known := &survey.Agency{ID: 1, Sector: survey.Administrative}
	unknown := &survey.Agency{ID: 2, Sector: survey.PublicService}
	tests := []struct {
		rule   string
		agency *survey.Agency
		ended  bool
		census bool
		want   scoring.Terms
	}{
		{"a census after its end", known, true, true, scoring.Terms{Target: above83, Transactions: 250, Known: true, Minimum: 40, Population: 250}},
		{"a census that goes on", known, false, true, scoring.Terms{Target: above83, Transactions: 250, Known: true, Minimum: 40}},
		{"no census", known, true, false, scoring.Terms{Target: above83, Transactions: 250, Known: true, Minimum: 40}},
		{"N unknown, the other sector's target", unknown, true, true, scoring.Terms{Target: survey.Target{Hundredths: 8000}, Minimum: 40}},
	}
	for _, tt := range tests {
		p.Census = tt.census
		if got := scoring.TermsOf(p, tt.agency, tt.ended); got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.rule, got, tt.want)
		}
	}
}
