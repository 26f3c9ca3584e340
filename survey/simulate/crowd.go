package simulate

import (
	"bytes"
	"cmp"
	"iter"
	"math/rand/v2"
	"slices"
	"time"

	"hailong/survey"
)

// Crowd says whose visitors are to answer where millions are needed, to measure
// with: the same people as those of Answers, but without drafts.
type Crowd struct {
	Visited   []Visited
	Plan      survey.PlanID
	Form      *survey.Questionnaire
	From, To  survey.Day // both ends in
	Zone      *time.Location
	Responses int
	Seed      uint64
}

// Visited is a counter with the expected share of satisfied answers there, 0 to 1.
type Visited struct {
	Counter   *survey.Counter
	Satisfied float64
}

// visit is what the place of a response in the database follows from.
type visit struct {
	at      time.Time
	day     survey.Day
	visited *Visited
	receipt survey.Receipt
}

// Batches makes the responses up day by day, so many at a time, each batch in the
// order of the key: so every index grows at few places, as it does in real life.
// Without a working day there are none.
func (c *Crowd) Batches(size int) iter.Seq[[]survey.Response] {
	return func(yield func([]survey.Response) bool) {
		days := workingDays(c.From, c.To)
		if len(days) == 0 || len(c.Visited) == 0 {
			return
		}
		source := rand.NewPCG(c.Seed, uint64(len(c.Visited)))
		m := maker{rand.New(source)} //nolint:gosec // the same each time is the point
		for first := 0; first < c.Responses; first += size {
			visits := make([]visit, min(size, c.Responses-first))
			for i := range visits {
				visits[i] = m.visit(c, days[(first+i)*len(days)/c.Responses])
			}
			slices.SortFunc(visits, func(a, b visit) int {
				return cmp.Or(
					cmp.Compare(a.visited.Counter.ID, b.visited.Counter.ID),
					bytes.Compare(a.receipt[:], b.receipt[:]),
				)
			})
			if !yield(m.responses(c, visits)) {
				return
			}
		}
	}
}

func (m maker) visit(c *Crowd, day survey.Day) visit {
	at := m.moment(day, c.Zone).UTC().Truncate(time.Microsecond)
	receipt, err := survey.NewReceipt(at, m)
	if err != nil {
		panic(err) // Read never fails
	}
	return visit{at: at, day: day, visited: &c.Visited[m.IntN(len(c.Visited))], receipt: receipt}
}

// responses are what a check of the same answers as drafts would give.
func (m maker) responses(c *Crowd, visits []visit) []survey.Response {
	list := make([]survey.Response, len(visits))
	levels := make([]byte, len(c.Form.Questions))
	for i, v := range visits {
		m.levels(levels, c.Form, v.visited.Satisfied)
		r := &list[i]
		*r = survey.Response{
			Receipt: v.receipt, Counter: v.visited.Counter.ID, Plan: c.Plan, Questionnaire: c.Form.ID,
			AnsweredAt: v.at, ReceivedAt: v.at, Day: v.day, Channel: m.channel(), Stage: m.stage(),
			Levels: survey.Levels(levels), Status: survey.StatusEmpty,
		}
		if sums, _ := r.Levels.Count(c.Form); sums.M > 0 {
			r.Status = survey.StatusValid
		}
		r.Tally = survey.TallyOf(r, v.visited.Counter.Agency, c.Form)
	}
	return list
}
