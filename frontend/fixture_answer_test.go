package frontend

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"testing"
	"time"

	"hailong/scoring/report"
	"hailong/survey"
)

// newProvince makes the province and its answers, the same every time.
func newProvince() *province {
	p := &province{catalogue: emptyProvince(), stages: map[survey.AgencyID]survey.StageTallies{}}
	c := p.catalogue
	p.give(1, 1, 400, 92)
	p.give(2, 1, 342, 85)
	p.give(3, 1, 347, 81)
	p.give(4, 1, 449, 70)
	p.exactly(5, 83, 100)
	p.give(6, 1, 23, 77)
	p.exactly(7, 3, 3)
	p.exactly(8, 40, 40)
	p.give(9, 1, 36, 66)
	p.give(10, 1, 300, 52)
	p.give(11, 1, 290, 88)
	p.give(12, 1, 310, 84)
	p.exactly(14, 12, 12) // enough for nothing, though twelve full sheets are 24 answers to TC
	p.give(1, 4, 200, 86)
	p.give(13, 4, 14, 90)
	c.Index()
	return p
}

// give lets count persons answer in a plan, of whose answers about so many percent
// are satisfied, spread over counters, months and channels.
func (p *province) give(a survey.AgencyID, plan survey.PlanID, count, percent int) {
	questions := p.questionnaire(plan).Questions
	seed := uint32(17 * a)
	next := func(n int) int {
		seed = seed*1664525 + 1013904223
		return int(seed>>8) % n
	}
	for i := range count {
		levels := make([]byte, len(questions))
		for q := range levels {
			switch roll := next(100) + 3*q - 6; {
			case next(12) == 0:
				levels[q] = survey.LevelEmpty
			case roll < percent:
				levels[q] = byte('4' + next(2))
			default:
				levels[q] = byte('1' + next(3))
			}
		}
		channel := []survey.Channel{1, 1, 1, 2, 4, 5}[next(6)]
		p.answer(a, plan, next(7)*next(7)%3, 1+i*11/count, channel, string(levels), 1)
	}
}

// exactly lets given persons answer the first question alone.
func (p *province) exactly(a survey.AgencyID, satisfied, given int64) {
	p.answer(a, 1, 0, 3, survey.ChannelQR, "4-----", satisfied)
	p.answer(a, 1, 0, 3, survey.ChannelQR, "3-----", given-satisfied)
}

func (p *province) questionnaire(plan survey.PlanID) *survey.Questionnaire {
	for i := range p.catalogue.Plans {
		if p.catalogue.Plans[i].ID == plan {
			return p.catalogue.Questionnaire(p.catalogue.Plans[i].Questionnaire)
		}
	}
	return nil
}

func (p *province) answer(
	a survey.AgencyID, plan survey.PlanID, counter, month int, ch survey.Channel, levels string, times int64,
) {
	form := p.questionnaire(plan)
	r := survey.Response{
		Counter: survey.CounterID(10*int(a) + counter), Plan: plan, Questionnaire: form.ID, Channel: ch,
		Day: survey.Day(fmt.Sprintf("2022-%02d-10", month)), Stage: survey.Stage(len(p.tallies) % 4),
		Levels: survey.Levels(levels), Status: survey.StatusValid,
	}
	for range times {
		p.tallies = append(p.tallies, survey.TallyOf(&r, a, form))
	}
	if p.stages[a] == nil {
		p.stages[a] = survey.StageTallies{}
	}
	p.stages[a].Add(r.Stage, form, r.Levels, times)
}

// Tallies sums as the store does: over every dimension that is not asked for.
func (p *province) Tallies(_ context.Context, q survey.TallyQuery) ([]survey.Tally, error) {
	var list []survey.Tally
	for _, t := range p.tallies {
		if t.Plan != q.Plan || q.Agency != 0 && t.Agency != q.Agency {
			continue
		}
		if !slices.Contains(q.Questionnaires, t.Questionnaire) {
			continue
		}
		key := survey.TallyKey{Plan: t.Plan}
		for _, by := range q.By {
			switch by {
			case survey.ByAgency:
				key.Agency = t.Agency
			case survey.ByCounter:
				key.Counter = t.Counter
			case survey.ByMonth:
				key.Month = t.Month
			case survey.ByChannel:
				key.Channel = t.Channel
			}
		}
		t.TallyKey = key
		list = append(list, t)
	}
	return survey.MergeTallies(list), nil
}

func (p *province) StageTallies(
	_ context.Context, plan survey.PlanID, a survey.AgencyID,
) ([]survey.StageTally, error) {
	return slices.DeleteFunc(p.stages[a].Sorted(), func(t survey.StageTally) bool {
		return t.Questionnaire != p.questionnaire(plan).ID
	}), nil
}

var testNow = time.Date(2022, 11, 22, 3, 15, 0, 0, time.UTC)

func testFrame(lang survey.Lang, path, query string) Frame {
	values, _ := url.ParseQuery(query)
	name := survey.Text{VI: "tỉnh Khánh Hòa", EN: "Khánh Hòa province"}
	return Frame{Lang: lang, Path: path, Query: values, Simulated: true, Province: name}
}

func (p *province) plan(id survey.PlanID) *survey.Plan {
	i := slices.IndexFunc(p.catalogue.Plans, func(x survey.Plan) bool { return x.ID == id })
	return &p.catalogue.Plans[i]
}

// board is the figures of plans together, with the year before.
func (p *province) board(t *testing.T, plans ...survey.PlanID) *report.Year {
	t.Helper()
	var list []*survey.Plan
	for _, id := range plans {
		list = append(list, p.plan(id))
	}
	y, err := report.ReadYear(context.Background(), p, p.catalogue, list, testNow)
	if err == nil {
		err = y.ReadLast(context.Background(), p)
	}
	if err != nil {
		t.Fatal(err)
	}
	return y
}

func (p *province) detail(t *testing.T, plan survey.PlanID, a survey.AgencyID) *report.Detail {
	t.Helper()
	agency := p.catalogue.Agency(a)
	d, err := report.ReadDetail(context.Background(), p, p.catalogue, p.plan(plan), agency, testNow)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
