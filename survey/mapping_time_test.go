package survey

import (
	"testing"
	"time"
)

func TestTimesAsFormsAndSpreadsheetsWriteThem(t *testing.T) {
	const second = "2026-03-04T10:42:05+07:00"
	tests := []struct {
		text, want, word string // the word: day first, of what is wrong
		monthFirst       bool
	}{
		{"2026-03-04 10:42:05", second, "", false},
		{"2026-03-04T10:42:05", second, "", false},
		{"2026-03-04T03:42:05Z", second, "", false},
		{"2026-03-04T10:42:05+07:00", second, "", false},
		{"2026-03-04T12:42:05+0900", second, "", false},
		{"2026-03-04T10:42:05.25Z", "2026-03-04T17:42:05.25+07:00", "", false},
		{"2026-03-04 10:42:05,1234567", "2026-03-04T10:42:05.123456+07:00", "", false},
		{"04/03/2026 10:42:05", second, "", false},
		{"4/3/2026 10:42:05", second, "", false},
		{"4-3-2026 10:42:05", second, "", false},
		{"04.03.2026 10:42:05", second, "", false},
		{"04/03/2026, 10:42:05", second, "", false},
		{"10:42:05 04/03/2026", second, "", false},
		{"10:42:05, 4/3/2026", second, "", false},
		{"4/3/2026 10:42", "2026-03-04T10:42:00+07:00", "", false},
		{"2026/03/04 10:42:05 SA GMT+7", second, "", false},
		{"2026/03/04 10:42:05 CH GMT+7", "2026-03-04T22:42:05+07:00", "", false},
		{"2026/03/04 1:42:05 PM GMT+9", "2026-03-04T11:42:05+07:00", "", false},
		{"2026/03/04 3:42:05 AM UTC", second, "", false},
		{"2026/03/04 3:42:05 AM GMT", second, "", false},
		{"2026/03/03 10:42:05 CH GMT-5", second, "", false},
		{"2026/03/04 9:12:05 SA GMT+5:30", second, "", false},
		{"04/03/2026 10:42:05 SA", second, "", false},
		{"04/03/2026 10:42:05\u202fam", second, "", false},
		{"04/03/2026 10:42:05SA", second, "", false},
		{"04/03/2026 12:05:00 SA", "2026-03-04T00:05:00+07:00", "", false},
		{"04/03/2026 12:05:00 CH", "2026-03-04T12:05:00+07:00", "", false},
		{"04/03/2026 0:05:00 SA", "2026-03-04T00:05:00+07:00", "", false},
		{"04/03/2026 13:05:00 CH", "2026-03-04T13:05:00+07:00", "", false},
		{"04/03/2026 23:59:59", "2026-03-04T23:59:59+07:00", "", false},
		{"2026-03-04", "2026-03-04T12:00:00+07:00", "", false},
		{"4/3/2026", "2026-03-04T12:00:00+07:00", "", false},
		{"29/02/2024", "2024-02-29T12:00:00+07:00", "", false},
		{"3/4/2026 10:42:05", second, "", true},
		{"2026/03/04 10:42:05 AM GMT+7", second, "", true},
		{"3/14/2026 10:42:05", "", "responses.time_month_first", false},
		{"14/3/2026 10:42:05", "", "responses.time_day_first", true},
		{"14/13/2026", "", "responses.time", false},
		{"32/1/2026", "", "responses.time", false},
		{"29/02/2026", "", "responses.time", false},
		{"0/1/2026", "", "responses.time", false},
		{"4/3/26 10:42", "", "responses.time", false},
		{"4/3/0026 10:42", "", "responses.time", false},
		{"04/03/2026 24:00:00", "", "responses.time", false},
		{"04/03/2026 10:60:00", "", "responses.time", false},
		{"04/03/2026 10:42:60", "", "responses.time", false},
		{"04/03/2026 13:05:00 SA", "", "responses.time", false},
		{"04/03/2026 SA", "", "responses.time", false},
		{"04/03/2026 10:42:05 SA CH", "", "responses.time", false},
		{"04/03/2026 05/03/2026", "", "responses.time", false},
		{"04/03/2026 10:42:05 GMT+99", "", "responses.time", false},
		{"04/03/2026 GMT+7", "", "responses.time", false},
		{"04/03/2026 10 giờ", "", "responses.time", false},
		{"10:42:05", "", "responses.time", false},
		{"46085.4459", "", "responses.time", false},
		{"hôm qua", "", "responses.time", false},
		{"", "", "responses.time", false},
	}
	for _, tt := range tests {
		got, word := readMoment(tt.text, tt.monthFirst, office)
		if word != tt.word {
			t.Errorf("%q: %q, want %q", tt.text, word, tt.word)
			continue
		}
		if tt.word != "" {
			continue
		}
		want, err := time.Parse(time.RFC3339Nano, tt.want)
		if err != nil || !got.Equal(want) {
			t.Errorf("%q: %s, want %s", tt.text, got, tt.want)
		}
	}
}
