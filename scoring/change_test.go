package scoring_test

import (
	"testing"

	"hailong/scoring"
	"hailong/survey"
)

// The worked examples of the method, one after another, as two years of an agency.
func TestChangeBetweenWorkedExamples(t *testing.T) {
	score := func(s survey.Sums) scoring.Score {
		return scoring.ScoreOf(survey.Tally{Sums: s}, scoring.Terms{Target: above83, Minimum: 30})
	}
	all, none := score(sums([3]int64{40, 5, 5})), score(sums([3]int64{29, 5, 5}))
	mixed, single := score(row1), score(row4)
	tests := []struct {
		name        string
		before, now scoring.Score
		percent     float64
		decimal     string
		touch, none bool
	}{
		{"from 81 to 80.2083, which may be the same", single, mixed, -0.791667, "0.79", true, false},
		{"and back", mixed, single, 0.791667, "0.79", true, false},
		{"from 100, at least 91.2, to 81, at most 87.5", all, single, -19, "19.00", false, false},
		{"no change at all", mixed, mixed, 0, "0.00", true, false},
		{"too few before", none, mixed, 0, "", false, true},
		{"too few now", mixed, none, 0, "", false, true},
	}
	for _, tt := range tests {
		c, ok := scoring.ChangeOf(tt.before, tt.now)
		if ok == tt.none {
			t.Errorf("%s: compared is %v", tt.name, ok)
		}
		if ok && (c.Percent() != tt.percent || c.Decimal() != tt.decimal || c.Touch != tt.touch) {
			t.Errorf("%s: %v %s, touch %v", tt.name, c.Percent(), c.Decimal(), c.Touch)
		}
	}
}

// A change that two decimals would print as none has up to four.
func TestASmallChangeIsNotPrintedAsNone(t *testing.T) {
	terms := scoring.Terms{Target: above83, Minimum: 30}
	score := func(satisfied, given int64) scoring.Score {
		return scoring.ScoreOf(survey.Tally{Sums: sums([3]int64{satisfied, 1, 1}, [3]int64{given - satisfied, 0, 1})}, terms)
	}
	c, _ := scoring.ChangeOf(score(83_000, 100_000), score(83_001, 100_000))
	if c.Decimal() != "0.001" {
		t.Errorf("printed %s", c.Decimal())
	}
}

func TestIntervalsThatMeetAtAnEndTouch(t *testing.T) {
	low := scoring.Interval{Low: 70, High: 80}
	for high, want := range map[scoring.Interval]bool{
		{Low: 80, High: 90}: true, {Low: 80.000001, High: 90}: false, {Low: 60, High: 70}: true,
		{Low: 60, High: 69.999999}: false, {Low: 72, High: 73}: true, {Low: 60, High: 90}: true,
	} {
		if low.Touches(high) != want || high.Touches(low) != want {
			t.Errorf("%v and %v: want %v", low, high, want)
		}
	}
}
