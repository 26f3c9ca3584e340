package survey

import (
	"bytes"
	"context"
	"slices"
)

// Empty deletes the responses that stand in a file, a few thousand in a transaction,
// and only those: whatever else there should be stays, and is said. Ended half way, it
// goes on where it was. The file must be the one that the plans were archived in.
func (a *Archiving) Empty(ctx context.Context, f *ArchiveFile) (deleted int64, err error) {
	plans, err := a.kept(ctx, f)
	if err != nil {
		return 0, err
	}
	var ids []PlanID
	for _, p := range plans {
		ids = append(ids, p.ID)
	}
	receipts, err := f.receipts(ctx)
	if err != nil {
		return 0, err
	}
	done := int64(0)
	for batch := range slices.Chunk(receipts, archiveBatch) {
		begun := a.Now()
		n, err := a.Store.DeleteArchived(ctx, ids, batch)
		if err != nil {
			return deleted, err
		}
		deleted += n
		done += int64(len(batch))
		a.progress(done, int64(len(receipts)))
		if n > 0 {
			a.rest(begun)
		}
	}
	return deleted, a.emptied(ctx, plans)
}

// kept are the plans of a file, all of which must be archived in that very file.
func (a *Archiving) kept(ctx context.Context, f *ArchiveFile) (map[PlanID]*Plan, error) {
	c, err := a.Store.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	archives, err := a.Store.Archives(ctx)
	if err != nil {
		return nil, err
	}
	byPlan := byKey(archives, func(e *Archive) PlanID { return e.Plan })
	plans, err := f.plansIn(c)
	for _, p := range plans {
		if e := byPlan[p.ID]; e == nil || e.FileSHA256 != f.SHA256 {
			return nil, Fail(Conflict, "archive.other_file", Args{"plan": p.Code, "year": p.Year})
		}
	}
	return plans, err
}

// emptied notes that nothing is left, after a look that holds nobody up.
func (a *Archiving) emptied(ctx context.Context, plans map[PlanID]*Plan) error {
	for _, p := range plans {
		left, err := a.Store.ResponsesLeft(ctx, p.ID)
		if err != nil {
			return err
		}
		if left > 0 {
			return Fail(Conflict, "archive.left", Args{"plan": p.Code, "count": left})
		}
	}
	return a.Store.InTx(ctx, func(ctx context.Context) error {
		archives, err := a.Store.Archives(ctx)
		if err != nil {
			return err
		}
		byPlan := byKey(archives, func(e *Archive) PlanID { return e.Plan })
		for _, p := range plans {
			e := byPlan[p.ID]
			if e == nil || e.Emptied {
				continue
			}
			if err := a.Store.MarkEmptied(ctx, p.ID); err != nil {
				return err
			}
			if err := a.record(ctx, "plan.empty", p, emptyEntry{e.Responses}); err != nil {
				return err
			}
		}
		return nil
	})
}

// receipts are those of all responses, in the order of their times: 16 bytes each. So
// deleting goes through the database's tables from one end to the other, as the
// answers came, and not to and fro by counter.
func (f *ArchiveFile) receipts(ctx context.Context) ([]Receipt, error) {
	list := make([]Receipt, 0, min(f.Responses(), maxReceipts))
	whole, err := f.rows(ctx, archiveResponses, responseHead, func(number int64, line []string) error {
		receipt, err := ParseReceipt(line[4])
		if err != nil {
			return badLine(archiveResponses, number, "receipt")
		}
		list = append(list, receipt)
		return nil
	})
	if err == nil && !whole {
		err = Fail(Conflict, "archive.part", Args{"value": archiveResponses})
	}
	slices.SortFunc(list, func(a, b Receipt) int { return bytes.Compare(a[:], b[:]) })
	return list, err
}

// maxReceipts bounds the memory that is taken because a file says how long it is.
const maxReceipts = 20_000_000
