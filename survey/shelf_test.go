package survey

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

func TestShelfReadsAgainOnlyWhatChanged(t *testing.T) {
	s := &stored{catalogue: province()}
	shelf, err := NewShelf(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if c, err := shelf.Fresh(t.Context()); err != nil || c != shelf.Now() {
			t.Fatal(c, err)
		}
	}
	if s.reads != 1 {
		t.Errorf("read %d times although nothing changed", s.reads)
	}
	s.change(func(*Catalogue) {})
	if c, err := shelf.Fresh(t.Context()); err != nil || c.Version != 2 || shelf.Now() != c || s.reads != 2 {
		t.Errorf("after a change: version %d, %v, %d reads", c.Version, err, s.reads)
	}
}

func TestShelfNeedsACatalogueToBeginWith(t *testing.T) {
	s := &stored{catalogue: province(), err: Busy(errors.New("away"))}
	if _, err := NewShelf(t.Context(), s); KindOf(err) != Unavailable {
		t.Errorf("%v; want unavailable", err)
	}
}

func TestWatchFollowsWhatOthersChangeAndOutlivesADatabaseThatIsAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &stored{catalogue: province()}
		shelf, err := NewShelf(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan struct{})
		var told []bool // whether each change of state was an error
		go func() {
			shelf.Watch(ctx, time.Minute, func(err error) { told = append(told, err != nil) })
			close(ended)
		}()

		s.change(func(*Catalogue) {})
		s.mu.Lock()
		s.err = errors.New("away")
		s.mu.Unlock()
		time.Sleep(90 * time.Second) // synctest's clock: no time passes outside
		if v := shelf.Now().Version; v != 1 {
			t.Errorf("version %d although the database is away", v)
		}
		s.mu.Lock()
		s.err = nil
		s.mu.Unlock()
		time.Sleep(time.Minute)
		synctest.Wait()
		if v := shelf.Now().Version; v != 2 {
			t.Errorf("version %d after the next look", v)
		}
		cancel()
		<-ended
		if !slices.Equal(told, []bool{true, false}) {
			t.Errorf("told %v; want once that it is away, once that it is back", told)
		}
	})
}

// A restored database is older than what we hold, and in force all the same.
func TestShelfTakesARestoredCatalogue(t *testing.T) {
	s := &stored{catalogue: province()}
	s.change(func(*Catalogue) {})
	shelf, err := NewShelf(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	s.catalogue = province()
	if c, err := shelf.Fresh(t.Context()); err != nil || c.Version != 1 || shelf.Now().Version != 1 {
		t.Errorf("version %d, %v; want the stored 1", shelf.Now().Version, err)
	}
}
