package survey

import "strings"

// Lang is a language of the pages: Vietnamese first, English complete.
type Lang string

// The languages.
const (
	Vietnamese Lang = "vi"
	English    Lang = "en"
)

// Languages are all of them, in the order of preference.
var Languages = []Lang{Vietnamese, English}

// LangOf is English for "en" and its regions, otherwise Vietnamese.
func LangOf(tag string) Lang {
	if tag == "en" || strings.HasPrefix(tag, "en-") {
		return English
	}
	return Vietnamese
}

// Text is a text in both languages.
type Text struct{ VI, EN string }

// In is the text in a language; the Vietnamese where there is no English.
func (t Text) In(lang Lang) string {
	if lang == English && t.EN != "" {
		return t.EN
	}
	return t.VI
}
