package document

import (
	"fmt"
	"strconv"
	"strings"

	"hailong/frontend/words"
	"hailong/scoring/edition"
	"hailong/survey"
)

// say is in Vietnamese: these are documents of the province's administration.
func say(key string, args survey.Args) string { return words.Say(survey.Vietnamese, key, args) }

// points writes hundredths as people do: 9206 is 92,06.
func points[N ~int64](n N) string {
	sign := ""
	if n < 0 {
		sign, n = "−", -n
	}
	return fmt.Sprintf("%s%s,%02d", sign, whole(int64(n)/100), int64(n)%100)
}

// amount writes hundredths of whatever is counted, without decimals that say nothing.
func amount(n int64) string { return strings.TrimSuffix(strings.TrimRight(points(n), "0"), ",") }

func whole(n int64) string { return words.Int(survey.Vietnamese, n) }

// decimal writes a text of a number: 92.06 is 92,06. Nothing is a dash.
func decimal(text string) string {
	if text == "" {
		return "–"
	}
	return words.Point(survey.Vietnamese, text)
}

// interval is an interval of percent; nothing where there is none.
func interval(low, high string) string {
	if low == "" || high == "" {
		return "–"
	}
	return decimal(low) + "–" + decimal(high)
}

// dated writes a day as documents do; dots where it is not known yet.
func dated(d survey.Day) string {
	at := d.Time()
	if at.IsZero() {
		return say("document.day_open", nil)
	}
	// A 1 or 2 without a zero could be made into another number by a stroke of the pen.
	month := strconv.Itoa(int(at.Month()))
	if at.Month() < 3 {
		month = "0" + month
	}
	return say("document.day", survey.Args{"date": at.Format("02"), "month": month, "year": at.Year()})
}

// roman numbers the groups.
func roman(n int) string {
	tens := []string{"", "X", "XX", "XXX"}
	ones := []string{"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"}
	if n < 1 || n > 39 {
		return strconv.Itoa(n)
	}
	return tens[n/10] + ones[n%10]
}

// official is a verdict on a satisfaction, in the words of the pages.
func official(verdict string, certain bool) string {
	switch {
	case verdict == "":
		return "–"
	case verdict == "met" && certain:
		return say("verdict.met_clear", nil)
	case verdict == "met":
		return say("verdict.met_margin", nil)
	case verdict == "not_met" && certain:
		return say("verdict.not_clear", nil)
	case verdict == "not_met":
		return say("verdict.not_margin", nil)
	}
	return say("verdict."+verdict, nil)
}

// target is what a satisfaction is held against.
func target(hundredths int64, above bool) string {
	args := survey.Args{"mark": amount(hundredths)}
	switch {
	case hundredths == 0:
		return "–"
	case above:
		return say("document.target_above", args)
	}
	return say("document.target_least", args)
}

// Decision is what is known of the decision that a document belongs to: nothing while it
// is being drafted.
type Decision struct {
	Number string
	Day    survey.Day
}

// DecisionOf is the decision of an edition.
func DecisionOf(e *edition.Edition) Decision { return Decision{Number: e.Decision, Day: e.DecidedOn} }

// name is the decision's number with its kind.
func (d Decision) name() string {
	switch {
	case d.Number == "":
		return say("document.decision_open", nil)
	case !strings.Contains(d.Number, "/"):
		return d.Number + "/QĐ-UBND"
	}
	return d.Number
}
