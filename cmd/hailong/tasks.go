package main

import (
	"context"
	"io"

	"hailong/scoring/round"
	"hailong/sheet"
	"hailong/store"
	"hailong/survey"
)

// operatorTasks is the use case of plan tasks, and who runs the command: on the machine he
// may do all that Sở Nội vụ may, but report, which takes the agency itself.
func operatorTasks(db *store.DB) (*round.Tasks, round.Planner) {
	by := round.Planner{Actor: operator(), SeesAll: true, Runs: true}
	return &round.Tasks{Store: db, Now: clock}, by
}

// importTasks takes the tasks of a year's plans in.
func importTasks(
	ctx context.Context, db *store.DB, t *survey.Table, year int, dry bool, out io.Writer,
) error {
	tasks, by := operatorTasks(db)
	change, err := tasks.Import(ctx, by, round.TaskFile{Year: year, Table: t, Try: dry})
	if err != nil {
		return err
	}
	sayChange(out, change, dry)
	return nil
}

// writeTasks writes the tasks of all plans of a year to a file.
func writeTasks(ctx context.Context, db *store.DB, year int, path string, out io.Writer) error {
	tasks, by := operatorTasks(db)
	table, err := tasks.Table(ctx, by, round.TaskQuery{Year: year})
	if err != nil {
		return err
	}
	plain := sheet.FromTable("tasks", table)
	if err := writeTable(path, plain, plain); err != nil {
		return err
	}
	say(out, "export.done", survey.Args{"count": len(table.Rows), "file": path})
	return nil
}
