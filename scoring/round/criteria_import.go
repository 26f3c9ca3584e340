package round

import (
	"context"
	"strings"

	"hailong/scoring"
	"hailong/survey"
)

// Imported says what a file of a set did, or would have done.
type Imported struct {
	ID          SetID // 0 of a dry run that would add one
	Ref         string
	New         bool         // a version of its own
	Against     string       // the version that it was held against; empty: there was none
	Differences []Difference // to that version; empty of the first one
	Seen        string       // the mark of what was there, for the import that is confirmed
	Set         scoring.CriteriaSet
	Held        []Exception // what waits for a second person
}

// Changed tells whether anything was stored, or would have been.
func (i *Imported) Changed() bool { return i.New || len(i.Differences) > 0 || len(i.Held) > 0 }

// Change is the same as other imports say it.
func (i *Imported) Change() survey.Change {
	switch {
	case i.New:
		entry := criteriaEntryOf(&Set{CriteriaSet: i.Set})
		entry.Differences = changeLines(i.Differences)
		return survey.Change{Added: 1, Steps: []survey.Step{{Action: "criteria.add", Subject: i.Ref, After: entry}}}
	case i.Changed():
		step := survey.Step{Action: "criteria.change", Subject: i.Ref}
		step.Before, step.After = changedCells(i.Differences)
		return survey.Change{Changed: 1, Steps: []survey.Step{step}}
	}
	return survey.Change{Same: 1}
}

// changedCells are what was and is in each cell that differs.
func changedCells(differences []Difference) (was, now map[string]string) {
	was, now = map[string]string{}, map[string]string{}
	for _, d := range differences {
		switch d.What {
		case ItemAdded:
			now[d.Code] = d.Name.VI
		case ItemRemoved:
			was[d.Code] = d.Name.VI
		}
		for _, f := range d.Fields {
			name := strings.TrimSpace(d.Code + " " + f.Field)
			was[name], now[name] = f.Before, f.After
		}
	}
	return was, now
}

// Import reads a file of one set, all or nothing. Where family, year and group are given
// they stand for what the file says. The newest version is replaced where no round uses it
// yet; else the file is the next version. A file that says the same changes nothing, and
// one with any fault is refused: each mistake names its row and column.
func (u *Criteria) Import(
	ctx context.Context, family string, year int, group string, t *survey.Table,
) (Imported, error) {
	r, err := readCriteria(t)
	if err != nil {
		return Imported{}, err
	}
	if err := r.place(family, year, group); err != nil {
		return Imported{}, err
	}
	var done Imported
	err = survey.Trial(ctx, u.Store, func(ctx context.Context) (bool, error) {
		c, err := u.Store.Catalogue(ctx)
		if err != nil {
			return false, err
		}
		if err := r.faults(c); err != nil {
			return false, err
		}
		done, err = u.take(ctx, c, r.set)
		return !u.DryRun, err
	})
	if err != nil {
		return Imported{}, err
	}
	return done, nil
}

// place fills in what the set is for.
func (r *criteriaReader) place(family string, year int, group string) error {
	if family != "" {
		r.set.Family = family
	}
	if year != 0 {
		r.set.Year = year
	}
	if group != "" {
		r.set.Group = group
	}
	if r.set.Family == "" {
		r.set.Family = Family
	}
	var mistakes survey.Mistakes
	missing := func(field string, is bool) {
		if is {
			args := survey.Args{"value": field, "line": 1, "column": "code"}
			mistakes.Add(survey.Fail(survey.Invalid, "criteria.field_missing", args).At("1:code"))
		}
	}
	missing("year", r.set.Year == 0)
	missing("group", r.set.Group == "")
	missing("name", r.set.Name.VI == "")
	return mistakes.Err("import.refused")
}

// take stores a set that was read.
func (u *Criteria) take(
	ctx context.Context, c *survey.Catalogue, set scoring.CriteriaSet,
) (Imported, error) {
	newest, err := u.newest(ctx, set.Family, set.Year, set.Group)
	if err != nil {
		return Imported{}, err
	}
	var there *scoring.CriteriaSet
	if newest != nil {
		there = &newest.CriteriaSet
	}
	held := u.withheld(c, there, &set)
	done := Imported{Seen: "none", Set: set, Held: held}
	if newest != nil {
		done.Seen, done.Against = newest.Mark(), newest.Ref()
		done.Differences = Compare(&newest.CriteriaSet, &set)
	}
	if u.Seen != "" && u.Seen != done.Seen {
		return Imported{}, survey.Fail(survey.Conflict, "upload.stale", nil)
	}
	switch {
	case newest != nil && len(done.Differences) == 0:
		done.ID, done.Ref = newest.ID, newest.Ref()
	case newest == nil || newest.Frozen:
		done.New = true
		if done.ID, err = u.add(ctx, "criteria.add", set, done.Against); err != nil {
			return Imported{}, err
		}
		set.Version = 1
		if newest != nil {
			set.Version = newest.Version + 1
		}
		done.Ref, done.Set.Version = setRef(&set), set.Version
	default:
		set.Version = newest.Version
		done.ID, done.Ref, done.Set.Version = newest.ID, newest.Ref(), set.Version
		if err := u.change(ctx, newest, set); err != nil {
			return Imported{}, err
		}
	}
	if u.DryRun {
		if done.New {
			done.ID = 0
		}
		return done, nil
	}
	return done, u.hold(ctx, done.Ref, held)
}
