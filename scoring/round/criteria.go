package round

import (
	"context"
	"slices"
	"time"

	"hailong/scoring"
	"hailong/scoring/edition"
	"hailong/survey"
)

// CriteriaStore is where criteria sets are kept.
type CriteriaStore interface {
	survey.Transactor
	survey.Recorder
	Catalogue(ctx context.Context) (*survey.Catalogue, error)
	// Sets are all, newest year first; of a family and group the newest version first.
	Sets(ctx context.Context) ([]Set, error)
	// SetsOf are those of a family in a year, in the same order.
	SetsOf(ctx context.Context, family string, year int) ([]Set, error)
	// Set finds one, nil where there is none.
	Set(ctx context.Context, id SetID) (*Set, error)
	// PutSet adds one that has no id yet, and gives it one, or changes it. The database
	// refuses to change a frozen one.
	PutSet(ctx context.Context, s *Set) error
	DropSet(ctx context.Context, id SetID) error
}

// Criteria is the use case of writing criteria sets. A family has at most one set of a
// year and group that no round uses; it is the newest version.
type Criteria struct {
	Store  CriteriaStore
	Now    func() time.Time
	Actor  survey.Actor
	DryRun bool // import, take it back, and say what would have changed
	// Seen is what a dry run said is in its place (Imported.Seen); the import is Conflict
	// where it is something else by now. Empty: whatever is there.
	Seen string

	// Near tells whether an agency is so close to the writer's that what is not applicable to
	// it waits for a second person; nil on the command line, which is outside of that. Hold
	// keeps what waits, in the transaction that stores the rest.
	Near func(c *survey.Catalogue, agency survey.AgencyID) bool
	Hold func(ctx context.Context, e survey.Edit, agency survey.AgencyID) error
}

// Family is that of the index that gave this service its name.
const Family = "cchc"

// Set finds one; it is NotFound where there is none.
func (u *Criteria) Set(ctx context.Context, id SetID) (*Set, error) {
	s, err := u.Store.Set(ctx, id)
	if err == nil && s == nil {
		err = survey.Fail(survey.NotFound, "criteria.unknown", nil)
	}
	return s, err
}

// Save stores what a set was changed into. mark is the Mark that it was made from: where
// another is stored by now, the error is Conflict and nothing is overwritten. Which family,
// year, group and version it is never changes. It may have faults: see Usable.
func (u *Criteria) Save(ctx context.Context, id SetID, mark string, set scoring.CriteriaSet) error {
	if len(set.Items) > edition.MostItems {
		return survey.Fail(survey.Invalid, "criteria.many", survey.Args{"max": edition.MostItems})
	}
	return u.Store.InTx(ctx, func(ctx context.Context) error {
		s, err := u.draft(ctx, id, mark)
		if err != nil {
			return err
		}
		set.Family, set.Year, set.Group, set.Version = s.Family, s.Year, s.Group, s.Version
		c, err := u.Store.Catalogue(ctx)
		if err != nil {
			return err
		}
		held := u.withheld(c, &s.CriteriaSet, &set)
		if err := u.change(ctx, s, set); err != nil {
			return err
		}
		return u.hold(ctx, s.Ref(), held)
	})
}

// CopyTo makes a copy the next version of its family and group in a year, the same or
// another one. It is Conflict where a set is being written there.
func (u *Criteria) CopyTo(ctx context.Context, id SetID, year int) (SetID, error) {
	var copied SetID
	err := u.Store.InTx(ctx, func(ctx context.Context) error {
		from, err := u.Set(ctx, id)
		if err != nil {
			return err
		}
		set := from.CriteriaSet
		set.Year = year
		copied, err = u.add(ctx, "criteria.copy", set, from.Ref())
		return err
	})
	return copied, err
}

// FromSample makes the sample of a group the next version of a family in a year.
func (u *Criteria) FromSample(ctx context.Context, family string, year int, group string) (SetID, error) {
	var id SetID
	err := u.Store.InTx(ctx, func(ctx context.Context) error {
		set, err := Sample(group)
		if err != nil {
			return err
		}
		set.Family, set.Year = family, year
		id, err = u.add(ctx, "criteria.add", set, "")
		return err
	})
	return id, err
}

// InstallSamples adds the sample of each group of the catalogue that has no set of the
// family in a year.
func (u *Criteria) InstallSamples(ctx context.Context, family string, year int) error {
	return u.Store.InTx(ctx, func(ctx context.Context) error {
		c, err := u.Store.Catalogue(ctx)
		if err != nil {
			return err
		}
		sets, err := u.Store.SetsOf(ctx, family, year)
		if err != nil {
			return err
		}
		for _, g := range c.Groups {
			there := slices.ContainsFunc(sets, func(s Set) bool { return s.Group == g.Code })
			if there || !slices.Contains(SampleGroups, g.Code) {
				continue
			}
			if _, err := u.FromSample(ctx, family, year, g.Code); err != nil {
				return err
			}
		}
		return nil
	})
}

// Discard throws away a set that no round uses.
func (u *Criteria) Discard(ctx context.Context, id SetID, mark string) error {
	return u.Store.InTx(ctx, func(ctx context.Context) error {
		s, err := u.draft(ctx, id, mark)
		if err != nil {
			return err
		}
		if err := u.Store.DropSet(ctx, id); err != nil {
			return err
		}
		return u.record(ctx, "criteria.discard", s, criteriaEntryOf(s), nil)
	})
}

// draft is a stored set that may be changed, where it is still the one that mark was made of.
func (u *Criteria) draft(ctx context.Context, id SetID, mark string) (*Set, error) {
	s, err := u.Store.Set(ctx, id)
	switch {
	case err != nil:
		return nil, err
	case s == nil:
		return nil, survey.Fail(survey.Conflict, "criteria.gone", nil)
	case s.Frozen:
		return nil, survey.Fail(survey.Conflict, "criteria.frozen", nil)
	case s.Mark() != mark:
		return nil, survey.Fail(survey.Conflict, "stale", nil)
	}
	return s, nil
}

// newest is the newest version of a family in a year and group, nil where there is none.
func (u *Criteria) newest(ctx context.Context, family string, year int, group string) (*Set, error) {
	sets, err := u.Store.SetsOf(ctx, family, year)
	if err != nil {
		return nil, err
	}
	var newest *Set
	for i := range sets {
		if s := &sets[i]; s.Group == group && (newest == nil || s.Version > newest.Version) {
			newest = s
		}
	}
	return newest, nil
}

// add stores a set as the next version.
func (u *Criteria) add(
	ctx context.Context, action string, set scoring.CriteriaSet, from string,
) (SetID, error) {
	c, err := u.Store.Catalogue(ctx)
	if err != nil {
		return 0, err
	}
	if err := checkPlace(c, &set); err != nil {
		return 0, err
	}
	newest, err := u.newest(ctx, set.Family, set.Year, set.Group)
	if err != nil {
		return 0, err
	}
	var there *scoring.CriteriaSet
	version := 1
	if newest != nil {
		there, version = &newest.CriteriaSet, newest.Version+1
		if !newest.Frozen {
			return 0, survey.Fail(survey.Conflict, "criteria.draft_there", survey.Args{"name": newest.Ref()})
		}
	}
	held := u.withheld(c, there, &set)
	s := &Set{CriteriaSet: set}
	s.Version = version
	if err := u.put(ctx, s); err != nil {
		return 0, err
	}
	entry := criteriaEntryOf(s)
	entry.From = from
	if err := u.record(ctx, action, s, nil, entry); err != nil {
		return 0, err
	}
	return s.ID, u.hold(ctx, s.Ref(), held)
}

// checkPlace checks what a set is for.
func checkPlace(c *survey.Catalogue, set *scoring.CriteriaSet) error {
	var mistakes survey.Mistakes
	if !isCriteriaCode(set.Family) {
		args := survey.Args{"value": briefly(set.Family)}
		mistakes.Add(survey.Fail(survey.Invalid, "import.code", args).At("family"))
	}
	if takenFamily(set.Family) {
		args := survey.Args{"value": briefly(set.Family)}
		mistakes.Add(survey.Fail(survey.Invalid, "criteria.family_taken", args).At("family"))
	}
	if set.Year < minYear || set.Year > maxYear {
		args := survey.Args{"least": yearText(minYear), "most": yearText(maxYear), "value": yearText(set.Year)}
		mistakes.Add(survey.Fail(survey.Invalid, "import.between", args).At("year"))
	}
	if c.GroupByCode(set.Group) == nil {
		args := survey.Args{"value": briefly(set.Group)}
		mistakes.Add(survey.Fail(survey.Invalid, "criteria.group", args).At("group"))
	}
	return mistakes.Err("record.refused")
}

// change stores a set's new content, and logs what is new; nothing where nothing is.
func (u *Criteria) change(ctx context.Context, s *Set, set scoring.CriteriaSet) error {
	differences := Compare(&s.CriteriaSet, &set)
	if len(differences) == 0 {
		return nil
	}
	before := criteriaMark{s.Mark()}
	s.CriteriaSet = set
	if err := u.put(ctx, s); err != nil {
		return err
	}
	after := criteriaEntryOf(s)
	after.Differences = changeLines(differences)
	return u.record(ctx, "criteria.change", s, before, after)
}

func (u *Criteria) put(ctx context.Context, s *Set) error {
	s.ChangedBy, s.ChangedAt = u.Actor.Name, u.stamp()
	return u.Store.PutSet(ctx, s)
}

// stamp is the present moment with what is stored of it.
func (u *Criteria) stamp() time.Time { return u.Now().UTC().Round(time.Microsecond) }
