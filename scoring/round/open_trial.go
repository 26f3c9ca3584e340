package round

import (
	"context"

	"hailong/survey"
)

// Choice is a group that a round can be opened for, with the set that it would use.
type Choice struct {
	Group    *survey.Group
	Set      *Set          // the newest without a fault, else the newest; nil: there is none
	Wrong    *survey.Error // why no round can be opened with it
	Agencies []*survey.Agency
}

// Choices are the groups with agencies that a round of a year could be opened for today, each
// as Open would take it.
func (r *Rounds) Choices(ctx context.Context, family string, year int) ([]Choice, error) {
	c, err := r.Store.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	sets, err := r.Store.SetsOf(ctx, family, year)
	if err != nil {
		return nil, err
	}
	day := r.listedOn(c, year)
	var list []Choice
	for i := range c.Groups {
		g := Choice{Group: &c.Groups[i]}
		for n := range c.Agencies {
			if a := &c.Agencies[n]; a.Group == g.Group.Code && a.ExistsOn(day) {
				g.Agencies = append(g.Agencies, a)
			}
		}
		if len(g.Agencies) > 0 {
			g.Set, g.Wrong = chosen(c, sets, g.Group.Code)
			list = append(list, g)
		}
	}
	return list, nil
}

// listedOn is the day whose agencies a round takes: the last of the year, or today where that
// is earlier.
func (r *Rounds) listedOn(c *survey.Catalogue, year int) survey.Day {
	return min(survey.YearEnd(year), r.today(c))
}

// OpenTrial is a round as it was opened, or would be.
type OpenTrial struct {
	Round  *Round
	Sets   map[SetID]*Set
	Mark   string // of all that opening fixes
	Opened bool
}

// OpenShown opens a round in earnest where it would be the one of the mark, which the person
// saw, and else takes everything back: what is shown is what opening does.
func (r *Rounds) OpenShown(
	ctx context.Context, by Person, o Opening, mark string, earnest bool,
) (*OpenTrial, error) {
	var trial *OpenTrial
	err := survey.Trial(ctx, r.Store, func(ctx context.Context) (bool, error) {
		id, err := r.Open(ctx, by, o)
		if err != nil {
			return false, err
		}
		if trial, err = r.openTrial(ctx, id); err != nil {
			return false, err
		}
		trial.Opened = earnest && trial.Mark == mark
		return trial.Opened, nil
	})
	return trial, err
}

func (r *Rounds) openTrial(ctx context.Context, id ID) (*OpenTrial, error) {
	round, err := r.known(ctx, id)
	if err != nil {
		return nil, err
	}
	t := &OpenTrial{Round: round}
	if t.Sets, err = r.sets(ctx, round, 0); err != nil {
		return nil, err
	}
	fixed := []any{round.Family, round.Year, round.Deadlines, round.Members}
	for _, set := range inOrder(round, t.Sets) {
		fixed = append(fixed, set.Mark())
	}
	t.Mark = survey.Fingerprint(fixed)
	return t, nil
}

// Sets are the criteria sets of a round, each once, as its members use them.
func (r *Rounds) Sets(ctx context.Context, round *Round) ([]*Set, error) {
	sets, err := r.sets(ctx, round, 0)
	return inOrder(round, sets), err
}

// inOrder are sets in the order of the members that use them.
func inOrder(round *Round, sets map[SetID]*Set) []*Set {
	var list []*Set
	seen := map[SetID]bool{}
	for i := range round.Members {
		if id := round.Members[i].Set; sets[id] != nil && !seen[id] {
			list, seen[id] = append(list, sets[id]), true
		}
	}
	return list
}
