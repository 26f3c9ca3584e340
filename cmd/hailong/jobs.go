package main

import (
	"context"
	"errors"
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
				return "what has ended is forgotten: sessions, tries, links that were asked for", errors.Join(
					signIn.Expire(ctx), db.ForgetJobs(ctx, ticketKind, clock().Add(-ticketMemory)),
				)
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
