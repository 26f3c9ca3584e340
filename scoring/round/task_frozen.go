package round

import (
	"context"

	"hailong/survey"
)

// Frozen tells whether a year's round is closed: what is known of its tasks by then is what
// counts, and nothing is decided about them any more.
func (t *Tasks) Frozen(ctx context.Context, year int) (bool, error) {
	rounds, err := t.Store.Rounds(ctx)
	for i := range rounds {
		if rounds[i].Year == year && rounds[i].Step == Closed {
			return true, err
		}
	}
	return false, err
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

// neutral refuses a row that changes the day of a task, or whether it counts, by who is near
// an agency whose own task it is. What a new row's deadline says by itself nobody decides.
func (in *taskImport) neutral(task, old *Task) {
	was := Task{Year: task.Year, Deadline: task.Deadline}
	was.read()
	if old != nil {
		was = *old
	}
	if !in.by.Runs || task.Due == was.Due && task.Counted == was.Counted {
		return
	}
	err := in.by.Neutral(in.Catalogue, task)
	if err == nil && old != nil {
		err = in.by.Neutral(in.Catalogue, old)
	}
	if err == nil {
		return
	}
	column := "due"
	if in.reader.Text("due") == "" && in.reader.Text("counted") == "" {
		column = "deadline"
	}
	in.fail(column, err.Word, err.Args)
}
