package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"hailong/frontend"
	"hailong/store"
	"hailong/survey"
	"hailong/survey/simulate"
)

type demoCommand struct {
	databaseSetting
	serveSettings
}

// Run serves simulated figures: from a throw-away SQLite file, or from
// HAILONG_DATABASE where that is set and empty or a demonstration already.
func (c *demoCommand) Run(ctx context.Context, out io.Writer) error {
	if c.Database == "hailong.db" && os.Getenv("HAILONG_DATABASE") == "" {
		dir, err := os.MkdirTemp("", "hailong-demo-")
		if err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(dir) }()
		c.Database = filepath.Join(dir, "demo.db")
	}
	db, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	if _, err := db.Migrate(ctx); err != nil {
		return err
	}
	if err := makeDemo(ctx, db, time.Now(), out); err != nil {
		return err
	}
	catalogue, err := db.Catalogue(ctx)
	if err != nil {
		return err
	}
	return c.serve(ctx, db, func(address string) { c.announce(out, catalogue, address) })
}

// announce prints where to look and a code to scan. Without HAILONG_URL the code
// points to the address that is listened on.
func (c *demoCommand) announce(out io.Writer, catalogue *survey.Catalogue, address string) {
	origin, err := c.origin()
	if err != nil || c.URL == "" {
		origin = address
	}
	counter := &catalogue.Counters[0]
	for i := range catalogue.Counters {
		if catalogue.Counters[i].Code == "STP-01" {
			counter = &catalogue.Counters[i]
		}
	}
	say(out, "serve.at", survey.Args{"address": address})
	say(out, "demo.open", survey.Args{"home": origin + "/", "counter": origin + "/s/" + string(counter.Token)})
	if code, err := frontend.QRText(frontend.CounterAddress(origin, counter.Token)); err == nil {
		_, _ = fmt.Fprintln(out, code)
	}
}

// makeDemo fills an empty database; a demonstration that is there stays as it is.
func makeDemo(ctx context.Context, db *store.DB, now time.Time, out io.Writer) error {
	catalogue, err := db.Catalogue(ctx)
	if err != nil {
		return err
	}
	if catalogue.Simulated {
		return nil
	}
	if len(catalogue.Agencies)+len(catalogue.Plans) > 0 {
		return survey.Fail(survey.Conflict, "demo.taken", nil)
	}
	years := demoYears(survey.DayOf(now, catalogue.Zone))
	setup := &survey.Setup{Store: db, Now: time.Now, Random: demoRandom(), Actor: survey.Program}
	// One transaction: a start that is interrupted leaves an empty database.
	err = db.InTx(ctx, func(ctx context.Context) error {
		if err := db.MarkSimulated(ctx); err != nil {
			return err
		}
		return setUpDemo(ctx, setup, years)
	})
	if err != nil {
		return err
	}
	if catalogue, err = db.Catalogue(ctx); err != nil {
		return err
	}
	count, err := answerDemo(ctx, db, catalogue, years)
	if err != nil {
		return err
	}
	say(out, "demo.made", survey.Args{"count": count, "year": years.present.year})
	return db.Analyze(ctx)
}

// answerDemo checks and stores the simulated answers on the same way as real ones.
func answerDemo(
	ctx context.Context, db *store.DB, catalogue *survey.Catalogue, years demoCalendar,
) (int, error) {
	var batch []survey.Response
	count := 0
	flush := func() error {
		_, err := db.AddResponses(ctx, catalogue.Version, batch)
		count += len(batch)
		batch = batch[:0]
		return err
	}
	for _, s := range demoAnswers(catalogue, years) {
		r, err := catalogue.Check(&s.Draft, s.At)
		if err != nil {
			return count, fmt.Errorf("simulated answer: %w", err)
		}
		if batch = append(batch, r); len(batch) == demoBatch {
			if err := flush(); err != nil {
				return count, err
			}
		}
	}
	if len(batch) == 0 {
		return count, nil
	}
	return count, flush()
}

// demoBatch is larger than the intake's: nobody waits for these answers, and
// SQLite takes so many values in one statement.
const demoBatch = 1000

func demoAnswers(c *survey.Catalogue, years demoCalendar) []simulate.Sent {
	past, present := years.past, years.present
	sent := simulate.Answers(demoProfiles(c, past, 0.18), past.starts, past.ends, c.Zone, demoSeed+1)
	return append(sent,
		simulate.Answers(demoProfiles(c, present, 1), present.starts, years.yesterday, c.Zone, demoSeed)...)
}
