package round

import (
	"slices"

	"hailong/survey"
)

// TaskState is how far a task is.
type TaskState string

// The states. Those that wait for a person come first, then what is most urgent.
const (
	TaskQuestioned TaskState = "questioned"  // the deadline names a day before the plan's year
	TaskUnread     TaskState = "unread"      // the deadline names no day
	TaskOverdue    TaskState = "overdue"     // not done, and the last day is over
	TaskDueSoon    TaskState = "due_soon"    // not done, and the last day is near
	TaskNotDue     TaskState = "not_due"     // not done
	TaskDoneLate   TaskState = "done_late"   // done after its last day
	TaskDone       TaskState = "done"        // done in time
	TaskLeftOut    TaskState = "not_counted" // on neither side
)

// TaskStates are all of them.
var TaskStates = []TaskState{
	TaskQuestioned, TaskUnread, TaskOverdue, TaskDueSoon, TaskNotDue, TaskDoneLate, TaskDone, TaskLeftOut,
}

// soonDays is from how many days before its last day on a task is due soon.
const soonDays = 15

// State is how far the task is with those agencies: as far as the one that is behind most.
// Where nobody has it yet, it is not done.
func (t *TrackedTask) State(of []survey.AgencyID, today survey.Day) TaskState {
	switch t.Counted {
	case TaskNotCounted:
		return TaskLeftOut
	case TaskOpen:
		if _, read := ReadDeadline(t.Deadline, t.Year); read {
			return TaskQuestioned
		}
		return TaskUnread
	}
	if len(of) == 0 {
		return t.stateAfter(nil, today)
	}
	behind := TaskDone
	for _, a := range of {
		state := t.stateAfter(t.Last(a), today)
		if slices.Index(TaskStates, state) < slices.Index(TaskStates, behind) {
			behind = state
		}
	}
	return behind
}

func (t *TrackedTask) stateAfter(last *TaskReport, today survey.Day) TaskState {
	switch {
	case last != nil && last.DoneOn != "" && last.DoneOn <= t.Due:
		return TaskDone
	case last != nil && last.DoneOn != "":
		return TaskDoneLate
	case today > t.Due:
		return TaskOverdue
	case today >= t.Due.AddDays(-soonDays):
		return TaskDueSoon
	}
	return TaskNotDue
}

// ToldLate tells whether a report, which came on a day, says after the last day that the task
// was done by then. It counts as on time: the appraiser is shown it, to hold it against the
// evidence.
func (t *Task) ToldLate(r *TaskReport, came survey.Day) bool {
	return t.Counted == TaskCounted && r.DoneOn != "" && r.DoneOn <= t.Due && came > t.Due
}

// TaskShares are, by agency, its own tasks done on time of its own tasks that were due by
// the end of the year, in hundredths of a task. Who has none is not there.
func TaskShares(tasks []TrackedTask, year int) map[survey.AgencyID]Fraction {
	shares := map[survey.AgencyID]Fraction{}
	for i := range tasks {
		t := &tasks[i]
		if t.Year != year || t.Counted != TaskCounted || t.Due > survey.YearEnd(year) {
			continue
		}
		for _, a := range t.Doers() {
			share := shares[a]
			share.Den += 100
			if last := t.Last(a); last != nil && last.DoneOn != "" && last.DoneOn <= t.Due {
				share.Num += 100
			}
			shares[a] = share
		}
	}
	return shares
}
