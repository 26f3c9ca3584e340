package survey

import (
	"context"
	"slices"
)

type archiveEntry struct {
	Responses               int64
	FileSHA256, TallySHA256 string
}

type emptyEntry struct{ Responses int64 }

// Keep makes the plans of a file archived. The file is counted anew from its own
// text first and must say what the roll-ups say, else nothing is archived. From then
// on the plans take nothing more; figures by stage and question are read from what
// is kept here. ErrArchiveStale asks for the file to be written again.
func (a *Archiving) Keep(ctx context.Context, f *ArchiveFile) error {
	c, err := a.Store.Catalogue(ctx)
	if err != nil {
		return err
	}
	plans, err := f.plansIn(c)
	if err != nil {
		return err
	}
	for _, p := range plans {
		if p.Archived {
			return Fail(Closed, "plan.archived", Args{"year": p.Year})
		}
		if err := a.Store.ClearArchivedLevels(ctx, p.ID); err != nil {
			return err
		}
	}
	count, err := f.Count(ctx, func(p *Plan, agency *Agency, counts []LevelCount) error {
		own, counts, err := f.translate(c, agency, counts)
		if err != nil {
			return err
		}
		for batch := range slices.Chunk(counts, archiveBatch) {
			begun := a.Now()
			if err := a.Store.AddArchivedLevels(ctx, plans[p.ID].ID, own.ID, batch); err != nil {
				return err
			}
			a.rest(begun)
		}
		return nil
	}, a.progress)
	if err != nil {
		return err
	}
	if len(count.Faults) > 0 {
		return count.Faults.Err("archive.differs")
	}
	return a.Store.InTx(ctx, func(ctx context.Context) error { return a.keep(ctx, f, count) })
}

// keep is the one transaction from which on the plans are archived. No answer comes in
// meanwhile, so what it compares is what stays.
func (a *Archiving) keep(ctx context.Context, f *ArchiveFile, count *ArchiveCount) error {
	if err := a.Store.HoldCatalogue(ctx); err != nil {
		return err
	}
	c, err := a.Store.Catalogue(ctx)
	if err != nil {
		return err
	}
	plans, err := f.plansIn(c)
	if err != nil {
		return err
	}
	for id, counted := range count.plans {
		p := plans[id]
		if err := a.finished(c, []*Plan{p}); err != nil {
			return err
		}
		if err := a.same(ctx, c, p, counted); err != nil {
			return err
		}
		last := map[AgencyID]Day{}
		for agency, day := range counted.last {
			own, err := f.agencyIn(c, f.catalogue.Agency(agency))
			if err != nil {
				return err
			}
			last[own.ID] = day
		}
		e := Archive{
			Plan: p.ID, At: stamp(a.Now), Responses: counted.responses,
			FileSHA256: f.SHA256, TallySHA256: tallySum(counted.lines),
		}
		if err := a.Store.AddArchive(ctx, e, last); err != nil {
			return err
		}
		err = a.record(ctx, "plan.archive", p, archiveEntry{e.Responses, e.FileSHA256, e.TallySHA256})
		if err != nil {
			return err
		}
	}
	return nil
}

// same tells by ErrArchiveStale that a plan is no more what was counted: each answer
// is in the roll-ups from the moment it is stored.
func (a *Archiving) same(ctx context.Context, c *Catalogue, p *Plan, counted *planCount) error {
	tallies, err := a.Store.PlanTallies(ctx, p.ID)
	if err != nil {
		return err
	}
	rows, responses, err := a.Store.ArchivedLevels(ctx, p.ID)
	if err != nil {
		return err
	}
	if tallySum(c.tallyLines(p, tallies)) != tallySum(counted.lines) ||
		rows != counted.levels || responses != counted.valid {
		return ErrArchiveStale
	}
	return nil
}

func (a *Archiving) record(ctx context.Context, action string, p *Plan, after any) error {
	return a.Store.Record(ctx, Entry{
		At: stamp(a.Now), Actor: a.Actor, Action: action, Subject: p.Code, After: after,
	})
}
