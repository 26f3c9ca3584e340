package report

import (
	"context"
	"math/big"
	"slices"
	"time"

	"hailong/scoring"
	"hailong/survey"
)

// AsideSource is what stands beside figures is read from.
type AsideSource interface {
	// Asides are by agency; those without anything flagged or excluded may be missing.
	Asides(ctx context.Context, q survey.TallyQuery) ([]survey.Aside, error)
}

// Beside is what those inside an agency are told beside its figure.
type Beside struct {
	Flagged int64    // received responses that a rule noticed
	Share   *big.Rat // the score, were what persons excluded counted too; nil: not told
}

// ReadAsides fills in what stands beside the figures of those agencies that the reader is
// inside of, a query for each plan. For the public it asks nothing.
func (y *Year) ReadAsides(ctx context.Context, src AsideSource) error {
	for _, b := range y.Boards {
		list := make([]*AgencyScore, len(b.Agencies))
		for i := range b.Agencies {
			list[i] = &b.Agencies[i]
		}
		if err := b.readAsides(ctx, src, list, 0); err != nil {
			return err
		}
	}
	return nil
}

// ReadAside does the same for the board's agency.
func (b *AgencyBoard) ReadAside(ctx context.Context, src AsideSource) error {
	return b.readAsides(ctx, src, []*AgencyScore{&b.AgencyScore}, b.Agency.ID)
}

func (b *Board) readAsides(
	ctx context.Context, src AsideSource, list []*AgencyScore, only survey.AgencyID,
) error {
	list = slices.DeleteFunc(list, func(a *AgencyScore) bool { return !b.Reader.Inside(a.Agency.ID) })
	if len(list) == 0 {
		return nil
	}
	asides, err := src.Asides(ctx, query(b.Catalogue, b.Plan, only))
	if err != nil {
		return err
	}
	for _, a := range list {
		a.Beside = &Beside{}
		for _, aside := range asides {
			if aside.Agency == a.Agency.ID {
				a.Beside = besideOf(a.Score, aside)
			}
		}
	}
	return nil
}

// besideOf tells the score with the excluded only where enough are excluded and enough
// would be counted: the difference is what the excluded say.
func besideOf(s scoring.Score, aside survey.Aside) *Beside {
	b, out := &Beside{Flagged: aside.Flagged}, aside.Excluded.Sums
	enough := out.N >= survey.LeastTogether && s.Responses+out.N >= s.Least() && s.Answers+out.M > 0
	if enough && s.Official != scoring.NoService {
		b.Share = big.NewRat(s.Satisfied+out.Y, s.Answers+out.M)
	}
	return b
}

// Move is what a correction would do to an agency's figure in a plan.
type Move struct {
	Plan          *survey.Plan
	Agency        *survey.Agency
	Before, After scoring.Score
}

// ReadMoves reads what a trial would do to the figures of all agencies that it touches.
func ReadMoves(
	ctx context.Context, src Source, c *survey.Catalogue, t *survey.CorrectionTrial, now time.Time,
) ([]Move, error) {
	var moves []Move
	for _, m := range t.Moves {
		at := slices.IndexFunc(c.Plans, func(p survey.Plan) bool { return p.ID == m.Plan })
		p, a := &c.Plans[at], c.Agency(m.Agency)
		tallies, err := src.Tallies(ctx, query(c, p, a.ID))
		if err != nil {
			return nil, err
		}
		var total survey.Tally
		for i := range tallies {
			total = total.Add(tallies[i])
		}
		terms := scoring.TermsOf(p, a, survey.DayOf(now, c.Zone) > p.Ends)
		move := Move{Plan: p, Agency: a, Before: scoring.ScoreOf(total, terms)}
		total.Sums = total.Sums.Add(m.Wins).Add(m.Loses.Times(-1))
		total.Excluded += m.Excludes
		move.After = scoring.ScoreOf(total, terms)
		moves = append(moves, move)
	}
	return moves, nil
}
