package round

import (
	"context"

	"hailong/scoring"
	"hailong/survey"
)

// Zeroed is what the council gives no points for at once, at the sheet of an agency that did
// not submit it in time.
type Zeroed struct {
	Sheet  *Sheet
	Leaves []*Leaf // where the agency gave nothing, and the person appraises
	ByHand []*Leaf // such too, but no figure says nothing there (scoring.Item.Nothing)
}

// Zeroes are what Zero would write now, agency by agency: of those that have not submitted
// though the last day is over, but for those that the person is near. only is one agency, or
// 0 for all.
func (r *Rounds) Zeroes(ctx context.Context, by Person, id ID, only survey.AgencyID) ([]Zeroed, error) {
	var list []Zeroed
	err := r.Store.Snapshot(ctx, func(ctx context.Context) error {
		c, err := r.Store.Catalogue(ctx)
		if err != nil {
			return err
		}
		round, err := r.known(ctx, id)
		if err != nil {
			return err
		}
		list, err = r.zeroes(ctx, c, round, by, only)
		return err
	})
	return list, err
}

// Zero gives no points, with a reason, to every leaf that Zeroes names: an ordinary entry of
// the first appraisal each. mark is that of what the person saw.
func (r *Rounds) Zero(
	ctx context.Context, by Person, id ID, only survey.AgencyID, reason, mark string,
) (written int, err error) {
	reason, err = said(reason, "reason")
	if err != nil {
		return 0, err
	}
	err = r.inRound(ctx, id, func(ctx context.Context, c *survey.Catalogue, round *Round) error {
		written = 0
		list, err := r.zeroes(ctx, c, round, by, only)
		switch {
		case err != nil:
			return err
		case ZeroMark(list) != mark:
			return survey.Fail(survey.Conflict, "round.zero_stale", nil)
		case reason == "":
			return survey.Fail(survey.Invalid, "sheet.reason", nil).At("reason")
		}
		for i := range list {
			n, err := r.zero(ctx, by, &list[i], reason)
			if err != nil {
				return err
			}
			written += n
		}
		return nil
	})
	return written, err
}

// ZeroMark changes whenever what would be written does.
func ZeroMark(list []Zeroed) string {
	var what []any
	for i := range list {
		what = append(what, list[i].Sheet.Member.Agency)
		for _, l := range list[i].Leaves {
			what = append(what, l.Item.Code)
		}
	}
	return survey.Fingerprint(what)
}

// Zeroing says why no sheets are given nothing at once by now; nil where they are.
func (r *Round) Zeroing(today survey.Day) *survey.Error {
	switch day := r.Deadlines[SelfAssessing]; {
	case r.Step != Appraising:
		return survey.Fail(survey.Closed, "round.step", nil)
	case today <= day:
		return survey.Fail(survey.Closed, "round.zero_early", survey.Args{"day": day})
	}
	return nil
}

// Unsubmitted tells whether the agency's own part is over without having been submitted.
func (r *Round) Unsubmitted(m *Member) bool {
	return m.LeftOut == "" && !m.Submitted() && !r.Assessing(m)
}

func (r *Rounds) zeroes(
	ctx context.Context, c *survey.Catalogue, round *Round, by Person, only survey.AgencyID,
) ([]Zeroed, error) {
	if err := round.Zeroing(r.today(c)); err != nil {
		return nil, err
	}
	if only != 0 && by.near(only) {
		return nil, survey.Fail(survey.Forbidden, "round.near", nil)
	}
	assigned, err := r.Store.Assignments(ctx, round.ID)
	if err != nil {
		return nil, err
	}
	sheets, err := r.read(ctx, c, round, only, false)
	if err != nil {
		return nil, err
	}
	j := NewJudge(c, by, assigned)
	var list []Zeroed
	for _, s := range sheets {
		if z := s.zeroed(j); len(z.Leaves)+len(z.ByHand) > 0 {
			list = append(list, z)
		}
	}
	return list, nil
}

// zeroed are the leaves of a sheet that was never submitted at which the agency gave nothing,
// nobody has appraised, and no figure comes from elsewhere.
func (s *Sheet) zeroed(j *Judge) Zeroed {
	z := Zeroed{Sheet: s}
	if !s.Round.Unsubmitted(s.Member) || j.near(s.Member.Agency) {
		return z
	}
	for i := range s.Leaves {
		l := &s.Leaves[i]
		if !l.Asked() || l.Self != nil || !s.Unappraised(l) || j.may(s, l) != nil {
			continue
		}
		if _, nothing := l.Item.Nothing(); nothing {
			z.Leaves = append(z.Leaves, l)
		} else {
			z.ByHand = append(z.ByHand, l)
		}
	}
	return z
}

func (r *Rounds) zero(ctx context.Context, by Person, z *Zeroed, reason string) (int, error) {
	w := r.writing(z.Sheet, by, Appraised)
	for _, l := range z.Leaves {
		w.appraise(l, Draft{Leaf: l.Item.Code, Given: zeroOf(l), Note: reason})
	}
	return len(w.entries), w.done(ctx, appraiseAction)
}

func zeroOf(l *Leaf) scoring.Given {
	given, _ := l.Item.Nothing()
	return given
}
