package survey

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Compose writes every accented letter as one sign (NFC): keyboards differ in whether
// they send "ế" as one sign or as three, and both are the same to whoever types it.
func Compose(s string) string { return norm.NFC.String(s) }

// oneLine is a text as a form's field of one line has it: composed, without broken letters
// and without signs that stand for no letter. A line's end or a tab becomes a blank.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, lineEnds.Replace(strings.ToValidUTF8(s, "")))
	return strings.TrimSpace(Compose(s))
}

// FoldSearch is a text as people type it in haste when they search: no marks, no
// capitals, đ as d.
func FoldSearch(s string) string {
	return strings.Map(func(r rune) rune {
		switch r = unicode.ToLower(r); {
		case unicode.Is(unicode.Mn, r):
			return -1
		case r == 'đ':
			return 'd'
		}
		return r
	}, norm.NFD.String(s))
}
