package main

import (
	"context"
	"crypto"
	"math/rand/v2"
	"strings"
	"time"

	"hailong/scoring/round"
	"hailong/store"
	"hailong/survey"
)

// demoIndex fills the yearly index of a demonstration by the use cases that people go
// through: last year published, this year in the middle of the appraisal.
type demoIndex struct {
	db        *demoStore
	keys      demoKeys
	catalogue *survey.Catalogue
	evidence  survey.StoredFile // stands for every file of every agency
	random    *rand.Rand
	at        time.Time // what the clock says for what is done
}

// demoKeys is what publishing needs beside the database.
type demoKeys struct {
	files    survey.Files
	signer   crypto.Signer
	province survey.Text
}

// demoKeys are where files and the key lie that the demonstration's service uses.
func (s *serveSettings) demoKeys(ctx context.Context, database string, db *store.DB) (demoKeys, error) {
	u, err := s.publishing(ctx, database, db)
	if err != nil {
		return demoKeys{}, err
	}
	return demoKeys{files: u.Files, signer: u.Signer, province: s.province()}, nil
}

func newDemoIndex(ctx context.Context, db *store.DB, keys demoKeys, now time.Time) (*demoIndex, error) {
	c, err := db.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	d := &demoIndex{db: newDemoStore(db, c), keys: keys, catalogue: c, at: now}
	d.random = rand.New(rand.NewPCG(demoSeed, demoSeed)) //nolint:gosec // a demonstration repeats itself
	d.evidence, err = keys.files.PutFile(ctx, "mo-phong.pdf", strings.NewReader(demoPDF))
	return d, err
}

// addDemoIndex adds the index to a demonstration that has none: all of it, or nothing.
func addDemoIndex(ctx context.Context, db *store.DB, keys demoKeys, now time.Time) error {
	return db.InTx(ctx, func(ctx context.Context) error {
		if rounds, err := db.Rounds(ctx); err != nil || len(rounds) > 0 {
			return err
		}
		d, err := newDemoIndex(ctx, db, keys, now)
		if err != nil {
			return err
		}
		years := demoYears(survey.DayOf(now, d.catalogue.Zone))
		if err := d.pastRankings(ctx, years.past.year); err != nil {
			return err
		}
		if err := d.lastYear(ctx, years.past.year); err != nil {
			return err
		}
		d.at = now
		if err := d.tasks(ctx, years.present.year); err != nil {
			return err
		}
		return d.thisYear(ctx, years.present.year)
	})
}

// finishDemo is the one click that ends the demonstration's year: the rest is appraised,
// explained and closed, and both editions are published. It tells the year.
func finishDemo(ctx context.Context, db *store.DB, keys demoKeys, now time.Time) (int, error) {
	year := 0
	err := db.InTx(ctx, func(ctx context.Context) error {
		d, err := newDemoIndex(ctx, db, keys, now)
		if err != nil {
			return err
		}
		rounds, err := db.Rounds(ctx)
		if err != nil {
			return err
		}
		present := demoYears(survey.DayOf(now, d.catalogue.Zone)).present.year
		for i := range rounds {
			if r := &rounds[i]; r.Step != round.Closed && r.Year == present {
				year = r.Year
				if err := d.finish(ctx, r.ID); err != nil {
					return err
				}
				return d.publish(ctx, r.ID)
			}
		}
		return survey.Fail(survey.Conflict, "demo.finished", nil)
	})
	return year, err
}

// demoPDF is the smallest document that says that it is none.
const demoPDF = "%PDF-1.4\n" +
	"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n" +
	"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" +
	"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R" +
	"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n" +
	"4 0 obj<</Length 54>>stream\nBT /F 18 Tf 72 720 Td (Mo phong: simulated file.) Tj ET\nendstream endobj\n" +
	"trailer<</Root 1 0 R>>\n%%EOF\n"

// lastYear is a whole year, from the plans and sets to the published edition.
func (d *demoIndex) lastYear(ctx context.Context, year int) error {
	calendar := round.SampleCalendar(year)
	d.at = d.noon(calendar[round.SelfAssessing].AddDays(-10)) // what is reported later counts for nothing
	if err := d.ownPlans(ctx, year); err != nil {
		return err
	}
	d.at = d.at.AddDate(0, 0, 1)
	id, err := d.open(ctx, year, calendar)
	if err != nil {
		return err
	}
	if err := d.assess(ctx, id, 0); err != nil {
		return err
	}
	if err := d.finish(ctx, id); err != nil {
		return err
	}
	d.at = d.noon(day(year+1, "01-12"))
	return d.publish(ctx, id)
}

// thisYear stops where half of the leaves are appraised; two agencies are late.
func (d *demoIndex) thisYear(ctx context.Context, year int) error {
	now, today := d.at, survey.DayOf(d.at, d.catalogue.Zone)
	d.at = now.AddDate(0, 0, -20) // when agencies still had time
	id, err := d.open(ctx, year, map[round.Step]survey.Day{
		round.SelfAssessing: today.AddDays(-3), round.Appraising: today.AddDays(12),
		round.Explaining: today.AddDays(19), round.Reappraising: today.AddDays(27),
	})
	if err != nil {
		return err
	}
	if err := d.assess(ctx, id, 2); err != nil {
		return err
	}
	d.at = now
	if err := d.rounds().Advance(ctx, d.secretary(), id, round.Appraising, ""); err != nil {
		return err
	}
	return d.appraise(ctx, id, 0.5)
}

// noon is the middle of a day where the office is.
func (d *demoIndex) noon(on survey.Day) time.Time {
	at := on.Time()
	return time.Date(at.Year(), at.Month(), at.Day(), 12, 0, 0, 0, d.catalogue.Zone)
}

func (d *demoIndex) now() time.Time { return d.at }

func (d *demoIndex) rounds() *round.Rounds {
	return &round.Rounds{Store: d.db, Files: d.keys.files, Now: d.now, Tasks: d.db, Past: d.db}
}

// open opens a round on the sample sets, with one appraiser for everybody.
func (d *demoIndex) open(
	ctx context.Context, year int, calendar map[round.Step]survey.Day,
) (round.ID, error) {
	criteria := round.Criteria{Store: d.db, Now: d.now, Actor: survey.Actor{Name: "thuky", Where: "demo"}}
	if err := criteria.InstallSamples(ctx, round.Family, year); err != nil {
		return 0, err
	}
	opening := round.Opening{Family: round.Family, Year: year, Deadlines: calendar, Groups: demoGroups}
	id, err := d.rounds().Open(ctx, d.secretary(), opening)
	if err != nil {
		return 0, err
	}
	to := d.person("thamdinh", "STC")
	return id, d.rounds().Assign(ctx, d.secretary(), id, round.Assignment{Login: to.Login}, to)
}
