package frontend

import (
	"testing"

	"hailong/scoring"
	"hailong/scoring/edition"
	"hailong/survey"
)

// The public sheet says what a leaf's points follow from, and nothing where points were given
// or follow from the satisfaction.
func TestAPublishedLeafShowsItsFigure(t *testing.T) {
	item := func(kind scoring.Kind) *scoring.Item {
		return &scoring.Item{Rule: scoring.Rule{Kind: kind, By: scoring.Ratio}}
	}
	plain := item(scoring.Bands)
	plain.Plain = true
	for _, c := range []struct {
		item   *scoring.Item
		leaf   edition.Leaf
		vi, en string
	}{
		{item(scoring.Ratio), edition.Leaf{Num: 954000, Den: 984000}, "9.540 trên 9.840 (96,95%)", "9,540 of 9,840 (96.95%)"},
		{item(scoring.External), edition.Leaf{Num: 8123, Den: 10000}, "81,23 trên 100 (81,23%)", "81.23 of 100 (81.23%)"},
		{item(scoring.Ratio), edition.Leaf{Den: 100}, "–", "–"}, // nobody said it
		{item(scoring.Ratio), edition.Leaf{Den: 200}, "0 trên 2 (0,00%)", "0 of 2 (0.00%)"},
		{item(scoring.Ratio), edition.Leaf{}, "mẫu số 0", "denominator 0"},
		{item(scoring.Count), edition.Leaf{Num: 200}, "2 trường hợp", "2 occurrences"},
		{item(scoring.Count), edition.Leaf{From: edition.FromAppraised}, "0 trường hợp", "0 occurrences"},
		{plain, edition.Leaf{Num: 150}, "1,5", "1.5"},
		{item(scoring.Ratio), edition.Leaf{From: edition.FromNobody}, "–", "–"}, // nothing was entered
		{item(scoring.Count), edition.Leaf{From: edition.FromNobody}, "–", "–"},
		{plain, edition.Leaf{From: edition.FromNobody}, "–", "–"},
		{item(scoring.Judged), edition.Leaf{From: edition.FromNobody}, "", ""},
		{item(scoring.Count), edition.Leaf{From: edition.FromNobody, Excluded: true}, "", ""},
		{item(scoring.Judged), edition.Leaf{Given: 100}, "", ""},
		{item(scoring.Ratio), edition.Leaf{Num: 100, Den: 100, Excluded: true}, "", ""},
		{item(scoring.Satisfaction), edition.Leaf{From: edition.FromSatisfaction}, "", ""},
	} {
		for lang, want := range map[survey.Lang]string{survey.Vietnamese: c.vi, survey.English: c.en} {
			if got := (Frame{Lang: lang}).leafFigure(c.item, &c.leaf); got != want {
				t.Errorf("%s %+v: %q, want %q", c.item.Kind, c.leaf, got, want)
			}
		}
	}
}
