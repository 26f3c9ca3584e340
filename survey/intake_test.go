package survey

import (
	"context"
	"encoding/binary"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
)

// stored is a CatalogueReader whose catalogue a test can change.
type stored struct {
	mu        sync.Mutex
	catalogue *Catalogue
	err       error
	reads     int
}

func (s *stored) Catalogue(context.Context) (*Catalogue, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reads++
	return s.catalogue, s.err
}

func (s *stored) CatalogueVersion(context.Context) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.catalogue.Version, s.err
}

// change stores a newer catalogue, as another instance would.
func (s *stored) change(how func(*Catalogue)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	newer := province()
	newer.Version = s.catalogue.Version + 1
	how(newer)
	s.catalogue = newer.Index()
}

// writer is a ResponseWriter that notes the batches and answers as it is told.
type writer struct {
	mu      sync.Mutex
	batches [][]Response
	answer  func(version int64, list []Response) ([]Outcome, error)
}

func (w *writer) AddResponses(_ context.Context, version int64, list []Response) ([]Outcome, error) {
	w.mu.Lock()
	w.batches = append(w.batches, slices.Clone(list))
	w.mu.Unlock()
	if w.answer != nil {
		return w.answer(version, list)
	}
	return taken(list), nil
}

// ResponseByReceipt finds nothing: what is stored is the store's to test.
func (w *writer) ResponseByReceipt(context.Context, Receipt) (*Response, error) { return nil, nil }

// sizes are the sizes of the batches.
func (w *writer) sizes() []int {
	w.mu.Lock()
	defer w.mu.Unlock()
	var list []int
	for _, b := range w.batches {
		list = append(list, len(b))
	}
	return list
}

func taken(list []Response) []Outcome {
	outcomes := make([]Outcome, len(list))
	for i := range list {
		outcomes[i].Receipt = list[i].Receipt
	}
	return outcomes
}

// numbered is a good draft whose receipt ends in n.
func numbered(n int) *Draft {
	r, _ := ParseReceipt(aReceipt)
	binary.BigEndian.PutUint32(r[12:], uint32(n))
	d := good()
	d.Receipt = r.String()
	return d
}

func number(r Receipt) int { return int(binary.BigEndian.Uint32(r[12:])) }

// sent is what came back for one draft.
type sent struct {
	outcome Outcome
	err     error
}

// house is an intake with its shelf, its writer and what is stored.
type house struct {
	*Intake
	w *writer
	s *stored
}

func newHouse(t *testing.T, w *writer) *house {
	t.Helper()
	s := &stored{catalogue: province()}
	shelf, err := NewShelf(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	return &house{NewIntake(shelf, w, func() time.Time { return noon }), w, s}
}

// send submits drafts with these numbers at once, one after the other into the
// queue, and gives where the answers will stand.
func (h *house) send(t *testing.T, from, to int) []sent {
	results := make([]sent, to-from)
	for i := range results {
		go func() { results[i].outcome, results[i].err = h.Submit(t.Context(), numbered(from+i)) }()
		synctest.Wait() // it is in the queue, or refused
	}
	return results
}

func TestWhatWaitsIsTakenAsOneBatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		free := make(chan struct{})
		w := &writer{answer: func(_ int64, list []Response) ([]Outcome, error) { <-free; return taken(list), nil }}
		h := newHouse(t, w)
		results := h.send(t, 0, 1+BatchSize+3)
		close(free)
		synctest.Wait()
		if d := cmp.Diff([]int{1, BatchSize, 3}, w.sizes()); d != "" {
			t.Error(d)
		}
		for i, r := range results {
			if r.err != nil || !r.outcome.Counted || number(r.outcome.Receipt) != i {
				t.Errorf("draft %d: %+v", i, r)
			}
		}
		h.Close(context.Background())
	})
}

func TestAFullQueueSaysToComeBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		free := make(chan struct{})
		w := &writer{answer: func(_ int64, list []Response) ([]Outcome, error) { <-free; return taken(list), nil }}
		h := newHouse(t, w)
		results := h.send(t, 0, 1+queueSize)
		refused := h.send(t, queueSize+1, queueSize+2)[0]
		e, ok := refused.err.(*Error)
		if !ok || e.Kind != Unavailable || e.Retry <= 0 {
			t.Errorf("one too many: %+v; want unavailable and when to try again", refused)
		}
		close(free)
		synctest.Wait()
		for i, r := range results {
			if r.err != nil {
				t.Fatalf("draft %d of the full queue: %v", i, r.err)
			}
		}
		if again := h.send(t, queueSize+1, queueSize+2)[0]; again.err != nil {
			t.Errorf("the same again, later: %v", again.err)
		}
		h.Close(context.Background())
	})
}

func TestCloseWritesWhatIsQueuedAndRefusesTheRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		free := make(chan struct{})
		w := &writer{answer: func(_ int64, list []Response) ([]Outcome, error) { <-free; return taken(list), nil }}
		h := newHouse(t, w)
		results := h.send(t, 0, 600)
		closing := make(chan struct{})
		go func() { h.Close(context.Background()); close(closing) }()
		synctest.Wait()
		if _, err := h.Submit(t.Context(), numbered(600)); KindOf(err) != Unavailable {
			t.Errorf("sent while closing: %v; want unavailable", err)
		}
		select {
		case <-closing:
			t.Error("closed before the queue was written")
		default:
		}
		close(free)
		<-closing
		synctest.Wait()
		for i, r := range results {
			if r.err != nil {
				t.Errorf("draft %d, queued before closing: %v", i, r.err)
			}
		}
		h.Close(context.Background()) // a second time does nothing
	})
}

func TestIntakeLeavesNothingBehind(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	h := newHouse(t, &writer{})
	var wait sync.WaitGroup
	for n := range 100 {
		wait.Go(func() {
			ctx, cancel := context.WithCancel(t.Context())
			if n%2 == 0 {
				cancel()
			}
			defer cancel()
			if _, err := h.Submit(ctx, numbered(n)); err != nil && !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	h.Close(context.Background())
}

func TestWhoLeavesIsToldToTryAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		free := make(chan struct{})
		w := &writer{answer: func(_ int64, list []Response) ([]Outcome, error) { <-free; return taken(list), nil }}
		h := newHouse(t, w)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := h.Submit(ctx, numbered(1)); KindOf(err) != Unavailable || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the sender's patience ended: %v", err)
		}
		close(free)
		h.Close(context.Background())
		if d := cmp.Diff([]int{1}, w.sizes()); d != "" {
			t.Errorf("it is written all the same, and the receipt makes the repeat safe: %s", d)
		}
	})
}
