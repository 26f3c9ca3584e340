package main

import (
	"crypto/rand"
	"fmt"
	"strings"
	"testing"
	"time"

	"hailong/store"
	"hailong/survey"
)

// By night the service erases comments that are older than it is told, and puts those
// of the days before together; the job's result says how many.
func TestCommentsAreTendedByNight(t *testing.T) {
	onBoth(t, func(t *testing.T, database string) {
		env := setUp(t, database)
		today := survey.DayOf(time.Now(), office)
		db := open(t, database)
		comment(t, db, walls[0], today.AddDays(-100), "quá cũ", 3)
		comment(t, db, walls[0], today.AddDays(-40), "đủ năm", 6)
		comment(t, db, walls[0], today, "hôm nay", 7)
		if err := db.AddJob(t.Context(), commentKind, "test", time.Now().AddDate(0, 0, -1)); err != nil {
			t.Fatal(err)
		}
		p := start(t, append(env, "HAILONG_COMMENT_MONTHS=2"), "serve")
		raw := rawDatabase(t, database)
		var result string
		eventually(t, "the job is done", func() bool {
			err := raw.QueryRowContext(t.Context(), "SELECT result FROM job WHERE key = 'test' AND done_at IS NOT NULL").Scan(&result)
			return err == nil
		})
		if want := "comments erased: 3; put together: 6 in 1 groups"; result != want {
			t.Errorf("the result is %q, want %q", result, want)
		}
		p.terminate(t)
		left := strings.Join(column(t, raw, "SELECT text FROM comment ORDER BY text"), ", ")
		if strings.Contains(left, "quá cũ") || strings.Count(left, ", ") != 12 {
			t.Errorf("left are %s", left)
		}
		entries := column(t, raw, "SELECT after FROM log_entry WHERE action = 'comment.expire'")
		if len(entries) != 1 || !strings.Contains(entries[0], `"Comments":3`) {
			t.Errorf("the log says %v", entries)
		}
		if said := p.stdout.String() + p.stderr.String(); strings.Contains(said, "quá cũ") {
			t.Error("the service's log holds a comment")
		}
	})
}

// comment stores so many comments at a counter, all of one day.
func comment(t *testing.T, db *store.DB, token string, day survey.Day, text string, count int) {
	t.Helper()
	c, err := db.Catalogue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	counter, err := c.CounterByToken(token)
	if err != nil {
		t.Fatal(err)
	}
	var list []survey.Response
	for i := range count {
		at := day.Time()
		receipt, err := survey.NewReceipt(at, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		r := survey.Response{
			Receipt: receipt, Counter: counter.ID, Plan: c.Plans[0].ID, Questionnaire: c.Plans[0].Questionnaire,
			AnsweredAt: at, ReceivedAt: at, Day: day, Channel: survey.ChannelQR, Status: survey.StatusValid,
			Levels: "5-----", Comment: fmt.Sprintf("%s %d", text, i),
		}
		r.Tally = survey.TallyOf(&r, counter.Agency, c.Questionnaire(r.Questionnaire))
		list = append(list, r)
	}
	if _, err := db.AddResponses(t.Context(), c.Version, list); err != nil {
		t.Fatal(err)
	}
}
