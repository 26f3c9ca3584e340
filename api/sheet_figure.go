package api

import (
	"errors"
	"net/url"
	"strings"

	"hailong/frontend"
	"hailong/scoring"
	"hailong/scoring/round"
	"hailong/survey"
)

// givenOf reads the figures of a leaf as the page's language writes numbers, and whether any
// was typed.
func givenOf(
	sheet *round.Sheet, l *round.Leaf, in survey.Lang, form url.Values,
) (g scoring.Given, some bool, mistakes survey.Mistakes) {
	fields := frontend.FigureFields(sheet, l)
	typed := func(name string) string { return strings.TrimSpace(form.Get(name + ":" + l.Item.Code)) }
	for _, name := range fields {
		some = some || typed(name) != ""
	}
	if !some {
		return g, false, nil
	}
	for _, name := range fields {
		n, err := figureOf(name, typed(name), in)
		if e, refused := errors.AsType[*survey.Error](err); refused {
			mistakes.Add(e.At(name + ":" + l.Item.Code))
		}
		switch name {
		case "points":
			g.Points = scoring.Points(n)
		case "num":
			g.Num = n
		case "den":
			g.Den = n
		}
	}
	if len(mistakes) == 0 && len(fields) == 2 && g.Den == 0 && g.Num > 0 {
		mistakes.Add(survey.Fail(survey.Invalid, "sheet_page.den_zero", nil).At("num:" + l.Item.Code))
	}
	return g, true, mistakes
}

// missingFigure says which of two figures is missing where only the other was typed.
var missingFigure = map[string]string{"num": "sheet_page.no_num", "den": "sheet_page.no_den"}

func figureOf(name, text string, in survey.Lang) (int64, error) {
	if text == "" {
		return 0, survey.Fail(survey.Invalid, missingFigure[name], nil)
	}
	return survey.TypedHundredths(in, text)
}
