package round

import (
	"context"
	"slices"

	"hailong/survey"
)

// reminded are the numbers of days before the end of a step on which people are told.
var reminded = []int{7, 3, 1, 0}

// Reminders are what has to be told on a day: to agencies that have not submitted or owe
// explanations, and to members of the council with leaves to appraise. people are those who
// appraise; who chairs the council is not told.
func (r *Rounds) Reminders(ctx context.Context, today survey.Day, people []Person) ([]Reminder, error) {
	rounds, err := r.Store.Rounds(ctx)
	if err != nil {
		return nil, err
	}
	var list []Reminder
	for i := range rounds {
		round := &rounds[i]
		left := today.DaysTo(round.Deadline())
		if round.Step == Closed || !slices.Contains(reminded, left) {
			continue
		}
		c, sheets, err := r.all(ctx, round.ID)
		if err != nil {
			return nil, err
		}
		base := round.reminder(today)
		assigned, err := r.Store.Assignments(ctx, round.ID)
		if err != nil {
			return nil, err
		}
		list = append(list, base.agencies(sheets)...)
		list = append(list, base.council(sheets, judgesOf(c, people, assigned))...)
	}
	return list, nil
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

// judgesOf are those of some people to whom something is assigned, but for who chairs the
// council: to him everything is open, and nothing his alone.
func judgesOf(c *survey.Catalogue, people []Person, assigned []Assignment) []*Judge {
	var list []*Judge
	for _, p := range people {
		if j := NewJudge(c, p, assigned); !j.Chair && len(j.assigned) > 0 {
			list = append(list, j)
		}
	}
	return list
}

// council are the reminders to members of the council, each with the leaves that are his
// and wait for the first or the second appraisal.
func (b Reminder) council(sheets []*Sheet, judges []*Judge) []Reminder {
	var list []Reminder
	for _, j := range judges {
		m := b
		m.Login = j.Login
		for _, s := range sheets {
			m.Missing += s.waiting(j)
		}
		if m.Missing > 0 {
			list = append(list, m)
		}
	}
	return list
}

// waiting is how many leaves of the sheet wait for a member of the council, in the present
// step.
func (s *Sheet) waiting(j *Judge) int {
	waits := map[Step]func(*Sheet, *Leaf) bool{
		Appraising: (*Sheet).Unappraised, Reappraising: (*Sheet).Unanswered,
	}[s.Round.Step]
	if waits == nil || s.Member.LeftOut != "" {
		return 0
	}
	n := 0
	for i := range s.Leaves {
		if l := &s.Leaves[i]; waits(s, l) && j.may(s, l) == nil {
			n++
		}
	}
	return n
}

// Waiting is how many leaves of a round wait for one member of the council. The sheets are
// read only where something is assigned to him, and without their evidence, from which it is
// not computed.
func (r *Rounds) Waiting(ctx context.Context, id ID, by Person) (n int, err error) {
	if by.Chair {
		return 0, nil
	}
	err = r.Store.Snapshot(ctx, func(ctx context.Context) error {
		assigned, err := r.Store.Assignments(ctx, id)
		if err != nil {
			return err
		}
		c, err := r.Store.Catalogue(ctx)
		if err != nil {
			return err
		}
		judges := judgesOf(c, []Person{by}, assigned)
		if len(judges) == 0 {
			return nil
		}
		n, err = r.waiting(ctx, c, id, judges[0])
		return err
	})
	return n, err
}

func (r *Rounds) waiting(ctx context.Context, c *survey.Catalogue, id ID, j *Judge) (n int, err error) {
	round, err := r.known(ctx, id)
	if err != nil || round.Step != Appraising && round.Step != Reappraising {
		return 0, err
	}
	sheets, err := r.read(ctx, c, round, 0, false)
	for _, s := range sheets {
		n += s.waiting(j)
	}
	return n, err
}
