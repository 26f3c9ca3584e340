package survey

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// office is the zone by which days are cut in these tests.
var office = time.FixedZone("ICT", 7*3600)

func TestDayIsCutInTheOfficesZone(t *testing.T) {
	tests := map[string]Day{
		"2026-03-04T16:59:59Z":      "2026-03-04",
		"2026-03-04T17:00:00Z":      "2026-03-05",
		"2026-12-31T17:00:00Z":      "2027-01-01",
		"2026-03-04T00:00:00+07:00": "2026-03-04",
	}
	for text, want := range tests {
		at, err := time.Parse(time.RFC3339, text)
		if got := DayOf(at, office); err != nil || got != want {
			t.Errorf("%s is %s, want %s", text, got, want)
		}
	}
}

func TestParseDay(t *testing.T) {
	for typed, want := range map[string]Day{
		"2026-03-04": "2026-03-04", "4/3/2026": "2026-03-04", "04/03/2026": "2026-03-04", "29/2/2024": "2024-02-29",
	} {
		if got, err := ParseDay(typed); err != nil || got != want {
			t.Errorf("%s is read as %s, %v; want %s", typed, got, err, want)
		}
	}
	for _, typed := range []string{"", "2026-3-4", "2026-02-30", "29/2/2026", "3/13/2026", "4-3-2026", "2026-03-04T00:00", " 2026-03-04"} {
		if got, err := ParseDay(typed); KindOf(err) != Invalid {
			t.Errorf("%q is read as %s, %v; want invalid", typed, got, err)
		}
	}
}

func TestWithinHasBothEndsIn(t *testing.T) {
	tests := []struct {
		day, from, to Day
		want          bool
	}{
		{"2026-03-04", "2026-03-04", "2026-03-04", true},
		{"2026-03-04", "2026-03-05", "", false},
		{"2026-03-04", "", "2026-03-03", false},
		{"2026-03-04", "", "", true},
		{"2026-03-04", "2026-03-01", "", true},
		{"2026-03-04", "", "2026-03-04", true},
	}
	for _, tt := range tests {
		if got := tt.day.Within(tt.from, tt.to); got != tt.want {
			t.Errorf("%s within %q to %q: %v", tt.day, tt.from, tt.to, got)
		}
	}
}

func TestDaysAddUp(t *testing.T) {
	if got := Day("2026-12-31").AddDays(AcceptDays); got != "2027-01-10" || got.Month() != "2027-01" {
		t.Errorf("ten days after New Year's Eve: %s", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		d := Day("2000-01-01").AddDays(rapid.IntRange(0, 40000).Draw(t, "day"))
		n := rapid.IntRange(-4000, 4000).Draw(t, "n")
		later := d.AddDays(n)
		if later.AddDays(-n) != d || (n > 0) != (later > d) {
			t.Fatalf("%s and %d days: %s", d, n, later)
		}
	})
}

func TestParseHours(t *testing.T) {
	for typed, want := range map[string]Hours{
		"": "", "  ": "",
		"1-5 07:30-11:30 13:30-17:00":      "1-5 07:30-11:30 13:30-17:00",
		" 1-5  07:30-11:30 ;6 08:00-11:30": "1-5 07:30-11:30; 6 08:00-11:30",
		"7 00:00-23:59":                    "7 00:00-23:59",
	} {
		if got, err := ParseHours(typed); err != nil || got != want {
			t.Errorf("%q is read as %q, %v; want %q", typed, got, err, want)
		}
	}
	for _, typed := range []string{
		"1-5", "8 07:30-11:30", "0 07:30-11:30", "1-5 7:30-11:30", "1-5 07:30-24:00", "1-5 11:30-07:30",
		"1-5 07:30-07:30", "1-5 07:30", "1-5 07:30-11:30;", "thứ hai 07:30-11:30", "1-5 07:30-11:60",
	} {
		if got, err := ParseHours(typed); KindOf(err) != Invalid {
			t.Errorf("%q is read as %q, %v; want invalid", typed, got, err)
		}
	}
}
