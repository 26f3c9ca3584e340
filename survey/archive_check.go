package survey

import (
	"context"
	"slices"
)

// CheckArchives names archived plans whose roll-ups are no more what was archived, and
// those whose responses are not all deleted yet.
func CheckArchives(ctx context.Context, store ArchiveReader) (faults Mistakes, err error) {
	err = store.Snapshot(ctx, func(ctx context.Context) error {
		faults = nil
		archives, err := store.Archives(ctx)
		if err != nil || len(archives) == 0 {
			return err
		}
		c, err := store.Catalogue(ctx)
		if err != nil {
			return err
		}
		for _, e := range archives {
			p := c.planByID(e.Plan)
			tallies, err := store.PlanTallies(ctx, e.Plan)
			if err != nil {
				return err
			}
			if tallySum(c.tallyLines(p, tallies)) != e.TallySHA256 {
				faults.Add(Fail(Conflict, "archive.tallies_changed", Args{"plan": p.Code}))
			}
			if !e.Emptied {
				faults.Add(Fail(Conflict, "archive.unfinished", Args{"plan": p.Code, "year": p.Year}))
			}
		}
		return nil
	})
	return faults, err
}

// planByID finds a plan, nil where there is none.
func (c *Catalogue) planByID(id PlanID) *Plan {
	if i := slices.IndexFunc(c.Plans, func(p Plan) bool { return p.ID == id }); i >= 0 {
		return &c.Plans[i]
	}
	return nil
}

// Compare counts a file anew, holds it against a database, and names what differs:
// in the file itself, in the roll-ups, in what is read by stage and question.
func (f *ArchiveFile) Compare(ctx context.Context, store ArchiveReader) (faults Mistakes, err error) {
	err = store.Snapshot(ctx, func(ctx context.Context) error {
		c, err := store.Catalogue(ctx)
		if err != nil {
			return err
		}
		plans, err := f.plansIn(c)
		if err != nil {
			return err
		}
		faults = nil
		levels := func(p *Plan, a *Agency, counts []LevelCount) error {
			same, err := f.sameLevels(ctx, store, c, plans[p.ID], a, counts)
			if err == nil && !same {
				faults.Add(Fail(Conflict, "archive.levels", Args{"plan": p.Code, "agency": a.Code}))
			}
			return err
		}
		count, err := f.Count(ctx, levels, nil)
		if err != nil {
			return err
		}
		faults = append(faults, count.Faults...)
		found, err := f.comparePlans(ctx, store, c, plans, count)
		faults = append(faults, found...)
		return err
	})
	return faults, err
}

func (f *ArchiveFile) sameLevels(
	ctx context.Context, store ArchiveReader, c *Catalogue, p *Plan, a *Agency, counts []LevelCount,
) (bool, error) {
	own, want, err := f.translate(c, a, counts)
	if err != nil {
		return false, err
	}
	have, err := store.LevelCounts(ctx, p.ID, own.ID)
	slices.SortFunc(want, LevelCount.compare)
	slices.SortFunc(have, LevelCount.compare)
	return slices.Equal(have, want), err
}

func (f *ArchiveFile) comparePlans(
	ctx context.Context, store ArchiveReader, c *Catalogue, plans map[PlanID]*Plan, count *ArchiveCount,
) (faults Mistakes, err error) {
	archives, err := store.Archives(ctx)
	if err != nil {
		return nil, err
	}
	byPlan := byKey(archives, func(e *Archive) PlanID { return e.Plan })
	for i := range f.catalogue.Plans {
		id := f.catalogue.Plans[i].ID
		found, err := f.comparePlan(ctx, store, c, count.plans[id], plans[id], byPlan[plans[id].ID])
		if err != nil {
			return nil, err
		}
		faults = append(faults, found...)
	}
	return faults, nil
}

// comparePlan compares a plan's roll-ups and what the database says of its file; e is
// nil where the plan is not archived there.
func (f *ArchiveFile) comparePlan(
	ctx context.Context, store ArchiveReader, c *Catalogue, counted *planCount, p *Plan, e *Archive,
) (faults Mistakes, err error) {
	tallies, err := store.PlanTallies(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	faults = tallyFaults(c.tallyLines(p, tallies), counted.lines)
	args := Args{"plan": p.Code, "year": p.Year}
	if e == nil {
		faults.Add(Fail(Conflict, "archive.not_archived", args))
		return faults, nil
	}
	if e.FileSHA256 != f.SHA256 {
		faults.Add(Fail(Conflict, "archive.other_file", args))
	}
	if !e.Emptied {
		faults.Add(Fail(Conflict, "archive.unfinished", args))
	}
	rows, responses, err := store.ArchivedLevels(ctx, p.ID)
	if err == nil && (rows != counted.levels || responses != counted.valid) {
		faults.Add(Fail(Conflict, "archive.levels_sum", args))
	}
	return faults, err
}
