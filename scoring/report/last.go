package report

import (
	"context"
	"slices"

	"hailong/scoring"
	"hailong/survey"
)

// Last is an agency's figure of the year before beside its present one, or why it
// has none. A plan that is not official has no year before.
type Last struct {
	Plan        *survey.Plan        // of the year before; nil where none that the reader sees lists the agency
	Change      *scoring.Change     // nil where the two years must not be compared
	Reorganised bool                // merged, split or made between the two
	From        []survey.Succession // what it took over then, by day; may be empty
}

// ReadLast fills in the year before for all agencies: one query for each plan of it.
func (y *Year) ReadLast(ctx context.Context, src Source) error {
	for _, b := range y.Boards {
		list := make([]*AgencyScore, len(b.Agencies))
		for i := range b.Agencies {
			list[i] = &b.Agencies[i]
		}
		if err := b.readLast(ctx, src, list, 0); err != nil {
			return err
		}
	}
	return nil
}

// readLast asks for a single agency where only is not 0.
func (b *Board) readLast(ctx context.Context, src Source, list []*AgencyScore, only survey.AgencyID) error {
	for _, p := range b.before() {
		listed := slices.DeleteFunc(slices.Clone(list), func(a *AgencyScore) bool {
			return !b.Catalogue.Lists(p, a.Agency) || !b.Reader.Sees(p, a.Agency.ID)
		})
		if len(listed) == 0 {
			continue
		}
		if err := b.compare(ctx, src, p, listed, only); err != nil {
			return err
		}
	}
	for _, a := range list {
		if first := b.firstBefore(a.Agency.ID); first != nil && a.Last.Plan == nil {
			b.reorganised(a, first) // nobody lists it: perhaps it was not there
		}
	}
	return nil
}

// before are the official plans of the year before, public or not.
func (b *Board) before() []*survey.Plan {
	if !b.Plan.Official {
		return nil
	}
	return b.Catalogue.OfficialPlans(b.Plan.Year - 1)
}

// firstBefore is the first of those plans that the reader sees with an agency in mind.
func (b *Board) firstBefore(a survey.AgencyID) (first *survey.Plan) {
	for _, p := range b.before() {
		if b.Reader.Sees(p, a) && (first == nil || p.Starts < first.Starts) {
			first = p
		}
	}
	return first
}

// compare holds agencies against the plan of the year before that lists them. It
// must have asked the same questionnaire, in any version; the group is the same,
// because an agency that was asked keeps its own (ADR 0006).
func (b *Board) compare(
	ctx context.Context, src Source, p *survey.Plan, list []*AgencyScore, only survey.AgencyID,
) error {
	comparable := false
	for _, a := range list {
		a.Last.Plan = p
		comparable = !b.reorganised(a, p) || comparable
	}
	if !comparable || b.Catalogue.Questionnaire(p.Questionnaire).Code != b.Questionnaire.Code {
		return nil
	}
	tallies, err := src.Tallies(ctx, query(b.Catalogue, p, only, survey.ByAgency))
	if err != nil {
		return err
	}
	sums := fold(tallies, func(t *survey.Tally) survey.AgencyID { return t.Agency })
	for _, a := range list {
		score := scoring.ScoreOf(sums[a.Agency.ID], scoring.TermsOf(p, a.Agency, b.ended(p)))
		if change, ok := scoring.ChangeOf(score, a.Score); ok && !a.Last.Reorganised {
			a.Last.Change = &change
		}
	}
	return nil
}

// reorganised tells whether the agency of the plan before is not the one of now.
func (b *Board) reorganised(a *AgencyScore, before *survey.Plan) bool {
	a.Last.Reorganised = b.Catalogue.Reorganised(a.Agency.ID, before.Starts, b.Plan.Ends)
	if !a.Last.Reorganised {
		return false
	}
	a.Last.From = slices.DeleteFunc(b.Catalogue.Predecessors(a.Agency.ID), func(s survey.Succession) bool {
		return s.On <= before.Starts || s.On > b.Plan.Ends
	})
	return true
}
