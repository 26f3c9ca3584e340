package round

import (
	"context"
	"slices"

	"hailong/scoring"
	"hailong/survey"
)

// Frozen tells whether a round of a year whose points come from its tasks is closed: what is
// known of them by then is what counts, and nothing is decided about them any more. A round of
// an index that asks nothing of them leaves them open.
func (t *Tasks) Frozen(ctx context.Context, year int) (bool, error) {
	rounds, err := t.Store.Rounds(ctx)
	if err != nil {
		return false, err
	}
	for i := range rounds {
		if rounds[i].Year != year || rounds[i].Step != Closed {
			continue
		}
		sets, err := t.Store.SetsOf(ctx, rounds[i].Family, year)
		if err != nil || fed(setsOf(&rounds[i], sets), scoring.Tasks) {
			return err == nil, err
		}
	}
	return false, nil
}

// setsOf are those among a family's sets that a round uses.
func setsOf(r *Round, all []Set) map[SetID]*Set {
	used := map[SetID]*Set{}
	for i := range all {
		if slices.ContainsFunc(r.Members, func(m Member) bool { return m.Set == all[i].ID }) {
			used[all[i].ID] = &all[i]
		}
	}
	return used
}

// MayDecide says why somebody may not decide about a task now: its day, whether it counts,
// whose it is; nil where he may.
func (t *Tasks) MayDecide(ctx context.Context, by Planner, task *Task) error {
	if !by.Runs {
		return noTask()
	}
	frozen, err := t.Frozen(ctx, task.Year)
	if err != nil {
		return err
	}
	if frozen {
		return yearFrozen(task.Year)
	}
	c, err := t.Store.Catalogue(ctx)
	if err != nil {
		return err
	}
	if err := by.Neutral(c, task); err != nil {
		return err
	}
	return nil
}

func yearFrozen(year int) *survey.Error {
	return survey.Fail(survey.Closed, "task.frozen", survey.Args{"year": year})
}
