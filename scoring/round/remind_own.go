package round

import (
	"context"
	"slices"

	"hailong/survey"
)

// What one person is told of one round, on his own page rather than by mail.

// OwnReminders are about the sheets of a person's own agencies. Their sheets alone are read:
// on the last days all of them look.
func (r *Rounds) OwnReminders(
	ctx context.Context, round *Round, by Person, today survey.Day,
) ([]Reminder, error) {
	var list []Reminder
	for i := range round.Members {
		m := &round.Members[i]
		waits := round.Assessing(m) || round.Step == Explaining
		if !waits || m.LeftOut != "" || !by.owns(m.Agency) {
			continue
		}
		s, err := r.Sheet(ctx, round.ID, m.Agency, Extra{Own: true})
		if err != nil {
			return nil, err
		}
		list = append(list, round.reminder(today).agencies([]*Sheet{s})...)
	}
	return list, nil
}

// JudgeReminders are what waits for a member of the council.
func (r *Rounds) JudgeReminders(
	ctx context.Context, round *Round, by Person, today survey.Day,
) ([]Reminder, error) {
	waiting, err := r.Waiting(ctx, round.ID, by)
	if err != nil || waiting == 0 {
		return nil, err
	}
	m := round.reminder(today)
	m.Login, m.Missing = by.Login, waiting
	return []Reminder{m}, nil
}

// reminder is what all reminders of the present step have in common.
func (r *Round) reminder(today survey.Day) Reminder {
	return Reminder{Round: r, Step: r.Step, Deadline: r.Deadline(), DaysLeft: today.DaysTo(r.Deadline())}
}

// Silent are the agencies that none of those who are told owns.
func (r *Round) Silent(told []Person) []survey.AgencyID {
	var list []survey.AgencyID
	for i := range r.Members {
		m := &r.Members[i]
		if m.LeftOut == "" && !slices.ContainsFunc(told, func(p Person) bool { return p.owns(m.Agency) }) {
			list = append(list, m.Agency)
		}
	}
	return list
}
