package survey

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
)

var errBad = errors.New("value too long")

// refusing fails every batch that holds one of these numbers, and holds the first
// batch until it is freed, so that the others queue up.
func refusing(free <-chan struct{}, err error, bad ...int) *writer {
	return &writer{answer: func(_ int64, list []Response) ([]Outcome, error) {
		<-free
		for i := range list {
			if slices.Contains(bad, number(list[i].Receipt)) {
				if err == nil {
					panic("made up")
				}
				return nil, err
			}
		}
		return taken(list), nil
	}}
}

func TestAFailingBatchIsHalvedUntilTheBadOneIsAlone(t *testing.T) {
	for name, fault := range map[string]error{"an error": errBad, "a panic": nil} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				free := make(chan struct{})
				bad := []int{1, 77, 200}
				h := newHouse(t, refusing(free, fault, bad...))
				results := h.send(t, 0, 1+BatchSize)
				close(free)
				synctest.Wait()
				for i, r := range results {
					if failed := r.err != nil; failed != slices.Contains(bad, i) {
						t.Errorf("draft %d: %+v", i, r)
					}
					if r.err != nil && KindOf(r.err) != Internal {
						t.Errorf("draft %d: %v; want the fault itself, for the log", i, r.err)
					}
				}
				if n := len(h.w.sizes()); n > 1+2*3*9 {
					t.Errorf("%d batches for three bad responses of %d", n, BatchSize)
				}
				h.Close(context.Background())
			})
		})
	}
}

func TestADatabaseThatIsAwayIsNotAskedAgainForEachHalf(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		free := make(chan struct{})
		h := newHouse(t, refusing(free, Busy(errBad), 5))
		results := h.send(t, 0, 10)
		close(free)
		synctest.Wait()
		for i, r := range results[1:] {
			if KindOf(r.err) != Unavailable {
				t.Errorf("draft %d: %+v; want unavailable", i+1, r)
			}
		}
		if got := h.w.sizes(); !slices.Equal(got, []int{1, 9}) {
			t.Errorf("batches of %v", got)
		}
		h.Close(context.Background())
	})
}

// stale answers ErrStale where the stored catalogue is another than the checked one.
func stale(s *stored) func(int64, []Response) ([]Outcome, error) {
	return func(version int64, list []Response) ([]Outcome, error) {
		if now, _ := s.CatalogueVersion(nil); now != version { //nolint:staticcheck // not looked at
			return nil, ErrStale
		}
		return taken(list), nil
	}
}

func TestDraftsAreCheckedAgainByANewerCatalogue(t *testing.T) {
	w := &writer{}
	h := newHouse(t, w)
	defer h.Close(context.Background())
	w.answer = stale(h.s)
	h.s.change(func(c *Catalogue) { c.Counters[0].ClosedOn = "2026-03-03" })
	_, err := h.Submit(t.Context(), numbered(1))
	if e, ok := err.(*Error); !ok || e.Kind != Closed || e.Word != "counter.closed" {
		t.Errorf("closed by another instance: %v", err)
	}
	other := numbered(2)
	other.Counter = "7K3MQ2XVT4"
	h.s.change(func(*Catalogue) {})
	if out, err := h.Submit(t.Context(), other); err != nil || !out.Counted {
		t.Errorf("another change, which does not touch the counter: %+v, %v", out, err)
	}
	if got := h.shelf.Now().Version; got != 3 {
		t.Errorf("the catalogue in force is version %d", got)
	}
}

func TestACatalogueThatKeepsChangingEndsInUnavailable(t *testing.T) {
	w := &writer{}
	h := newHouse(t, w)
	defer h.Close(context.Background())
	w.answer = func(int64, []Response) ([]Outcome, error) {
		h.s.change(func(*Catalogue) {})
		return nil, ErrStale
	}
	if _, err := h.Submit(t.Context(), numbered(1)); KindOf(err) != Unavailable {
		t.Errorf("%v; want unavailable", err)
	}
	if n := len(w.sizes()); n != staleTries {
		t.Errorf("%d tries", n)
	}
}

func TestWhenTheNewerCatalogueCannotBeRead(t *testing.T) {
	w := &writer{}
	h := newHouse(t, w)
	defer h.Close(context.Background())
	w.answer = func(int64, []Response) ([]Outcome, error) {
		h.s.change(func(*Catalogue) {})
		h.s.err = Busy(errBad)
		return nil, ErrStale
	}
	if _, err := h.Submit(t.Context(), numbered(1)); KindOf(err) != Unavailable {
		t.Errorf("%v; want unavailable", err)
	}
}

func TestWhatBreaksARuleNeverReachesTheWriter(t *testing.T) {
	w := &writer{}
	h := newHouse(t, w)
	d := good()
	d.Answers["TC"] = 6
	if _, err := h.Submit(t.Context(), d); KindOf(err) != Invalid {
		t.Errorf("level 6: %v", err)
	}
	h.Close(context.Background())
	if n := len(w.sizes()); n != 0 {
		t.Errorf("%d batches", n)
	}
}

func TestOtherAnswersUnderAReceiptAreAConflict(t *testing.T) {
	w := &writer{answer: func(_ int64, list []Response) ([]Outcome, error) {
		return []Outcome{{Receipt: list[0].Receipt, Conflict: true}}, nil
	}}
	h := newHouse(t, w)
	defer h.Close(context.Background())
	_, err := h.Submit(t.Context(), good())
	if e, ok := err.(*Error); !ok || e.Kind != Conflict || e.Field != "receipt" {
		t.Errorf("%v; want conflict at receipt", err)
	}
}
