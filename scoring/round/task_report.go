package round

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"hailong/survey"
)

// TaskDraft is a report before it is stored.
type TaskDraft struct {
	Agency survey.AgencyID
	DoneOn survey.Day // empty: not done yet
	Note   string
	Name   string    // of the file; empty: none comes with it
	File   io.Reader // nil where there is no name
	After  TaskReportID
}

// Report appends what an agency says of its task. Who says that it is done shows a file,
// now or in a report before. after is the agency's last report that the person saw.
func (t *Tasks) Report(ctx context.Context, by Planner, id TaskID, d TaskDraft) error {
	d.Note = strings.TrimSpace(d.Note)
	task, err := t.Task(ctx, by, id)
	if err != nil {
		return err
	}
	if err := t.checkReport(ctx, by, task, &d); err != nil {
		return err
	}
	r := TaskReport{Task: id, Agency: d.Agency, DoneOn: d.DoneOn, Note: d.Note, By: by.Actor.Name}
	if d.Name != "" {
		if r.File, err = t.Files.PutFile(ctx, d.Name, d.File); err != nil {
			return atField(err, "file")
		}
		r.Name = fileName(d.Name)
	}
	return t.Store.InTx(ctx, func(ctx context.Context) error {
		task, err := t.Task(ctx, by, id)
		if err != nil {
			return err
		}
		if err := t.checkReport(ctx, by, task, &d); err != nil {
			return err
		}
		return t.addReport(ctx, by, task, r)
	})
}

func (t *Tasks) addReport(ctx context.Context, by Planner, task *TrackedTask, r TaskReport) error {
	c, err := t.Store.Catalogue(ctx)
	if err != nil {
		return err
	}
	r.ID, r.At = 0, t.Now().UTC().Round(time.Microsecond)
	if err := t.Store.AddTaskReport(ctx, &r); err != nil {
		return err
	}
	code := c.AgencyRef(c.Agency(r.Agency), survey.YearEnd(task.Year))
	return t.record(ctx, by, survey.Step{
		Action: "task.report", Subject: task.Ref(c), After: taskReportEntry{code, r.DoneOn, r.File.ID, r.sum()},
	})
}

// checkReport says all that is wrong with a report.
func (t *Tasks) checkReport(ctx context.Context, by Planner, task *TrackedTask, d *TaskDraft) error {
	if !slices.Contains(by.ReportsFor(&task.Task), d.Agency) {
		return noTask()
	}
	last := task.Last(d.Agency)
	if last == nil && d.After != 0 || last != nil && d.After != last.ID {
		return survey.Fail(survey.Conflict, "task.stale_report", nil)
	}
	c, err := t.Store.Catalogue(ctx)
	if err != nil {
		return err
	}
	var mistakes survey.Mistakes
	add := func(wrong bool, field, word string, args survey.Args) {
		if wrong {
			mistakes.Add(survey.Fail(survey.Invalid, word, args).At(field))
		}
	}
	today := survey.DayOf(t.Now(), c.Zone)
	add(d.DoneOn > today, "done_on", "task.done_later", nil)
	early := d.DoneOn != "" && d.DoneOn < survey.YearStart(task.Year-1)
	add(early, "done_on", "task.done_before", survey.Args{"year": task.Year})
	add(utf8.RuneCountInString(d.Note) > MaxNote, "note", "task.note_long", survey.Args{"max": MaxNote})
	add(strings.ContainsFunc(d.Note, unseen), "note", "task.note_odd", nil)
	add(d.DoneOn == "" && d.Note == "" && d.Name == "", "note", "task.report_empty", nil)
	add(d.DoneOn != "" && d.Name == "" && !task.shown(d.Agency), "file", "task.file_needed", nil)
	return mistakes.Err("task.report_wrong")
}

// shown tells whether an agency has given a file before.
func (t *TrackedTask) shown(a survey.AgencyID) bool {
	return slices.ContainsFunc(t.Reports, func(r TaskReport) bool { return r.Agency == a && r.File.ID != "" })
}

func unseen(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' || r == utf8.RuneError
}

// atField names the field of a form that a file came in.
func atField(err error, field string) error {
	if e, ours := errors.AsType[*survey.Error](err); ours && e.Field == "" && e.Kind != survey.Unavailable {
		e.Field = field
	}
	return err
}
