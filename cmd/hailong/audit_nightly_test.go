package main

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"hailong/job"
	"hailong/survey"
)

func TestACheckThatNoJobBringsIsDoneAllTheSame(t *testing.T) {
	ran, fault := 0, error(nil)
	own := &ownCheck{last: clock(), log: slog.New(slog.DiscardHandler), run: func(context.Context) (string, error) {
		ran++
		return "", fault
	}}
	begin := own.last
	after := func(d time.Duration, want int) {
		t.Helper()
		if err := own.overdue(t.Context(), begin.Add(d)); !errors.Is(err, fault) || ran != want {
			t.Errorf("after %v: %d checks, %v; want %d", d, ran, err, want)
		}
	}
	after(withoutCheck-1, 0)
	after(withoutCheck, 1)
	after(withoutCheck+time.Hour, 1)
	fault = errors.New("database away")
	after(2*withoutCheck, 2)
	after(2*withoutCheck+time.Minute, 3) // again at the next look
	fault = nil
	after(2*withoutCheck+2*time.Minute, 4)
	if _, err := own.work(t.Context(), job.Job{}); err != nil || ran != 5 {
		t.Error(ran, err)
	}
	begin = own.last
	after(withoutCheck-1, 5) // a job's check counts

	own.run = func(context.Context) (string, error) { panic("a bent row") }
	if err := own.overdue(t.Context(), begin.Add(withoutCheck)); err == nil {
		t.Error("a panic is no result")
	}
}

// A forged row for every night to come, marked as done, holds the check off for two
// days and no longer.
func TestForgedJobsDoNotSwitchTheNightlyCheckOff(t *testing.T) {
	onBoth(t, func(t *testing.T, database string) {
		setUp(t, database)
		db := open(t, database)
		shelf, err := survey.NewShelf(t.Context(), db)
		if err != nil {
			t.Fatal(err)
		}
		var said bytes.Buffer
		runner := newRunner(db, shelf, nil, 1, slog.New(slog.NewTextHandler(&said, nil)))
		now := clock()
		for day := range 5 {
			night := now.AddDate(0, 0, day).In(shelf.Now().Zone).Format(time.DateOnly)
			if err := db.AddJob(t.Context(), checkKind, checkKind+" "+night, now); err != nil {
				t.Fatal(err)
			}
		}
		for {
			forged, err := db.ClaimJob(t.Context(), now, now.Add(time.Minute))
			if err != nil || forged == nil {
				break
			}
			if err := db.EndJob(t.Context(), forged.ID, "tallies that differ: 0", now); err != nil {
				t.Fatal(err)
			}
		}
		if err := runner.Plan(t.Context(), now.Add(withoutCheck+time.Minute)); err != nil {
			t.Fatal(err)
		}
		if text := said.String(); !strings.Contains(text, "checked without a job") || !strings.Contains(text, "log whole") {
			t.Error(text)
		}
	})
}
