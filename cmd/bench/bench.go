package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"

	"hailong/store/pgtest"
)

// bench is one run.
type bench struct {
	options
	dir       string         // for databases and files, removed at the end
	postgres  *pgtest.Server // started when needed
	idle      *service       // the handler that does nothing
	databases int            // made so far
	templates map[string]string
	figures   map[string]*figure // by the row's name
	failures  []string           // what could not be measured, and why
	random    *rand.Rand
}

// figure is what a row's repetitions gave.
type figure struct {
	ours, reference []float64 // no reference: the row stands for itself
}

func newBench(o options) (*bench, error) {
	if _, err := os.Stat(o.binary); err != nil {
		return nil, fmt.Errorf("%w (make build)", err)
	}
	dir, err := os.MkdirTemp("", "hailong-bench-")
	if err != nil {
		return nil, err
	}
	return &bench{
		options: o, dir: dir, templates: map[string]string{}, figures: map[string]*figure{},
		random: rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64())), //nolint:gosec // an order, and made-up answers
	}, nil
}

func (b *bench) close() (err error) {
	if b.idle != nil {
		err = b.idle.stop()
	}
	if b.postgres != nil {
		err = errors.Join(err, b.postgres.Stop())
	}
	return errors.Join(err, os.RemoveAll(b.dir))
}

// note keeps a figure of a row with a reference.
func (b *bench) note(row string, ours, reference float64) {
	f := b.figure(row)
	f.ours, f.reference = append(f.ours, ours), append(f.reference, reference)
	fmt.Fprintf(os.Stderr, "  %-32s %12s %12s %8.3f\n", row, show(ours), show(reference), ours/reference)
}

// noteAlone keeps a figure of a row without one.
func (b *bench) noteAlone(row string, ours float64) {
	f := b.figure(row)
	f.ours = append(f.ours, ours)
	fmt.Fprintf(os.Stderr, "  %-32s %12s\n", row, show(ours))
}

func (b *bench) figure(row string) *figure {
	if b.figures[row] == nil {
		b.figures[row] = &figure{}
	}
	return b.figures[row]
}

// measure takes what is asked for, as far as it can be taken, and says how it went.
func (b *bench) measure(ctx context.Context) error {
	if err := b.awaitQuiet(ctx); err != nil {
		return err
	}
	m, err := b.machine(ctx)
	if err != nil {
		return err
	}
	var failed error
	for i := range measurements {
		wanted := &measurements[i]
		if !wanted.fits(b.only) {
			continue
		}
		fmt.Fprintln(os.Stderr, wanted.what)
		if err := wanted.take(ctx, b); err != nil {
			fmt.Fprintln(os.Stderr, "  failed:", err)
			b.failures = append(b.failures, wanted.what+": "+err.Error())
			failed = errors.Join(failed, fmt.Errorf("%s: %w", wanted.what, err))
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	if len(b.figures)+len(b.failures) == 0 {
		return errors.New("-only fits nothing")
	}
	if err := b.report(m); err != nil {
		return err
	}
	if b.missed() {
		failed = errors.Join(failed, errMissed)
	}
	return failed
}

// repeat takes a measurement as often as asked for.
func (b *bench) repeat(fn func() error) error {
	for range b.reps {
		if err := fn(); err != nil {
			return err
		}
	}
	return nil
}
