package round

import (
	"context"

	"hailong/scoring/edition"
	"hailong/survey"
)

// FlagSource tells what of a plan's counted responses carries a flag: by agency, so much
// of the plan's tallies would be gone without it.
type FlagSource interface {
	FlaggedTallies(ctx context.Context, plan survey.PlanID) ([]survey.Tally, error)
}

// Unflagged is the index as it stands, and as it would be without what is flagged.
type Unflagged struct {
	With, Without *edition.Content
	Flagged       int64 // counted responses that carry a flag
}

// Unflagged computes the index with and without what is flagged on one view of the
// database, and logs that somebody looked: a flag alone changes nothing.
func (r *Rounds) Unflagged(
	ctx context.Context, by survey.Actor, id ID, o ContentOptions, flags FlagSource,
) (Unflagged, error) {
	var u Unflagged
	name := ""
	err := r.Store.Snapshot(ctx, func(ctx context.Context) error {
		round, err := r.known(ctx, id)
		if err != nil {
			return err
		}
		name = round.name()
		if u.With, err = r.Content(ctx, id, o); err != nil {
			return err
		}
		less := &lessFlagged{Store: r.Store, flags: flags}
		without := *r
		without.Store = less
		u.Without, err = without.Content(ctx, id, o)
		u.Flagged = less.count
		return err
	})
	if err != nil {
		return Unflagged{}, err
	}
	return u, r.Store.InTx(ctx, func(ctx context.Context) error {
		return r.Store.Record(ctx, survey.Entry{
			At: r.now(), Actor: by, Action: "index.without_flagged", Subject: name,
			After: unflaggedEntry{Round: name, Flagged: u.Flagged},
		})
	})
}

// unflaggedEntry is what the log keeps of such a look.
type unflaggedEntry struct {
	Round   string
	Flagged int64
}

// lessFlagged is a round's store whose tallies lack what is flagged: leaves that
// satisfaction or the number of responses feeds follow from them, as they do otherwise.
type lessFlagged struct {
	Store
	flags FlagSource
	count int64
}

// Tallies are the plan's without what is flagged; how many were received stays.
func (s *lessFlagged) Tallies(ctx context.Context, q survey.TallyQuery) ([]survey.Tally, error) {
	tallies, err := s.Store.Tallies(ctx, q)
	if err != nil {
		return nil, err
	}
	list, err := s.flags.FlaggedTallies(ctx, q.Plan)
	if err != nil {
		return nil, err
	}
	flagged := map[survey.AgencyID]*survey.Tally{}
	for i := range list {
		flagged[list[i].Agency] = &list[i]
	}
	for i := range tallies {
		if f := flagged[tallies[i].Agency]; f != nil {
			s.count += f.N
			tallies[i] = less(tallies[i], f)
		}
	}
	return tallies, nil
}

// less is a tally without the counted responses of another.
func less(t survey.Tally, f *survey.Tally) survey.Tally {
	t.Sums = t.Sums.Add(f.Sums.Times(-1))
	for i := range t.Factors {
		t.Factors[i].Satisfied -= f.Factors[i].Satisfied
		t.Factors[i].Given -= f.Factors[i].Given
	}
	return t
}
