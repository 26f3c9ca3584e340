package survey

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

// decimalForms are how people and programs write a number with at most two decimals:
// 1234,5 and 1234.5, and with groups of three 1.234.567 (whole, two groups or more) and
// 1.234,56. What could be read in two ways, 9.840, is none of them.
var decimalForms = []*regexp.Regexp{
	regexp.MustCompile(`^(\d+)(?:[.,](\d{1,2}))?$`),
	regexp.MustCompile(`^(\d{1,3}(?:\.\d{3})+),(\d{1,2})$`),
	regexp.MustCompile(`^(\d{1,3}(?:\.\d{3}){2,})()$`),
}

// ParseHundredths reads a number that is not negative as a whole number of hundredths:
// "1,5" is 150. It is false where the text is no such number or could be read in two ways.
func ParseHundredths(s string) (int64, bool) {
	for _, form := range decimalForms {
		parts := form.FindStringSubmatch(strings.TrimSpace(s))
		if parts == nil {
			continue
		}
		whole, err := strconv.ParseInt(strings.ReplaceAll(parts[1], ".", ""), 10, 64)
		if err != nil || whole > math.MaxInt64/1000 {
			return 0, false
		}
		rest, _ := strconv.ParseInt((parts[2] + "00")[:2], 10, 64)
		return whole*100 + rest, true
	}
	return 0, false
}

// HundredthsText writes hundredths as files hold them: 150 is "1.5", 200 is "2".
func HundredthsText(n int64) string {
	return strconv.FormatFloat(float64(n)/100, 'f', -1, 64)
}
