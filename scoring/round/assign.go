package round

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"hailong/scoring"
	"hailong/survey"
)

// Assign gives a member of the council one thing to appraise, as AssignAll does.
func (r *Rounds) Assign(ctx context.Context, by Person, id ID, a Assignment, to Person) error {
	return r.AssignAll(ctx, by, id, []Assignment{a}, to)
}

// AssignAll gives a member of the council agencies and areas to appraise, never an agency
// that he stands near; to is that member. All are assigned or none; what is his already
// stays, and where all of it is nothing is written.
func (r *Rounds) AssignAll(ctx context.Context, by Person, id ID, list []Assignment, to Person) error {
	return r.inRound(ctx, id, func(ctx context.Context, c *survey.Catalogue, round *Round) error {
		if round.Step == Closed {
			return survey.Fail(survey.Closed, "round.closed", nil)
		}
		if err := r.assignable(ctx, round, list, &to); err != nil {
			return err
		}
		known, err := r.Store.Assignments(ctx, id)
		if err != nil {
			return err
		}
		missing := without(list, known)
		if len(missing) == 0 {
			return nil
		}
		if err := r.Store.AddAssignments(ctx, id, missing); err != nil {
			return err
		}
		return r.record(ctx, by, "round.assign", round.name(), nil, assignedEntryOf(c, to.Login, missing))
	})
}

// assignable refuses what may not be assigned to somebody.
func (r *Rounds) assignable(ctx context.Context, round *Round, list []Assignment, to *Person) error {
	areas := map[string]bool{"": true}
	sets, err := r.sets(ctx, round, 0)
	if err != nil {
		return err
	}
	for _, set := range sets {
		for i := range set.Items {
			areas[set.Items[i].Code] = areas[set.Items[i].Code] || set.Items[i].Level == scoring.Area
		}
	}
	for _, a := range list {
		switch {
		case a.Login == "" || a.Login != to.Login:
			return survey.Fail(survey.Invalid, "round.assignee", nil).At("login")
		case a.Agency != 0 && round.Member(a.Agency) == nil:
			return survey.Fail(survey.NotFound, "round.no_member", nil).At("agency")
		case a.Agency != 0 && to.near(a.Agency):
			return survey.Fail(survey.Forbidden, "round.near", nil).At("agency")
		case !areas[a.Area]:
			return survey.Fail(survey.Invalid, "round.no_area", nil).At("area")
		}
	}
	return nil
}

// without are the assignments that are not known yet, each once.
func without(list, known []Assignment) []Assignment {
	seen := map[Assignment]bool{}
	for _, a := range known {
		seen[a] = true
	}
	var missing []Assignment
	for _, a := range list {
		if !seen[a] {
			missing, seen[a] = append(missing, a), true
		}
	}
	return missing
}

// Unassign takes that back. What was appraised stays.
func (r *Rounds) Unassign(ctx context.Context, by Person, id ID, a Assignment) error {
	return r.inRound(ctx, id, func(ctx context.Context, c *survey.Catalogue, round *Round) error {
		if round.Step == Closed {
			return survey.Fail(survey.Closed, "round.closed", nil)
		}
		list, err := r.Store.Assignments(ctx, id)
		if err != nil || !slices.Contains(list, a) {
			return err
		}
		if err := r.Store.DropAssignment(ctx, id, a); err != nil {
			return err
		}
		return r.record(ctx, by, "round.unassign", round.name(), assignmentEntryOf(c, a), nil)
	})
}

// Assignments are a round's.
func (r *Rounds) Assignments(ctx context.Context, id ID) ([]Assignment, error) {
	return r.Store.Assignments(ctx, id)
}

type assignmentEntry struct{ Login, Agency, Area string }

func assignmentEntryOf(c *survey.Catalogue, a Assignment) assignmentEntry {
	e := assignmentEntry{Login: a.Login, Area: a.Area}
	if agency := c.Agency(a.Agency); agency != nil {
		e.Agency = agency.Code
	}
	return e
}

// assignedEntry is what the log keeps of what was given to somebody at once.
type assignedEntry struct {
	Login    string
	Count    int
	Assigned []string // STP: I, II; an asterisk is every agency, or every area
}

func assignedEntryOf(c *survey.Catalogue, login string, list []Assignment) assignedEntry {
	e := assignedEntry{Login: login, Count: len(list)}
	areas := map[survey.AgencyID][]string{}
	var order []survey.AgencyID
	for _, a := range list {
		if areas[a.Agency] == nil {
			order = append(order, a.Agency)
		}
		areas[a.Agency] = append(areas[a.Agency], cmp.Or(a.Area, "*"))
	}
	for _, id := range order {
		code := "*"
		if agency := c.Agency(id); agency != nil {
			code = agency.Code
		}
		e.Assigned = append(e.Assigned, code+": "+strings.Join(areas[id], ", "))
	}
	return e
}
