package main

import (
	"context"
	"io"

	"hailong/scoring/edition"
	"hailong/store"
	"hailong/survey"
)

// importRankings takes in what decisions of years before this service printed.
func importRankings(
	ctx context.Context, db *store.DB, t *survey.Table, dry bool, out io.Writer,
) error {
	past := edition.PastImport{Store: db, Now: clock, Actor: operator(), DryRun: dry}
	change, err := past.Import(ctx, t)
	if err != nil {
		return err
	}
	sayChange(out, change, dry)
	return nil
}
