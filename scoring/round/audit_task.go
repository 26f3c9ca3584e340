package round

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"

	"hailong/survey"
)

// auditedTasks are plan tasks and reports as the log says they are.
type auditedTasks struct {
	found
	store   AuditStore
	tasks   map[string]taskEntry
	reports map[string][]loggedReport // by task and agency
}

// loggedReport is a report about a task as the log says, or as it is.
type loggedReport struct {
	DoneOn     survey.Day
	ReportFile survey.FileID
	sum        string
}

// sinceDay is what an agency's code is followed by where another has it by now. That may
// have come after the entry was written, so it is left out on both sides.
var sinceDay = regexp.MustCompile(`@\d{4}-\d{2}-\d{2}`)

func undated(text string) string { return sinceDay.ReplaceAllString(text, "") }

// Take remembers what an entry says of a task.
func (a *auditedTasks) Take(r survey.LogRow) error {
	subject := undated(r.Subject)
	switch r.Action {
	case "task.add", "task.change":
		e, err := saidIn[taskEntry](r, r.After)
		a.tasks[subject] = e.undated()
		return err
	case "task.report":
		e, err := saidIn[taskReportEntry](r, r.After)
		name := subject + "/" + undated(e.Agency)
		a.reports[name] = append(a.reports[name], loggedReport{e.DoneOn, e.ReportFile, e.Sum})
		return err
	}
	return nil
}

func (e taskEntry) undated() taskEntry {
	e.Owner, e.TaskAgencies = undated(e.Owner), undated(e.TaskAgencies)
	confirmed := make([]string, len(e.ConfirmedBy))
	for i, text := range e.ConfirmedBy {
		confirmed[i] = undated(text)
	}
	slices.Sort(confirmed)
	e.ConfirmedBy = confirmed
	return e
}

// Compare names tasks and reports that are not as the log says.
func (a *auditedTasks) Compare(ctx context.Context, c *survey.Catalogue) ([]survey.LogDifference, error) {
	tasks, err := a.store.TrackedTasks(ctx, TaskQuery{})
	if err != nil {
		return nil, err
	}
	for i := range tasks {
		t := &tasks[i]
		ref, present := undated(t.Ref(c)), taskEntryOf(c, &t.Task).undated()
		if logged, known := a.tasks[ref]; known {
			if logged.DecidedBy == nil {
				a.older++
				present.DecidedBy, present.ConfirmedBy = nil, nil
			}
			a.hold("task", ref, logged, present)
		} else {
			a.hold("task", ref, nil, present)
		}
		delete(a.tasks, ref)
		a.compareReports(c, ref, t)
	}
	for _, ref := range slices.Sorted(maps.Keys(a.tasks)) {
		a.hold("task", ref, a.tasks[ref], nil)
	}
	for _, name := range slices.Sorted(maps.Keys(a.reports)) {
		a.lost(name, 0)
	}
	return a.list, a.err
}

// lost names the reports that the log has beyond those that are there.
func (a *auditedTasks) lost(name string, there int) {
	for n := there; n < len(a.reports[name]); n++ {
		a.hold("task_report", fmt.Sprintf("%s#%d", name, n+1), a.reports[name][n], nil)
	}
}

// compareReports takes the reports of a task out of those that the log has.
func (a *auditedTasks) compareReports(c *survey.Catalogue, ref string, t *TrackedTask) {
	count := map[string]int{}
	for i := range t.Reports {
		r := &t.Reports[i]
		name := ref + "/" + agencyCode(c, r.Agency)
		n := count[name]
		count[name]++
		code, present := fmt.Sprintf("%s#%d", name, n+1), loggedReport{DoneOn: r.DoneOn, ReportFile: r.File.ID}
		if n >= len(a.reports[name]) {
			a.hold("task_report", code, nil, present)
			continue
		}
		logged := a.reports[name][n]
		a.hold("task_report", code, logged, present)
		a.sum("task_report", code, logged.sum, r.sum())
	}
	for _, name := range slices.Sorted(maps.Keys(count)) {
		a.lost(name, count[name])
		delete(a.reports, name)
	}
}
