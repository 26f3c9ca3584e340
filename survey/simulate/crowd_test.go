package simulate

import (
	"bytes"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hailong/survey"
)

// crowd visits the first agency's two counters in January and February.
func crowd(responses int) (*Crowd, *survey.Catalogue) {
	q := survey.Shipped()[0]
	q.ID = 1
	c := (&survey.Catalogue{
		Zone: zone, Agencies: []survey.Agency{{ID: 1, Group: "department"}},
		Counters: []survey.Counter{
			{ID: 7, Agency: 1, Token: "7K3MQ2XVT1"}, {ID: 3, Agency: 1, Token: "7K3MQ2XVT2"},
		},
		Questionnaires: []survey.Questionnaire{q},
		Plans: []survey.Plan{{
			ID: 1, Questionnaire: 1, Groups: []string{"department"},
			Starts: "2026-01-01", Ends: "2026-12-31", AcceptUntil: "2026-12-31",
		}},
	}).Index()
	return &Crowd{
		Visited: []Visited{{&c.Counters[0], 0.8}, {&c.Counters[1], 0.8}},
		Plan:    1, Form: c.Questionnaire(1), From: "2026-01-01", To: "2026-02-28", Zone: zone,
		Responses: responses, Seed: 1,
	}, c
}

// draft is how a person would have sent the response.
func draft(r *survey.Response, c *survey.Catalogue) *survey.Draft {
	q := c.Questionnaire(r.Questionnaire)
	d := &survey.Draft{
		Counter: string(c.Counter(r.Counter).Token), Receipt: r.Receipt.String(), Form: q.Ref(),
		Channel: r.Channel, Stage: r.Stage, Answers: map[string]int{}, AnsweredAt: r.AnsweredAt,
	}
	for i, level := range []byte(r.Levels) {
		switch code := q.Questions[i].Code; level {
		case survey.LevelEmpty:
		case survey.LevelNotApplicable:
			d.NA = append(d.NA, code)
		default:
			d.Answers[code] = int(level - '0')
		}
	}
	return d
}

func TestACrowdAnswersAsTheCheckOfDraftsWouldHaveIt(t *testing.T) {
	people, c := crowd(5000)
	var sums survey.Sums
	for batch := range people.Batches(900) {
		for i := range batch {
			want, err := c.Check(draft(&batch[i], c), batch[i].ReceivedAt)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(want, batch[i]); d != "" {
				t.Fatal(d)
			}
			sums = sums.Add(batch[i].Tally.Sums)
		}
	}
	if got := float64(sums.Y) / float64(sums.M); sums.N < 4900 || math.Abs(got-0.8) > 0.02 {
		t.Errorf("%d counted, %.1f%% of the answers satisfied, want 80%%", sums.N, 100*got)
	}
}

func TestACrowdComesDayByDayEachBatchInTheOrderOfTheKey(t *testing.T) {
	people, _ := crowd(5000)
	var sizes []int
	var last survey.Day
	seen := map[survey.Receipt]bool{}
	for batch := range people.Batches(1200) {
		sizes = append(sizes, len(batch))
		first := batch[0].Day
		for i := range batch {
			first = min(first, batch[i].Day)
			seen[batch[i].Receipt] = true
		}
		if first < last {
			t.Errorf("a batch goes back from %s to %s", last, first)
		}
		if !slices.IsSortedFunc(batch, func(a, b survey.Response) int {
			if a.Counter != b.Counter {
				return int(a.Counter - b.Counter)
			}
			return bytes.Compare(a.Receipt[:], b.Receipt[:])
		}) {
			t.Error("a batch is not in order")
		}
		for i := range batch {
			last = max(last, batch[i].Day)
		}
	}
	if d := cmp.Diff([]int{1200, 1200, 1200, 1200, 200}, sizes); d != "" || len(seen) != 5000 {
		t.Errorf("%d different receipts; %s", len(seen), d)
	}
	if last != "2026-02-27" {
		t.Errorf("the last day is %s, not the last working day", last)
	}
}

func TestACrowdOfNoWorkingDayIsNobody(t *testing.T) {
	people, _ := crowd(10)
	people.From, people.To = "2026-01-03", "2026-01-04"
	for batch := range people.Batches(10) {
		t.Errorf("%d answers at a weekend", len(batch))
	}
}
