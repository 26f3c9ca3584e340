package store_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"hailong/store/storetest"
	"hailong/survey"
)

func TestTwoInstancesOnOneDatabase(t *testing.T) {
	addresses := map[string]func(*testing.T) string{
		"sqlite":   func(t *testing.T) string { return t.TempDir() + "/test.db" },
		"postgres": func(t *testing.T) string { return storetest.PostgresAddress(t) },
	}
	for name, address := range addresses {
		t.Run(name, func(t *testing.T) {
			at := address(t)
			one, two := storetest.Open(t, at), storetest.Open(t, at)
			if _, err := one.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			first := setUp(t, one)
			shelf, err := survey.NewShelf(t.Context(), two)
			if err != nil {
				t.Fatal(err)
			}
			second := survey.NewIntake(shelf, two, func() time.Time { return noon })
			t.Cleanup(func() { second.Close(context.Background()) })
			stored := mixed(t, first.intake, second)
			tidy(t, one, stored)
		})
	}
}

// mixed sends 200 drafts to each of two intakes at once: every fourth receipt to
// both, some of those with other answers, at all counters, with and without
// comments, some that do not count. It gives how many must be stored.
func mixed(t *testing.T, intakes ...*survey.Intake) (stored int64) {
	tokens := []string{"7K3MQ2XVTD", "7K3MQ2XVTE", "7K3MQ2XVTG"}
	var wait sync.WaitGroup
	var mu sync.Mutex
	fresh := int64(0)
	for i := range 200 {
		d := draft(t, tokens[i%3], levels(1+i%5, 1+i/5%5, 0, 1+i/25%5, 0))
		if i%7 == 0 {
			d.Answers, d.NA, d.Comment = nil, []string{"KQ"}, fmt.Sprint("Ý kiến ", i)
		}
		for n, in := range intakes {
			mine := *d
			switch {
			case i%4 != 0 && n > 0:
				mine.Receipt = storetest.Receipt(t)
				stored++
			case n == 0:
				stored++
			case i%12 == 0:
				mine.Stage = survey.StageOther
			}
			wait.Go(func() {
				out, err := in.Submit(t.Context(), &mine)
				if err != nil && survey.KindOf(err) != survey.Conflict {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				if err == nil && !out.Repeated {
					fresh++
				}
			})
		}
	}
	wait.Wait()
	if fresh != stored {
		t.Errorf("%d were said to be new, want %d", fresh, stored)
	}
	return stored
}
