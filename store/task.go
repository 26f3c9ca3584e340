package store

import (
	"context"
	"maps"
	"time"

	"hailong/scoring/round"
	"hailong/survey"
)

var _ round.TaskStore = (*DB)(nil)

type taskRow struct {
	ID          round.TaskID `gorm:"primaryKey"`
	Year        int
	OwnerID     *survey.AgencyID
	Section     string
	SectionName string
	Number      int
	Text        string
	Product     string
	Deadline    string
	Responsible string
	Due         survey.Day
	Counted     round.Counted
	DecidedBy   string
}

func (taskRow) TableName() string { return "task" }

func (r taskRow) domain() round.TrackedTask {
	t := round.Task{
		ID: r.ID, Year: r.Year, Section: r.Section, SectionName: r.SectionName, Number: r.Number, Text: r.Text,
		Product: r.Product, Deadline: r.Deadline, Responsible: r.Responsible,
		Due: r.Due, Counted: r.Counted, DecidedBy: r.DecidedBy,
	}
	if r.OwnerID != nil {
		t.Owner = *r.OwnerID
	}
	return round.TrackedTask{Task: t}
}

func taskRowOf(t *round.Task) taskRow {
	r := taskRow{
		ID: t.ID, Year: t.Year, Section: t.Section, SectionName: t.SectionName, Number: t.Number, Text: t.Text,
		Product: t.Product, Deadline: t.Deadline, Responsible: t.Responsible,
		Due: t.Due, Counted: t.Counted, DecidedBy: t.DecidedBy,
	}
	if t.Owner != 0 {
		r.OwnerID = &t.Owner
	}
	return r
}

type taskAgencyRow struct {
	TaskID      round.TaskID `gorm:"primaryKey;autoIncrement:false"`
	AgencyID    survey.AgencyID
	Leads       bool
	ConfirmedBy string
}

func (taskAgencyRow) TableName() string { return "task_agency" }

func (r taskAgencyRow) domain() taskAgencyRow { return r }

type taskReportRow struct {
	ID       round.TaskReportID `gorm:"primaryKey"`
	TaskID   round.TaskID
	AgencyID survey.AgencyID
	DoneOn   survey.Day
	Note     string
	File     survey.FileID
	FileName string
	FileSize int64
	FileType string
	Login    string
	At       time.Time
}

func (taskReportRow) TableName() string { return "task_report" }

func (r taskReportRow) domain() round.TaskReport {
	return round.TaskReport{
		ID: r.ID, Task: r.TaskID, Agency: r.AgencyID, DoneOn: r.DoneOn, Note: r.Note, Name: r.FileName,
		File: survey.StoredFile{ID: r.File, Size: r.FileSize, Type: r.FileType}, By: r.Login, At: r.At.UTC(),
	}
}

// tasksAsked is which tasks a query asks for, by task's columns.
func tasksAsked(q round.TaskQuery) (where string, args []any) {
	where = "TRUE"
	if q.ID != 0 {
		where, args = where+" AND id = ?", append(args, q.ID)
	}
	if q.Year != 0 {
		where, args = where+" AND year = ?", append(args, q.Year)
	}
	if q.Owners != nil {
		where, args = where+" AND COALESCE(owner_id, 0) IN ?", append(args, q.Owners)
	}
	if q.Doer != 0 {
		where += ` AND (owner_id = ? OR owner_id IS NULL AND id IN (
			SELECT task_id FROM task_agency WHERE agency_id = ? AND leads AND confirmed_by <> ''))`
		args = append(args, q.Doer, q.Doer)
	}
	return where, args
}

// reportsAsked is which reports about such tasks a query asks for.
func reportsAsked(q round.TaskQuery) (where string, args []any) {
	tasks, args := tasksAsked(q)
	where = "task_id IN (SELECT id FROM task WHERE " + tasks + ")"
	if q.Doer != 0 {
		where, args = where+" AND agency_id = ?", append(args, q.Doer)
	}
	if !q.Until.IsZero() {
		where, args = where+" AND at <= ?", append(args, stored(q.Until))
	}
	return where, args
}

// TrackedTasks are read on one view of the database: tasks, agencies and reports.
func (db *DB) TrackedTasks(ctx context.Context, q round.TaskQuery) (tasks []round.TrackedTask, err error) {
	where, args := tasksAsked(q)
	err = db.snapshot(ctx, func(ctx context.Context) error {
		tasks, err = list[taskRow](ctx, db, "SELECT * FROM task WHERE "+where+
			" ORDER BY year DESC, COALESCE(owner_id, 0), id", args...)
		if err != nil {
			return err
		}
		agencies, err := list[taskAgencyRow](ctx, db, `
			SELECT * FROM task_agency WHERE task_id IN (SELECT id FROM task WHERE `+where+`)
			ORDER BY task_id, agency_id`, args...)
		if err != nil {
			return err
		}
		where, args = reportsAsked(q)
		reports, err := list[taskReportRow](ctx, db,
			"SELECT * FROM task_report WHERE "+where+" ORDER BY id", args...)
		attachTasks(tasks, agencies, reports)
		return err
	})
	return tasks, err
}

func attachTasks(tasks []round.TrackedTask, agencies []taskAgencyRow, reports []round.TaskReport) {
	place := map[round.TaskID]*round.TrackedTask{}
	for i := range tasks {
		place[tasks[i].ID] = &tasks[i]
	}
	for _, a := range agencies {
		t := place[a.TaskID]
		at := round.TaskAgency{Agency: a.AgencyID, Leads: a.Leads, ConfirmedBy: a.ConfirmedBy}
		t.Agencies = append(t.Agencies, at)
	}
	for i := range reports {
		t := place[reports[i].Task]
		t.Reports = append(t.Reports, reports[i])
	}
}

// TaskYears are those that have tasks, the newest first.
func (db *DB) TaskYears(ctx context.Context) (years []int, err error) {
	err = db.conn(ctx).Raw("SELECT DISTINCT year FROM task ORDER BY year DESC").Scan(&years).Error
	return years, wrap(err, "read years of tasks")
}

// PutTask stores a task, and its agencies anew.
func (db *DB) PutTask(ctx context.Context, t *round.Task) error {
	r := taskRowOf(t)
	if t.ID == 0 {
		if err := db.conn(ctx).Omit("id").Create(&r).Error; err != nil {
			return wrap(err, "add task")
		}
		t.ID = r.ID
	} else if err := db.conn(ctx).Select("*").Updates(&r).Error; err != nil {
		return wrap(err, "change task")
	}
	if err := db.conn(ctx).Exec("DELETE FROM task_agency WHERE task_id = ?", t.ID).Error; err != nil {
		return wrap(err, "change a task's agencies")
	}
	rows := make([]taskAgencyRow, len(t.Agencies))
	for i, a := range t.Agencies {
		rows[i] = taskAgencyRow{TaskID: t.ID, AgencyID: a.Agency, Leads: a.Leads, ConfirmedBy: a.ConfirmedBy}
	}
	if len(rows) == 0 {
		return nil
	}
	return wrap(db.conn(ctx).Create(&rows).Error, "add a task's agencies")
}

// AddTaskReport stores a report.
func (db *DB) AddTaskReport(ctx context.Context, r *round.TaskReport) error {
	row := taskReportRow{
		TaskID: r.Task, AgencyID: r.Agency, DoneOn: r.DoneOn, Note: r.Note, File: r.File.ID, FileName: r.Name,
		FileSize: r.File.Size, FileType: r.File.Type, Login: r.By, At: *stored(r.At),
	}
	if err := db.conn(ctx).Omit("id").Create(&row).Error; err != nil {
		return wrap(err, "add a report about a task")
	}
	r.ID = row.ID
	return nil
}

// TaskShares are, by agency, its own tasks done on time of those due in a year: of one agency
// alone, or of all, by the reports written up to a moment, or ever.
func (db *DB) TaskShares(
	ctx context.Context, year int, only survey.AgencyID, until time.Time,
) (map[survey.AgencyID]round.Fraction, error) {
	tasks, err := db.TrackedTasks(ctx, round.TaskQuery{Year: year, Doer: only, Until: until})
	if err != nil {
		return nil, err
	}
	shares := round.TaskShares(tasks, year)
	if only != 0 { // a task may be another's too, whose reports were not read
		maps.DeleteFunc(shares, func(a survey.AgencyID, _ round.Fraction) bool { return a != only })
	}
	return shares, nil
}
