package scoring_test

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"hailong/scoring"
)

func TestDecimalRoundsHalfUpAndNeverPrintsATargetThatIsNotReached(t *testing.T) {
	const target, cut = 8300, 9000
	tests := []struct {
		share string
		want  string
	}{
		{"0", "0.00"},
		{"1", "100.00"},
		{"385/480", "80.21"},     // 80.2083…
		{"0.80205", "80.21"},     // half up
		{"0.802049", "80.20"},    // less than half
		{"1/100000", "0.00"},     // 0.001
		{"0.00005", "0.01"},      // 0.005
		{"0.83", "83.00"},        // the target itself
		{"0.83004", "83.004"},    // would print 83.00
		{"0.829951", "82.995"},   // would print 83.00, then 82.995
		{"0.8300004", "83.0000"}, // no more than four places
		{"0.829999", "82.9999"},
		{"0.83005", "83.01"},
		{"0.89996", "89.996"}, // a cut of a class
		{"0.85", "85.00"},
	}
	for _, tt := range tests {
		share, ok := new(big.Rat).SetString(tt.share)
		if !ok {
			t.Fatal(tt.share)
		}
		if got := scoring.Decimal(share, target, cut); got != tt.want {
			t.Errorf("%s is printed %s, want %s", tt.share, got, tt.want)
		}
	}
	if got := scoring.Decimal(big.NewRat(83004, 100000)); got != "83.00" {
		t.Errorf("without a mark: %s", got)
	}
}

func TestDecimalIsTheNearestNumberWithSoManyPlaces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		given := rapid.Int64Range(1, 1e9).Draw(t, "given")
		share := big.NewRat(rapid.Int64Range(0, given).Draw(t, "satisfied"), given)
		printed, ok := new(big.Rat).SetString(scoring.Decimal(share))
		if !ok {
			t.Fatal(scoring.Decimal(share))
		}
		off := printed.Sub(printed, new(big.Rat).Mul(share, big.NewRat(100, 1)))
		if off.Cmp(big.NewRat(-5, 1000)) <= 0 || off.Cmp(big.NewRat(5, 1000)) > 0 {
			t.Fatalf("%s is printed %s", share, scoring.Decimal(share))
		}
	})
}
