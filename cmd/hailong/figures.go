package main

import (
	"context"
	"io"
	"slices"
	"time"

	"hailong/frontend"
	"hailong/scoring/report"
	"hailong/store"
	"hailong/survey"
)

// figuresCommand reads figures where they are kept, published or not: whoever may
// run commands here may read the database anyway.
type figuresCommand struct {
	databaseSetting
	serveSettings
	Year   int    `required:"" help:"The year."`
	Plan   string `help:"A plan's code; default: the official plans of the year."`
	Agency string `help:"An agency's code: its figures down to the question."`
	Out    string `required:"" help:"FILE.xlsx or FILE.csv."`
}

// Run writes the table that the page of the same figures would offer.
func (c *figuresCommand) Run(ctx context.Context, out io.Writer) error {
	origin, err := c.origin()
	if err != nil {
		return err
	}
	db, err := c.ready(ctx, false)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	catalogue, err := db.Catalogue(ctx)
	if err != nil {
		return err
	}
	plans, err := c.plans(catalogue)
	if err != nil {
		return err
	}
	table, err := c.table(ctx, db, catalogue, plans, origin)
	if err != nil {
		return err
	}
	if err := writeTable(c.Out, table.Flat(), table.Workbook()...); err != nil {
		return err
	}
	say(out, "figures.done", survey.Args{"file": c.Out})
	return nil
}

// plans are those asked for. In this copy of the catalogue, which nobody else sees,
// every plan is public, so that the pages' tables hold them all.
func (c *figuresCommand) plans(catalogue *survey.Catalogue) ([]*survey.Plan, error) {
	for i := range catalogue.Plans {
		catalogue.Plans[i].Public = true
	}
	plans := catalogue.OfficialPlans(c.Year)
	if c.Plan != "" {
		plans = nil
		if p := catalogue.PlanByCode(c.Plan); p != nil && p.Year == c.Year {
			plans = append(plans, p)
		}
	}
	if len(plans) == 0 {
		return nil, survey.Fail(survey.NotFound, "figures.none", survey.Args{"year": c.Year, "plan": c.Plan})
	}
	return plans, nil
}

func (c *figuresCommand) table(
	ctx context.Context, db *store.DB, catalogue *survey.Catalogue, plans []*survey.Plan, origin string,
) (*frontend.Table, error) {
	now := time.Now()
	frame := frontend.Frame{
		Lang: language(), Path: "/", Simulated: catalogue.Simulated, Province: c.province(),
	}
	if c.Agency != "" {
		for _, p := range plans {
			a := catalogue.AgencyByRef(c.Agency, min(survey.DayOf(now, catalogue.Zone), p.Ends))
			if a == nil || !slices.Contains(catalogue.PlanAgencies(p), a) {
				continue
			}
			detail, err := report.ReadDetail(ctx, db, catalogue, p, a, now)
			if err != nil {
				return nil, err
			}
			frame.Path = "/agencies/" + a.Code
			return frontend.NewAgencyTable(frame, detail, origin), nil
		}
		return nil, survey.Fail(survey.NotFound, "figures.agency", survey.Args{"agency": c.Agency})
	}
	year, err := report.ReadYear(ctx, db, catalogue, plans, now)
	if err == nil {
		err = year.ReadLast(ctx, db)
	}
	if err != nil {
		return nil, err
	}
	return frontend.NewHomePage(frame, catalogue, plans[0], year).Table(origin), nil
}
