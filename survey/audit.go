package survey

import (
	"context"
	"fmt"
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
	Differs []LogDifference // between what the log says and what is there
	Brief   int             // entries that hold too little to be compared in full
}

// AuditPart is what one room keeps and logs: it holds its things against the entries
// about them.
type AuditPart interface {
	// Take remembers what an entry says; others are none of its business.
	Take(r LogRow) error
	// Compare names what is not as the entries say.
	Compare(ctx context.Context, c *Catalogue) ([]LogDifference, error)
}

// BriefPart is a part whose older entries say less than those of today.
type BriefPart interface {
	// Brief is how many of them could not be compared in full.
	Brief() int
}

// Audit walks the chained log and holds the catalogue, and the parts of other rooms,
// against what the log says they should be. The error names the first row that does not
// fit, or the noted head (nil: none) that the log does not come through.
func Audit(
	ctx context.Context, store AuditStore, noted *LogHead, others ...func() AuditPart,
) (result AuditResult, err error) {
	err = store.Snapshot(ctx, func(ctx context.Context) error {
		result = AuditResult{}
		parts := []AuditPart{loggedCatalogue{}}
		for _, begin := range others {
			parts = append(parts, begin())
		}
		if err := result.walk(ctx, store, noted, parts); err != nil {
			return err
		}
		c, err := store.Catalogue(ctx)
		if err != nil {
			return err
		}
		for _, part := range parts {
			differs, err := part.Compare(ctx, c)
			if err != nil {
				return err
			}
			result.Differs = append(result.Differs, differs...)
			if older, is := part.(BriefPart); is {
				result.Brief += older.Brief()
			}
		}
		return nil
	})
	return result, err
}

// walk goes through the log to its head, and tells the parts of each row.
func (result *AuditResult) walk(
	ctx context.Context, store AuditStore, noted *LogHead, parts []AuditPart,
) error {
	err := store.EachLogRow(ctx, func(r LogRow) error {
		if err := result.Log.Next(r); err != nil {
			return err
		}
		if err := noted.passes(result.Log, false); err != nil {
			return err
		}
		for _, part := range parts {
			if err := part.Take(r); err != nil {
				return fmt.Errorf("log row %d: %w", r.Number, err)
			}
		}
		return nil
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
	return noted.passes(result.Log, true)
}
