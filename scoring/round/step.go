package round

import (
	"context"
	"maps"

	"hailong/survey"
)

// Ready tells what is left undone in a round.
func (r *Rounds) Ready(ctx context.Context, id ID) (Undone, error) {
	sheets, err := r.Sheets(ctx, id)
	if err != nil {
		return Undone{}, err
	}
	return undone(sheets), nil
}

func undone(sheets []*Sheet) Undone {
	var u Undone
	for _, s := range sheets {
		if s.Member.LeftOut != "" {
			continue
		}
		if !s.Member.Submitted() {
			u.Unsubmitted = append(u.Unsubmitted, s.Member.Agency)
		}
		u.Unappraised = s.left(u.Unappraised, (*Sheet).Unappraised)
		u.Unexplained = s.left(u.Unexplained, (*Sheet).Owes)
		u.Unanswered = s.left(u.Unanswered, (*Sheet).Unanswered)
	}
	return u
}

// left adds the sheet to a list where something is left to do at some of its leaves.
func (s *Sheet) left(list []Left, undone func(*Sheet, *Leaf) bool) []Left {
	left := Left{Agency: s.Member.Agency}
	for i := range s.Leaves {
		l := &s.Leaves[i]
		if !undone(s, l) {
			continue
		}
		left.Count++
		if n := len(left.Areas); n == 0 || left.Areas[n-1].Area != l.area() {
			left.Areas = append(left.Areas, LeftArea{Area: l.area()})
		}
		left.Areas[len(left.Areas)-1].Count++
	}
	if left.Count == 0 {
		return list
	}
	return append(list, left)
}

// Advance moves a round one step forward. The first appraisal ends when every leaf that
// people appraise has been, the second when every contested cut has been; closing names the
// council's minutes. What agencies left undone holds the others up until its last day is
// over, and no longer.
func (r *Rounds) Advance(ctx context.Context, by Person, id ID, to Step, minutes string) error {
	minutes, err := said(minutes, "minutes")
	if err != nil {
		return err
	}
	return r.inRound(ctx, id, func(ctx context.Context, c *survey.Catalogue, round *Round) error {
		from := round.Step
		switch {
		case from == Closed || to != from.Next():
			return survey.Fail(survey.Conflict, "round.not_next", nil)
		case to == Closed && minutes == "":
			return survey.Fail(survey.Invalid, "round.minutes", nil).At("minutes")
		}
		if err := r.mayEnd(ctx, c, round); err != nil {
			return err
		}
		if round.Step = to; to == Closed {
			round.Minutes, round.ClosedAt = minutes, r.now()
		}
		if err := r.Store.PutRound(ctx, round); err != nil {
			return err
		}
		after := stepEntry{Step: to, Minutes: minutes}
		return r.record(ctx, by, "round.advance", round.name(), stepEntry{Step: from}, after)
	})
}

type stepEntry struct {
	Step    Step
	Minutes string `json:",omitempty"`
}

// mayEnd refuses to end a step that is held up (Undone.Holds). What agencies left undone once
// their last day is over is not even read.
func (r *Rounds) mayEnd(ctx context.Context, c *survey.Catalogue, round *Round) error {
	today := r.today(c)
	if round.Step.Own() && !round.Early(today) {
		return nil
	}
	sheets, err := r.read(ctx, c, round, 0, false)
	if err != nil {
		return err
	}
	left := undone(sheets)
	if held := left.Holds(round, today); held != nil {
		return held
	}
	return nil
}

// SetDeadlines changes the last days of the steps. was is what the page was made from:
// where they are others by now, nothing is overwritten.
func (r *Rounds) SetDeadlines(ctx context.Context, by Person, id ID, was, now map[Step]survey.Day) error {
	if err := checkDeadlines(now); err != nil {
		return err
	}
	return r.inRound(ctx, id, func(ctx context.Context, _ *survey.Catalogue, round *Round) error {
		before := round.Deadlines
		switch {
		case round.Step == Closed:
			return survey.Fail(survey.Closed, "round.closed", nil)
		case !maps.Equal(before, was):
			return survey.Fail(survey.Conflict, "stale", nil)
		case maps.Equal(before, now):
			return nil
		}
		round.Deadlines = now
		if err := r.Store.PutRound(ctx, round); err != nil {
			return err
		}
		return r.record(ctx, by, "round.deadlines", round.name(), deadlinesEntry{before}, deadlinesEntry{now})
	})
}

type deadlinesEntry struct{ Deadlines map[Step]survey.Day }
