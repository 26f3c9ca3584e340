package main

import (
	"context"
	"fmt"
	"time"
)

// warmUp is how long a side works before it is measured.
const warmUp = time.Second

// serviceAnswers is what the service did under a load of answers.
type serviceAnswers struct {
	outcome
	memory float64 // MB resident at most
	bytes  float64 // on the disk for each response
}

// answersOf loads the service with answers on a fresh province and checks that the
// tallies are what was confirmed.
func (b *bench) answersOf(ctx context.Context, k kind, connections int) (seen serviceAnswers, err error) {
	database, err := b.province(ctx, k)
	if err != nil {
		return seen, err
	}
	s, err := b.serve(ctx, database)
	err = with(s, err, func(s *service) error {
		out, err := b.loadAnswers(ctx, s, database, connections)
		if err != nil {
			return err
		}
		seen.outcome = *out
		seen.memory, err = s.peak()
		return err
	})
	if err != nil {
		return seen, err
	}
	if seen.bytes, err = b.weigh(ctx, k, database, seen.confirmed); err != nil {
		return seen, err
	}
	return seen, b.drop(ctx, database)
}

// loadAnswers sends answers to a service and checks what it stored.
func (b *bench) loadAnswers(
	ctx context.Context, s *service, database string, connections int,
) (*outcome, error) {
	tokens, err := b.tokens(ctx, database)
	if err != nil {
		return nil, err
	}
	out, err := (&load{
		address: s.address, connections: connections, warmUp: warmUp, length: b.length,
		next: newAnswers(tokens, b.random).next, want: 201,
	}).run(ctx)
	if err != nil {
		return nil, err
	}
	return out, checkTallies(ctx, database, out.confirmed)
}

// checkTallies compares the roll-ups with what was confirmed.
func checkTallies(ctx context.Context, database string, confirmed int64) error {
	received, err := number(ctx, database, "SELECT CAST(SUM(received) AS BIGINT) FROM tally")
	if err == nil && received != confirmed {
		err = fmt.Errorf("%d answers confirmed, %d in the tallies", confirmed, received)
	}
	return err
}

// answersPostgres compares the service with pgbench.
func answersPostgres(connections int) func(context.Context, *bench) error {
	return func(ctx context.Context, b *bench) error {
		return b.repeat(func() error {
			var ours serviceAnswers
			var pair, alone *outcome
			err := b.inTurn(ctx,
				func(ctx context.Context) (err error) {
					ours, err = b.answersOf(ctx, onPostgres, connections)
					return err
				},
				func(ctx context.Context) (err error) {
					pair, err = b.pgbench(ctx, pairScript, connections)
					return err
				},
				func(ctx context.Context) (err error) {
					alone, err = b.pgbench(ctx, aloneScript, connections)
					return err
				})
			if err != nil {
				return err
			}
			b.note(fmt.Sprintf("answers-postgres-%d", connections), ours.rate, pair.rate)
			b.note(fmt.Sprintf("alone-postgres-%d", connections), ours.rate, alone.rate)
			b.note(fmt.Sprintf("p99-postgres-%d", connections), ours.p99(), pair.p99())
			if connections == 128 {
				b.noteAlone("memory-postgres", ours.memory)
				b.noteAlone("bytes-live-postgres", ours.bytes)
			}
			return nil
		})
	}
}

// answersSQLite compares the service with the plainest handler.
func answersSQLite(ctx context.Context, b *bench) error {
	return b.repeat(func() error {
		var ours serviceAnswers
		var plain *outcome
		err := b.inTurn(ctx,
			func(ctx context.Context) (err error) {
				ours, err = b.answersOf(ctx, onSQLite, 128)
				return err
			},
			func(ctx context.Context) (err error) {
				plain, err = b.plainAnswers(ctx, 128)
				return err
			})
		if err != nil {
			return err
		}
		b.note("answers-sqlite-128", ours.rate, plain.rate)
		b.noteAlone("memory-sqlite", ours.memory)
		b.noteAlone("bytes-live-sqlite", ours.bytes)
		return nil
	})
}

// plainAnswers loads the plainest handler in the same way.
func (b *bench) plainAnswers(ctx context.Context, connections int) (out *outcome, err error) {
	database, err := b.province(ctx, onSQLite)
	if err != nil {
		return nil, err
	}
	s, err := b.reference(ctx, "gorm", database)
	err = with(s, err, func(s *service) error {
		out, err = b.loadAnswers(ctx, s, database, connections)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, b.drop(ctx, database)
}
