package round

import (
	"context"
	"slices"

	"hailong/scoring"
	"hailong/survey"
)

// Judge is a member of the council with what is his in a round.
type Judge struct {
	Person
	department string       // code of his agency
	assigned   []Assignment // to him
}

// NewJudge finds a person's among the assignments of a round.
func NewJudge(c *survey.Catalogue, by Person, assigned []Assignment) *Judge {
	j := &Judge{Person: by}
	if a := c.Agency(by.Agency); a != nil {
		j.department = a.Code
	}
	for _, a := range assigned {
		if a.Login == by.Login {
			j.assigned = append(j.assigned, a)
		}
	}
	return j
}

// May says why he may not appraise a leaf of an agency's; nil where he may. Nobody appraises
// an agency that he stands near. Who chairs the council appraises every other; another only
// what is his by assignment, by his own areas, and by the department that the set names.
func (j *Judge) May(agency survey.AgencyID, area string, leaf *scoring.Item) *survey.Error {
	switch {
	case j.near(agency):
		return survey.Fail(survey.Forbidden, "round.near", nil).At(leaf.Code)
	case j.Chair:
		return nil
	case !j.knows(area) || !slices.ContainsFunc(j.assigned, func(a Assignment) bool {
		return a.Covers(agency, area)
	}):
		return survey.Fail(survey.Forbidden, "round.not_assigned", nil).At(leaf.Code)
	case leaf.Appraiser != "" && leaf.Appraiser != j.department:
		args := survey.Args{"agency": leaf.Appraiser}
		return survey.Fail(survey.Forbidden, "round.department", args).At(leaf.Code)
	}
	return nil
}

// may is May at a leaf of a sheet.
func (j *Judge) may(s *Sheet, l *Leaf) *survey.Error { return j.May(s.Member.Agency, l.area(), l.Item) }

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
func (r *Rounds) judge(ctx context.Context, s *Sheet, by Person) (*Judge, error) {
	if by.near(s.Member.Agency) {
		return nil, survey.Fail(survey.Forbidden, "round.near", nil)
	}
	c, err := r.Store.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	assigned, err := r.Store.Assignments(ctx, s.Round.ID)
	if err != nil {
		return nil, err
	}
	return NewJudge(c, by, assigned), nil
}

// area is the code of the leaf's area.
func (l *Leaf) area() string {
	if l.Area == nil {
		return ""
	}
	return l.Area.Code
}
