package survey

import (
	"fmt"
	"time"
)

// Day is a calendar day in the office's zone as text, 2026-03-04, so that both
// databases compare it alike. Empty means without bound.
type Day string

// Month is the first seven characters of a Day, 2026-03.
type Month string

// DayOf is the local day of t in the office's zone.
func DayOf(t time.Time, zone *time.Location) Day { return Day(t.In(zone).Format(time.DateOnly)) }

// ParseDay reads 2026-03-04 or, as people here write it, 4/3/2026.
func ParseDay(s string) (Day, error) {
	for _, layout := range []string{time.DateOnly, "2/1/2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return Day(t.Format(time.DateOnly)), nil
		}
	}
	return "", Fail(Invalid, "import.day", Args{"value": s})
}

// Month is the day's month.
func (d Day) Month() Month { return Month(d[:7]) }

// Time is noon of the day in UTC: a point to format from, never to compare with.
func (d Day) Time() time.Time {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return time.Time{}
	}
	return t.Add(12 * time.Hour)
}

// YearStart is the first day of a year.
func YearStart(year int) Day { return Day(fmt.Sprintf("%04d-01-01", year)) }

// YearEnd is the last day of a year: the day whose codes a year's figures name agencies by.
func YearEnd(year int) Day { return Day(fmt.Sprintf("%04d-12-31", year)) }

// AddDays is the day n days later (earlier where n is negative).
func (d Day) AddDays(n int) Day { return Day(d.Time().AddDate(0, 0, n).Format(time.DateOnly)) }

// DaysTo is how many days the other day lies ahead; negative where it is over.
func (d Day) DaysTo(other Day) int { return int(other.Time().Sub(d.Time()).Hours() / 24) }

// Within tells whether the day lies in [from, to], both ends in, empty ends open.
func (d Day) Within(from, to Day) bool { return d >= from && (to == "" || d <= to) }
