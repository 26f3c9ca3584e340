package round

import (
	"context"
	"slices"
	"strings"

	"hailong/survey"
)

// decided refuses a set of which something waits for a second person, or should have.
func (r *Rounds) decided(ctx context.Context, c *survey.Catalogue, s *Set) error {
	waiting, err := r.Store.WaitingExceptions(ctx, s.Ref())
	if err != nil {
		return err
	}
	if len(waiting) > 0 {
		args := survey.Args{"name": s.Ref(), "count": len(waiting), "number": waiting[0]}
		return survey.Fail(survey.Conflict, "round.exception_waits", args).At("groups")
	}
	return r.approved(ctx, c, s)
}

// approved refuses a set with an exception that nobody approved, for an agency that somebody
// who wrote the set is near. It was written without a proposal where the agency, or what it
// has to do with the writer's, came into the catalogue later.
func (r *Rounds) approved(ctx context.Context, c *survey.Catalogue, s *Set) error {
	near, err := r.Store.NearWriters(ctx, c, s.Ref())
	if err != nil {
		return err
	}
	edits, err := r.Store.ApprovedExceptions(ctx, s.family())
	if err != nil {
		return err
	}
	for _, leaf := range s.Leaves() {
		for _, code := range leaf.NotFor {
			out := func(e survey.Edit) bool { return takesOut(&e, leaf.Code, code) }
			if anyOf(c, code, s.Year, near) && !slices.ContainsFunc(edits, out) {
				args := survey.Args{"name": s.Ref(), "leaf": leaf.Code, "agency": code}
				return survey.Fail(survey.Conflict, "round.exception_alone", args).At("groups")
			}
		}
	}
	return nil
}

// family begins the ref of each version of a set: cchc/2026/department@.
func (s *Set) family() string { return strings.TrimRight(s.Ref(), "0123456789") }

// takesOut tells whether a proposed change makes a leaf not applicable to an agency.
func takesOut(e *survey.Edit, leaf, agency string) bool {
	return len(e.Rows) == 1 && e.Rows[0]["leaf"] == leaf && e.Rows[0]["agency"] == agency &&
		e.Rows[0]["not_for"] == "yes"
}

// anyOf tells whether it is so of an agency that has a code in a year.
func anyOf(c *survey.Catalogue, code string, year int, is func(survey.AgencyID) bool) bool {
	return slices.ContainsFunc(c.Agencies, func(a survey.Agency) bool {
		return a.Code == code && a.ExistsIn(survey.YearStart(year), survey.YearEnd(year)) && is(a.ID)
	})
}
