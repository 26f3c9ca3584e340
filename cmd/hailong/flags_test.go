package main

import (
	"crypto/rand"
	"testing"
	"time"

	"hailong/survey"
)

// By night the service looks for responses that somebody should look at; the job's result
// says how many it flagged, and the figures stay as they are.
func TestFlagsAreLookedForByNight(t *testing.T) {
	onBoth(t, func(t *testing.T, database string) {
		env := setUp(t, database)
		db := open(t, database)
		c, err := db.Catalogue(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		counter, err := c.CounterByToken(walls[0])
		if err != nil {
			t.Fatal(err)
		}
		var list []survey.Response
		for range 11 {
			at := survey.DayOf(time.Now(), office).Time()
			receipt, err := survey.NewReceipt(at, rand.Reader)
			if err != nil {
				t.Fatal(err)
			}
			r := survey.Response{
				Receipt: receipt, Counter: counter.ID, Plan: c.Plans[0].ID, Questionnaire: c.Plans[0].Questionnaire,
				AnsweredAt: at, ReceivedAt: at, Day: survey.DayOf(at, office), Channel: survey.ChannelQR,
				Status: survey.StatusValid, Levels: "55555-",
			}
			r.Tally = survey.TallyOf(&r, counter.Agency, c.Questionnaire(r.Questionnaire))
			list = append(list, r)
		}
		if _, err := db.AddResponses(t.Context(), c.Version, list); err != nil {
			t.Fatal(err)
		}
		if err := db.AddJob(t.Context(), flagKind, "test", time.Now().AddDate(0, 0, -1)); err != nil {
			t.Fatal(err)
		}
		p := start(t, env, "serve")
		raw := rawDatabase(t, database)
		var result string
		eventually(t, "the job is done", func() bool {
			err := raw.QueryRowContext(t.Context(), "SELECT result FROM job WHERE key = 'test' AND done_at IS NOT NULL").Scan(&result)
			return err == nil
		})
		if want := "responses flagged: 11; no more flagged: 0"; result != want {
			t.Errorf("the result is %q, want %q", result, want)
		}
		p.terminate(t)
		if d, err := db.Verify(t.Context()); err != nil || len(d) != 0 {
			t.Errorf("%v, %v", d, err)
		}
	})
}
