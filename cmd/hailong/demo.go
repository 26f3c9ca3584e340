package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"hailong/frontend"
	"hailong/migrations"
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
		c.Files = "" // beside it, and thrown away with it
	}
	db, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	if err := demoSchema(ctx, db); err != nil {
		return err
	}
	if err := makeDemo(ctx, db, time.Now(), out); err != nil {
		return err
	}
	keys, err := c.demoKeys(ctx, c.Database, db)
	if err != nil {
		return err
	}
	if err := addDemoIndex(ctx, db, keys, time.Now()); err != nil {
		return err
	}
	c.finish = func(ctx context.Context) (int, error) { return finishDemo(ctx, db, keys, time.Now()) }
	catalogue, err := db.Catalogue(ctx)
	if err != nil {
		return err
	}
	c.demo = true
	return c.serve(ctx, db, c.Database, func(address string) { c.announce(out, catalogue, address) })
}

// demoSchema gives an empty database its schema. One that has an older schema is
// somebody's, and is not touched.
func demoSchema(ctx context.Context, db *store.DB) error {
	err := db.Ready(ctx)
	if schema, ok := errors.AsType[*migrations.SchemaError](err); ok && schema.Database == 0 {
		_, err = db.Migrate(ctx)
	}
	return err
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
	say(out, "demo.open", survey.Args{
		"home": origin + "/", "counter": origin + "/s/" + string(counter.Token), "desk": origin + "/sign-in",
	})
	if code, err := frontend.QRText(frontend.CounterAddress(origin, counter.Token)); err == nil {
		_, _ = fmt.Fprintln(out, code)
	}
}

// makeDemo fills an empty database; a demonstration that is there only gets what those of
// earlier versions had not.
// All of it is one transaction: a start that is interrupted leaves nothing behind.
func makeDemo(ctx context.Context, db *store.DB, now time.Time, out io.Writer) error {
	catalogue, err := db.Catalogue(ctx)
	if err != nil {
		return err
	}
	if catalogue.Simulated {
		return completeDemo(ctx, db, now)
	}
	if len(catalogue.Agencies)+len(catalogue.Plans) > 0 {
		return survey.Fail(survey.Conflict, "demo.taken", nil)
	}
	years, count := demoYears(survey.DayOf(now, catalogue.Zone)), 0
	err = db.InTx(ctx, func(ctx context.Context) error {
		if err := db.MarkSimulated(ctx); err != nil {
			return err
		}
		setup := &survey.Setup{Store: db, Now: time.Now, Random: demoRandom(), Actor: survey.Program}
		if err := setUpDemo(ctx, setup, years); err != nil {
			return err
		}
		if count, err = answerDemo(ctx, db, years); err != nil {
			return err
		}
		if err := addDemoCriteria(ctx, db, now, years); err != nil {
			return err
		}
		return addDemoPeople(ctx, db, now)
	})
	if err != nil {
		return err
	}
	if err := releaseDemo(ctx, db, now); err != nil {
		return err
	}
	say(out, "demo.made", survey.Args{"count": count, "year": years.present.year})
	return db.Analyze(ctx)
}

// completeDemo gives a demonstration of an earlier version its people and its comments.
func completeDemo(ctx context.Context, db *store.DB, now time.Time) error {
	err := db.InTx(ctx, func(ctx context.Context) error {
		people, err := db.Accounts(ctx)
		if err != nil || len(people) > 0 {
			return err
		}
		return addDemoPeople(ctx, db, now)
	})
	if err != nil {
		return err
	}
	return releaseDemo(ctx, db, now)
}

// releaseDemo shows the comments: the nights that would have put them together have passed.
func releaseDemo(ctx context.Context, db *store.DB, now time.Time) error {
	catalogue, err := db.Catalogue(ctx)
	if err != nil {
		return err
	}
	_, err = survey.ReleaseComments(ctx, db, catalogue, now)
	return err
}

// answerDemo checks and stores the simulated answers on the same way as real ones.
func answerDemo(ctx context.Context, db *store.DB, years demoCalendar) (int, error) {
	catalogue, err := db.Catalogue(ctx)
	if err != nil {
		return 0, err
	}
	sent := demoAnswers(catalogue, years)
	addDemoComments(sent)
	for batch := range slices.Chunk(sent, demoBatch) {
		responses := make([]survey.Response, len(batch))
		for i := range batch {
			if responses[i], err = catalogue.Check(&batch[i].Draft, batch[i].At); err != nil {
				return 0, fmt.Errorf("simulated answer: %w", err)
			}
		}
		if _, err := db.AddResponses(ctx, catalogue.Version, responses); err != nil {
			return 0, err
		}
	}
	return len(sent), nil
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
