package survey

import (
	"cmp"
	"context"
	"maps"
	"slices"
)

// CorrectionTrial is what a selection would take and change. It names no response.
type CorrectionTrial struct {
	Selection
	Received int64  // responses that it takes
	Counted  int64  // of them: counted now
	Version  string // of what it takes, for the edit that makes it
	Moves    []Move // by plan and agency
	Touched  []AgencyID
}

// Move is what an agency's counted figures in a plan lose and gain, on the plan's own
// questionnaire.
type Move struct {
	Plan        PlanID
	Agency      AgencyID
	Loses, Wins Sums
	Excludes    int64 // of what it loses: stays received there, as excluded
}

// Try says what a selection would take now, and changes nothing.
func (s *Corrections) Try(ctx context.Context, c *Catalogue, x Selection) (*CorrectionTrial, error) {
	list, err := s.chosen(ctx, c, x)
	if err != nil {
		return nil, err
	}
	t := &CorrectionTrial{
		Selection: x, Received: int64(len(list)), Version: TakenSum(list), Touched: c.touched(x, list),
	}
	moves := map[moveKey]*Move{}
	at := func(p PlanID, a AgencyID) *Move {
		m := moves[moveKey{p, a}]
		if m == nil {
			m = &Move{Plan: p, Agency: a}
			moves[moveKey{p, a}] = m
		}
		return m
	}
	for i := range list {
		r := &list[i]
		if r.Status != StatusValid || r.Excluded || !c.asksOn(r) {
			continue
		}
		t.Counted++
		sums, _ := r.Levels.Count(c.Questionnaire(r.Questionnaire))
		from := at(r.Plan, c.credited(r))
		from.Loses = from.Loses.Add(sums)
		if x.Kind == Exclude {
			from.Excludes++
			continue
		}
		to := at(r.Plan, x.Agency)
		to.Wins = to.Wins.Add(sums)
	}
	for _, key := range slices.SortedFunc(maps.Keys(moves), moveKey.compare) {
		t.Moves = append(t.Moves, *moves[key])
	}
	return t, nil
}

type moveKey struct {
	plan   PlanID
	agency AgencyID
}

func (k moveKey) compare(o moveKey) int {
	return cmp.Or(cmp.Compare(k.plan, o.plan), cmp.Compare(k.agency, o.agency))
}

// asksOn tells whether a response answers the questionnaire by which its plan's figures
// are made, in any version.
func (c *Catalogue) asksOn(r *Correctable) bool {
	at := slices.IndexFunc(c.Plans, func(p Plan) bool { return p.ID == r.Plan })
	if at < 0 {
		return false
	}
	q, own := c.Questionnaire(r.Questionnaire), c.Questionnaire(c.Plans[at].Questionnaire)
	return q != nil && own != nil && q.Code == own.Code
}

// Look is a trial by a person, who is told what the figures would be: it is logged, because
// who tries often enough learns what single responses say. The edit's reason must be there.
func (s *Corrections) Look(ctx context.Context, c *Catalogue, e Edit) (*CorrectionTrial, error) {
	reason, lacking := reasonOf(&e)
	if len(e.Rows) != 1 {
		return nil, lacking
	}
	x, err := SelectionOf(c, e.Rows[0])
	if err == nil {
		err = lacking
	}
	if err != nil {
		return nil, err
	}
	t, err := s.Try(ctx, c, x)
	if err != nil {
		return nil, err
	}
	o := &Correction{Selection: x, Reason: reason, Taken: t.Received}
	return t, s.Store.InTx(ctx, func(ctx context.Context) error {
		entry := c.correctionEntry(o)
		entry.InForce = false
		return s.Store.Record(ctx, Entry{
			At: stamp(s.Now), Actor: s.Actor, Action: "correction.try", Subject: e.Subject, After: entry,
		})
	})
}

// Find finds a correction by its number, as an address names it.
func (s *Corrections) Find(ctx context.Context, number string) (*Correction, error) {
	return s.find(ctx, number)
}

// Stale tells whether an edit would find other responses by now than it was made from.
func (s *Corrections) Stale(ctx context.Context, c *Catalogue, e Edit) (bool, error) {
	if e.Action == UndoCorrection {
		o, err := s.find(ctx, e.Subject)
		return err == nil && !o.InForce(), err
	}
	if len(e.Rows) != 1 {
		return true, nil
	}
	x, err := SelectionOf(c, e.Rows[0])
	if err != nil {
		return true, nil //nolint:nilerr // what can no more be read is no more what it was made from
	}
	list, err := s.chosen(ctx, c, x)
	if KindOf(err) == Invalid || KindOf(err) == Closed {
		return true, nil
	}
	return err == nil && TakenSum(list) != e.Version, err
}

// Aside is what stands beside an agency's counted figures in a plan.
type Aside struct {
	Agency   AgencyID
	Flagged  int64 // received responses that a rule noticed, excluded or not
	Excluded Tally // what would count, had a person not excluded it
}
