package api

import (
	"context"

	"hailong/account"
	"hailong/frontend"
	"hailong/scoring/round"
	"hailong/survey"
)

// petitionsWaiting fills in which petitions about a closed round wait for an answer that
// somebody may give.
func (s *server) petitionsWaiting(
	ctx context.Context, me *account.Account, by round.Person, r *round.Round, w *frontend.Waiting,
) error {
	if me.Role.Reach(account.Appraise) == account.None {
		return nil
	}
	count, err := s.Rounds.PetitionsFor(ctx, r.ID, by)
	if count > 0 {
		w.Petitions = append(w.Petitions, frontend.WaitingPetitions{Round: *r, Count: count})
	}
	return err
}

// tasksOverdue fills in how many tasks of this year's and of last year's plans, whose round
// may still be open, somebody's agencies have not done though their day is over.
func (s *server) tasksOverdue(
	ctx context.Context, c *survey.Catalogue, me *account.Account, w *frontend.Waiting,
) error {
	if me.Role.Reach(account.FillSheet) == account.None {
		return nil
	}
	by, owners := planner(c, me), []survey.AgencyID{0}
	for i := range c.Agencies {
		if id := c.Agencies[i].ID; by.Owns(id) {
			owners = append(owners, id)
		}
	}
	present := w.Day.Time().Year()
	for _, year := range []int{present, present - 1} {
		count, err := s.Tasks.Overdue(ctx, by, year, owners, w.Day)
		if err != nil {
			return err
		}
		if count > 0 {
			w.Overdue = append(w.Overdue, frontend.OverdueTasks{Year: year, Count: count})
		}
	}
	return nil
}
