package round

import (
	"context"
	"slices"

	"hailong/survey"
)

// reminded are the numbers of days before the end of a step on which people are told.
var reminded = []int{7, 3, 1, 0}

// Reminders are what has to be told on a day: to agencies that have not submitted or owe
// explanations, and to members of the council with leaves to appraise.
func (r *Rounds) Reminders(ctx context.Context, today survey.Day) ([]Reminder, error) {
	rounds, err := r.Store.Rounds(ctx)
	if err != nil {
		return nil, err
	}
	var list []Reminder
	for i := range rounds {
		round := &rounds[i]
		left := daysUntil(today, round.Deadline())
		if round.Step == Closed || !slices.Contains(reminded, left) {
			continue
		}
		sheets, err := r.Sheets(ctx, round.ID)
		if err != nil {
			return nil, err
		}
		base := Reminder{Round: round, Step: round.Step, Deadline: round.Deadline(), DaysLeft: left}
		assigned, err := r.Store.Assignments(ctx, round.ID)
		if err != nil {
			return nil, err
		}
		list = append(list, base.agencies(sheets)...)
		list = append(list, base.council(sheets, assigned)...)
	}
	return list, nil
}

// daysUntil is how many days a day lies ahead; negative where it is over or not set.
func daysUntil(today, day survey.Day) int {
	if day < today {
		return -1
	}
	return int(day.Time().Sub(today.Time()).Hours() / 24)
}

// agencies are the reminders to agencies.
func (b Reminder) agencies(sheets []*Sheet) []Reminder {
	var list []Reminder
	for _, s := range sheets {
		owed := 0
		for i := range s.Leaves {
			if s.Owes(&s.Leaves[i]) {
				owed++
			}
		}
		m := b
		m.Agency = s.Member.Agency
		switch {
		case s.Member.LeftOut != "":
			continue
		case s.Round.Assessing(s.Member):
			m.Missing = len(s.Missing())
		case b.Step == Explaining && owed > 0:
			m.Missing = owed
		default:
			continue
		}
		list = append(list, m)
	}
	return list
}

// council are the reminders to members of the council: by login, each with the leaves that
// are his and wait for the first or the second appraisal.
func (b Reminder) council(sheets []*Sheet, assigned []Assignment) []Reminder {
	if b.Step != Appraising && b.Step != Reappraising {
		return nil
	}
	waits := (*Sheet).Unappraised
	if b.Step == Reappraising {
		waits = (*Sheet).Unanswered
	}
	var logins []string
	for _, a := range assigned {
		logins = append(logins, a.Login)
	}
	slices.Sort(logins)
	var list []Reminder
	for _, login := range slices.Compact(logins) {
		m := b
		m.Login = login
		for _, s := range sheets {
			m.Missing += s.waiting(login, assigned, waits)
		}
		if m.Missing > 0 {
			list = append(list, m)
		}
	}
	return list
}

// waiting is how many leaves of the sheet are assigned to a member and wait for him.
func (s *Sheet) waiting(login string, assigned []Assignment, waits func(*Sheet, *Leaf) bool) int {
	n := 0
	for i := range s.Leaves {
		l := &s.Leaves[i]
		if s.Member.LeftOut == "" && waits(s, l) && slices.ContainsFunc(assigned, func(a Assignment) bool {
			return a.Login == login && a.Covers(s.Member.Agency, l.area())
		}) {
			n++
		}
	}
	return n
}
