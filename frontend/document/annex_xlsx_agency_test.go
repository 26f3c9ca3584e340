package document

import (
	"testing"

	"hailong/scoring"
	"hailong/scoring/edition"
)

// None of one, which stands where nobody said anything, is no figure in the workbook.
func TestTheWorkbookPrintsNoFigureThatNobodySaid(t *testing.T) {
	item := &scoring.Item{Rule: scoring.Rule{Kind: scoring.Ratio}}
	if num, den := publishedFigure(item, &edition.Leaf{Den: 100}); num != nil || den != nil {
		t.Error(num, den)
	}
	if num, den := publishedFigure(item, &edition.Leaf{Den: 200}); num == nil || den == nil {
		t.Error("none of two was counted", num, den)
	}
}
