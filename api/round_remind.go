package api

import (
	"context"

	"hailong/account"
	"hailong/frontend"
	"hailong/scoring/round"
	"hailong/survey"
)

// remindAhead is from how many days before the end of a step on the desk tells who runs a
// round what is left of it.
const remindAhead = 7

// roundsWaiting fills in what waits for somebody in rounds, open and closed: the list of them
// is read once.
func (s *server) roundsWaiting(
	ctx context.Context, c *survey.Catalogue, me *account.Account, w *frontend.Waiting,
) error {
	if me.Role.Reach(account.SeeSheets) == account.None { // who appraises sees them, too
		return nil
	}
	rounds, err := s.Rounds.Rounds(ctx)
	if err != nil {
		return err
	}
	by := roundPerson(c, me)
	for i := range rounds {
		fill := s.reminders
		if rounds[i].Step == round.Closed {
			fill = s.petitionsWaiting
		}
		if err := fill(ctx, me, by, &rounds[i], w); err != nil {
			return err
		}
	}
	return nil
}

// reminders fills in what waits for somebody in an open round that is his, however far the
// end of the step is, what is left of it where he runs it and the step ends soon, or is over,
// and until when the step lasts.
func (s *server) reminders(
	ctx context.Context, me *account.Account, by round.Person, r *round.Round, w *frontend.Waiting,
) error {
	if !takesPart(me, by, r) {
		return nil
	}
	w.Next = append(w.Next, *r)
	list, err := s.remindersOf(ctx, me, by, r, w.Day)
	if err != nil {
		return err
	}
	w.Reminders = append(w.Reminders, list...)
	if me.Role.Reach(account.RunRound) != account.None && w.Day.DaysTo(r.Deadline()) <= remindAhead {
		w.Rounds = append(w.Rounds, *r)
	}
	return nil
}

// takesPart tells whether a round is somebody's own: he runs it, appraises in it, or an
// agency of his is in it.
func takesPart(me *account.Account, by round.Person, r *round.Round) bool {
	for _, action := range []account.Action{account.RunRound, account.Appraise} {
		if me.Role.Reach(action) != account.None {
			return true
		}
	}
	for i := range r.Members {
		if m := &r.Members[i]; m.LeftOut == "" && by.Owns(m.Agency) {
			return true
		}
	}
	return false
}

func (s *server) remindersOf(
	ctx context.Context, me *account.Account, by round.Person, r *round.Round, today survey.Day,
) ([]round.Reminder, error) {
	switch {
	case me.Role.Reach(account.FillSheet) != account.None:
		return s.Rounds.OwnReminders(ctx, r, by, today)
	case me.Role.Reach(account.Appraise) != account.None:
		return s.Rounds.JudgeReminders(ctx, r, by, today)
	}
	return nil, nil
}
