package survey

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
)

// CheckArchives names archived plans of which the chained log says something else or
// nothing, whose figures are no more what was archived, and those whose responses are
// not all deleted yet or are there again.
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
		logged, err := loggedArchives(ctx, store)
		if err != nil {
			return err
		}
		for i := range archives {
			found, err := checkArchive(ctx, store, c, &archives[i], logged)
			if err != nil {
				return err
			}
			faults = append(faults, found...)
		}
		return nil
	})
	return faults, err
}

// loggedArchives are what the log says was archived, by the plan's code.
func loggedArchives(ctx context.Context, store ArchiveReader) (map[string]archiveEntry, error) {
	rows, err := store.LogRows(ctx, archivedAction)
	if err != nil {
		return nil, err
	}
	logged := map[string]archiveEntry{}
	for _, r := range rows {
		var e archiveEntry
		if err := json.Unmarshal([]byte(r.After), &e); err != nil {
			return nil, fmt.Errorf("log row %d: %w", r.Number, err)
		}
		logged[r.Subject] = e
	}
	return logged, nil
}

func checkArchive(
	ctx context.Context, store ArchiveReader, c *Catalogue, e *Archive, logged map[string]archiveEntry,
) (faults Mistakes, err error) {
	p := c.planByID(e.Plan)
	args := Args{"plan": p.Code, "year": p.Year}
	if logged[p.Code] != (archiveEntry{e.Responses, e.FileSHA256, e.TallySHA256}) {
		faults.Add(Fail(Conflict, "archive.unlogged", args))
	}
	tallies, err := store.PlanTallies(ctx, e.Plan)
	if err != nil {
		return nil, err
	}
	if tallySum(c.tallyLines(p, tallies)) != e.TallySHA256 {
		faults.Add(Fail(Conflict, "archive.tallies_changed", args))
	} else {
		found, err := checkStages(ctx, store, c, p, tallies)
		if err != nil {
			return nil, err
		}
		faults = append(faults, found...)
	}
	if !e.Emptied {
		faults.Add(Fail(Conflict, "archive.unfinished", args))
		return faults, nil
	}
	left, err := store.ResponsesLeft(ctx, e.Plan)
	if left > 0 {
		faults.Add(Fail(Conflict, "archive.left", Args{"plan": p.Code, "count": left}))
	}
	return faults, err
}

// checkStages names agencies whose sums by stage are not those of their roll-ups.
func checkStages(
	ctx context.Context, store ArchiveReader, c *Catalogue, p *Plan, tallies []Tally,
) (faults Mistakes, err error) {
	type part struct {
		agency        AgencyID
		questionnaire QuestionnaireID
	}
	rest := map[part]Sums{}
	for i := range tallies {
		if t := &tallies[i]; !t.TallyKey.Excluded {
			key := part{t.Agency, t.Questionnaire}
			rest[key] = rest[key].Add(t.Sums)
		}
	}
	for i := range c.Agencies {
		id := c.Agencies[i].ID
		stages, err := store.StageTallies(ctx, p.ID, id)
		if err != nil {
			return nil, err
		}
		for _, s := range stages {
			key := part{id, s.Questionnaire}
			rest[key] = rest[key].Add(s.Sums.Times(-1))
		}
	}
	for key, sums := range rest {
		if sums != (Sums{}) {
			faults.Add(Fail(Conflict, "archive.stages", Args{"plan": p.Code, "agency": c.agencyKey(key.agency)}))
		}
	}
	return faults, nil
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
