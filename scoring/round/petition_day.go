package round

import (
	"slices"
	"time"

	"hailong/survey"
)

// PetitionDays is how many working days after the day of publication a petition is taken.
const PetitionDays = 10

// PetitionsUntil is the last day on which a petition is taken: Monday to Friday count,
// holidays are not known here.
func PetitionsUntil(published survey.Day) survey.Day {
	day := published
	for left := PetitionDays; left > 0; {
		day = day.AddDays(1)
		if w := day.Time().Weekday(); w != time.Saturday && w != time.Sunday {
			left--
		}
	}
	return day
}

// Petitionable is the last day on which an agency may file a petition about a leaf, whose
// points were published as they are at a moment, zero where they were not; empty where that
// is over, or where it has done so. filed are the agency's.
func Petitionable(
	c *survey.Catalogue, filed []Petition, leaf string, published time.Time, today survey.Day,
) survey.Day {
	day := survey.DayOf(published, c.Zone)
	until := PetitionsUntil(day)
	if published.IsZero() || day > today || today > until || petitioned(filed, leaf, published) {
		return ""
	}
	return until
}

// petitioned tells whether a petition about a leaf waits, or was filed since the points were
// published: a correction that changed them lets the agency file another, be it on the day of
// the first.
func petitioned(filed []Petition, leaf string, published time.Time) bool {
	return slices.ContainsFunc(filed, func(p Petition) bool {
		return p.Leaf == leaf && (p.Waits() || !p.FiledAt.Before(published))
	})
}
