package round

import (
	"context"

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
