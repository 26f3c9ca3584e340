package report

import (
	"context"
	"time"

	"hailong/scoring"
	"hailong/survey"
)

// AgencyBoard is one agency's figures in a plan, cut in every way that the
// roll-ups allow.
type AgencyBoard struct {
	Board
	AgencyScore
	Counters []Cell // every counter of the agency in the plan, by code
	Channels []Cell // channels with a received response

	answered map[string]survey.Month // by the counter's code: the last month with a response
}

// ReadAgency reads one agency's figures as the public may see them.
func ReadAgency(
	ctx context.Context, src Source, c *survey.Catalogue, p *survey.Plan, a *survey.Agency, now time.Time,
) (*AgencyBoard, error) {
	return Public.ReadAgency(ctx, src, c, p, a, now)
}

// ReadAgency reads one agency's figures in one query, and the year before in another.
func (r Reader) ReadAgency(
	ctx context.Context, src Source, c *survey.Catalogue, p *survey.Plan, a *survey.Agency, now time.Time,
) (*AgencyBoard, error) {
	tallies, err := src.Tallies(ctx, query(c, p, a.ID, survey.ByCounter, survey.ByMonth, survey.ByChannel))
	if err != nil {
		return nil, err
	}
	b := &AgencyBoard{Board: *r.newBoard(c, p, now)}
	b.AgencyScore = b.agency(a, tallies)
	b.Channels = cells(tallies, b.Score.Terms, func(t *survey.Tally) string { return t.Channel.String() })
	b.Counters = b.counters(tallies)
	b.latest(tallies)
	return b, b.readLast(ctx, src, []*AgencyScore{&b.AgencyScore}, a.ID)
}

// counters lists the plan's counters of the agency, also those without an answer: a
// counter that nobody answers at should be seen. Another agency's is among them where
// answers from there were reassigned: the parts make up the whole.
func (b *AgencyBoard) counters(tallies []survey.Tally) []Cell {
	terms := b.Score.OfPart()
	sums := fold(tallies, func(t *survey.Tally) survey.CounterID { return t.Counter })
	var list []Cell
	for i := range b.Catalogue.Counters {
		counter := &b.Catalogue.Counters[i]
		t, answered := sums[counter.ID]
		if !answered && (counter.Agency != b.Agency.ID || !b.Catalogue.Covers(b.Plan, counter)) {
			continue
		}
		list = append(list, Cell{Code: counter.Code, Name: counter.Name, Score: scoring.ScoreOf(t, terms)})
	}
	withhold(list, scoreOfCell)
	return list
}

// latest remembers when each counter was last answered at.
func (b *AgencyBoard) latest(tallies []survey.Tally) {
	b.answered = map[string]survey.Month{}
	for i := range tallies {
		if n := b.Catalogue.Counter(tallies[i].Counter); n != nil && tallies[i].Received > 0 {
			b.answered[n.Code] = max(b.answered[n.Code], tallies[i].Month)
		}
	}
}

// SilentSince is the first day of the month before this one. The roll-ups know months, no
// days, so this stands for "in the last 30 days".
func (b *AgencyBoard) SilentSince() survey.Day {
	return survey.DayOf((b.Today()[:7]+"-01").Time().AddDate(0, -1, 0), time.UTC)
}

// Silent tells whether nobody has answered at a counter since then, though it was open
// all that time and the plan had begun.
func (b *AgencyBoard) Silent(code string) bool {
	today, since := b.Today(), b.SilentSince()
	if b.Ended || b.Plan.Starts > since || b.answered[code] >= since.Month() {
		return false
	}
	for i := range b.Catalogue.Counters {
		if n := &b.Catalogue.Counters[i]; n.Code == code {
			return n.OpenedOn <= since && n.OpenOn(today)
		}
	}
	return false
}

// Detail is what only the single responses tell: by stage, by question, and the
// overall question, which is a share of persons and enters no score.
type Detail struct {
	AgencyBoard
	Stages    []Cell // by what the person came for; code empty: not said
	Questions []Cell // questions that count, in the form's order
	Overall   []Cell // questions that do not count
}

// ReadDetail reads one agency's figures down to the question, as the public may see them.
func ReadDetail(
	ctx context.Context, src Source, c *survey.Catalogue, p *survey.Plan, a *survey.Agency, now time.Time,
) (*Detail, error) {
	return Public.ReadDetail(ctx, src, c, p, a, now)
}

// ReadDetail reads one agency's figures down to the question. Where the plan is not
// archived this goes through the agency's responses, so it is for one agency, on demand.
func (r Reader) ReadDetail(
	ctx context.Context, src Source, c *survey.Catalogue, p *survey.Plan, a *survey.Agency, now time.Time,
) (*Detail, error) {
	board, err := r.ReadAgency(ctx, src, c, p, a, now)
	if err != nil {
		return nil, err
	}
	tallies, err := src.StageTallies(ctx, p.ID, a.ID)
	if err != nil {
		return nil, err
	}
	d := &Detail{AgencyBoard: *board}
	d.stages(tallies)
	d.questions(tallies)
	return d, nil
}

// counted is the version of the plan's questionnaire that was answered, nil where it
// was another one.
func (d *Detail) counted(t *survey.StageTally) *survey.Questionnaire {
	if q := d.Catalogue.Questionnaire(t.Questionnaire); q.Code == d.Questionnaire.Code {
		return q
	}
	return nil
}

func (d *Detail) stages(tallies []survey.StageTally) {
	sums := map[survey.Stage]survey.Sums{}
	for i := range tallies {
		if t := &tallies[i]; d.counted(t) != nil {
			sums[t.Stage] = sums[t.Stage].Add(t.Sums)
		}
	}
	for _, stage := range append([]survey.Stage{survey.StageNone}, survey.Stages...) {
		if s, given := sums[stage]; given {
			score := scoring.ScoreOf(survey.Tally{Received: s.N, Sums: s}, d.Score.OfPart())
			d.Stages = append(d.Stages, Cell{Code: stage.String(), Score: score})
		}
	}
	withhold(d.Stages, scoreOfCell)
}

func (d *Detail) questions(tallies []survey.StageTally) {
	shares := d.shares(tallies)
	for i := range d.Questionnaire.Questions {
		question := &d.Questionnaire.Questions[i]
		cell := Cell{Code: question.Code, Name: question.Text}
		cell.Score = d.Score.OfFactor(shares[question.Code], 1)
		if question.Counts {
			d.Questions = append(d.Questions, cell)
		} else {
			d.Overall = append(d.Overall, cell)
		}
	}
	d.withholdQuestions()
}

// shares are those of the questions by their codes, over all stages and versions.
func (d *Detail) shares(tallies []survey.StageTally) map[string]survey.Share {
	shares := map[string]survey.Share{}
	for i := range tallies {
		q := d.counted(&tallies[i])
		if q == nil {
			continue
		}
		for n, share := range tallies[i].Shares {
			code := q.Questions[n].Code
			shares[code] = shares[code].Add(share)
		}
	}
	return shares
}

// withholdQuestions shows a question only where its factor is shown, and within a
// factor keeps the others from giving a hidden one away: both tables have the same
// readers, so what one of them hides the other must not tell.
func (d *Detail) withholdQuestions() {
	scores := map[string][]*scoring.Score{}
	for i := range d.Questions {
		q := &d.Questions[i]
		factor := d.Questionnaire.Question(q.Code).Factor
		scores[factor] = append(scores[factor], &q.Score)
	}
	for _, f := range d.Factors {
		if f.Score.Eligible() || f.Score.Hinted() {
			scoring.Withhold(scores[f.Code])
			continue
		}
		for _, q := range scores[f.Code] {
			if q.Eligible() || q.Hinted() {
				q.Official, q.Certain = scoring.Withheld, false
			}
		}
	}
}
