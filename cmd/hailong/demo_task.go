package main

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"hailong/scoring/round"
	"hailong/survey"
)

// tasks takes in the province's plan of 2022 as if it were a year's, confirms for whom its
// tasks are, and reports most of what is due as done.
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
	use := round.Tasks{Store: d.db, Files: d.keys.files, Now: d.now}
	by := round.Planner{Actor: survey.Actor{Name: "thuky", Where: "demo"}, SeesAll: true, Runs: true}
	if _, err := use.Import(ctx, by, round.TaskFile{Year: year, Table: table}); err != nil {
		return err
	}
	if err := d.confirmTasks(ctx, &use, by, year); err != nil {
		return err
	}
	list, err := use.List(ctx, by, round.TaskQuery{Year: year})
	if err != nil {
		return err
	}
	for i := range list {
		if err := d.reportTask(ctx, &use, &list[i]); err != nil {
			return err
		}
	}
	return nil
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

// reportTask says of most tasks whose day is over that they were done, of one in six late.
func (d *demoIndex) reportTask(ctx context.Context, use *round.Tasks, t *round.TrackedTask) error {
	today := survey.DayOf(d.at, d.catalogue.Zone)
	for _, agency := range t.Doers() {
		chance := d.random.IntN(6)
		done := t.Due.AddDays(-10)
		if chance == 0 {
			done = t.Due.AddDays(5)
		}
		if t.Counted != round.TaskCounted || done > today || chance == 1 {
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
