package survey

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	gluedDay   = regexp.MustCompile(`^(\d{4}-\d{1,2}-\d{1,2})T(\d)`)
	gluedClock = regexp.MustCompile(`(:\d{2}(?:[.,]\d+)?)(Z|[+-]\d{2}:?\d{2}|SA|CH|AM|PM)$`)
	yearFirst  = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$`)
	yearLast   = regexp.MustCompile(`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$`)
	clock      = regexp.MustCompile(`^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,6})\d*)?)?$`)
	offset     = regexp.MustCompile(`^(?:GMT|UTC)?([+-])(\d{1,2})(?::?(\d{2}))?$`)
)

// moment is a time as it is gathered from the parts of a cell, in any order.
type moment struct {
	monthFirst            bool
	year, month, day      int
	hour, minute, second  int
	micro                 int
	hasDay, hasClock      bool
	half                  string // SA, CH, AM, PM
	zone                  *time.Location
	wrongOrder, wrongPart bool
}

// readMoment reads a time as Google Forms and spreadsheets write it: with the day
// first (the month, where monthFirst), the clock by 24 hours or by halves of the
// day, in the office's zone where none is said. A day alone is its noon. The word
// says what is wrong; it is empty where nothing is.
func readMoment(s string, monthFirst bool, zone *time.Location) (t time.Time, word string) {
	m := moment{monthFirst: monthFirst, zone: zone}
	s = gluedDay.ReplaceAllString(strings.ToUpper(s), "$1 $2")
	for part := range strings.FieldsSeq(s) {
		for p := range strings.FieldsSeq(gluedClock.ReplaceAllString(strings.TrimSuffix(part, ","), "$1 $2")) {
			m.take(p)
		}
	}
	switch {
	case m.wrongOrder && monthFirst:
		return t, "responses.time_day_first"
	case m.wrongOrder:
		return t, "responses.time_month_first"
	case m.wrongPart || !m.hasDay || !m.hasClock && m.half != "":
		return t, "responses.time"
	}
	return m.time()
}

// take reads one part; a second of the same kind is wrong.
func (m *moment) take(p string) {
	switch {
	case !m.hasDay && m.takeDay(p), !m.hasClock && m.takeClock(p), m.hasClock && m.takeZone(p):
	case m.half == "" && (p == "SA" || p == "CH" || p == "AM" || p == "PM"):
		m.half = p
	default:
		m.wrongPart = true
	}
}

func (m *moment) takeDay(p string) bool {
	if f := yearFirst.FindStringSubmatch(p); f != nil {
		m.year, m.month, m.day = digits(f[1]), digits(f[2]), digits(f[3])
		m.hasDay = true
		return true
	}
	f := yearLast.FindStringSubmatch(p)
	if f == nil {
		return false
	}
	m.day, m.month, m.year = digits(f[1]), digits(f[2]), digits(f[3])
	if m.monthFirst {
		m.day, m.month = m.month, m.day
	}
	m.wrongOrder = m.month > 12 && m.day <= 12
	m.hasDay = true
	return true
}

func (m *moment) takeClock(p string) bool {
	f := clock.FindStringSubmatch(p)
	if f == nil {
		return false
	}
	m.hour, m.minute, m.second = digits(f[1]), digits(f[2]), digits(f[3])
	m.micro = digits((f[4] + "000000")[:6])
	m.hasClock = true
	return true
}

func (m *moment) takeZone(p string) bool {
	if p == "Z" || p == "GMT" || p == "UTC" {
		m.zone = time.UTC
		return true
	}
	f := offset.FindStringSubmatch(p)
	if f == nil {
		return false
	}
	hours, minutes := digits(f[2]), digits(f[3])
	seconds := (hours*60 + minutes) * 60
	if f[1] == "-" {
		seconds = -seconds
	}
	m.zone = time.FixedZone("", seconds)
	m.wrongPart = m.wrongPart || hours > 14 || minutes > 59
	return true
}

func digits(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0 // a part that is not there
	}
	return n
}

func (m *moment) time() (time.Time, string) {
	if !m.hasClock {
		m.hour = 12
	}
	switch afternoon := m.half == "CH" || m.half == "PM"; {
	case m.half == "", afternoon && m.hour > 12:
	case !afternoon && m.hour > 12:
		return time.Time{}, "responses.time"
	default:
		m.hour %= 12
		if afternoon {
			m.hour += 12
		}
	}
	t := time.Date(m.year, time.Month(m.month), m.day, m.hour, m.minute, m.second, m.micro*1000, m.zone)
	if t.Month() != time.Month(m.month) || t.Day() != m.day || t.Hour() != m.hour || t.Minute() != m.minute ||
		t.Second() != m.second || m.year < 2000 || m.year > 2199 {
		return time.Time{}, "responses.time"
	}
	return t, ""
}
