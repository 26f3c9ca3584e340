package job

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// queue is a Queue in memory; the one that lasts is tested in store.
type queue struct {
	jobs []*entry
	err  error
}

type entry struct {
	Job
	due    time.Time
	leased time.Time
	result string // empty: not done
}

func (q *queue) AddJob(_ context.Context, kind, key string, due time.Time) error {
	if !slices.ContainsFunc(q.jobs, func(e *entry) bool { return e.Key == key }) {
		q.jobs = append(q.jobs, &entry{Job: Job{ID: int64(len(q.jobs)), Kind: kind, Key: key}, due: due})
	}
	return q.err
}

func (q *queue) ClaimJob(_ context.Context, now, till time.Time) (*Job, error) {
	for _, e := range q.jobs {
		if e.result == "" && !e.due.After(now) && e.leased.Before(now) {
			e.leased = till
			e.Attempts++
			claimed := e.Job
			return &claimed, q.err
		}
	}
	return nil, q.err
}

func (q *queue) EndJob(_ context.Context, id int64, result string, _ time.Time) error {
	q.jobs[id].result = result
	return q.err
}

func (q *queue) RetryJob(_ context.Context, id int64, due time.Time) error {
	q.jobs[id].leased, q.jobs[id].due = time.Time{}, due
	return q.err
}

// runner works on q by synctest's clock, on which no time passes outside.
func runner(q *queue, works map[string]Work) *Runner {
	return &Runner{
		Queue: q, Works: works, Now: time.Now, Log: slog.New(slog.DiscardHandler), Every: time.Minute,
		Plan: func(context.Context, time.Time) error { return nil },
	}
}

// run lets a runner work for so long.
func run(t *testing.T, r *Runner, long time.Duration) {
	ctx, cancel := context.WithTimeout(t.Context(), long)
	defer cancel()
	r.Run(ctx)
}

func TestADueJobIsDoneOnceAndAJobOfTomorrowIsNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var done []string
		work := func(_ context.Context, j Job) (string, error) { done = append(done, j.Key); return "sent", nil }
		q := &queue{}
		for key, due := range map[string]time.Duration{"now": 0, "in an hour": time.Hour, "tomorrow": 24 * time.Hour} {
			if err := q.AddJob(t.Context(), "mail", key, time.Now().Add(due)); err != nil {
				t.Fatal(err)
			}
		}
		run(t, runner(q, map[string]Work{"mail": work}), 2*time.Hour)
		if d := cmp.Diff([]string{"now", "in an hour"}, done); d != "" {
			t.Error(d)
		}
	})
}

func TestAFailingJobIsTriedLaterAndLaterAndThenGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tries []time.Duration
		start := time.Now()
		work := func(_ context.Context, j Job) (string, error) {
			tries = append(tries, time.Since(start))
			if j.Attempts != len(tries) {
				t.Errorf("try %d says %d", len(tries), j.Attempts)
			}
			return "", errors.New("no mail server")
		}
		q := &queue{}
		_ = q.AddJob(t.Context(), "mail", "a", start)
		run(t, runner(q, map[string]Work{"mail": work}), 24*time.Hour)
		minute := time.Minute
		if d := cmp.Diff([]time.Duration{0, 10 * minute, 30 * minute, 60 * minute, 100 * minute}, tries); d != "" {
			t.Error(d)
		}
		if got := q.jobs[0].result; got != "given up: no mail server" {
			t.Errorf("result %q", got)
		}
	})
}

func TestAJobThatFailedOnceIsDoneOnTheNextTry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		work := func(_ context.Context, j Job) (string, error) {
			if j.Attempts == 1 {
				return "", errors.New("not yet")
			}
			return "sent", nil
		}
		q := &queue{}
		_ = q.AddJob(t.Context(), "mail", "a", time.Now())
		run(t, runner(q, map[string]Work{"mail": work}), time.Hour)
		if q.jobs[0].result != "sent" || q.jobs[0].Attempts != 2 {
			t.Errorf("%+v", q.jobs[0])
		}
	})
}

func TestAJobOfAnUnknownKindDoesNotBlockTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := &queue{}
		_ = q.AddJob(t.Context(), "of a newer program", "a", time.Now())
		_ = q.AddJob(t.Context(), "mail", "b", time.Now())
		work := func(context.Context, Job) (string, error) { return "sent", nil }
		run(t, runner(q, map[string]Work{"mail": work}), time.Second)
		if q.jobs[0].result != "unknown kind" || q.jobs[1].result != "sent" {
			t.Errorf("%+v, %+v", q.jobs[0], q.jobs[1])
		}
	})
}

func TestTheCalendarIsAskedAtEachRoundAndQueuesOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		done, asked := 0, 0
		q := &queue{}
		r := runner(q, map[string]Work{"report": func(context.Context, Job) (string, error) { done++; return "made", nil }})
		r.Plan = func(ctx context.Context, now time.Time) error {
			asked++
			return q.AddJob(ctx, "report", "report "+now.Format(time.DateOnly), now)
		}
		run(t, r, 30*time.Minute)
		if done != 1 || asked < 29 {
			t.Errorf("asked %d times, done %d times", asked, done)
		}
	})
}

func TestAQueueThatIsAwayIsAskedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		done := 0
		q := &queue{err: errors.New("away")}
		r := runner(q, map[string]Work{"mail": func(context.Context, Job) (string, error) { done++; return "sent", nil }})
		r.Plan = func(ctx context.Context, now time.Time) error {
			_ = q.AddJob(ctx, "mail", "a", now)
			if time.Now().Minute() >= 5 {
				q.err = nil
			}
			return q.err
		}
		run(t, r, 10*time.Minute)
		if done != 1 {
			t.Errorf("done %d times", done)
		}
	})
}
