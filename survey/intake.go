package survey

import (
	"context"
	"errors"
	"sync"
	"time"
)

// Outcome says what became of a response.
type Outcome struct {
	Receipt  Receipt
	Counted  bool   // valid, and on the plan's questionnaire
	Repeated bool   // the same was stored before; nothing new was counted
	Conflict bool   // other answers stand under this receipt; nothing was stored
	Stored   Status // where Repeated: the status that stands, however late the repeat
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
	// ResponseByReceipt finds what is stored under a receipt, nil where nothing is.
	ResponseByReceipt(ctx context.Context, receipt Receipt) (*Response, error)
}

// The sizes of the intake, measured in docs/adr/0003.
const (
	BatchSize = 256  // responses in one transaction at most
	queueSize = 2048 // responses that may wait; more are told to come back
)

// The times that a database may be silent: a batch is given up, and its people are
// told to send again, before their connection is.
const (
	batchTimeout  = 10 * time.Second
	submitTimeout = 15 * time.Second
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

	patience context.Context // what is written is given up when it ends
	giveUp   context.CancelFunc
}

type pending struct {
	draft    *Draft
	at       time.Time // of the answer, by the service's clock
	till     time.Time // when whoever waits is told to send again
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
	in.patience, in.giveUp = context.WithCancel(context.Background())
	go in.run()
	return in
}

// Submit returns once the response is committed, or was before. Errors: those of
// Catalogue.Check; Conflict where other answers stand under the receipt;
// Unavailable where the queue is full or the database is away: sending the same
// draft again is safe, also after the survey has closed.
func (in *Intake) Submit(ctx context.Context, d *Draft) (Outcome, error) {
	p := &pending{draft: d, at: in.now(), till: time.Now().Add(submitTimeout), done: make(chan result, 1)}
	o, err := in.submit(ctx, p)
	if KindOf(err) == Closed || o.Conflict && d.Form == "" {
		// What was taken in time stays taken: a repeat is judged by what is stored,
		// not by what the counter shows now.
		before, found, unknown := in.before(ctx, p)
		switch {
		case unknown != nil:
			return Outcome{}, Busy(unknown)
		case found:
			o, err = before, nil
		}
	}
	if err == nil && o.Conflict {
		return o, Fail(Conflict, "response.conflict", nil).At("receipt")
	}
	return o, err
}

func (in *Intake) submit(ctx context.Context, p *pending) (Outcome, error) {
	if err := in.check(ctx, p); err != nil {
		return Outcome{}, err
	}
	if err := in.enqueue(p); err != nil {
		return Outcome{}, err
	}
	patience := time.NewTimer(time.Until(p.till)) // cheaper than a context with a deadline
	defer patience.Stop()
	select {
	case r := <-p.done:
		return r.outcome, r.err
	case <-patience.C:
		return Outcome{}, Busy(context.DeadlineExceeded)
	case <-ctx.Done():
		return Outcome{}, Busy(ctx.Err())
	}
}

// check refuses nobody by a catalogue that another instance has changed since: what
// it would refuse is judged by the stored one.
func (in *Intake) check(ctx context.Context, p *pending) error {
	err := p.check(in.shelf.Now())
	if e, ours := errors.AsType[*Error](err); !ours ||
		e.Kind != NotFound && e.Kind != Closed && e.Word != "questionnaire.unknown" {
		return err
	}
	ctx, cancel := context.WithDeadline(ctx, p.till)
	defer cancel()
	c, unknown := in.shelf.Fresh(ctx)
	if unknown != nil {
		return Busy(unknown)
	}
	if c.Version != p.version {
		return p.check(c)
	}
	return err
}

// before compares a draft with what stands under its receipt; found is false where
// nothing does.
func (in *Intake) before(ctx context.Context, p *pending) (o Outcome, found bool, err error) {
	d := p.draft
	receipt, malformed := ParseReceipt(d.Receipt)
	if malformed != nil {
		return o, false, nil
	}
	ctx, cancel := context.WithDeadline(ctx, p.till)
	defer cancel()
	stored, err := in.writer.ResponseByReceipt(ctx, receipt)
	if err != nil || stored == nil {
		return o, false, err
	}
	c := in.shelf.Now()
	q := c.Questionnaire(stored.Questionnaire)
	r := Response{Counter: c.everCounter(d.Counter), Questionnaire: q.ID, Stage: d.Stage}
	same := (d.Form == "" || d.Form == q.Ref()) && r.fill(d, q) == nil && stored.SameAnswers(&r)
	return Outcome{
		Receipt: receipt, Repeated: same, Conflict: !same, Stored: stored.Status, Counted: c.Counts(stored),
	}, true, nil
}

// Busy is the error for "not now, the same again in a moment".
func Busy(cause error) *Error {
	return &Error{Kind: Unavailable, Word: "busy", Retry: 5 * time.Second, Err: cause}
}

// Close lets what is queued be written, refuses what comes later, and returns when
// the writer has ended. When ctx ends first, those who still wait are told to send
// again.
func (in *Intake) Close(ctx context.Context) {
	defer in.giveUp()
	defer context.AfterFunc(ctx, in.giveUp)()
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
