package scoring_test

import (
	"testing"

	"hailong/scoring"
	"hailong/survey"
)

// Those whose own figures these are get the interval from ten responses on, and a
// neighbour is withheld where fewer than ten could be had by subtraction.
func TestThoseInsideAreToldFromTenOn(t *testing.T) {
	inside := scoring.Terms{Target: above83, Minimum: 30}.Inside()
	part := func(n int64) *scoring.Score {
		s := scoring.ScoreOf(survey.Tally{Sums: sums([3]int64{n, 4, 5})}, inside)
		return &s
	}
	tests := []struct {
		name string
		n    []int64
		want string // of each part: o official, h hinted, - nothing
	}{
		{"ten", []int64{9, 10, 11, 29, 30}, "--hho"},
		{"two parts of nine are nine and more", []int64{9, 9, 12, 40}, "--ho"},
		{"one of four", []int64{4, 12}, "--"},
		{"one of four among large ones", []int64{4, 40, 50}, "--o"},
		{"nobody is nobody", []int64{0, 12, 50}, "-ho"},
	}
	for _, tt := range tests {
		var parts []*scoring.Score
		for _, n := range tt.n {
			parts = append(parts, part(n))
		}
		scoring.Withhold(parts)
		got := ""
		for _, p := range parts {
			switch {
			case p.Eligible():
				got += "o"
			case p.Hinted():
				got += "h"
			default:
				got += "-"
			}
		}
		if got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// No role sees less than the public, whatever the parts.
func TestThoseInsideSeeWhatThePublicSees(t *testing.T) {
	terms := scoring.Terms{Target: above83, Minimum: 30}
	sizes := []int64{0, 3, 9, 10, 14, 29, 30, 31, 60}
	for _, a := range sizes {
		for _, b := range sizes {
			for _, c := range sizes {
				var public, inside []*scoring.Score
				for _, n := range []int64{a, b, c} {
					tally := survey.Tally{Sums: sums([3]int64{n, 4, 5})}
					x, y := scoring.ScoreOf(tally, terms), scoring.ScoreOf(tally, terms.Inside())
					public, inside = append(public, &x), append(inside, &y)
				}
				scoring.Withhold(public)
				scoring.Withhold(inside)
				for i := range public {
					if public[i].Eligible() && !inside[i].Eligible() {
						t.Errorf("%d %d %d: part %d is public and hidden from its own", a, b, c, i)
					}
				}
			}
		}
	}
}
