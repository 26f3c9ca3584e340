package round

import (
	"reflect"
	"slices"

	"hailong/survey"
)

// neutral refuses what a row decides of a task of an agency that who takes the file in is
// near: as his role would let him, of any other's.
func (in *taskImport) neutral(task, old *Task) {
	if !in.by.Runs {
		return
	}
	in.neutralDay(task, old)
	in.neutralAgencies(task, old)
	in.neutralPlan(task, old)
}

// neutralDay refuses another day, or whether the task is counted. What a new row's deadline
// says by itself nobody decides.
func (in *taskImport) neutralDay(task, old *Task) {
	was := Task{Year: task.Year, Deadline: task.Deadline}
	was.read()
	if old != nil {
		was = *old
	}
	if task.Due == was.Due && task.Counted == was.Counted {
		return
	}
	column := "due"
	if in.reader.Text("due") == "" && in.reader.Text("counted") == "" {
		column = "deadline"
	}
	in.refuseNear(column, task, old)
}

// neutralAgencies refuses other agencies than are stored, or than the row's text by itself
// proposes. What a text proposes for the first time nobody decides.
func (in *taskImport) neutralAgencies(task, old *Task) {
	text := *task
	if text.Agencies = in.proposed(task, old); !slices.Equal(task.Agencies, text.Agencies) {
		in.refuseNear("agencies", task, &text, old)
		return
	}
	if old != nil && !slices.Equal(task.Agencies, old.Agencies) {
		in.refuseNear("responsibility", old)
	}
}

// neutralPlan refuses to change the plan of one's own agency when its manager may not do so
// any more.
func (in *taskImport) neutralPlan(task, old *Task) {
	same := old != nil && reflect.DeepEqual(*task, *old)
	if in.late && !same && in.by.near(task.Owner) {
		in.fail("owner", "task.plan_late_near", survey.Args{"day": planDue(in.file.Year)})
	}
}

// refuseNear notes a mistake where one of the tasks is one's own agency's.
func (in *taskImport) refuseNear(column string, tasks ...*Task) {
	for _, t := range tasks {
		if t == nil {
			continue
		}
		if err := in.by.Neutral(in.Catalogue, t); err != nil {
			in.fail(column, err.Word, err.Args)
			return
		}
	}
}
