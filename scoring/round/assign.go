package round

import (
	"context"
	"slices"

	"hailong/scoring"
	"hailong/survey"
)

// Assign gives a member of the council agencies and areas to appraise, never one that he
// stands near; to is that member.
func (r *Rounds) Assign(ctx context.Context, by Person, id ID, a Assignment, to Person) error {
	return r.inRound(ctx, id, func(ctx context.Context, c *survey.Catalogue, round *Round) error {
		switch {
		case round.Step == Closed:
			return survey.Fail(survey.Closed, "round.closed", nil)
		case a.Login == "" || a.Login != to.Login:
			return survey.Fail(survey.Invalid, "round.assignee", nil).At("login")
		case a.Agency != 0 && round.Member(a.Agency) == nil:
			return survey.Fail(survey.NotFound, "round.no_member", nil).At("agency")
		case a.Agency != 0 && to.near(a.Agency):
			return survey.Fail(survey.Forbidden, "round.near", nil).At("agency")
		}
		if err := r.knownArea(ctx, round, a.Area); err != nil {
			return err
		}
		list, err := r.Store.Assignments(ctx, id)
		if err != nil || slices.Contains(list, a) {
			return err
		}
		if err := r.Store.AddAssignment(ctx, id, a); err != nil {
			return err
		}
		return r.record(ctx, by, "round.assign", round.name(), nil, assignmentEntryOf(c, a))
	})
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

// knownArea tells whether one of the round's sets has an area; empty is every area.
func (r *Rounds) knownArea(ctx context.Context, round *Round, code string) error {
	if code == "" {
		return nil
	}
	sets, err := r.sets(ctx, round, 0)
	if err != nil {
		return err
	}
	for _, set := range sets {
		if slices.ContainsFunc(set.Items, func(i scoring.Item) bool {
			return i.Level == scoring.Area && i.Code == code
		}) {
			return nil
		}
	}
	return survey.Fail(survey.Invalid, "round.no_area", nil).At("area")
}

type assignmentEntry struct{ Login, Agency, Area string }

func assignmentEntryOf(c *survey.Catalogue, a Assignment) assignmentEntry {
	e := assignmentEntry{Login: a.Login, Area: a.Area}
	if agency := c.Agency(a.Agency); agency != nil {
		e.Agency = agency.Code
	}
	return e
}

// judge is a member of the council at a sheet.
type judge struct {
	Person
	department string // code of his agency
	assigned   []Assignment
}

// Judges tells which leaves of a sheet a person appraises: none of one that he stands near.
func (r *Rounds) Judges(ctx context.Context, s *Sheet, by Person) (func(*Leaf) bool, error) {
	if by.near(s.Member.Agency) {
		return func(*Leaf) bool { return false }, nil
	}
	j, err := r.judge(ctx, s, by)
	if err != nil {
		return nil, err
	}
	return func(l *Leaf) bool { return j.may(s, l) == nil }, nil
}

// judge refuses who stands near the agency.
func (r *Rounds) judge(ctx context.Context, s *Sheet, by Person) (*judge, error) {
	if by.near(s.Member.Agency) {
		return nil, survey.Fail(survey.Forbidden, "round.near", nil)
	}
	j := &judge{Person: by}
	c, err := r.Store.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	if a := c.Agency(by.Agency); a != nil {
		j.department = a.Code
	}
	j.assigned, err = r.Store.Assignments(ctx, s.Round.ID)
	return j, err
}

// may says why he may not appraise a leaf; nil where he may. Who chairs the council
// appraises every leaf; another only what is his by assignment, by his own areas, and by
// the department that the set names.
func (j *judge) may(s *Sheet, l *Leaf) *survey.Error {
	if j.Chair {
		return nil
	}
	covers := func(a Assignment) bool { return a.Login == j.Login && a.Covers(s.Member.Agency, l.area()) }
	if !j.knows(l.area()) || !slices.ContainsFunc(j.assigned, covers) {
		return survey.Fail(survey.Forbidden, "round.not_assigned", nil).At(l.Item.Code)
	}
	if department := l.Item.Appraiser; department != "" && department != j.department {
		return survey.Fail(survey.Forbidden, "round.department", survey.Args{"agency": department}).At(l.Item.Code)
	}
	return nil
}

// area is the code of the leaf's area.
func (l *Leaf) area() string {
	if l.Area == nil {
		return ""
	}
	return l.Area.Code
}
