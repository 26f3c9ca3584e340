package main

import (
	"context"
	"io"
	"os"

	"hailong/sheet"
	"hailong/survey"
)

type importCommand struct {
	databaseSetting
	What      string `arg:"" enum:"agencies,counters,plans" help:"agencies, counters or plans."`
	File      string `arg:"" type:"existingfile" help:"A CSV file in UTF-8 with a head row."`
	ValidFrom string `help:"First day of agencies where the file has none: 2022-01-01."`
}

// Run imports the file, all or nothing.
func (c *importCommand) Run(ctx context.Context, out io.Writer) error {
	validFrom, err := c.validFrom()
	if err != nil {
		return err
	}
	table, err := readFile(c.File)
	if err != nil {
		return err
	}
	db, err := c.ready(ctx, true)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	setup := newSetup(db, operator())
	if _, err := setup.InstallQuestionnaires(ctx); err != nil {
		return err
	}
	change, err := c.apply(ctx, setup, table, validFrom)
	if err != nil {
		return err
	}
	say(out, "import.done", survey.Args{
		"added": change.Added, "changed": change.Changed, "same": change.Same,
	})
	return db.Analyze(ctx)
}

func (c *importCommand) apply(
	ctx context.Context, setup *survey.Setup, table *survey.Table, validFrom survey.Day,
) (survey.Change, error) {
	switch c.What {
	case "agencies":
		return setup.ImportAgencies(ctx, table, validFrom)
	case "counters":
		return setup.ImportCounters(ctx, table)
	default:
		return setup.ImportPlans(ctx, table)
	}
}

func (c *importCommand) validFrom() (survey.Day, error) {
	if c.ValidFrom == "" {
		return "", nil
	}
	return survey.ParseDay(c.ValidFrom)
}

func readFile(path string) (*survey.Table, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return sheet.ReadCSV(f)
}
