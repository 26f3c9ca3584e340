package round

import (
	"slices"
	"strings"

	"hailong/survey"
)

// assign reads the agencies of a task of the province. An empty cell leaves them, but for
// proposals of a text that has changed.
func (in *taskImport) assign(task, old *Task) {
	if task.Owner != 0 {
		if in.reader.Text("agencies") != "" {
			in.fail("agencies", "task.agencies_own", nil)
		}
		return
	}
	if in.reader.Text("agencies") != "" {
		task.Agencies = in.listed(old)
		return
	}
	task.Agencies = in.proposed(task, old)
}

// proposed are the agencies of a row by itself: those that there are, but for proposals of a
// text that has changed, and where none is left, those of its text.
func (in *taskImport) proposed(task, old *Task) (list []TaskAgency) {
	if task.Owner != 0 {
		return nil
	}
	if old != nil {
		for _, a := range old.Agencies {
			if a.Confirmed() || old.Responsible == task.Responsible {
				list = append(list, a)
			}
		}
	}
	if old == nil || len(list) == 0 && old.Responsible != task.Responsible {
		list = in.names.propose(task.Responsible)
	}
	return list
}

// listed are the agencies of a cell: SNV*|STC|STP?, see agenciesCell.
func (in *taskImport) listed(old *Task) []TaskAgency {
	var list []TaskAgency
	for _, ref := range in.reader.List("agencies") {
		if ref == noAgencies {
			continue
		}
		at := TaskAgency{ConfirmedBy: in.by.Actor.Name}
		if code, proposed := strings.CutSuffix(ref, proposedSign); proposed {
			ref, at.ConfirmedBy = code, ""
		}
		ref, at.Leads = strings.CutSuffix(ref, leadsSign)
		a := in.AgencyByRef(ref, survey.YearEnd(in.file.Year))
		if a == nil || slices.ContainsFunc(list, func(x TaskAgency) bool { return x.Agency == a.ID }) {
			in.fail("agencies", "task.agency", survey.Args{"code": ref})
			continue
		}
		at.Agency = a.ID
		if old != nil {
			if was := old.At(a.ID); was != nil && was.Leads == at.Leads && was.Confirmed() == at.Confirmed() {
				at = *was
			}
		}
		list = append(list, at)
	}
	slices.SortFunc(list, func(a, b TaskAgency) int { return int(a.Agency - b.Agency) })
	return list
}
