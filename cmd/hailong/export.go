package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"hailong/sheet"
	"hailong/survey"
)

type exportCommand struct {
	databaseSetting
	What string `arg:"" enum:"agencies,successions,counters,questionnaires,plans,criteria,tasks" help:"agencies, successions, counters (with their tokens), questionnaires, plans, criteria (one set) or tasks (of a year: --year)."`
	Out  string `required:"" help:"FILE.xlsx or FILE.csv. An import of the same kind reads it back without a change."`
	criteriaChoice
}

// Validate refuses what would write an empty table or pass a flag over.
func (c *exportCommand) Validate() error {
	switch {
	case c.What == "criteria" && (c.Year == 0 || c.Group == ""):
		return errors.New("criteria need --year and --group")
	case c.What == "tasks" && c.Year == 0:
		return errors.New("tasks need --year")
	case c.What != "criteria" && c.Group != "":
		return errors.New("--group goes with criteria")
	}
	return nil
}

// Run writes the table to a file that is complete or not there.
func (c *exportCommand) Run(ctx context.Context, out io.Writer) error {
	db, err := c.ready(ctx, false)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	if c.What == "criteria" {
		return c.writeCriteria(ctx, db, c.Out, out)
	}
	if c.What == "tasks" {
		return writeTasks(ctx, db, c.Year, c.Out, out)
	}
	catalogue, err := db.Catalogue(ctx)
	if err != nil {
		return err
	}
	table := c.table(catalogue)
	plain := sheet.FromTable(c.What, table)
	if err := writeTable(c.Out, plain, plain); err != nil {
		return err
	}
	say(out, "export.done", survey.Args{"count": len(table.Rows), "file": c.Out})
	return nil
}

func (c *exportCommand) table(catalogue *survey.Catalogue) *survey.Table {
	switch c.What {
	case "agencies":
		return catalogue.AgencyTable()
	case "successions":
		return catalogue.SuccessionTable()
	case "counters":
		return catalogue.CounterTable(survey.DayOf(time.Now(), catalogue.Zone))
	case "questionnaires":
		return catalogue.QuestionnaireTable()
	default:
		return catalogue.PlanTable()
	}
}

// writeTable writes a workbook where the path ends so, else the flat sheet as CSV.
func writeTable(path string, flat sheet.Sheet, workbook ...sheet.Sheet) error {
	return writeWhole(path, func(w io.Writer) error {
		if strings.EqualFold(filepath.Ext(path), ".xlsx") {
			return sheet.WriteXLSX(w, workbook...)
		}
		return sheet.WriteCSV(w, flat)
	})
}

// writeWhole writes a file beside its place and puts it there when it is complete,
// so that a full disk leaves the old one.
func writeWhole(path string, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".hailong-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
