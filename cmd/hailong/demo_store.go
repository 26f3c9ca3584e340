package main

import (
	"context"
	"maps"
	"slices"
	"time"

	"hailong/scoring/round"
	"hailong/store"
	"hailong/survey"
)

// demoStore is the store with what a demonstration's acts all ask for read once: a round is
// made by hundreds of acts, each at a sheet that is read anew. Nobody else writes meanwhile,
// because all of it is one transaction.
type demoStore struct {
	*store.DB
	catalogue *survey.Catalogue
	shares    map[int]map[survey.AgencyID]round.Fraction // of plan tasks, by year
	sets      map[round.SetID]*round.Set                 // frozen ones
	rounds    map[round.ID]*round.Round
	tallies   map[survey.PlanID][]survey.Tally // of the official plans, by agency
	tasks     map[round.TaskID]*round.TrackedTask
	evidence  map[sheetOf][]round.Evidence
}

// sheetOf names an agency's sheet.
type sheetOf struct {
	round  round.ID
	agency survey.AgencyID
}

func newDemoStore(db *store.DB, c *survey.Catalogue) *demoStore {
	return &demoStore{
		DB: db, catalogue: c, shares: map[int]map[survey.AgencyID]round.Fraction{},
		sets: map[round.SetID]*round.Set{}, rounds: map[round.ID]*round.Round{},
		tallies: map[survey.PlanID][]survey.Tally{}, tasks: map[round.TaskID]*round.TrackedTask{},
		evidence: map[sheetOf][]round.Evidence{},
	}
}

// Catalogue gives what was read.
func (s *demoStore) Catalogue(context.Context) (*survey.Catalogue, error) { return s.catalogue, nil }

// TaskShares gives what was read, of all agencies: a year's tasks are brought before its
// round.
func (s *demoStore) TaskShares(
	ctx context.Context, year int, _ survey.AgencyID, _ time.Time,
) (map[survey.AgencyID]round.Fraction, error) {
	if known := s.shares[year]; known != nil {
		return known, nil
	}
	shares, err := s.DB.TaskShares(ctx, year, 0, time.Time{})
	s.shares[year] = shares
	return shares, err
}

// Set gives a frozen set as it was read: it never changes.
func (s *demoStore) Set(ctx context.Context, id round.SetID) (*round.Set, error) {
	if known := s.sets[id]; known != nil {
		return known, nil
	}
	set, err := s.DB.Set(ctx, id)
	if err == nil && set != nil && set.Frozen {
		s.sets[id] = set
	}
	return set, err
}

// Round gives a copy of what was read, which whoever asks may change.
func (s *demoStore) Round(ctx context.Context, id round.ID) (*round.Round, error) {
	known := s.rounds[id]
	if known == nil {
		r, err := s.DB.Round(ctx, id)
		if err != nil || r == nil {
			return nil, err
		}
		s.rounds[id], known = r, r
	}
	r := *known
	r.Members, r.Deadlines = slices.Clone(r.Members), maps.Clone(r.Deadlines)
	return &r, nil
}

// PutRound stores a round, which is read anew then.
func (s *demoStore) PutRound(ctx context.Context, r *round.Round) error {
	delete(s.rounds, r.ID)
	return s.DB.PutRound(ctx, r)
}

// PutMember stores a member, also in what was read.
func (s *demoStore) PutMember(ctx context.Context, id round.ID, m *round.Member) error {
	if r := s.rounds[id]; r != nil {
		*r.Member(m.Agency) = *m
	}
	return s.DB.PutMember(ctx, id, m)
}

// Tallies gives those of an official plan by agency as they were read; nothing else is
// asked for while a round is made.
func (s *demoStore) Tallies(ctx context.Context, q survey.TallyQuery) ([]survey.Tally, error) {
	only := q.Agency
	known, there := s.tallies[q.Plan]
	if !there {
		q.Agency = 0
		all, err := s.DB.Tallies(ctx, q)
		if err != nil {
			return nil, err
		}
		known = all
		s.tallies[q.Plan] = known
	}
	list := slices.Clone(known)
	return slices.DeleteFunc(list, func(t survey.Tally) bool { return only != 0 && t.Agency != only }), nil
}
