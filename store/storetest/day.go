package storetest

import (
	"time"

	"hailong/survey"
)

// On is the beginning of a day where the office is; zero where there is none.
func On(day survey.Day) time.Time {
	at, err := time.ParseInLocation(time.DateOnly, string(day), Zone)
	if err != nil {
		return time.Time{}
	}
	return at
}
