package survey

import "context"

// archivedAction is what the log calls it, and archiveEntry what it says of it.
const archivedAction = "plan.archive"

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
	if _, _, err := a.toKeep(ctx, f); err != nil {
		return err
	}
	count, err := f.Count(ctx, a.progress)
	if err != nil {
		return err
	}
	if len(count.Faults) > 0 {
		return count.Faults.Err("archive.differs")
	}
	return a.Store.InTx(ctx, func(ctx context.Context) error { return a.keep(ctx, f, count) })
}

// toKeep are the plans of a file, which nobody else has archived meanwhile.
func (a *Archiving) toKeep(ctx context.Context, f *ArchiveFile) (*Catalogue, map[PlanID]*Plan, error) {
	c, err := a.Store.Catalogue(ctx)
	if err != nil {
		return nil, nil, err
	}
	plans, err := f.plansIn(c)
	if err != nil {
		return nil, nil, err
	}
	for _, p := range plans {
		if p.Archived {
			return nil, nil, Fail(Conflict, "archive.meanwhile", Args{"plan": p.Code, "year": p.Year})
		}
	}
	return c, plans, nil
}

// keep is the one transaction from which on the plans are archived. No answer comes in
// meanwhile, so what it compares is what stays.
func (a *Archiving) keep(ctx context.Context, f *ArchiveFile, count *ArchiveCount) error {
	if err := a.Store.HoldCatalogue(ctx); err != nil {
		return err
	}
	c, plans, err := a.toKeep(ctx, f)
	if err != nil {
		return err
	}
	for i := range f.catalogue.Plans {
		id := f.catalogue.Plans[i].ID
		if err := a.keepPlan(ctx, f, c, plans[id], count.plans[id]); err != nil {
			return err
		}
	}
	return nil
}

func (a *Archiving) keepPlan(
	ctx context.Context, f *ArchiveFile, c *Catalogue, p *Plan, counted *planCount,
) error {
	if err := a.finished(c, []*Plan{p}); err != nil {
		return err
	}
	if err := a.same(ctx, c, p, counted); err != nil {
		return err
	}
	kept, err := f.keptIn(c, counted)
	if err != nil {
		return err
	}
	e := Archive{
		Plan: p.ID, At: stamp(a.Now), Responses: counted.responses,
		FileSHA256: f.SHA256, TallySHA256: tallySum(counted.lines),
	}
	if err := a.Store.AddArchive(ctx, e, kept); err != nil {
		return err
	}
	return a.record(ctx, archivedAction, p, archiveEntry{e.Responses, e.FileSHA256, e.TallySHA256})
}

// same tells by ErrArchiveStale that a plan is no more what was counted: each answer
// is in the roll-ups from the moment it is stored.
func (a *Archiving) same(ctx context.Context, c *Catalogue, p *Plan, counted *planCount) error {
	tallies, err := a.Store.PlanTallies(ctx, p.ID)
	if err != nil {
		return err
	}
	if tallySum(c.tallyLines(p, tallies)) != tallySum(counted.lines) {
		return ErrArchiveStale
	}
	return nil
}

func (a *Archiving) record(ctx context.Context, action string, p *Plan, after any) error {
	return a.Store.Record(ctx, Entry{
		At: stamp(a.Now), Actor: a.Actor, Action: action, Subject: p.Code, After: after,
	})
}
