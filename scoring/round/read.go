package round

import (
	"context"
	"iter"
	"slices"

	"hailong/scoring"
	"hailong/survey"
)

// Round finds a round.
func (r *Rounds) Round(ctx context.Context, id ID) (*Round, error) { return r.known(ctx, id) }

// Rounds are all rounds, the newest year first.
func (r *Rounds) Rounds(ctx context.Context) ([]Round, error) { return r.Store.Rounds(ctx) }

// Sheet reads an agency's sheet with its history.
func (r *Rounds) Sheet(ctx context.Context, id ID, agency survey.AgencyID, extra Extra) (*Sheet, error) {
	var s *Sheet
	err := r.Store.Snapshot(ctx, func(ctx context.Context) error {
		c, err := r.Store.Catalogue(ctx)
		if err != nil {
			return err
		}
		round, err := r.known(ctx, id)
		if err != nil {
			return err
		}
		if s, err = r.sheet(ctx, c, round, agency); err == nil && extra.Own {
			s.hide()
		}
		return err
	})
	return s, err
}

// Sheets reads all sheets of a round, in the order of the members, with what is enough
// to compute with: neither times nor names nor notes.
func (r *Rounds) Sheets(ctx context.Context, id ID) ([]*Sheet, error) {
	_, sheets, err := r.all(ctx, id)
	return sheets, err
}

func (r *Rounds) all(ctx context.Context, id ID) (c *survey.Catalogue, sheets []*Sheet, err error) {
	err = r.Store.Snapshot(ctx, func(ctx context.Context) error {
		if c, err = r.Store.Catalogue(ctx); err != nil {
			return err
		}
		round, err := r.known(ctx, id)
		if err != nil {
			return err
		}
		sheets, err = r.read(ctx, c, round, 0, true)
		return err
	})
	return c, sheets, err
}

// History is all that was written at a leaf, in its order.
func (r *Rounds) History(
	ctx context.Context, id ID, agency survey.AgencyID, leaf string, extra Extra,
) ([]Entry, error) {
	s, err := r.Sheet(ctx, id, agency, extra)
	if err != nil {
		return nil, err
	}
	l := s.Leaf(leaf)
	if l == nil {
		return nil, survey.Fail(survey.NotFound, "sheet.leaf", nil)
	}
	return l.History, nil
}

// sheet reads one sheet with its history.
func (r *Rounds) sheet(
	ctx context.Context, c *survey.Catalogue, round *Round, agency survey.AgencyID,
) (*Sheet, error) {
	if agency == 0 || round.Member(agency) == nil {
		return nil, survey.Fail(survey.NotFound, "round.no_member", nil)
	}
	sheets, err := r.read(ctx, c, round, agency, true)
	if err != nil {
		return nil, err
	}
	return sheets[0], nil
}

// read puts sheets together, of one agency or, where only is 0, of all: a query for each
// kind of thing, whatever the number of agencies. Nothing is computed from the evidence.
func (r *Rounds) read(
	ctx context.Context, c *survey.Catalogue, round *Round, only survey.AgencyID, evidence bool,
) ([]*Sheet, error) {
	sets, err := r.sets(ctx, round, only)
	if err != nil {
		return nil, err
	}
	facts, err := r.facts(ctx, c, round, sets, only)
	if err != nil {
		return nil, err
	}
	if evidence {
		if facts.evidence, err = r.evidence(ctx, round, only); err != nil {
			return nil, err
		}
	}
	var sheets []*Sheet
	for i := range round.Members {
		if m := &round.Members[i]; only == 0 || only == m.Agency {
			f := facts.of(c.Agency(m.Agency))
			sheets = append(sheets, NewSheet(round, m, c.Agency(m.Agency), sets[m.Set], f))
		}
	}
	return sheets, nil
}

// sets are the round's criteria sets, or the one of an agency.
func (r *Rounds) sets(ctx context.Context, round *Round, only survey.AgencyID) (map[SetID]*Set, error) {
	sets := map[SetID]*Set{}
	for i := range round.Members {
		m := &round.Members[i]
		if sets[m.Set] != nil || only != 0 && only != m.Agency {
			continue
		}
		set, err := r.Store.Set(ctx, m.Set)
		if err != nil {
			return nil, err
		}
		if set == nil {
			return nil, survey.Fail(survey.NotFound, "criteria.unknown", nil)
		}
		sets[m.Set] = set
	}
	return sets, nil
}

// roundFacts are what sheets are made of, by agency.
type roundFacts struct {
	entries  map[survey.AgencyID][]Entry
	evidence map[survey.AgencyID][]Evidence
	opinions map[survey.AgencyID]Opinion
	tasks    map[survey.AgencyID]Fraction
}

func (r *Rounds) facts(
	ctx context.Context, c *survey.Catalogue, round *Round, sets map[SetID]*Set, only survey.AgencyID,
) (*roundFacts, error) {
	entries, err := gather(r.Store.Assessments(ctx, EntryQuery{Round: round.ID, Agency: only, Brief: only == 0}))
	if err != nil {
		return nil, err
	}
	f := &roundFacts{entries: entries}
	if f.opinions, err = readOpinions(ctx, r.Store, c, round.Year, only, r.Now()); err != nil {
		return nil, err
	}
	if r.Tasks != nil && fed(sets, scoring.Tasks) {
		f.tasks, err = r.Tasks.TaskShares(ctx, round.Year, only, round.ClosedAt)
	}
	return f, err
}

// gather takes all entries, by agency.
func gather(sheets iter.Seq2[[]Entry, error]) (map[survey.AgencyID][]Entry, error) {
	entries := map[survey.AgencyID][]Entry{}
	for sheet, err := range sheets {
		if err != nil {
			return nil, err
		}
		entries[sheet[0].Agency] = sheet
	}
	return entries, nil
}

// fed tells whether a leaf of some set is filled in from a feed.
func fed(sets map[SetID]*Set, feed scoring.Feed) bool {
	for _, set := range sets {
		for _, leaf := range set.Leaves() {
			if leaf.Feed == feed {
				return true
			}
		}
	}
	return false
}

func (r *Rounds) evidence(
	ctx context.Context, round *Round, only survey.AgencyID,
) (map[survey.AgencyID][]Evidence, error) {
	list, err := r.Store.EvidenceOf(ctx, round.ID, only)
	if err != nil {
		return nil, err
	}
	evidence := map[survey.AgencyID][]Evidence{}
	for i := range list {
		a := list[i].Agency
		evidence[a] = append(evidence[a], list[i])
	}
	return evidence, nil
}

// of are an agency's facts. One that no official plan asked gave no service that could be
// surveyed.
func (f *roundFacts) of(a *survey.Agency) Facts {
	facts := Facts{
		Entries: f.entries[a.ID], Evidence: f.evidence[a.ID],
		Opinion: scoring.Opinion{Official: scoring.NoService},
		Feeds:   map[scoring.Feed]Fraction{scoring.Tasks: f.tasks[a.ID]},
	}
	if o, asked := f.opinions[a.ID]; asked {
		facts.Asked = &o
		facts.Opinion = scoring.OpinionOf(o.Score())
		facts.Feeds[scoring.Responses] = o.Responses()
	}
	return facts
}

// hidden tells whether the agency itself does not see yet what the council has written.
func (p Part) hidden(step Step) bool {
	switch p {
	case Appraised:
		return step.Before(Explaining)
	case Second:
		return step.Before(Closed)
	}
	return false
}

// Withholds tells whether the council writes in the step what agencies see when it is over.
func (s Step) Withholds() bool {
	return map[Step]Part{Appraising: Appraised, Reappraising: Second}[s].hidden(s)
}

// hide takes what the agency itself does not see yet out of its sheet.
func (s *Sheet) hide() {
	step := s.Round.Step
	for i := range s.Leaves {
		l := &s.Leaves[i]
		if Appraised.hidden(step) {
			l.Appraised = nil
		}
		if Second.hidden(step) {
			l.Second = nil
		}
		l.History = slices.DeleteFunc(l.History, func(e Entry) bool { return e.Part.hidden(step) })
	}
	s.Evidence = slices.DeleteFunc(s.Evidence, func(e Evidence) bool { return e.hidden(s.Round) })
	for i := range s.Evidence {
		e := &s.Evidence[i]
		e.Uses = slices.DeleteFunc(e.Uses, func(u Use) bool { return u.Part.hidden(step) })
	}
}

// hidden tells whether all that the evidence was added for is hidden from the agency.
func (e *Evidence) hidden(r *Round) bool {
	return !slices.ContainsFunc(e.Uses, func(u Use) bool { return !u.Part.hidden(r.Step) })
}
