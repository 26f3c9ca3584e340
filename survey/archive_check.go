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
		count, err := f.Count(ctx, nil)
		if err != nil {
			return err
		}
		found, err := f.comparePlans(ctx, store, c, plans, count)
		faults = slices.Concat(count.Faults, found)
		return err
	})
	return faults, err
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
	found, err := f.compareStages(ctx, store, c, counted, p)
	if err != nil {
		return nil, err
	}
	faults = append(faults, found...)
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
	return faults, nil
}

// compareStages names each agency of which the database says something else by stage
// and question, also those that the file does not know.
func (f *ArchiveFile) compareStages(
	ctx context.Context, store ArchiveReader, c *Catalogue, counted *planCount, p *Plan,
) (faults Mistakes, err error) {
	kept, err := f.keptIn(c, counted)
	if err != nil {
		return nil, err
	}
	for i := range c.Agencies {
		a := &c.Agencies[i]
		have, err := store.StageTallies(ctx, p.ID, a.ID)
		if err != nil {
			return nil, err
		}
		if !slices.EqualFunc(have, kept[a.ID].Stages, StageTally.same) {
			faults.Add(Fail(Conflict, "archive.stages", Args{"plan": p.Code, "agency": c.agencyKey(a.ID)}))
		}
	}
	return faults, nil
}
