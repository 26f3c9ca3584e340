package main

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"hailong/scoring/round"
	"hailong/survey"
)

// tasks takes in the province's plan of 2022 as if it were a year's, and the agencies' own,
// confirms for whom its tasks are, and reports most of them as done.
func (d *demoIndex) tasks(ctx context.Context, year int) error {
	table, err := round.PlanTasks2022()
	if err != nil {
		return err
	}
	years := strings.NewReplacer(
		"2021", strconv.Itoa(year-1), "2022", strconv.Itoa(year), "2023", strconv.Itoa(year+1))
	deadline := slices.Index(table.Columns, "deadline")
	for _, row := range table.Rows {
		row.Cells[deadline] = years.Replace(row.Cells[deadline])
	}
	use, by := d.planning()
	if _, err := use.Import(ctx, by, round.TaskFile{Year: year, Table: table}); err != nil {
		return err
	}
	if err := d.confirmTasks(ctx, use, by, year); err != nil {
		return err
	}
	return d.ownPlans(ctx, year)
}

// planning is the use case, and Sở Nội vụ's secretary.
func (d *demoIndex) planning() (*round.Tasks, round.Planner) {
	by := round.Planner{Actor: survey.Actor{Name: "thuky", Where: "demo"}, SeesAll: true, Runs: true}
	return &round.Tasks{Store: d.db, Files: demoFiles{d.keys.files, d.evidence}, Now: d.now}, by
}

// confirmTasks leaves the last few to be confirmed by whoever looks at the demonstration.
func (d *demoIndex) confirmTasks(ctx context.Context, use *round.Tasks, by round.Planner, year int) error {
	list, err := use.List(ctx, by, round.TaskQuery{Year: year})
	if err != nil {
		return err
	}
	marks := map[round.TaskID]string{}
	for i := range list[:max(0, len(list)-6)] {
		marks[list[i].ID] = list[i].Mark()
	}
	return use.ConfirmProposed(ctx, by, marks)
}

// demoTasks are the tasks of every agency's own plan, with the quarter that they end in.
var demoTasks = []struct{ section, name, task, quarter string }{
	{"VII", "Công tác chỉ đạo, điều hành", "Ban hành kế hoạch cải cách hành chính của cơ quan", "I"},
	{"II", "Cải cách thủ tục hành chính", "Rà soát thủ tục hành chính thuộc phạm vi quản lý", "III"},
}

// ownPlans gives every agency a plan of its own, and reports what was done of all tasks of
// the year.
func (d *demoIndex) ownPlans(ctx context.Context, year int) error {
	t := &survey.Table{Columns: []string{"owner", "section", "section_name", "number", "task", "deadline"}}
	last := survey.YearEnd(year)
	for i := range d.catalogue.Agencies {
		a := &d.catalogue.Agencies[i]
		if !a.ExistsOn(last) {
			continue
		}
		for _, task := range demoTasks {
			t.Rows = append(t.Rows, survey.Row{Line: len(t.Rows) + 2, Cells: []string{
				d.catalogue.AgencyRef(a, last), task.section, task.name, "1", task.task,
				"Quý " + task.quarter + "/" + strconv.Itoa(year),
			}})
		}
	}
	use, by := d.planning()
	if _, err := use.Import(ctx, by, round.TaskFile{Year: year, Table: t}); err != nil {
		return err
	}
	list, err := use.List(ctx, by, round.TaskQuery{Year: year})
	if err != nil {
		return err
	}
	nth := map[survey.AgencyID]int{}
	for i := range list {
		if err := d.reportTask(ctx, use, &list[i], nth); err != nil {
			return err
		}
	}
	return nil
}

// reportTask says of most tasks that they were done in time, of some late, and nothing of
// others; nth counts the tasks of each agency, of which the first is always done. What is due
// later than today was done early: the round is in its appraisal, as at the end of a year.
func (d *demoIndex) reportTask(
	ctx context.Context, use *round.Tasks, t *round.TrackedTask, nth map[survey.AgencyID]int,
) error {
	today := survey.DayOf(d.at, d.catalogue.Zone)
	for _, agency := range t.Doers() {
		if t.Counted != round.TaskCounted {
			continue
		}
		fate := (int(agency) + 2*nth[agency]) % 7
		first := nth[agency] == 0
		nth[agency]++
		done := min(t.Due.AddDays(-10), today.AddDays(-6))
		if late := t.Due.AddDays(5); fate == 2 && !first && late <= today {
			done = late
		}
		if fate == 5 && !first {
			continue
		}
		owns := func(a survey.AgencyID) bool { return a == agency }
		code := strings.ToLower(d.catalogue.Agency(agency).Code)
		by := round.Planner{Actor: survey.Actor{Name: "demo-" + code, Where: "demo"}, Fills: true, Owns: owns}
		err := use.Report(ctx, by, t.ID, round.TaskDraft{
			Agency: agency, DoneOn: done, Note: "Đã hoàn thành (mô phỏng).",
			Name: "ket-qua-mo-phong.pdf", File: strings.NewReader(demoPDF),
		})
		if err != nil {
			return err
		}
	}
	return nil
}
