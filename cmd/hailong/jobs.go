package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"hailong/account"
	"hailong/job"
	"hailong/store"
	"hailong/survey"
)

// checkKind is the nightly proof that nothing was altered behind our back: the
// tallies still are what the responses say, and the log is whole.
const checkKind = "check"

// expireKind forgets each night who has long signed out.
const expireKind = "expire"

// checkHour is when it is due, in the office's zone.
const checkHour = 2

func newRunner(
	db *store.DB, shelf *survey.Shelf, signIn *account.SignIn, kept months, log *slog.Logger,
) *job.Runner {
	own := &ownCheck{
		last: clock(), log: log,
		run: func(ctx context.Context) (string, error) { return check(ctx, db, log) },
	}
	return &job.Runner{
		Queue: db, Now: clock, Log: log, Every: jobsEvery,
		Works: map[string]job.Work{
			checkKind: own.work,
			expireKind: func(ctx context.Context, _ job.Job) (string, error) {
				return "sessions and tries that ended are forgotten", signIn.Expire(ctx)
			},
			commentKind: func(ctx context.Context, _ job.Job) (string, error) {
				return tendComments(ctx, db, shelf, kept, log)
			},
		},
		Plan: func(ctx context.Context, now time.Time) error {
			local := now.In(shelf.Now().Zone)
			due := onDay(local, checkHour)
			day := " " + local.Format(time.DateOnly)
			return errors.Join(
				db.AddJob(ctx, commentKind, commentKind+day, onDay(local, commentHour)),
				db.AddJob(ctx, checkKind, checkKind+day, due), db.AddJob(ctx, expireKind, expireKind+day, due),
				own.overdue(ctx, now),
			)
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
	audit, err := survey.Audit(ctx, db, nil)
	if survey.KindOf(err) == survey.Conflict {
		log.Error("the log was tampered with: run hailong audit verify", "error", err)
		return fmt.Sprintf("tallies that differ: %d; log: %v after row %d%s",
			len(differences), err, audit.Log.Number, archives), nil
	}
	if err != nil {
		return "", err
	}
	if len(audit.Differs) > 0 {
		log.Error("the catalogue is not as the log says: run hailong audit verify", "count", len(audit.Differs))
	}
	return fmt.Sprintf("tallies that differ: %d; log whole, head %s; catalogue that differs: %d%s",
		len(differences), survey.LogHead(audit.Log), len(audit.Differs), archives), nil
}
