package round

import (
	"slices"
	"strings"

	"hailong/survey"
)

// taskEntry is what the log keeps of a task. Agencies are those of TaskAgencies' cell.
type taskEntry struct {
	Year         int
	Owner        string
	Section      string
	SectionName  string
	Task         string
	Product      string
	Deadline     string
	Responsible  string
	Due          survey.Day
	Counts       Counted
	TaskAgencies string
	DecidedBy    *string  // login, empty where the deadline says it by itself; nil in older entries
	ConfirmedBy  []string // STP: lan
}

func taskEntryOf(c *survey.Catalogue, t *Task) taskEntry {
	decided := t.DecidedBy
	return taskEntry{
		t.Year, ownerRef(c, t), t.Section, t.SectionName, t.Text, t.Product, t.Deadline, t.Responsible,
		t.Due, t.Counted, agenciesCell(c, t), &decided, confirmedBy(c, t),
	}
}

// confirmedBy says who confirmed each agency of a task.
func confirmedBy(c *survey.Catalogue, t *Task) []string {
	var list []string
	for _, at := range t.Agencies {
		if at.Confirmed() {
			list = append(list, c.AgencyRef(c.Agency(at.Agency), survey.YearEnd(t.Year))+": "+at.ConfirmedBy)
		}
	}
	slices.Sort(list)
	return list
}

// taskReportEntry is what the log keeps of a report: its text is kept with it.
type taskReportEntry struct {
	Agency     string
	DoneOn     survey.Day
	ReportFile survey.FileID
	Sum        string // of what was written, by whom and when
}

func ownerRef(c *survey.Catalogue, t *Task) string {
	if a := c.Agency(t.Owner); a != nil {
		return c.AgencyRef(a, survey.YearEnd(t.Year))
	}
	return ""
}

// The signs after an agency's code in a cell, and what stands for no agency at all.
const (
	leadsSign    = "*"
	proposedSign = "?"
	noAgencies   = "-"
)

// agenciesCell writes a task's agencies as files have them: SNV*|STC|STP?, who leads with an
// asterisk, who is only proposed with a question mark.
func agenciesCell(c *survey.Catalogue, t *Task) string {
	var list []string
	for _, at := range t.Agencies {
		ref := c.AgencyRef(c.Agency(at.Agency), survey.YearEnd(t.Year))
		if at.Leads {
			ref += leadsSign
		}
		if !at.Confirmed() {
			ref += proposedSign
		}
		list = append(list, ref)
	}
	slices.Sort(list)
	if len(list) == 0 && t.Owner == 0 {
		return noAgencies
	}
	return strings.Join(list, "|")
}
