package sheet

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// tidy is a text as both kinds of files give it.
func tidy(text string) cell {
	text = strings.TrimSpace(norm.NFC.String(lines(text)))
	if !readable(text) {
		return cell{text: text, fault: "sheet.unreadable"}
	}
	return cell{text: text}
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// lines writes all line ends of a text as \n.
func lines(text string) string {
	if strings.IndexByte(text, '\r') < 0 {
		return text
	}
	return lineEnds.Replace(text)
}

// readable tells whether a text has nothing but what people read: a database or
// XML may refuse the rest, or put something else in its place.
func readable(text string) bool {
	for i := 0; i < len(text); i++ {
		if text[i] >= utf8.RuneSelf || text[i] < ' ' || text[i] == 0x7f {
			return utf8.ValidString(text) && strings.IndexFunc(text, unreadable) < 0
		}
	}
	return true
}

func unreadable(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' || r&0xfffe == 0xfffe
}

// clip shortens what a person typed, for mistakes.
func clip(text string) string {
	text = strings.Map(func(r rune) rune {
		if unreadable(r) {
			return utf8.RuneError
		}
		return r
	}, text)
	if runes := []rune(text); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return text
}

// A spreadsheet runs a text cell of a CSV file that begins so. Our files have a '
// before it, one more than the text has itself; reading takes that one away.
var (
	formula = regexp.MustCompile(`^'*[=+\-@]`)
	guarded = regexp.MustCompile(`^'+[=+\-@]`)
)

func guard(text string) string {
	if trimmed := strings.TrimSpace(text); formula.MatchString(trimmed) {
		return "'" + trimmed
	}
	return text
}

func unguard(c cell) cell {
	if guarded.MatchString(c.text) {
		c.text = c.text[1:]
	}
	return c
}
