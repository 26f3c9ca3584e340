package survey

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func TestTargetIsMetOnIntegers(t *testing.T) {
	above, atLeast := Target{Hundredths: 8300, Above: true}, Target{Hundredths: 8300}
	tests := []struct {
		satisfied, given         int64
		meetsAbove, meetsAtLeast bool
	}{
		{83, 100, false, true}, // 83 exactly is not above 83
		{830_000_000, 1_000_000_000, false, true},
		{830_000_001, 1_000_000_000, true, true},
		{829_999_999, 1_000_000_000, false, false},
		{84, 100, true, true},
		{82, 100, false, false},
		{0, 0, false, false}, // nothing given meets nothing
		{5, 5, true, true},
	}
	for _, tt := range tests {
		if got := above.Met(tt.satisfied, tt.given); got != tt.meetsAbove {
			t.Errorf("%d of %d meets above 83%%: %v", tt.satisfied, tt.given, got)
		}
		if got := atLeast.Met(tt.satisfied, tt.given); got != tt.meetsAtLeast {
			t.Errorf("%d of %d meets at least 83%%: %v", tt.satisfied, tt.given, got)
		}
	}
	if (Target{}).Met(0, 0) || !(Target{}).Met(0, 1) {
		t.Error("at least 0% is met as soon as anything was given, and not before")
	}
}

func TestTargetAgreesWithFractions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		given := rapid.Int64Range(1, 1e12).Draw(t, "given")
		satisfied := rapid.Int64Range(0, given).Draw(t, "satisfied")
		target := Target{Hundredths: rapid.Int64Range(0, 10000).Draw(t, "target"), Above: rapid.Bool().Draw(t, "above")}
		c := big.NewRat(satisfied, given).Cmp(big.NewRat(target.Hundredths, 10000))
		if want := c > 0 || c == 0 && !target.Above; target.Met(satisfied, given) != want {
			t.Fatalf("%d of %d, %+v: want %v", satisfied, given, target, want)
		}
	})
}

func TestPlanTakesAndAccepts(t *testing.T) {
	p := Plan{Starts: "2026-01-01", Ends: "2026-11-30", AcceptUntil: "2026-12-10"}
	tests := []struct {
		day            Day
		takes, accepts bool
	}{
		{"2026-01-01", true, true},
		{"2026-11-30", true, true},
		{"2026-12-01", false, true},
		{"2026-12-10", false, true},
		{"2026-12-11", false, false},
	}
	for _, tt := range tests {
		if takes, accepts := p.TakesOn(tt.day), p.Accepts(tt.day); takes != tt.takes || accepts != tt.accepts {
			t.Errorf("%s: takes %v, accepts %v", tt.day, takes, accepts)
		}
	}
}
