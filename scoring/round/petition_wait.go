package round

import (
	"context"
	"slices"

	"hailong/survey"
)

// Waits tells whether nobody has answered the petition.
func (p *Petition) Waits() bool { return p.AnsweredBy == "" }

// PetitionsFor is how many petitions of a round wait for an answer that a member of the
// council may give: those sheets alone are read that such a petition is about.
func (r *Rounds) PetitionsFor(ctx context.Context, id ID, by Person) (int, error) {
	list, err := r.Store.Petitions(ctx, id)
	if err != nil {
		return 0, err
	}
	count := 0
	may := map[survey.AgencyID]func(*Petition) error{}
	for i := range list {
		a := &list[i]
		if !a.Waits() {
			continue
		}
		if may[a.Agency] == nil {
			s, err := r.Sheet(ctx, id, a.Agency, Extra{})
			if err != nil {
				return 0, err
			}
			if may[a.Agency], err = r.Answers(ctx, s, by); err != nil {
				return 0, err
			}
		}
		if may[a.Agency](a) == nil {
			count++
		}
	}
	return count, nil
}

// PetitionsLeft is how many petitions about a family's round of a year nobody has answered, and
// the round; 0 where there is no such round.
func (r *Rounds) PetitionsLeft(ctx context.Context, family string, year int) (ID, int, error) {
	rounds, err := r.Store.Rounds(ctx)
	if err != nil {
		return 0, 0, err
	}
	at := slices.IndexFunc(rounds, func(o Round) bool { return o.Family == family && o.Year == year })
	if at < 0 {
		return 0, 0, nil
	}
	list, err := r.Store.Petitions(ctx, rounds[at].ID)
	left := 0
	for i := range list {
		if list[i].Waits() {
			left++
		}
	}
	return rounds[at].ID, left, err
}
