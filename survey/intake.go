package survey

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// Outcome says what became of a response.
type Outcome struct {
	Receipt  Receipt
	Counted  bool // valid, and on the plan's questionnaire
	Repeated bool // the same was stored before; nothing new was counted
	Conflict bool // other answers stand under this receipt; nothing was stored
}

// ErrStale is returned by a ResponseWriter when the stored catalogue is newer
// than the one by which the responses were checked.
var ErrStale = errors.New("the catalogue has changed")

// ResponseWriter stores responses, their comments and their tallies in one
// transaction: all or none, one outcome each, in order. version is that of the
// catalogue they were checked against; where the stored one is newer, nothing is
// written and the error is ErrStale.
type ResponseWriter interface {
	AddResponses(ctx context.Context, version int64, list []Response) ([]Outcome, error)
}

// The sizes of the intake, measured in docs/adr/0003.
const (
	BatchSize    = 256  // responses in one transaction at most
	queueSize    = 2048 // responses that may wait; more are told to come back
	batchTimeout = 10 * time.Second
	staleTries   = 5
)

// Intake is the path of an answer: it checks a draft against the catalogue,
// queues it, and returns when it is committed. One writer takes whatever waits as
// one transaction (group commit); there is no timer: the next batch is what
// queued while the last one committed.
type Intake struct {
	shelf  *Shelf
	writer ResponseWriter
	now    func() time.Time
	queue  chan *pending
	ended  chan struct{}

	gate   sync.RWMutex // held for reading while a draft enters the queue
	closed bool
}

type pending struct {
	draft    *Draft
	at       time.Time
	version  int64
	response Response
	done     chan result
}

type result struct {
	outcome Outcome
	err     error
}

// NewIntake starts the writer. Close ends it.
func NewIntake(shelf *Shelf, writer ResponseWriter, now func() time.Time) *Intake {
	in := &Intake{
		shelf: shelf, writer: writer, now: now,
		queue: make(chan *pending, queueSize), ended: make(chan struct{}),
	}
	go in.run()
	return in
}

// Submit returns once the response is committed, or was before. Errors: those of
// Catalogue.Check; Conflict where other answers stand under the receipt;
// Unavailable where the queue is full or the database is away: sending the same
// draft again is safe.
func (in *Intake) Submit(ctx context.Context, d *Draft) (Outcome, error) {
	p := &pending{draft: d, at: in.now(), done: make(chan result, 1)}
	if err := p.check(in.shelf.Now()); err != nil {
		return Outcome{}, err
	}
	if err := in.enqueue(p); err != nil {
		return Outcome{}, err
	}
	select {
	case r := <-p.done:
		if r.err == nil && r.outcome.Conflict {
			return r.outcome, Fail(Conflict, "response.conflict", nil).At("receipt")
		}
		return r.outcome, r.err
	case <-ctx.Done():
		return Outcome{}, Busy(ctx.Err())
	}
}

// Busy is the error for "not now, the same again in a moment".
func Busy(cause error) *Error {
	return &Error{Kind: Unavailable, Word: "busy", Retry: 5 * time.Second, Err: cause}
}

// Close lets what is queued be written, refuses what comes later, and returns
// when the writer has ended.
func (in *Intake) Close() {
	in.gate.Lock()
	if !in.closed {
		in.closed = true
		close(in.queue)
	}
	in.gate.Unlock()
	<-in.ended
}

func (in *Intake) enqueue(p *pending) error {
	in.gate.RLock()
	defer in.gate.RUnlock()
	if in.closed {
		return Busy(errors.New("intake is closing"))
	}
	select {
	case in.queue <- p:
		return nil
	default:
		return Busy(errors.New("intake queue is full"))
	}
}

func (in *Intake) run() {
	defer close(in.ended)
	for first := range in.queue {
		in.write(in.gather(first))
	}
}

// gather takes what waits, without waiting for more.
func (in *Intake) gather(first *pending) []*pending {
	batch := append(make([]*pending, 0, BatchSize), first)
	for len(batch) < BatchSize {
		select {
		case p, open := <-in.queue:
			if !open {
				return batch
			}
			batch = append(batch, p)
		default:
			return batch
		}
	}
	return batch
}

// write stores a batch. A batch that fails for a reason of its own is halved
// until the bad response is alone, so that it does not spoil its neighbours.
func (in *Intake) write(batch []*pending) {
	outcomes, batch, err := in.store(batch)
	switch {
	case len(batch) == 0:
	case err == nil:
		for i, p := range batch {
			p.done <- result{outcome: outcomes[i]}
		}
	case len(batch) == 1 || KindOf(err) == Unavailable:
		for _, p := range batch {
			p.done <- result{err: err}
		}
	default:
		in.write(batch[:len(batch)/2])
		in.write(batch[len(batch)/2:])
	}
}

// store writes what is still valid under the catalogue in force, reading the
// catalogue anew as long as it changes meanwhile, and gives what it tried to write.
func (in *Intake) store(batch []*pending) ([]Outcome, []*pending, error) {
	ctx, cancel := context.WithTimeout(context.Background(), batchTimeout)
	defer cancel()
	for range staleTries {
		c := in.shelf.Now()
		batch = recheck(batch, c)
		if len(batch) == 0 {
			return nil, nil, nil
		}
		list := make([]Response, len(batch))
		for i, p := range batch {
			list[i] = p.response
		}
		outcomes, err := in.commit(ctx, c, list)
		if !errors.Is(err, ErrStale) {
			return outcomes, batch, err
		}
		if _, err := in.shelf.Fresh(ctx); err != nil {
			return nil, batch, err
		}
	}
	return nil, batch, Busy(ErrStale)
}

// commit turns a panic of the writer into an error: one bad response must not
// end the intake for everybody.
func (in *Intake) commit(ctx context.Context, c *Catalogue, list []Response) (outcomes []Outcome, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("intake: panic: %v", r)
		}
	}()
	outcomes, err = in.writer.AddResponses(ctx, c.Version, list)
	for i := range outcomes {
		outcomes[i].Counted = c.Counts(&list[i])
	}
	return outcomes, err
}

// recheck drops, with their error, drafts that a newer catalogue no longer takes.
func recheck(batch []*pending, c *Catalogue) []*pending {
	kept := make([]*pending, 0, len(batch))
	for _, p := range batch {
		if p.version != c.Version {
			if err := p.check(c); err != nil {
				p.done <- result{err: err}
				continue
			}
		}
		kept = append(kept, p)
	}
	return kept
}

func (p *pending) check(c *Catalogue) (err error) {
	p.version = c.Version
	p.response, err = c.Check(p.draft, p.at)
	return err
}
