package frontend

import (
	"fmt"
	"math/big"
	"strings"

	"hailong/frontend/words"
	"hailong/scoring"
	"hailong/scoring/edition"
	"hailong/survey"
)

// leafFigure writes what a published leaf's points follow from: numerator and denominator
// with their share, or how many. A dash where nobody said it; nothing where points themselves
// were given, and where they follow from the satisfaction, which stands by itself.
func (f Frame) leafFigure(item *scoring.Item, l *edition.Leaf) string {
	switch {
	case l.Excluded, l.From == edition.FromSatisfaction, l.From == edition.FromDecided:
		return ""
	case !item.Share() && !item.Number():
		return ""
	case l.Unsaid():
		return "–"
	case item.Share() && l.Den > 0:
		share := words.Point(f.Lang, scoring.Decimal(big.NewRat(l.Num, l.Den)))
		args := survey.Args{"num": f.counted(l.Num), "den": f.counted(l.Den)}
		return words.Say(f.Lang, "sheet_page.of", args) + " (" + share + "%)"
	case item.Share():
		return words.Say(f.Lang, "ranking.no_denominator", nil)
	case item.Kind == scoring.Count:
		return words.Say(f.Lang, "sheet_page.cases", survey.Args{"count": f.counted(l.Num)})
	}
	return f.counted(l.Num)
}

// counted writes hundredths of whatever is counted as people do: 9.840 and 12,5.
func (f Frame) counted(n int64) string {
	text := words.Int(f.Lang, n/100)
	if rest := n % 100; rest != 0 {
		text += words.Point(f.Lang, strings.TrimRight(fmt.Sprintf(".%02d", rest), "0"))
	}
	return text
}

// pointText writes a number of an edition as people do; a dash where there is none.
func (f Frame) pointText(s string) string {
	if s == "" {
		return "–"
	}
	return words.Point(f.Lang, s)
}

// intervalText writes an interval as people do; a dash where there is none.
func (f Frame) intervalText(low, high string) string {
	if low == "" || high == "" {
		return "–"
	}
	return f.pointText(low) + " – " + f.pointText(high)
}

func (f Frame) percentText(s string) string {
	if s == "" {
		return "–"
	}
	return words.Point(f.Lang, s) + "%"
}
