package main

import (
	"context"
	"fmt"
	"math"
	"os"
	"time"
)

const (
	quietLoad  = 0.3             // of the last minute, at the start
	quietWait  = 5 * time.Minute // for it to fall
	mostMoved  = 0.15            // of the handler that does nothing, over a repetition
	quietTries = 3
)

// awaitQuiet waits until nobody else uses the machine.
func (b *bench) awaitQuiet(ctx context.Context) error {
	for deadline := time.Now().Add(quietWait); ; {
		average, err := loadAverage()
		if err != nil || b.noisy || average <= quietLoad {
			return err
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("%w: load %.2f", errVoid, average)
		}
		fmt.Fprintf(os.Stderr, "load %.2f: waiting for the machine to be quiet\n", average)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(10 * time.Second):
		}
	}
}

func loadAverage() (average float64, err error) {
	text, err := os.ReadFile("/proc/loadavg")
	if err == nil {
		_, err = fmt.Sscan(string(text), &average)
	}
	return average, err
}

// inTurn takes steps in an order drawn anew, between two looks at a handler that
// does nothing. Where that moved, somebody else had the machine, and all is taken
// again: steps leave what they saw in variables, so that the last time counts.
func (b *bench) inTurn(ctx context.Context, steps ...func(context.Context) error) error {
	for range quietTries {
		before, err := b.nothing(ctx)
		if err != nil {
			return err
		}
		b.random.Shuffle(len(steps), func(i, j int) { steps[i], steps[j] = steps[j], steps[i] })
		for _, step := range steps {
			if err := step(ctx); err != nil {
				return err
			}
		}
		after, err := b.nothing(ctx)
		if err != nil {
			return err
		}
		if b.noisy || math.Abs(after/before-1) <= mostMoved {
			return nil
		}
		fmt.Fprintf(os.Stderr, "  a handler that does nothing went from %.0f/s to %.0f/s: again\n", before, after)
	}
	return errVoid
}

// nothing is how many requests a second a handler that does nothing answers.
func (b *bench) nothing(ctx context.Context) (float64, error) {
	if b.idle == nil {
		s, err := b.reference(ctx, "nothing")
		if err != nil {
			return 0, err
		}
		b.idle = s
	}
	out, err := (&load{
		address: b.idle.address, connections: 32, warmUp: 200 * time.Millisecond, length: time.Second,
		next: page("/"), want: 204,
	}).run(ctx)
	if err != nil {
		return 0, err
	}
	return out.rate, nil
}
