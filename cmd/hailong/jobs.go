package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"hailong/job"
	"hailong/store"
	"hailong/survey"
)

// checkKind is the nightly proof that nothing was altered behind our back: the
// tallies still are what the responses say, and the log is whole.
const checkKind = "check"

// checkHour is when it is due, in the office's zone.
const checkHour = 2

func newRunner(db *store.DB, shelf *survey.Shelf, log *slog.Logger) *job.Runner {
	return &job.Runner{
		Queue: db, Now: clock, Log: log, Every: jobsEvery,
		Works: map[string]job.Work{
			checkKind: func(ctx context.Context, _ job.Job) (string, error) { return check(ctx, db, log) },
		},
		Plan: func(ctx context.Context, now time.Time) error {
			local := now.In(shelf.Now().Zone)
			due := time.Date(local.Year(), local.Month(), local.Day(), checkHour, 0, 0, 0, local.Location())
			return db.AddJob(ctx, checkKind, checkKind+" "+local.Format(time.DateOnly), due)
		},
	}
}

// check says in one line what differs; a difference is a result, not a failure.
func check(ctx context.Context, db *store.DB, log *slog.Logger) (string, error) {
	differences, err := db.Verify(ctx)
	if err != nil {
		return "", err
	}
	if len(differences) > 0 {
		log.Error("tallies differ from the responses: run hailong recount", "count", len(differences))
	}
	archives, err := checkArchives(ctx, db, survey.English, func(fault string) { log.Error(fault) })
	if err != nil {
		return "", err
	}
	chain, err := db.VerifyLog(ctx)
	if survey.KindOf(err) == survey.Conflict {
		log.Error("the log was tampered with: run hailong audit verify", "error", err)
		return fmt.Sprintf("tallies that differ: %d; log: %v after row %d%s",
			len(differences), err, chain.Number, archives), nil
	}
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("tallies that differ: %d; log whole, %d rows, head %s%s",
		len(differences), chain.Number, chain.Hash, archives), nil
}
