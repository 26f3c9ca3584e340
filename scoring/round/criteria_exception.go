package round

import (
	"context"
	"slices"
	"strings"

	"hailong/scoring"
	"hailong/survey"
)

// Exception is that a leaf is not applicable to an agency, or is again.
type Exception struct {
	Leaf, Agency string // their codes
	Out          bool   // not applicable
	agency       survey.AgencyID
	version      string // of the leaf that it was proposed for
}

// withheld takes out of a set, whose items are then its own, what its writer must not decide
// alone: what is not applicable to an agency that he is near. stored is what stands in the
// set's place by now, nil where nothing does. An exception is for the leaf as it is: of a leaf
// that says something else by now it waits anew.
func (u *Criteria) withheld(c *survey.Catalogue, stored, set *scoring.CriteriaSet) []Exception {
	if u.Near == nil {
		return nil
	}
	var held []Exception
	set.Items = slices.Clone(set.Items)
	for i, leaf := range set.Leaves() {
		var before []string
		if stored != nil {
			if old := stored.Leaf(leaf.Code); old != nil && leafVersion(old) == leafVersion(leaf) {
				before = old.NotFor
			}
		}
		kept := slices.Clone(leaf.NotFor)
		for _, code := range onlyOne(leaf.NotFor, before) {
			agency := NearInYear(c, code, set.Year, u.Near)
			if agency == 0 {
				continue
			}
			e := Exception{leaf.Code, code, slices.Contains(leaf.NotFor, code), agency, leafVersion(leaf)}
			held = append(held, e)
			if e.Out {
				kept = slices.DeleteFunc(kept, func(s string) bool { return s == code })
			} else {
				kept = append(kept, code)
			}
		}
		set.Items[i].NotFor = kept
	}
	return held
}

// onlyOne are the codes that only one of two lists has.
func onlyOne(a, b []string) (only []string) {
	for _, code := range slices.Concat(a, b) {
		if slices.Contains(a, code) != slices.Contains(b, code) && !slices.Contains(only, code) {
			only = append(only, code)
		}
	}
	return only
}

// leafVersion is a mark of all that a leaf asks for.
func leafVersion(leaf *scoring.Item) string {
	asks := *leaf
	asks.NotFor, asks.Guidance, asks.Name.EN = nil, survey.Text{}, ""
	return survey.Digest(asks)
}

// hold hands over what was withheld from a set that is stored by now.
func (u *Criteria) hold(ctx context.Context, ref string, held []Exception) error {
	for _, e := range held {
		row := map[string]string{"set": ref, "leaf": e.Leaf, "agency": e.Agency, "not_for": ""}
		if e.Out {
			row["not_for"] = "yes"
		}
		edit := survey.Edit{
			Action: survey.NotApplicable, Subject: ref + " " + e.Leaf + " " + e.Agency, Version: e.version,
			Rows: []map[string]string{row},
		}
		if err := u.Hold(ctx, edit, e.agency); err != nil {
			return err
		}
	}
	return nil
}

// Except makes an exception that somebody else approved.
func (u *Criteria) Except(ctx context.Context, by survey.Actor, e survey.Edit) error {
	return u.Store.InTx(ctx, func(ctx context.Context) error {
		s, err := u.Excepted(ctx, e)
		if err != nil {
			return err
		}
		row, changed := e.Rows[0], s.CriteriaSet
		changed.Items = slices.Clone(changed.Items)
		leaf := changed.Leaf(row["leaf"])
		same := func(code string) bool { return code == row["agency"] }
		leaf.NotFor = slices.DeleteFunc(slices.Clone(leaf.NotFor), same)
		if row["not_for"] == "yes" {
			leaf.NotFor = append(leaf.NotFor, row["agency"])
		}
		use := *u
		use.Actor = by
		return use.change(ctx, s, changed)
	})
}

// Excepted is the set that a proposed exception is in. The error is Conflict where it cannot
// be made any more: a round uses the set, or its leaf asks for something else by now.
func (u *Criteria) Excepted(ctx context.Context, e survey.Edit) (*Set, error) {
	if !e.Exception() || len(e.Rows) != 1 {
		return nil, survey.Fail(survey.Invalid, "record.unknown", nil)
	}
	s, err := u.byRef(ctx, e.Rows[0]["set"])
	switch {
	case err != nil:
		return nil, err
	case s == nil:
		return nil, survey.Fail(survey.Conflict, "criteria.gone", nil)
	case s.Frozen:
		return s, survey.Fail(survey.Conflict, "criteria.frozen", nil)
	}
	if leaf := s.Leaf(e.Rows[0]["leaf"]); leaf == nil || leafVersion(leaf) != e.Version {
		return s, survey.Fail(survey.Conflict, "criteria.exception_stale", nil)
	}
	return s, nil
}

// byRef finds the set that a ref names, nil where there is none.
func (u *Criteria) byRef(ctx context.Context, ref string) (*Set, error) {
	sets, err := u.Store.Sets(ctx)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(sets, func(s Set) bool { return s.Ref() == ref })
	if at < 0 {
		return nil, nil
	}
	return &sets[at], nil
}

// ExceptionOf tells whether a proposed change is about a leaf of a set, and which.
func (s *Set) ExceptionOf(e *survey.Edit) (leaf string, ours bool) {
	rest, ours := strings.CutPrefix(e.Subject, s.Ref()+" ")
	if !e.Exception() || !ours || len(e.Rows) != 1 {
		return "", false
	}
	leaf, _, _ = strings.Cut(rest, " ")
	return leaf, true
}
