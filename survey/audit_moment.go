package survey

import "time"

// momentSlack is how long after the clock was asked what to store the log may be written.
const momentSlack = time.Minute

// MomentDifference compares the moment of an entry with the one that is stored in a field.
// Where either is missing nothing is said: another field tells that.
func MomentDifference(noun, code, field string, logged, present time.Time) []LogDifference {
	if logged.IsZero() || present.IsZero() || logged.Sub(present).Abs() <= momentSlack {
		return nil
	}
	d := LogDifference{Noun: noun, Code: code, Field: field}
	d.Logged, d.Present = encoded(logged.UTC()), encoded(present.UTC())
	return []LogDifference{d}
}
