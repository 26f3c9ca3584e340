package scoring_test

import (
	"testing"

	"hailong/scoring"
)

// A figure that gives nothing is made up only where it says nothing of anybody.
func TestAFigureThatSaysNothing(t *testing.T) {
	bands := []scoring.Band{{Bound: 5000, Points: 100}}
	for name, tried := range map[string]struct {
		rule scoring.Rule
		want scoring.Given
		has  bool
	}{
		"judged":                 {scoring.Rule{Kind: scoring.Judged, Step: 50}, scoring.Given{}, true},
		"fixed":                  {scoring.Rule{Kind: scoring.Fixed}, scoring.Given{}, true},
		"a share":                {scoring.Rule{Kind: scoring.Ratio, Threshold: 10000, Empty: scoring.EmptyOut}, scoring.Given{Den: 100}, true},
		"bands of shares":        {scoring.Rule{Kind: scoring.Bands, Bands: bands}, scoring.Given{Den: 100}, true},
		"bands of numbers":       {scoring.Rule{Kind: scoring.Bands, Bands: bands, Plain: true}, scoring.Given{}, true},
		"occurrences":            {scoring.Rule{Kind: scoring.Count, Per: 100}, scoring.Given{}, false},
		"what should be little":  {scoring.Rule{Kind: scoring.Bands, Bands: bands, AtMost: true}, scoring.Given{Den: 100}, false},
		"none of it gives some":  {scoring.Rule{Kind: scoring.Bands, Bands: []scoring.Band{{Points: 50}}}, scoring.Given{Den: 100}, false},
		"few are what is wanted": {scoring.Rule{Kind: scoring.Bands, Bands: bands, Plain: true, AtMost: true}, scoring.Given{}, false},
	} {
		item := scoring.Item{Code: "1.1", Max: 300, Rule: tried.rule}
		if g, has := item.Nothing(); g != tried.want || has != tried.has {
			t.Errorf("%s: %+v %v", name, g, has)
		}
	}
}
