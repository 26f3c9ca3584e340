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

// expireKind forgets each night who has long signed out, and which links were asked for.
const expireKind = "expire"

// flagKind looks each night for responses that somebody should look at.
const flagKind = "flags"

// flagHour is when it is due: after the check, which it would only keep waiting.
const flagHour = 3

// nightly is who acts when nobody does.
var nightly = survey.Actor{Name: survey.Program.Name, Where: "job"}

// lookForFlags says in one line what was noticed.
func lookForFlags(ctx context.Context, db *store.DB, shelf *survey.Shelf) (string, error) {
	c, err := shelf.Fresh(ctx)
	if err != nil {
		return "", err
	}
	found, err := survey.FindFlags(ctx, db, c, nightly, clock)
	return fmt.Sprintf("responses flagged: %d; no more flagged: %d", found.Added, found.Dropped), err
}

// checkHour is when it is due, in the office's zone.
const checkHour = 2

func newRunner(
	db *store.DB, shelf *survey.Shelf, signIn *account.SignIn, kept months, log *slog.Logger,
) *job.Runner {
	own := &ownCheck{
		last: clock(), log: log,
		run: (&nightCheck{db: db, log: log}).run,
	}
	return &job.Runner{
		Queue: db, Now: clock, Log: log, Every: jobsEvery,
		Works: map[string]job.Work{
			checkKind: own.work,
			expireKind: func(ctx context.Context, _ job.Job) (string, error) {
				return "what has ended is forgotten: sessions, tries, links that were asked for, notices", errors.Join(
					signIn.Expire(ctx), db.ForgetJobs(ctx, ticketKind, clock().Add(-ticketMemory)),
					db.ForgetJobs(ctx, securedKind, clock().Add(-ticketMemory)),
				)
			},
			flagKind: func(ctx context.Context, _ job.Job) (string, error) {
				return lookForFlags(ctx, db, shelf)
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
				db.AddJob(ctx, flagKind, flagKind+day, onDay(local, flagHour)),
				db.AddJob(ctx, checkKind, checkKind+day, due), db.AddJob(ctx, expireKind, expireKind+day, due),
				own.overdue(ctx, now),
			)
		},
	}
}
