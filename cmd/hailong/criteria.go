package main

import (
	"context"
	"io"
	"time"

	"hailong/scoring/round"
	"hailong/sheet"
	"hailong/store"
	"hailong/survey"
)

// criteriaChoice says which criteria set an export is of.
type criteriaChoice struct {
	Family string `default:"cchc" help:"With criteria: the index that the set is of."`
	Year   int    `help:"With criteria or tasks: their year."`
	Group  string `help:"With criteria: the code of its group; the newest version is written."`
}

// writeCriteria writes one criteria set to a file.
func (c *criteriaChoice) writeCriteria(ctx context.Context, db *store.DB, path string, out io.Writer) error {
	sets, err := db.SetsOf(ctx, c.Family, c.Year)
	if err != nil {
		return err
	}
	for i := range sets {
		if sets[i].Group != c.Group { // of a group the newest version comes first
			continue
		}
		table := round.CriteriaTable(&sets[i].CriteriaSet)
		plain := sheet.FromTable("criteria", table)
		if err := writeTable(path, plain, plain); err != nil {
			return err
		}
		say(out, "export.done", survey.Args{"count": len(table.Rows), "file": path})
		return nil
	}
	return survey.Fail(survey.NotFound, "export.criteria_none", survey.Args{"year": c.Year, "value": c.Group})
}

// importCriteria takes a file of one criteria set in.
func importCriteria(ctx context.Context, db *store.DB, t *survey.Table, dry bool, out io.Writer) error {
	use := round.Criteria{Store: db, Now: clock, Actor: operator(), DryRun: dry}
	done, err := use.Import(ctx, "", 0, "", t)
	if err != nil {
		return err
	}
	sayChange(out, done.Change(), dry)
	return nil
}

// addDemoCriteria gives the demonstration the sample sets of both its years.
func addDemoCriteria(ctx context.Context, db *store.DB, now time.Time, years demoCalendar) error {
	use := round.Criteria{Store: db, Now: func() time.Time { return now }, Actor: survey.Program}
	for _, y := range []demoYear{years.past, years.present} {
		if err := use.InstallSamples(ctx, round.Family, y.year); err != nil {
			return err
		}
	}
	return nil
}
