package round

import (
	"context"

	"hailong/survey"
)

// Overdue is how many tasks of a year somebody has to report about are not done though their
// last day is over; none where the year's round is closed. owners are whose plans are looked at.
func (t *Tasks) Overdue(
	ctx context.Context, by Planner, year int, owners []survey.AgencyID, today survey.Day,
) (int, error) {
	frozen, err := t.Frozen(ctx, year)
	if err != nil || frozen {
		return 0, err
	}
	list, err := t.List(ctx, by, TaskQuery{Year: year, Owners: owners})
	count := 0
	for i := range list {
		if list[i].State(by.Of(&list[i].Task), today) == TaskOverdue {
			count++
		}
	}
	return count, err
}
