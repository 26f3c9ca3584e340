package survey

import (
	"context"
	"errors"
	"fmt"
)

// staleTries is how often a batch is checked again because the catalogue changed.
const staleTries = 5

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
	ctx, cancel := context.WithTimeout(in.patience, batchTimeout)
	defer cancel()
	for range staleTries {
		if ctx.Err() != nil {
			return nil, batch, Busy(ctx.Err())
		}
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
		r := list[i]
		if outcomes[i].Repeated {
			r.Status = outcomes[i].Stored
		}
		outcomes[i].Counted = c.Counts(&r)
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

// check never panics: a draft that breaks a rule's code must not end the intake.
func (p *pending) check(c *Catalogue) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("check: panic: %v", r)
		}
	}()
	p.version = c.Version
	p.response, err = c.Check(p.draft, p.at)
	return err
}
