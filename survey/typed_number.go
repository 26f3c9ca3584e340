package survey

import (
	"regexp"
	"strconv"
	"strings"
)

// numberMarks are how people who read a language write numbers: what groups thousands, and
// what stands before the decimals.
type numberMarks struct{ group, decimal string }

var marksOf = map[Lang]numberMarks{
	Vietnamese: {".", ","},
	English:    {",", "."},
}

// typedForms are the numbers that are read in each language: 1234,5 and 1.234,5 and 1 234,5.
var typedForms = map[Lang]*regexp.Regexp{
	Vietnamese: typedForm(marksOf[Vietnamese]),
	English:    typedForm(marksOf[English]),
}

func typedForm(m numberMarks) *regexp.Regexp {
	group, decimal := regexp.QuoteMeta(m.group), regexp.QuoteMeta(m.decimal)
	return regexp.MustCompile(
		`^(\d+|[1-9]\d{0,2}(?:` + group + `\d{3})+|[1-9]\d{0,2}(?: \d{3})+)(?:` + decimal + `(\d{1,2}))?$`)
}

var (
	negativeForm = regexp.MustCompile(`^[-−–]\s*\d`)
	foreignForm  = regexp.MustCompile(`^(\d+)[.,](\d{1,2})$`) // once the language's own are read
	longForm     = regexp.MustCompile(`^\d+[.,]\d{3,}$`)

	// spaces are those that programs put between groups of digits, as the plain one.
	spaces = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2009", " ")
)

// TypedHundredths reads a number that a person typed on a page of a language as a whole
// number of hundredths: on a Vietnamese page 1.234 is one thousand and more, and a decimal
// has a comma. What a person of the other language would have meant by it is refused with
// how to write it.
func TypedHundredths(lang Lang, text string) (int64, error) {
	text = strings.TrimSpace(spaces.Replace(text))
	if parts := typedForms[lang].FindStringSubmatch(text); parts != nil {
		whole := strings.NewReplacer(".", "", ",", "", " ", "").Replace(parts[1])
		n, err := strconv.ParseInt(whole+(parts[2] + "00")[:2], 10, 64)
		if err != nil {
			return 0, Fail(Invalid, "number.large", nil)
		}
		return n, nil
	}
	switch foreign := foreignForm.FindStringSubmatch(text); {
	case negativeForm.MatchString(text):
		return 0, Fail(Invalid, "number.negative", nil)
	case foreign != nil:
		want := foreign[1] + marksOf[lang].decimal + foreign[2]
		return 0, Fail(Invalid, "number.mark", Args{"want": want})
	case longForm.MatchString(text):
		return 0, Fail(Invalid, "number.decimals", nil)
	}
	return 0, Fail(Invalid, "number.none", nil)
}
