// Package job runs work that outlives a request: rows in a table, claimed by
// lease, so that of several instances one does it, and another takes over where
// that one dies.
package job

import (
	"context"
	"fmt"
	"log/slog"
	"time"
)

// Job is a piece of work. Its key is unique for ever: the same work is queued once.
type Job struct {
	ID       int64
	Kind     string
	Key      string
	Attempts int // this one included
}

// Queue keeps jobs.
type Queue interface {
	// AddJob queues a job, unless one with its key was queued before.
	AddJob(ctx context.Context, kind, key string, due time.Time) error
	// ClaimJob leases the job that is due longest, nil where none is.
	ClaimJob(ctx context.Context, now, till time.Time) (*Job, error)
	// EndJob keeps the result of a job that is done.
	EndJob(ctx context.Context, id int64, result string, at time.Time) error
	// RetryJob gives a failed job back, due again at a time.
	RetryJob(ctx context.Context, id int64, due time.Time) error
}

// Work does a job and says what came out of it. It may be run more than once.
type Work func(ctx context.Context, j Job) (result string, err error)

// Runner claims and does jobs until its context ends.
type Runner struct {
	Queue Queue
	Works map[string]Work                                // by kind
	Plan  func(ctx context.Context, now time.Time) error // queues what the calendar asks for
	Now   func() time.Time
	Log   *slog.Logger
	Every time.Duration // how often to look
}

const (
	lease     = 15 * time.Minute
	maxTries  = 5
	retryStep = 10 * time.Minute
	endTime   = time.Second // to give a job back when the service ends
)

// Run works until ctx ends.
func (r *Runner) Run(ctx context.Context) {
	ticker := time.NewTicker(r.Every)
	defer ticker.Stop()
	for {
		if err := r.round(ctx); err != nil && ctx.Err() == nil {
			r.Log.Warn("jobs", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// round queues what is planned and does all that is due.
func (r *Runner) round(ctx context.Context) error {
	if err := r.Plan(ctx, r.Now()); err != nil {
		return err
	}
	for {
		j, err := r.Queue.ClaimJob(ctx, r.Now(), r.Now().Add(lease))
		if err != nil || j == nil {
			return err
		}
		if err := r.do(ctx, *j); err != nil {
			return err
		}
	}
}

// safely turns a panic into an error, which is counted as a try: a job that always
// panics must not take the service down every time its lease ends.
func safely(ctx context.Context, work Work, j Job) (result string, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return work(ctx, j)
}

func (r *Runner) do(ctx context.Context, j Job) error {
	work := r.Works[j.Kind]
	if work == nil {
		return r.Queue.EndJob(ctx, j.ID, "unknown kind", r.Now())
	}
	if j.Attempts > maxTries {
		// The tries before ended with the process, not with an error.
		r.Log.Error("job given up", "kind", j.Kind, "key", j.Key)
		return r.Queue.EndJob(ctx, j.ID, "given up", r.Now())
	}
	result, err := safely(ctx, work, j)
	if ctx.Err() != nil {
		// Also when the service ends the job must not stay leased to nobody.
		ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), endTime)
		defer cancel()
		ctx = ending
	}
	switch {
	case err == nil:
		r.Log.Info("job done", "kind", j.Kind, "key", j.Key, "result", result)
		return r.Queue.EndJob(ctx, j.ID, result, r.Now())
	case j.Attempts >= maxTries:
		r.Log.Error("job given up", "kind", j.Kind, "key", j.Key, "error", err)
		return r.Queue.EndJob(ctx, j.ID, fmt.Sprintf("given up: %v", err), r.Now())
	}
	r.Log.Warn("job failed", "kind", j.Kind, "key", j.Key, "try", j.Attempts, "error", err)
	return r.Queue.RetryJob(ctx, j.ID, r.Now().Add(time.Duration(j.Attempts)*retryStep))
}
