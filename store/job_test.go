package store_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hailong/job"
	"hailong/store"
	"hailong/store/storetest"
)

// claim leases a job for ten minutes and gives its key, empty where none is due.
func claim(t *testing.T, db *store.DB, now time.Time) (key string, j *job.Job) {
	t.Helper()
	j, err := db.ClaimJob(t.Context(), now, now.Add(10*time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	if j == nil {
		return "", nil
	}
	return j.Key, j
}

func addJobs(t *testing.T, db *store.DB, due map[string]time.Time) {
	t.Helper()
	for key, at := range due {
		if err := db.AddJob(t.Context(), "mail", key, at); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheJobThatIsDueLongestIsClaimedFirst(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		addJobs(t, db, map[string]time.Time{
			"second": noon.Add(-time.Microsecond), "first": noon.Add(-time.Second), "third": noon, "later": noon.Add(time.Microsecond),
		})
		var got []string
		for range 4 {
			key, _ := claim(t, db, noon)
			got = append(got, key)
		}
		if d := cmp.Diff([]string{"first", "second", "third", ""}, got); d != "" {
			t.Error(d)
		}
	})
}

func TestTheSameKeyIsQueuedOnceForEver(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		for range 3 {
			addJobs(t, db, map[string]time.Time{"a": noon})
		}
		_, j := claim(t, db, noon)
		if err := db.EndJob(t.Context(), j.ID, "sent", noon); err != nil {
			t.Fatal(err)
		}
		addJobs(t, db, map[string]time.Time{"a": noon})
		if key, _ := claim(t, db, noon.Add(time.Hour)); key != "" {
			t.Errorf("%s was queued again", key)
		}
	})
}

func TestALeaseThatRunsOutGivesTheJobToAnother(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		addJobs(t, db, map[string]time.Time{"a": noon})
		if key, j := claim(t, db, noon); key != "a" || j.Attempts != 1 || j.Kind != "mail" {
			t.Errorf("%+v", j)
		}
		if key, _ := claim(t, db, noon.Add(10*time.Minute)); key != "" {
			t.Errorf("%s was claimed while it is leased", key)
		}
		if key, j := claim(t, db, noon.Add(10*time.Minute+time.Microsecond)); key != "a" || j.Attempts != 2 {
			t.Errorf("%s, %+v", key, j)
		}
	})
}

func TestARetriedJobIsDueAgainAtItsTime(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		addJobs(t, db, map[string]time.Time{"a": noon})
		_, j := claim(t, db, noon)
		if err := db.RetryJob(t.Context(), j.ID, noon.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		if key, _ := claim(t, db, noon.Add(time.Hour-time.Microsecond)); key != "" {
			t.Errorf("%s was claimed too early", key)
		}
		if key, again := claim(t, db, noon.Add(time.Hour)); key != "a" || again.Attempts != 2 {
			t.Errorf("%s, %+v", key, again)
		}
	})
}

func TestClaimersAtOnceGetDifferentJobs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		const claimers = 4
		for i := range claimers {
			addJobs(t, db, map[string]time.Time{fmt.Sprint(i): noon})
		}
		var wait sync.WaitGroup
		var mu sync.Mutex
		seen := map[string]int{}
		for range claimers {
			wait.Go(func() {
				j, err := db.ClaimJob(t.Context(), noon, noon.Add(time.Minute))
				if err != nil || j == nil {
					t.Error(j, err)
					return
				}
				mu.Lock()
				defer mu.Unlock()
				seen[j.Key]++
			})
		}
		wait.Wait()
		if d := cmp.Diff(map[string]int{"0": 1, "1": 1, "2": 1, "3": 1}, seen); d != "" {
			t.Error(d)
		}
	})
}

func TestAJobBelongsToItsTransaction(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		fault := errors.New("made up")
		err := db.InTx(t.Context(), func(ctx context.Context) error {
			return errors.Join(db.AddJob(ctx, "mail", "a", noon), fault)
		})
		if key, _ := claim(t, db, noon); key != "" || !errors.Is(err, fault) {
			t.Errorf("%s stays, %v", key, err)
		}
	})
}

func TestTheRunnerDoesADueJobOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		done := make(chan string, 10)
		runner := func() *job.Runner {
			return &job.Runner{
				Queue: db, Log: slog.New(slog.DiscardHandler), Every: time.Millisecond, Now: func() time.Time { return noon },
				Plan: func(ctx context.Context, now time.Time) error { return db.AddJob(ctx, "report", "2026-03", now) },
				Works: map[string]job.Work{
					"report": func(_ context.Context, j job.Job) (string, error) { done <- j.Key; return "made", nil },
				},
			}
		}
		var wait sync.WaitGroup
		rounds := make(chan struct{}, 1000)
		for range 2 { // two instances
			r := runner()
			plan := r.Plan
			r.Plan = func(ctx context.Context, now time.Time) error {
				select {
				case rounds <- struct{}{}:
				default:
				}
				return plan(ctx, now)
			}
			wait.Go(func() { r.Run(ctx) })
		}
		for range 20 {
			<-rounds
		}
		cancel()
		wait.Wait()
		if n := len(done); n != 1 {
			t.Errorf("done %d times", n)
		}
		var result string
		if err := db.Raw().QueryRow("SELECT result FROM job WHERE done_at IS NOT NULL").Scan(&result); err != nil || result != "made" {
			t.Errorf("result %q, %v", result, err)
		}
	})
}

func TestOldJobsOfAKindAreForgotten(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		end := func(kind, key string, at time.Time) {
			t.Helper()
			if err := db.AddJob(t.Context(), kind, key, noon); err != nil {
				t.Fatal(err)
			}
			_, j := claim(t, db, noon)
			if err := db.EndJob(t.Context(), j.ID, "done", at); err != nil {
				t.Fatal(err)
			}
		}
		end("ticket", "ticket old", noon.Add(-time.Microsecond))
		end("ticket", "ticket young", noon)
		end("check", "check old", noon.Add(-time.Hour))
		if err := db.AddJob(t.Context(), "ticket", "ticket waiting", noon.Add(-time.Hour)); err != nil {
			t.Fatal(err)
		}
		if err := db.ForgetJobs(t.Context(), "ticket", noon); err != nil {
			t.Fatal(err)
		}
		for key, kind := range map[string]string{
			"ticket old": "ticket", "ticket young": "ticket", "check old": "check", "ticket waiting": "ticket",
		} {
			if err := db.AddJob(t.Context(), kind, key, noon.Add(-time.Minute)); err != nil { // none where it still is
				t.Fatal(err)
			}
		}
		var got []string
		for range 3 {
			key, _ := claim(t, db, noon)
			got = append(got, key)
		}
		if d := cmp.Diff([]string{"ticket waiting", "ticket old", ""}, got); d != "" {
			t.Error(d)
		}
	})
}
