package store_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// many makes an export of n rows at two counters.
func many(n int) string {
	var b strings.Builder
	b.WriteString(exportHead)
	start := time.Date(2026, 1, 2, 7, 30, 0, 0, storetest.Zone)
	for i := range n {
		at := start.Add(time.Duration(i*40) * time.Second)
		fmt.Fprintf(&b, "%s,STP-0%d,%d,%d,\n", at.Format("2/1/2006 15:04:05"), 1+i%2, 1+i%5, 1+i%4)
	}
	return b.String()
}

// Nobody at a counter waits for a long import, where the database has many writers.
func TestAnswersAreStoredInTheMidstOfAnImportOnPostgreSQL(t *testing.T) {
	db := storetest.Postgres(t)
	p := setUp(t, db)
	in := importOf(db)
	const rows = 3000
	trial, err := in.Try(t.Context(), storetest.Table(t, many(rows)), storetest.Table(t, mapping))
	if err != nil {
		t.Fatal(err, storetest.Mistakes(err))
	}
	sent := int64(0)
	in.Setup.Progress = func(int, int) {
		p.send(t, draft(t, "7K3MQ2XVTD", levels(5, 4, 0, 0, 0)))
		sent++
	}
	if kept, err := in.Keep(t.Context(), trial, survey.FileHashes{}); err != nil || kept.Added != rows || sent != 3 {
		t.Errorf("%+v, %v, %d sent", kept, err, sent)
	}
	agree(t, db)
	tidy(t, db, rows+sent)
}

func TestAnImportWhileAnswersArriveLosesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := setUp(t, db)
		in := importOf(db)
		const rows = 20_000
		trial, err := in.Try(t.Context(), storetest.Table(t, many(rows)), storetest.Table(t, mapping))
		if err != nil {
			t.Fatal(err, storetest.Mistakes(err))
		}
		var sent atomic.Int64
		sending, stop := context.WithCancel(t.Context())
		var wait sync.WaitGroup
		for i := range 8 {
			wait.Go(func() {
				for sending.Err() == nil {
					if _, err := p.intake.Submit(t.Context(), draft(t, "7K3MQ2XVTD", levels(1+i%5, 5, 0, 0, 0))); err != nil {
						t.Error(err)
						return
					}
					sent.Add(1)
				}
			})
		}
		kept, err := in.Keep(t.Context(), trial, survey.FileHashes{})
		stop()
		wait.Wait()
		if err != nil || kept.Added != rows || sent.Load() == 0 {
			t.Errorf("%+v, %v, %d sent meanwhile", kept, err, sent.Load())
		}
		agree(t, db)
		tidy(t, db, rows+sent.Load())
	})
}

func TestImportsAndRecountsAtOnceLoseNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setUp(t, db)
		logged := len(actions(t, db, 0))
		const rows = 3000
		var wait sync.WaitGroup
		var added atomic.Int64
		for range 3 {
			wait.Go(func() { // the same file, by three officers
				in := importOf(db)
				trial, err := in.Try(t.Context(), storetest.Table(t, many(rows)), storetest.Table(t, mapping))
				if err != nil {
					t.Error(err)
					return
				}
				kept, err := in.Keep(t.Context(), trial, survey.FileHashes{})
				if err != nil || kept.Added+kept.Same != rows {
					t.Errorf("%+v, %v", kept, err)
				}
				added.Add(int64(kept.Added))
			})
		}
		for range 5 {
			if d, err := db.RebuildTallies(t.Context()); err != nil || len(d) != 0 {
				t.Errorf("%v, %v", d, err)
			}
		}
		wait.Wait()
		if got := actions(t, db, logged); added.Load() != rows || len(got) != 1 {
			t.Errorf("%d were added, the log says %q", added.Load(), got)
		}
		agree(t, db)
		tidy(t, db, rows)
	})
}

func TestAnImportSaysHowFarItIs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setUp(t, db)
		in := importOf(db)
		var steps [][2]int
		in.Setup.Progress = func(done, total int) { steps = append(steps, [2]int{done, total}) }
		bring(t, in, mapping, many(1200))
		want := [][2]int{{500, 1200}, {1000, 1200}, {1200, 1200}, {1000, 1200}, {1200, 1200}}
		if d := cmp.Diff(want, steps); d != "" {
			t.Error(d)
		}
	})
}
