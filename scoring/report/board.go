package report

import (
	"cmp"
	"context"
	"slices"
	"time"

	"hailong/scoring"
	"hailong/survey"
)

// Source is what figures are read from.
type Source interface {
	Tallies(ctx context.Context, q survey.TallyQuery) ([]survey.Tally, error)
	// StageTallies are one agency's, sorted by stage; each has a share for every question
	// of its questionnaire.
	StageTallies(ctx context.Context, plan survey.PlanID, agency survey.AgencyID) ([]survey.StageTally, error)
}

// Factor is the score of one factor of the questionnaire.
type Factor struct {
	survey.Factor
	Score scoring.Score
}

// Cell is a part of an agency's figures: a counter, a month, a channel, a stage
// or a question. Code is the counter's code, 2026-03, or the name on the surfaces.
type Cell struct {
	Code  string
	Name  survey.Text // empty where the code says it all
	Score scoring.Score
}

// AgencyScore is one agency's figure with its parts.
type AgencyScore struct {
	Agency  *survey.Agency
	Score   scoring.Score
	Factors []Factor // in the questionnaire's order
	Months  []Cell   // months with a received response, in order
	Last    Last     // the year before; only where it was read
	Beside  *Beside  // what those inside are told beside it; only where it was read
}

// Board is a plan's figures, agency by agency (by code).
type Board struct {
	Catalogue     *survey.Catalogue
	Plan          *survey.Plan
	Questionnaire *survey.Questionnaire
	At            time.Time // when it was read
	Ended         bool      // the plan's period is over
	Reader        Reader    // for whom it was read
	Agencies      []AgencyScore
}

// Local is when the board was read, by the office's clock.
func (b *Board) Local() time.Time {
	if b.Catalogue.Zone == nil {
		return b.At
	}
	return b.At.In(b.Catalogue.Zone)
}

// ReadBoard reads all agencies of a plan with their factors, but not month by month, which
// is most of the work, in one query, as the public may see them.
func ReadBoard(
	ctx context.Context, src Source, c *survey.Catalogue, p *survey.Plan, now time.Time,
) (*Board, error) {
	return Public.readBoard(ctx, src, c, p, now, query(c, p, 0, survey.ByAgency))
}

func (r Reader) readBoard(
	ctx context.Context, src Source, c *survey.Catalogue, p *survey.Plan, now time.Time, q survey.TallyQuery,
) (*Board, error) {
	tallies, err := src.Tallies(ctx, q)
	if err != nil {
		return nil, err
	}
	b := r.newBoard(c, p, now)
	parts := map[survey.AgencyID][]survey.Tally{}
	for i := range tallies {
		parts[tallies[i].Agency] = append(parts[tallies[i].Agency], tallies[i])
	}
	for _, a := range c.PlanAgencies(p) {
		if q.Agency == 0 || q.Agency == a.ID {
			b.Agencies = append(b.Agencies, b.agency(a, parts[a.ID]))
		}
	}
	return b, nil
}

func (r Reader) newBoard(c *survey.Catalogue, p *survey.Plan, now time.Time) *Board {
	b := &Board{
		Catalogue: c, Plan: p, Questionnaire: c.Questionnaire(p.Questionnaire), At: now, Reader: r,
	}
	b.Ended = b.ended(p)
	return b
}

// Today is the day when the board was read.
func (b *Board) Today() survey.Day { return survey.DayOf(b.At, b.Catalogue.Zone) }

// ended tells whether a plan's period was over then.
func (b *Board) ended(p *survey.Plan) bool { return b.Today() > p.Ends }

// query asks for a plan's tallies on every version of its questionnaire; answers
// on another questionnaire are never added.
func query(c *survey.Catalogue, p *survey.Plan, a survey.AgencyID, by ...survey.Dimension) survey.TallyQuery {
	form := c.Questionnaire(p.Questionnaire)
	q := survey.TallyQuery{Plan: p.ID, Agency: a, By: by, Factors: len(form.Factors)}
	for i := range c.Questionnaires {
		if c.Questionnaires[i].Code == form.Code {
			q.Questionnaires = append(q.Questionnaires, c.Questionnaires[i].ID)
		}
	}
	return q
}

// agency scores one agency from its tallies; months are those that tallies tell apart.
func (b *Board) agency(a *survey.Agency, tallies []survey.Tally) AgencyScore {
	terms := b.Reader.terms(scoring.TermsOf(b.Plan, a, b.Ended), a.ID)
	var total survey.Tally
	for i := range tallies {
		total = total.Add(tallies[i])
	}
	s := AgencyScore{Agency: a, Score: scoring.ScoreOf(total, terms)}
	for i, f := range b.Questionnaire.Factors {
		score := s.Score.OfFactor(total.Factors[i], b.Questionnaire.CountingQuestions(f.Code))
		s.Factors = append(s.Factors, Factor{Factor: f, Score: score})
	}
	withhold(s.Factors, func(f *Factor) *scoring.Score { return &f.Score })
	if len(tallies) > 0 && tallies[0].Month != "" {
		s.Months = cells(tallies, terms, func(t *survey.Tally) string { return string(t.Month) })
	}
	return s
}

// fold adds up tallies by a key of theirs.
func fold[K comparable](tallies []survey.Tally, key func(*survey.Tally) K) map[K]survey.Tally {
	sums := map[K]survey.Tally{}
	for i := range tallies {
		k := key(&tallies[i])
		sums[k] = sums[k].Add(tallies[i])
	}
	return sums
}

// cells folds tallies and scores each part, sorted by code.
func cells(tallies []survey.Tally, terms scoring.Terms, key func(*survey.Tally) string) []Cell {
	terms = terms.OfPart()
	var list []Cell
	for code, t := range fold(tallies, key) {
		list = append(list, Cell{Code: code, Score: scoring.ScoreOf(t, terms)})
	}
	slices.SortFunc(list, func(a, b Cell) int { return cmp.Compare(a.Code, b.Code) })
	withhold(list, scoreOfCell)
	return list
}

func scoreOfCell(c *Cell) *scoring.Score { return &c.Score }

// withhold keeps the parts of a total from giving a hidden one away.
func withhold[T any](parts []T, score func(*T) *scoring.Score) {
	scores := make([]*scoring.Score, len(parts))
	for i := range parts {
		scores[i] = score(&parts[i])
	}
	scoring.Withhold(scores)
}
