package survey

import (
	"regexp"
	"strings"
)

// Counter (quầy một cửa) is a place where people are served and asked.
type Counter struct {
	ID       CounterID
	Agency   AgencyID
	Code     string // unique in the province, STP-01
	Name     Text
	Place    Text
	Hours    Hours
	OpenedOn Day // empty: since ever
	ClosedOn Day // last day that counts, empty: still open
	Token    Token
}

// OpenOn tells whether the counter takes answers of that day. Its hours do not
// matter: many answer on the way home.
func (c Counter) OpenOn(d Day) bool { return d.Within(c.OpenedOn, c.ClosedOn) }

// Hours (giờ làm việc) are opening hours as text, one part per run of weekdays,
// Monday is 1: "1-5 07:30-11:30 13:30-17:00; 6 07:30-11:30". Empty: not stated.
type Hours string

var hoursPart = regexp.MustCompile(`^[1-7](-[1-7])?( ([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d)+$`)

// ParseHours checks the form of s and that each span ends after it begins.
func ParseHours(s string) (Hours, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", nil
	}
	bad := Fail(Invalid, "import.hours", Args{"value": s})
	parts := strings.Split(s, ";")
	for i, p := range parts {
		p = strings.Join(strings.Fields(p), " ")
		if !hoursPart.MatchString(p) {
			return "", bad
		}
		if days := strings.Fields(p)[0]; len(days) == 3 && days[0] >= days[2] {
			return "", bad
		}
		for _, span := range strings.Fields(p)[1:] {
			if from, to, _ := strings.Cut(span, "-"); from >= to {
				return "", bad
			}
		}
		parts[i] = p
	}
	return Hours(strings.Join(parts, "; ")), nil
}
