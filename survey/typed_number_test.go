package survey_test

import (
	"errors"
	"testing"

	"hailong/survey"
)

// TestNumbersAreReadAsTheirPageWritesThem: what a dot and a comma mean follows the page's
// language, and what could mean something else is refused with how to write it.
func TestNumbersAreReadAsTheirPageWritesThem(t *testing.T) {
	const vi, en = survey.Vietnamese, survey.English
	for _, c := range []struct {
		lang survey.Lang
		text string
		want int64
		word string
		say  string // how to write it
	}{
		{vi, "1234", 123400, "", ""},
		{vi, "1.234", 123400, "", ""},
		{vi, "9.840", 984000, "", ""},
		{vi, "1 234", 123400, "", ""},
		{vi, "1\u00a0234", 123400, "", ""},
		{vi, " 1234,5 ", 123450, "", ""},
		{vi, "1.234,56", 123456, "", ""},
		{vi, "1.234.567", 123456700, "", ""},
		{vi, "0", 0, "", ""},
		{vi, "007", 700, "", ""},
		{vi, "0,75", 75, "", ""},
		{vi, "1.23", 0, "number.mark", "1,23"},
		{vi, "9.5", 0, "number.mark", "9,5"},
		{vi, "0.500", 0, "number.decimals", ""}, // not five hundred
		{vi, "12.3456", 0, "number.decimals", ""},
		{vi, "1,234", 0, "number.decimals", ""},
		{vi, "1234.567", 0, "number.decimals", ""},
		{vi, "1.23.456", 0, "number.none", ""},
		{vi, "1.234 567", 0, "number.none", ""},
		{vi, "1,5,5", 0, "number.none", ""},
		{vi, "-5", 0, "number.negative", ""},
		{vi, "− 5", 0, "number.negative", ""},
		{vi, "năm", 0, "number.none", ""},
		{vi, "", 0, "number.none", ""},
		{vi, "1e3", 0, "number.none", ""},
		{vi, "５", 0, "number.none", ""},
		{vi, "99999999999999999999", 0, "number.large", ""},
		{en, "1234.5", 123450, "", ""},
		{en, "1,234", 123400, "", ""},
		{en, "1,234.56", 123456, "", ""},
		{en, "1 234", 123400, "", ""},
		{en, "9,5", 0, "number.mark", "9.5"},
		{en, "1.234", 0, "number.decimals", ""},
	} {
		n, err := survey.TypedHundredths(c.lang, c.text)
		e, failed := errors.AsType[*survey.Error](err)
		switch {
		case failed != (c.word != ""), n != c.want:
			t.Errorf("%s %q is %d, %v, want %d", c.lang, c.text, n, err, c.want)
		case failed && (e.Word != c.word || c.say != "" && e.Args["want"] != c.say):
			t.Errorf("%s %q is refused with %s %v, want %s %s", c.lang, c.text, e.Word, e.Args, c.word, c.say)
		}
	}
}
