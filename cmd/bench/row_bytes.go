package main

import (
	"context"
	"os"

	"hailong/store"
)

// stored weighs a tenth of the large database, as it was filled.
func stored(k kind) func(context.Context, *bench) error {
	return func(ctx context.Context, b *bench) error {
		responses := b.rows / 10
		database, err := b.filled(ctx, k, responses)
		if err != nil {
			return err
		}
		perResponse, err := b.weigh(ctx, k, database, int64(responses))
		if err == nil {
			b.noteAlone("bytes-"+string(k), perResponse)
		}
		return err
	}
}

// weigh is how many bytes a response takes on the disk, with indexes and tallies.
func (b *bench) weigh(ctx context.Context, k kind, database string, responses int64) (float64, error) {
	size, err := sizeOf(ctx, database)
	if err != nil {
		return 0, err
	}
	empty, err := b.province(ctx, k)
	if err != nil {
		return 0, err
	}
	before, err := sizeOf(ctx, empty)
	if err != nil {
		return 0, err
	}
	return float64(size-before) / float64(responses), b.drop(ctx, empty)
}

func sizeOf(ctx context.Context, database string) (int64, error) {
	if store.IsPostgres(database) {
		return number(ctx, database, "SELECT pg_total_relation_size('response') + pg_total_relation_size('tally')")
	}
	if err := execute(ctx, database, "PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		return 0, err
	}
	info, err := os.Stat(database)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
