package api

import (
	"context"
	"time"

	"hailong/account"
	"hailong/frontend"
	"hailong/scoring/round"
	"hailong/survey"
)

// remindAhead is from how many days before the end of a step on the desk tells of it.
const remindAhead = 7

// reminders fills in what waits for somebody in rounds whose step ends soon, or is over.
func (s *server) reminders(
	ctx context.Context, c *survey.Catalogue, me *account.Account, w *frontend.Waiting,
) error {
	may := func(a account.Action) bool { return me.Role.Reach(a) != account.None }
	if !may(account.FillSheet) && !may(account.Appraise) && !may(account.RunRound) {
		return nil
	}
	rounds, err := s.Rounds.Rounds(ctx)
	if err != nil {
		return err
	}
	for i := range rounds {
		r := &rounds[i]
		if r.Step == round.Closed || daysAhead(w.Day, r.Deadline()) > remindAhead {
			continue
		}
		list, err := s.remindersOf(ctx, c, me, r, w.Day)
		if err != nil {
			return err
		}
		w.Reminders = append(w.Reminders, list...)
		if may(account.RunRound) && r.Step == round.SelfAssessing {
			w.Rounds = append(w.Rounds, *r)
		}
	}
	return nil
}

func daysAhead(today, day survey.Day) int {
	return int(day.Time().Sub(today.Time()) / (24 * time.Hour))
}

func (s *server) remindersOf(
	ctx context.Context, c *survey.Catalogue, me *account.Account, r *round.Round, today survey.Day,
) ([]round.Reminder, error) {
	if me.Role.Reach(account.FillSheet) != account.None {
		return s.ownReminders(ctx, c, me, r, today)
	}
	if me.Role.Reach(account.Appraise) == account.None {
		return nil, nil
	}
	waiting, err := s.Rounds.Waiting(ctx, r.ID, roundPerson(c, me))
	if err != nil || waiting == 0 {
		return nil, err
	}
	return []round.Reminder{{
		Round: r, Login: me.Login, Step: r.Step, Deadline: r.Deadline(), Missing: waiting,
		DaysLeft: daysAhead(today, r.Deadline()),
	}}, nil
}

// ownReminders are about the sheets of one's own agencies. Their sheets alone are read:
// on the last days all of them look at their desks.
func (s *server) ownReminders(
	ctx context.Context, c *survey.Catalogue, me *account.Account, r *round.Round, today survey.Day,
) ([]round.Reminder, error) {
	var list []round.Reminder
	for i := range r.Members {
		m := &r.Members[i]
		waits := r.Assessing(m) || r.Step == round.Explaining
		if !waits || m.LeftOut != "" || !me.Owns(c, m.Agency) {
			continue
		}
		sheet, err := s.Rounds.Sheet(ctx, r.ID, m.Agency, round.Extra{Own: true})
		if err != nil {
			return nil, err
		}
		missing := len(sheet.Missing())
		if r.Step == round.Explaining {
			missing = owed(sheet)
		}
		if missing > 0 || r.Assessing(m) {
			list = append(list, round.Reminder{
				Round: r, Agency: m.Agency, Step: r.Step, Deadline: r.Deadline(), Missing: missing,
				DaysLeft: daysAhead(today, r.Deadline()),
			})
		}
	}
	return list, nil
}

// owed is how many explanations an agency owes.
func owed(sheet *round.Sheet) int {
	count := 0
	for i := range sheet.Leaves {
		if sheet.Owes(&sheet.Leaves[i]) {
			count++
		}
	}
	return count
}
