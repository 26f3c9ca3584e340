package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"

	"hailong/store"
	"hailong/survey"
	"hailong/survey/simulate"
)

// fillCommand makes a province of any size to measure with. It is no part of the
// contract, and so not in the help.
type fillCommand struct {
	databaseSetting
	Agencies  int    `default:"500" help:"How many agencies, where the database is empty."`
	Counters  int    `default:"500" help:"How many counters, where the database is empty."`
	Responses int    `default:"10000000" help:"How many responses there shall be in the end."`
	Months    int    `default:"12" help:"Over how many months of the year they are spread."`
	Year      int    `help:"The year; default: the running one."`
	Seed      uint64 `default:"1" help:"The same seed gives the same figures."`
}

// Run fills a database that is empty, or that it has filled before, up to the number
// of responses that is asked for.
func (c *fillCommand) Run(ctx context.Context, out io.Writer) error {
	if c.Agencies < 1 || c.Counters < 1 || c.Responses < 0 || c.Months < 1 || c.Months > 12 {
		return survey.Fail(survey.Invalid, "fill.numbers", nil)
	}
	db, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	if err := demoSchema(ctx, db); err != nil {
		return err
	}
	return c.fill(ctx, db, time.Now(), out)
}

func (c *fillCommand) fill(ctx context.Context, db *store.DB, now time.Time, out io.Writer) error {
	catalogue, err := db.Catalogue(ctx)
	if err != nil {
		return err
	}
	years := c.years(survey.DayOf(now, catalogue.Zone))
	ours := catalogue.PlanByCode(years.code()) != nil
	if catalogue.Simulated != ours || !ours && len(catalogue.Agencies)+len(catalogue.Plans) > 0 {
		return survey.Fail(survey.Conflict, "fill.taken", nil)
	}
	if !ours {
		if catalogue, err = c.province(ctx, db, years); err != nil {
			return err
		}
	}
	started := time.Now()
	added, total, err := c.answer(ctx, db, catalogue, years)
	if err != nil {
		return err
	}
	say(out, "fill.done", survey.Args{
		"added": added, "count": total, "agencies": len(catalogue.Agencies), "counters": len(catalogue.Counters),
		"seconds": strconv.FormatFloat(time.Since(started).Seconds(), 'f', 1, 64),
	})
	return db.Analyze(ctx)
}

// fillYear is the plan that is filled and the last day that may have answers.
type fillYear struct {
	demoYear
	last survey.Day
}

// code also tells a filled database from a demonstration.
func (y fillYear) code() string { return fmt.Sprintf("fill-%d", y.year) }

// years takes the demonstration's present where no year is named. Nobody has
// answered yet today.
func (c *fillCommand) years(today survey.Day) fillYear {
	y := fillYear{demoYear: demoYears(today).present}
	if c.Year != 0 {
		y.demoYear = demoYear{c.Year, day(c.Year, "01-01"), day(c.Year, "12-31")}
	}
	next := y.starts.Time().AddDate(0, c.Months, 0)
	y.last = min(survey.DayOf(next, time.UTC).AddDays(-1), today.AddDays(-1))
	return y
}

// fillBatch is how many responses one transaction stores.
const fillBatch = 50_000

// answer adds responses to those that are there, up to the number asked for. The next
// batch is made up while one is stored.
func (c *fillCommand) answer(
	ctx context.Context, db *store.DB, catalogue *survey.Catalogue, y fillYear,
) (added, total int, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	crowd := fillCrowd(catalogue, y)
	there, err := stored(ctx, db, crowd)
	if err != nil {
		return 0, 0, err
	}
	crowd.Responses = max(0, c.Responses-there)
	crowd.Seed = c.Seed + uint64(there)<<16 // those that come later are other ones
	batches := make(chan []survey.Response, 1)
	go func() {
		defer close(batches)
		for batch := range crowd.Batches(fillBatch) {
			select {
			case batches <- batch:
			case <-ctx.Done():
				return
			}
		}
	}()
	progress := progressBar(os.Stderr)
	for batch := range batches {
		if err := db.AddSimulated(ctx, batch); err != nil {
			return added, there + added, err
		}
		added += len(batch)
		progress(added, crowd.Responses)
	}
	if added < crowd.Responses && ctx.Err() == nil {
		return 0, there, survey.Fail(survey.Conflict, "fill.none", nil)
	}
	return added, there + added, ctx.Err()
}

// fillCrowd are the visitors of the plan. Agencies differ, on both sides of the target.
func fillCrowd(c *survey.Catalogue, y fillYear) *simulate.Crowd {
	plan := c.PlanByCode(y.code())
	crowd := &simulate.Crowd{
		Plan: plan.ID, Form: c.Questionnaire(plan.Questionnaire), From: y.starts, To: y.last, Zone: c.Zone,
	}
	for i := range c.Counters {
		n := &c.Counters[i]
		satisfied := 0.74 + float64(n.Agency*37%100)/500
		crowd.Visited = append(crowd.Visited, simulate.Visited{Counter: n, Satisfied: satisfied})
	}
	return crowd
}

// stored is how many responses the plan has.
func stored(ctx context.Context, db *store.DB, crowd *simulate.Crowd) (int, error) {
	tallies, err := db.Tallies(ctx, survey.TallyQuery{
		Plan: crowd.Plan, Questionnaires: []survey.QuestionnaireID{crowd.Form.ID},
	})
	if err != nil {
		return 0, err
	}
	var count int64
	for _, t := range tallies {
		count += t.Received
	}
	return int(count), nil
}
