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

// reminders fills in what waits for somebody in rounds, however far the end of the step is,
// what is left of those that he runs and whose step ends soon, or is over, and until when the
// step of each of his rounds lasts.
func (s *server) reminders(
	ctx context.Context, c *survey.Catalogue, me *account.Account, w *frontend.Waiting,
) error {
	if me.Role.Reach(account.SeeSheets) == account.None {
		return nil
	}
	rounds, err := s.Rounds.Rounds(ctx)
	if err != nil {
		return err
	}
	by := roundPerson(c, me)
	for i := range rounds {
		r := &rounds[i]
		if r.Step == round.Closed || !takesPart(me, by, r) {
			continue
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
