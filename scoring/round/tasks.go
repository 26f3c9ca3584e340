package round

import (
	"context"
	"io"
	"slices"
	"time"

	"hailong/survey"
)

// TaskQuery asks for tasks; what is not said is not asked for.
type TaskQuery struct {
	ID     TaskID
	Year   int
	Owners []survey.AgencyID // 0 is the province's plan; nil: all plans
	Doer   survey.AgencyID   // only tasks that are this agency's own (see Doers), as it reported them
	Until  time.Time         // only reports written up to then
}

// TaskStore is where plan tasks are kept. What writes is called inside a transaction.
type TaskStore interface {
	survey.Transactor
	survey.Recorder
	Catalogue(ctx context.Context) (*survey.Catalogue, error)
	// TrackedTasks are in the order of their plans, the province's first.
	TrackedTasks(ctx context.Context, q TaskQuery) ([]TrackedTask, error)
	// TaskYears are those that have tasks, the newest first.
	TaskYears(ctx context.Context) ([]int, error)
	// Rounds are all, the newest year first.
	Rounds(ctx context.Context) ([]Round, error)
	// SetsOf are all versions of a family's sets of a year.
	SetsOf(ctx context.Context, family string, year int) ([]Set, error)
	// PutTask adds a task, which gets its id, or stores a changed one, with its agencies.
	PutTask(ctx context.Context, t *Task) error
	// AddTaskReport stores a report and gives it its id.
	AddTaskReport(ctx context.Context, r *TaskReport) error
}

// Tasks is the use case of plan tasks. What a role may do at all is the caller's question,
// whose tasks they are is asked here.
type Tasks struct {
	Store TaskStore
	Files survey.Files
	Now   func() time.Time
}

// Planner is who acts on tasks or reads them.
type Planner struct {
	Actor   survey.Actor
	SeesAll bool                       // every agency's tasks and reports
	Runs    bool                       // Sở Nội vụ: changes plans, sets days, confirms agencies
	Fills   bool                       // writes the plan and the reports of the agencies that are his
	Owns    func(survey.AgencyID) bool // which those are; nil: none
	// Near tells whether an agency is so close to his own that he may not decide about its
	// tasks; nil: none is.
	Near func(survey.AgencyID) bool
}

func (p *Planner) owns(a survey.AgencyID) bool { return a != 0 && p.Owns != nil && p.Owns(a) }

// fills tells whether he writes for an agency.
func (p *Planner) fills(a survey.AgencyID) bool { return p.Fills && p.owns(a) }

func (p *Planner) near(a survey.AgencyID) bool { return a != 0 && p.Near != nil && p.Near(a) }

// Neutral refuses who is near an agency whose own task it is, or would be.
func (p *Planner) Neutral(c *survey.Catalogue, t *Task) *survey.Error {
	if p.near(t.Owner) || slices.ContainsFunc(t.Agencies, func(a TaskAgency) bool {
		return a.Leads && p.near(a.Agency)
	}) {
		return survey.Fail(survey.Forbidden, "task.near", survey.Args{"code": t.Ref(c)})
	}
	return nil
}

func noTask() error { return survey.Fail(survey.NotFound, "task.unknown", nil) }

// Years are those that have tasks, the newest first.
func (t *Tasks) Years(ctx context.Context) ([]int, error) { return t.Store.TaskYears(ctx) }

// List are the tasks of some plans of a year that somebody may see, with such reports as
// he may see.
func (t *Tasks) List(ctx context.Context, by Planner, q TaskQuery) ([]TrackedTask, error) {
	all, err := t.Store.TrackedTasks(ctx, q)
	if err != nil {
		return nil, err
	}
	var seen []TrackedTask
	for i := range all {
		if by.sees(&all[i]) {
			seen = append(seen, all[i])
		}
	}
	return seen, nil
}

// sees tells whether somebody may see a task, and takes away what others report of it, and
// who else was only proposed for it.
func (p *Planner) sees(t *TrackedTask) bool {
	if p.SeesAll {
		return true
	}
	mine := p.owns(t.Owner)
	for _, a := range t.Agencies {
		mine = mine || a.Confirmed() && p.owns(a.Agency)
	}
	t.Reports = slices.DeleteFunc(t.Reports, func(r TaskReport) bool { return !p.owns(r.Agency) })
	t.Agencies = slices.DeleteFunc(t.Agencies, func(a TaskAgency) bool { return !a.Confirmed() })
	return mine
}

// Of are the agencies whose state of a task somebody is told: his own, or, where he sees
// all, those whose own task it is.
func (p *Planner) Of(t *Task) []survey.AgencyID {
	if p.SeesAll {
		return t.Doers()
	}
	var list []survey.AgencyID
	if p.owns(t.Owner) {
		list = append(list, t.Owner)
	}
	for _, a := range t.Agencies {
		if a.Confirmed() && p.owns(a.Agency) {
			list = append(list, a.Agency)
		}
	}
	return list
}

// ReportsFor are the agencies in whose name somebody may report about a task.
func (p *Planner) ReportsFor(t *Task) []survey.AgencyID {
	var list []survey.AgencyID
	for _, a := range append([]survey.AgencyID{t.Owner}, taskAgencies(t)...) {
		if a != 0 && t.Shares(a) && p.fills(a) {
			list = append(list, a)
		}
	}
	return list
}

func taskAgencies(t *Task) []survey.AgencyID {
	list := make([]survey.AgencyID, len(t.Agencies))
	for i := range t.Agencies {
		list[i] = t.Agencies[i].Agency
	}
	return list
}

// Task is one that somebody may see.
func (t *Tasks) Task(ctx context.Context, by Planner, id TaskID) (*TrackedTask, error) {
	list, err := t.List(ctx, by, TaskQuery{ID: id})
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, noTask()
	}
	return &list[0], nil
}

// OpenReport gives the file of a report that somebody may see.
func (t *Tasks) OpenReport(
	ctx context.Context, by Planner, id TaskID, report TaskReportID,
) (*TaskReport, io.ReadSeekCloser, error) {
	task, err := t.Task(ctx, by, id)
	if err != nil {
		return nil, nil, err
	}
	for i := range task.Reports {
		if r := &task.Reports[i]; r.ID == report && r.File.ID != "" {
			file, err := t.Files.OpenFile(ctx, r.File.ID)
			return r, file, err
		}
	}
	return nil, nil, noTask()
}

// TaskDecision is what a person says of a task's day.
type TaskDecision struct {
	Counted Counted
	Due     survey.Day // exactly where it is counted
}

// Decide sets a task's last day, or that it is not counted. mark is that of the task which
// the person saw.
func (t *Tasks) Decide(ctx context.Context, by Planner, id TaskID, mark string, d TaskDecision) error {
	if err := d.check(); err != nil {
		return err
	}
	return t.change(ctx, by, id, mark, func(task *Task) {
		task.Counted, task.Due, task.DecidedBy = d.Counted, d.Due, by.Actor.Name
		if d.Counted == TaskOpen {
			task.read()
		}
	})
}

func (d *TaskDecision) check() error {
	switch {
	case !slices.Contains([]Counted{TaskOpen, TaskCounted, TaskNotCounted}, d.Counted):
		return survey.Fail(survey.Invalid, "task.counted", nil).At("counted")
	case d.Counted == TaskCounted && d.Due == "":
		return survey.Fail(survey.Invalid, "task.due_needed", nil).At("due")
	case d.Counted != TaskCounted && d.Due != "":
		return survey.Fail(survey.Invalid, "task.due_unneeded", nil).At("due")
	}
	return nil
}

// Confirm says which agencies a task of the province is for, and who of them leads. Who is
// not in the list has no part in it.
func (t *Tasks) Confirm(ctx context.Context, by Planner, id TaskID, mark string, list []TaskAgency) error {
	return t.change(ctx, by, id, mark, func(task *Task) {
		task.Agencies = nil
		for _, a := range list {
			a.ConfirmedBy = by.Actor.Name
			task.Agencies = append(task.Agencies, a)
		}
		task.tidy()
	})
}

// ConfirmProposed confirms for several tasks what their texts seem to say. marks are those
// of the tasks that the person saw.
func (t *Tasks) ConfirmProposed(ctx context.Context, by Planner, marks map[TaskID]string) error {
	var ids []TaskID
	for id := range marks {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return t.Store.InTx(ctx, func(ctx context.Context) error {
		for _, id := range ids {
			err := t.change(ctx, by, id, marks[id], func(task *Task) {
				for i := range task.Agencies {
					if !task.Agencies[i].Confirmed() {
						task.Agencies[i].ConfirmedBy = by.Actor.Name
					}
				}
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// tidy puts the agencies into their order, each once.
func (t *Task) tidy() {
	slices.SortFunc(t.Agencies, func(a, b TaskAgency) int { return int(a.Agency - b.Agency) })
	t.Agencies = slices.CompactFunc(t.Agencies, func(a, b TaskAgency) bool { return a.Agency == b.Agency })
}

// change does something to a task that is as the person saw it, and logs it.
func (t *Tasks) change(ctx context.Context, by Planner, id TaskID, mark string, do func(*Task)) error {
	if !by.Runs {
		return noTask()
	}
	return t.Store.InTx(ctx, func(ctx context.Context) error {
		c, err := t.Store.Catalogue(ctx)
		if err != nil {
			return err
		}
		list, err := t.Store.TrackedTasks(ctx, TaskQuery{ID: id})
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return noTask()
		}
		task, before := &list[0].Task, taskEntryOf(c, &list[0].Task)
		if task.Mark() != mark {
			return survey.Fail(survey.Conflict, "task.stale", survey.Args{"code": task.Ref(c)})
		}
		if err := t.MayDecide(ctx, by, task); err != nil {
			return err
		}
		task.Agencies = slices.Clone(task.Agencies)
		do(task)
		if err := by.Neutral(c, task); err != nil {
			return err
		}
		if err := task.checkAgencies(c); err != nil {
			return err
		}
		if err := t.Store.PutTask(ctx, task); err != nil {
			return err
		}
		return t.record(ctx, by, survey.Step{
			Action: "task.change", Subject: task.Ref(c), Before: before, After: taskEntryOf(c, task),
		})
	})
}

// checkAgencies keeps others out of an agency's own plan, and what is no agency of the year.
func (t *Task) checkAgencies(c *survey.Catalogue) error {
	for _, at := range t.Agencies {
		a := c.Agency(at.Agency)
		if a == nil || t.Owner != 0 || !a.ExistsIn(survey.YearStart(t.Year), survey.YearEnd(t.Year)) {
			return survey.Fail(survey.Invalid, "task.agencies", nil).At("agencies")
		}
	}
	return nil
}

func (t *Tasks) record(ctx context.Context, by Planner, s survey.Step) error {
	return t.Store.Record(ctx, survey.Entry{
		At: t.Now().UTC().Round(time.Microsecond), Actor: by.Actor, Action: s.Action, Subject: s.Subject,
		Before: s.Before, After: s.After,
	})
}
