package round

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"hailong/survey"
)

// Deadlines stand in plans as people write them: "Quý I/2022", "Trong năm 2022". What
// names one last day is read; what names a beginning ("Từ tháng 11/2022"), several years,
// or an event ("Theo tiến độ của Trung ương") is not: a person says what it means.

// The parts of a deadline's text, folded.
const (
	within  = `(?:(?:trong|hết|đến hết|cuối|cả|chậm nhất(?: là)?(?: trong)?) )?`
	until   = `(?:(?:trước|chậm nhất(?: là)?|đến(?: hết)?|hết|xong trước) )?`
	between = `(?: ?(?:,|và|-|–) ?)`
	ofYear  = `(?:(?: ?[/-] ?(?:năm )?| năm )(\d{4}))?`
)

var (
	dayForm      = regexp.MustCompile(`^` + until + `(?:ngày )?(\d{1,2})/(\d{1,2})(?:/(\d{4})| năm (\d{4}))?$`)
	monthForm    = regexp.MustCompile(`^` + within + `tháng ` + several(`tháng`, `\d{1,2}`) + ofYear + `$`)
	quarterForm  = regexp.MustCompile(`^` + within + `quý ` + several(`quý`, `[1-4iv]+`) + ofYear + `$`)
	halfForm     = regexp.MustCompile(`^` + within + `6 tháng (đầu|cuối) năm(?: (\d{4}))?$`)
	yearForm     = regexp.MustCompile(`^` + within + `năm (\d{4})$`)
	thisYearForm = regexp.MustCompile(`^(?:trong|cả|hết|cuối) năm$`)

	numeral = regexp.MustCompile(`[1-9iv][0-9iv]*`)
	aside   = regexp.MustCompile(`\([^()]*\)`)
)

// several matches one or more of something: "II, quý III".
func several(word, one string) string {
	return `(` + one + `(?:` + between + `(?:` + word + ` )?` + one + `)*)`
}

var quarters = map[string]int{"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}

// ReadDeadline is the last day that a deadline's text names, in a plan of a year, which
// holds where the text names none. What stands in brackets is a remark. It is false where
// the text names no day, or could mean several.
func ReadDeadline(text string, year int) (survey.Day, bool) {
	s := strings.TrimRight(survey.FoldWord(aside.ReplaceAllString(text, " ")), " .;,")
	if m := dayForm.FindStringSubmatch(s); m != nil {
		return dayOf(m[1], m[2], yearOf(m[3]+m[4], year))
	}
	if m := monthForm.FindStringSubmatch(s); m != nil {
		return lastOf(m[1], 1, func(s string) int { n, _ := strconv.Atoi(s); return n }, yearOf(m[2], year))
	}
	if m := quarterForm.FindStringSubmatch(s); m != nil {
		return lastOf(m[1], 3, func(s string) int { return quarters[s] }, yearOf(m[2], year))
	}
	if m := halfForm.FindStringSubmatch(s); m != nil {
		return endOfMonth(map[string]int{"đầu": 6, "cuối": 12}[m[1]], yearOf(m[2], year))
	}
	if m := yearForm.FindStringSubmatch(s); m != nil {
		return endOfMonth(12, yearOf(m[1], year))
	}
	if thisYearForm.MatchString(s) {
		return endOfMonth(12, year)
	}
	return "", false
}

// Questioned tells whether a day lies before the year of the plan that it stands in: most
// likely a slip, which only a person can mend.
func Questioned(d survey.Day, year int) bool { return d < survey.YearStart(year) }

// yearOf is the year that a text names, else the plan's. Others than of this century are
// none.
func yearOf(text string, plan int) int {
	if text == "" {
		return plan
	}
	year, err := strconv.Atoi(text)
	if err != nil || year < 2000 || year > 2099 {
		return 0
	}
	return year
}

// lastOf is the end of the last of several months, or of quarters of three of them, which
// must stand in their order.
func lastOf(list string, months int, number func(string) int, year int) (survey.Day, bool) {
	var named []int
	for _, word := range numeral.FindAllString(strings.ReplaceAll(list, "và", ","), -1) {
		named = append(named, number(word)*months)
	}
	if len(named) == 0 || named[0] == 0 || !slices.IsSorted(named) {
		return "", false
	}
	return endOfMonth(named[len(named)-1], year)
}

func endOfMonth(month, year int) (survey.Day, bool) {
	if month < 1 || month > 12 || year == 0 {
		return "", false
	}
	return survey.Day(time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)), true
}

func dayOf(day, month string, year int) (survey.Day, bool) {
	if year == 0 {
		return "", false
	}
	d, err := survey.ParseDay(fmt.Sprintf("%s/%s/%04d", day, month, year))
	return d, err == nil
}
