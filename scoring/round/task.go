package round

import (
	"strconv"
	"time"

	"hailong/survey"
)

// The ids are the database's own numbers.
type (
	// TaskID names a task of a plan within one database.
	TaskID int64
	// TaskReportID names a report within one database; later ones have higher ids.
	TaskReportID int64
)

// Task (nhiệm vụ) is one line of a year's reform plan: of the province's, or of an
// agency's own. What the plan says stands as it was written.
type Task struct {
	ID          TaskID
	Year        int
	Owner       survey.AgencyID // whose plan; 0: the province's
	Section     string          // I, II, …
	SectionName string
	Number      int // within the section
	Text        string
	Product     string
	Deadline    string
	Responsible string

	Due       survey.Day // the last day; there is one exactly where the task is counted
	Counted   Counted
	DecidedBy string // login of who set day or count; empty: the deadline says it by itself
	Agencies  []TaskAgency
}

// Counted says whether a task is on either side of the share.
type Counted string

// The values of Counted.
const (
	TaskOpen       Counted = "open" // somebody has to say
	TaskCounted    Counted = "yes"
	TaskNotCounted Counted = "no"
)

// TaskAgency is an agency that a task of the province is for. Until a person confirms it,
// it is what the text seems to say, and counts for nobody.
type TaskAgency struct {
	Agency      survey.AgencyID
	Leads       bool   // chủ trì
	ConfirmedBy string // login; empty: proposed
}

// Confirmed tells whether a person has confirmed it.
func (a TaskAgency) Confirmed() bool { return a.ConfirmedBy != "" }

// Mark changes whenever the task does: a page that was made from another is stale.
func (t *Task) Mark() string { return survey.Fingerprint(t) }

// Ref names the task as the log does: 2022/I.3, and 2022/STP/I.3 of an agency's own plan.
func (t *Task) Ref(c *survey.Catalogue) string {
	ref := strconv.Itoa(t.Year) + "/"
	if a := c.Agency(t.Owner); a != nil {
		ref += c.AgencyRef(a, survey.YearEnd(t.Year)) + "/"
	}
	return ref + t.Section + "." + strconv.Itoa(t.Number)
}

// read sets the day that the deadline names; what names none, or one before the plan's
// year, stays open.
func (t *Task) read() {
	t.Due, t.Counted, t.DecidedBy = "", TaskOpen, ""
	if day, ok := ReadDeadline(t.Deadline, t.Year); ok && !Questioned(day, t.Year) {
		t.Due, t.Counted = day, TaskCounted
	}
}

// At is an agency's place in the task, nil where it has none.
func (t *Task) At(a survey.AgencyID) *TaskAgency {
	for i := range t.Agencies {
		if t.Agencies[i].Agency == a {
			return &t.Agencies[i]
		}
	}
	return nil
}

// Shares tells whether an agency has a part in the task: its own plan's, or one that it
// was confirmed for.
func (t *Task) Shares(a survey.AgencyID) bool {
	at := t.At(a)
	return t.Owner == a || at != nil && at.Confirmed()
}

// Doers are the agencies whose own task it is: that of the plan, or those of the
// province's plan that were confirmed to lead.
func (t *Task) Doers() []survey.AgencyID {
	if t.Owner != 0 {
		return []survey.AgencyID{t.Owner}
	}
	var list []survey.AgencyID
	for _, a := range t.Agencies {
		if a.Leads && a.Confirmed() {
			list = append(list, a.Agency)
		}
	}
	return list
}

// Proposed tells whether somebody has still to confirm an agency.
func (t *Task) Proposed() bool {
	for _, a := range t.Agencies {
		if !a.Confirmed() {
			return true
		}
	}
	return false
}

// TaskReport (báo cáo thực hiện) is what an agency says of a task. The last one counts,
// and all of them stay to be seen.
type TaskReport struct {
	ID     TaskReportID
	Task   TaskID
	Agency survey.AgencyID
	DoneOn survey.Day // empty: not done yet
	Note   string
	File   survey.StoredFile // without an id: none
	Name   string            // as the person's file was called
	By     string            // login
	At     time.Time
}

// TrackedTask is a task with what was reported, oldest first.
type TrackedTask struct {
	Task
	Reports []TaskReport
}

// Last is an agency's last report, nil where it has made none.
func (t *TrackedTask) Last(a survey.AgencyID) *TaskReport {
	for i := len(t.Reports) - 1; i >= 0; i-- {
		if t.Reports[i].Agency == a {
			return &t.Reports[i]
		}
	}
	return nil
}
