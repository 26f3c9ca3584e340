package document

import (
	"testing"

	"hailong/scoring"
	"hailong/scoring/edition"
)

// None of one, which stands where nobody said anything, is no figure in the workbook; nor is
// what nobody entered.
func TestTheWorkbookPrintsNoFigureThatNobodySaid(t *testing.T) {
	item := &scoring.Item{Rule: scoring.Rule{Kind: scoring.Ratio}}
	if num, den := publishedFigure(item, &edition.Leaf{Den: 100}); num != nil || den != nil {
		t.Error(num, den)
	}
	if num, den := publishedFigure(item, &edition.Leaf{Den: 200}); num == nil || den == nil {
		t.Error("none of two was counted", num, den)
	}
	for _, kind := range []scoring.Kind{scoring.Ratio, scoring.Count, scoring.Bands} {
		item := &scoring.Item{Rule: scoring.Rule{Kind: kind, Plain: kind == scoring.Bands}}
		if num, den := publishedFigure(item, &edition.Leaf{From: edition.FromNobody}); num != nil || den != nil {
			t.Error(kind, num, den)
		}
		if num, _ := publishedFigure(item, &edition.Leaf{From: edition.FromAppraised}); num == nil {
			t.Error(kind, "that none were counted is not said")
		}
	}
}
