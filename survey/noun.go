package survey

import (
	"context"
	"reflect"
	"slices"
)

// noun is how a kind of thing is named, stored and logged.
type noun[T any] struct {
	name  string
	code  func(*T) string
	store func(context.Context, []T) error
	entry func(T) any // what the log keeps of it
	// also names a change that the entry does not show; empty: none. May be nil.
	also func(old, now *T) string
}

// putBatch is how many things are stored at once.
const putBatch = 500

// put stores those of a list that are new or differ from what is there, logs each
// under its code, and counts them in change.
func (n noun[T]) put(ctx context.Context, s *Setup, change *Change, list []T, old func(*T) *T) error {
	done := 0
	for batch := range slices.Chunk(list, putBatch) {
		var differ []T
		for i := range batch {
			before := old(&batch[i])
			if before != nil && reflect.DeepEqual(*before, batch[i]) {
				change.Same++
				continue
			}
			differ = append(differ, batch[i])
			if err := n.log(ctx, s, change, before, &batch[i]); err != nil {
				return err
			}
		}
		if len(differ) > 0 {
			if err := n.store(ctx, differ); err != nil {
				return err
			}
		}
		done += len(batch)
		s.progress(done, len(list))
	}
	return nil
}

func (n noun[T]) log(ctx context.Context, s *Setup, change *Change, old, now *T) error {
	step := Step{Action: n.name + ".add", Subject: n.code(now), After: n.entry(*now)}
	if old == nil {
		change.Added++
		return s.record(ctx, change, step)
	}
	change.Changed++
	if n.also != nil {
		if action := n.also(old, now); action != "" {
			also := Step{Action: n.name + "." + action, Subject: step.Subject}
			if err := s.record(ctx, change, also); err != nil {
				return err
			}
		}
	}
	step.Action, step.Before = n.name+".change", n.entry(*old)
	if reflect.DeepEqual(step.Before, step.After) {
		return nil
	}
	return s.record(ctx, change, step)
}

// one makes a store of single things take a list.
func one[T any](store func(context.Context, T) error) func(context.Context, []T) error {
	return func(ctx context.Context, list []T) error {
		for i := range list {
			if err := store(ctx, list[i]); err != nil {
				return err
			}
		}
		return nil
	}
}
