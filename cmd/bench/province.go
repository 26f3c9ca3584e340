package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"
)

// counters is how many there are, each of an agency of its own.
const counters = 500

// province gives a fresh database with agencies, counters and a plan, and no answers.
func (b *bench) province(ctx context.Context, k kind) (string, error) {
	name := "province " + string(k)
	if b.templates[name] == "" {
		address, err := b.create(ctx, k)
		if err != nil {
			return "", err
		}
		if err := b.fill(ctx, address, 0); err != nil {
			return "", err
		}
		b.templates[name] = address
	}
	return b.copyOf(ctx, k, b.templates[name])
}

// filled gives a database with so many responses, made once in a run. Nobody may
// change it.
func (b *bench) filled(ctx context.Context, k kind, responses int) (string, error) {
	name := fmt.Sprintf("%d responses %s", responses, k)
	if b.templates[name] == "" {
		address, err := b.province(ctx, k)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(os.Stderr, "  filling %s: %d responses\n", k, responses)
		if err := b.fill(ctx, address, responses); err != nil {
			return "", err
		}
		if err := b.settle(ctx, address); err != nil {
			return "", err
		}
		if k == onPostgres { // what it would do by itself in the middle of a measurement
			if err := execute(ctx, address, "VACUUM ANALYZE", "CHECKPOINT"); err != nil {
				return "", err
			}
		}
		b.templates[name] = address
	}
	return b.templates[name], nil
}

// settle serves until the nightly check, which is due at once on a new database, is
// done: it reads all responses and would run beside the measurements.
func (b *bench) settle(ctx context.Context, address string) error {
	s, err := b.serve(ctx, address)
	return with(s, err, func(*service) error {
		again := time.NewTicker(time.Second)
		defer again.Stop()
		for {
			// None may be due that is not done; the first is there a moment after the start.
			quiet, err := number(ctx, address, `SELECT CASE WHEN COUNT(*) > 0 AND COUNT(*) = COUNT(
				CASE WHEN done_at IS NOT NULL OR due_at > CURRENT_TIMESTAMP THEN 1 END) THEN 1 ELSE 0 END FROM job`)
			if err != nil || quiet == 1 {
				return err
			}
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-again.C:
			}
		}
	})
}

// fill adds responses up to a number; a new database gets the province first.
func (b *bench) fill(ctx context.Context, address string, responses int) error {
	number := strconv.Itoa(counters)
	return b.hailong(ctx, address, "fill", "--agencies", number, "--counters", number,
		"--responses", strconv.Itoa(responses))
}

// tokens are those of a database's counters.
func (b *bench) tokens(ctx context.Context, address string) ([]string, error) {
	path := filepath.Join(b.dir, "tokens.csv")
	if err := b.hailong(ctx, address, "export", "counters", "--out", path); err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	rows, err := csv.NewReader(f).ReadAll()
	if err := errors.Join(err, f.Close()); err != nil {
		return nil, err
	}
	at := slices.Index(rows[0], "token")
	if at < 0 || len(rows) != counters+1 {
		return nil, fmt.Errorf("%d counters exported, columns %q", len(rows)-1, rows[0])
	}
	var list []string
	for _, row := range rows[1:] {
		list = append(list, row[at])
	}
	return list, nil
}
