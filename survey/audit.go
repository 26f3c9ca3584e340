package survey

import (
	"context"
)

// AuditStore is what an audit reads, on one view of the database.
type AuditStore interface {
	Snapshot(ctx context.Context, fn func(context.Context) error) error
	EachLogRow(ctx context.Context, do func(LogRow) error) error
	LogHead(ctx context.Context) (LogHead, error)
	Catalogue(ctx context.Context) (*Catalogue, error)
}

// AuditResult is what an audit found.
type AuditResult struct {
	Log     LogCheck
	Differs []LogDifference // between what the log says and the catalogue
}

// Audit walks the chained log and holds the catalogue against what the log says it
// should be. The error names the first row that does not fit, or the noted head (nil:
// none) that the log does not come through.
func Audit(ctx context.Context, store AuditStore, noted *LogHead) (result AuditResult, err error) {
	err = store.Snapshot(ctx, func(ctx context.Context) error {
		result = AuditResult{}
		logged := loggedCatalogue{}
		err := store.EachLogRow(ctx, func(r LogRow) error {
			if err := result.Log.Next(r); err != nil {
				return err
			}
			if err := noted.passes(result.Log, false); err != nil {
				return err
			}
			return logged.take(r)
		})
		if err != nil {
			return err
		}
		head, err := store.LogHead(ctx)
		if err != nil {
			return err
		}
		if err := result.Log.End(head.Number, head.Hash); err != nil {
			return err
		}
		if err := noted.passes(result.Log, true); err != nil {
			return err
		}
		c, err := store.Catalogue(ctx)
		if err != nil {
			return err
		}
		result.Differs, err = logged.compare(c)
		return err
	})
	return result, err
}
