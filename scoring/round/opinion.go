package round

import (
	"context"
	"time"

	"hailong/scoring"
	"hailong/scoring/edition"
	"hailong/survey"
)

// TallySource is what satisfaction is read from.
type TallySource interface {
	Tallies(ctx context.Context, q survey.TallyQuery) ([]survey.Tally, error)
}

// Opinion is an agency's official satisfaction of a year as it was counted, with what it is
// judged by.
type Opinion struct {
	Plan  *survey.Plan
	Form  *survey.Questionnaire
	Tally survey.Tally
	Terms scoring.Terms
}

// ReadOpinions reads the satisfaction of all agencies that the official plans of a year
// list: one query for each plan.
func ReadOpinions(
	ctx context.Context, src TallySource, c *survey.Catalogue, year int, now time.Time,
) (map[survey.AgencyID]Opinion, error) {
	return readOpinions(ctx, src, c, year, 0, now)
}

// readOpinions reads one agency's where only is not 0.
func readOpinions(
	ctx context.Context, src TallySource, c *survey.Catalogue, year int, only survey.AgencyID, now time.Time,
) (map[survey.AgencyID]Opinion, error) {
	opinions := map[survey.AgencyID]Opinion{}
	for _, p := range c.OfficialPlans(year) {
		form := c.Questionnaire(p.Questionnaire)
		tallies, err := src.Tallies(ctx, opinionQuery(c, p, form, only))
		if err != nil {
			return nil, err
		}
		counted := map[survey.AgencyID]survey.Tally{}
		for i := range tallies {
			counted[tallies[i].Agency] = tallies[i]
		}
		ended := survey.DayOf(now, c.Zone) > p.Ends
		for _, a := range c.PlanAgencies(p) {
			if only == 0 || only == a.ID {
				terms := scoring.TermsOf(p, a, ended)
				opinions[a.ID] = Opinion{Plan: p, Form: form, Tally: counted[a.ID], Terms: terms}
			}
		}
	}
	return opinions, nil
}

// opinionQuery asks for a plan's tallies on every version of its questionnaire.
func opinionQuery(
	c *survey.Catalogue, p *survey.Plan, form *survey.Questionnaire, only survey.AgencyID,
) survey.TallyQuery {
	q := survey.TallyQuery{
		Plan: p.ID, Agency: only, By: []survey.Dimension{survey.ByAgency}, Factors: len(form.Factors),
	}
	for i := range c.Questionnaires {
		if c.Questionnaires[i].Code == form.Code {
			q.Questionnaires = append(q.Questionnaires, c.Questionnaires[i].ID)
		}
	}
	return q
}

// Score judges the tally by its terms.
func (o *Opinion) Score() scoring.Score { return scoring.ScoreOf(o.Tally, o.Terms) }

// Responses are the counted responses of those needed; nothing of nothing where it is not
// known how many are.
func (o *Opinion) Responses() Fraction {
	needed := o.Terms.Needed()
	if needed == 0 {
		return Fraction{}
	}
	return Fraction{Num: 100 * o.Tally.N, Den: 100 * needed}
}

// Wire writes the facts for an edition.
func (o *Opinion) Wire() *edition.Score {
	w := &edition.Score{
		Plan:     o.Plan.Code,
		Received: o.Tally.Received, Late: o.Tally.Late, Excl: o.Tally.Excluded,
		N: o.Tally.N, Y: o.Tally.Y, M: o.Tally.M, YY: o.Tally.YY, YM: o.Tally.YM, MM: o.Tally.MM,
		Target: o.Terms.Target.Hundredths, Above: o.Terms.Target.Above,
		Transactions: o.Terms.Transactions, Known: o.Terms.Known,
		Minimum: o.Terms.Minimum, Population: o.Terms.Population,
	}
	for i, f := range o.Form.Factors {
		w.Factors = append(w.Factors, edition.Factor{
			Code: f.Code, Name: edition.Text(f.Name), Questions: o.Form.CountingQuestions(f.Code),
			Satisfied: o.Tally.Factors[i].Satisfied, Given: o.Tally.Factors[i].Given,
		})
	}
	return w
}
