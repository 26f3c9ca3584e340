package simulate

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hailong/survey"
)

var zone = time.FixedZone("ICT", 7*3600)

func profiles(responses ...int) []Profile {
	form := &survey.Shipped()[0]
	counters := []*survey.Counter{{ID: 1, Token: "7K3MQ2XVT1"}, {ID: 2, Token: "7K3MQ2XVT2"}}
	var list []Profile
	for _, n := range responses {
		list = append(list, Profile{Counters: counters, Form: form, Responses: n, Satisfied: 0.8})
	}
	return list
}

func TestTheSameSeedMakesUpTheSameAnswers(t *testing.T) {
	first := Answers(profiles(50, 30), "2026-01-01", "2026-02-28", zone, 1)
	if d := cmp.Diff(first, Answers(profiles(50, 30), "2026-01-01", "2026-02-28", zone, 1)); d != "" {
		t.Error(d)
	}
	if cmp.Equal(first, Answers(profiles(50, 30), "2026-01-01", "2026-02-28", zone, 2)) {
		t.Error("another seed makes up the same")
	}
}

func TestAChangeToOneAgencyLeavesTheOthersAsTheyWere(t *testing.T) {
	receipts := func(sent []Sent) (list []string) {
		for _, s := range sent {
			list = append(list, s.Draft.Receipt)
		}
		return list
	}
	one := receipts(Answers(profiles(50), "2026-01-01", "2026-02-28", zone, 1))
	both := receipts(Answers(profiles(50, 500), "2026-01-01", "2026-02-28", zone, 1))
	for _, r := range one {
		if !slices.Contains(both, r) {
			t.Errorf("%s is gone", r)
		}
	}
}

func TestAnswersAreSentInOrderInOfficeHoursOfWorkingDays(t *testing.T) {
	var last time.Time
	for _, s := range Answers(profiles(2000), "2026-01-01", "2026-01-31", zone, 1) {
		at := s.At.In(zone)
		minute := at.Hour()*60 + at.Minute()
		morning, afternoon := minute >= 450 && minute < 690, minute >= 810 && minute < 1020
		if at.Weekday() == time.Saturday || at.Weekday() == time.Sunday || !morning && !afternoon {
			t.Errorf("somebody answered at %s", at)
		}
		if day := survey.DayOf(at, zone); !day.Within("2026-01-01", "2026-01-31") {
			t.Errorf("%s is outside", day)
		}
		if at.Before(last.Truncate(time.Microsecond)) {
			t.Errorf("%s comes after %s", at, last)
		}
		last = at
	}
	if n := len(Answers(profiles(5), "2026-01-03", "2026-01-04", zone, 1)); n != 0 {
		t.Errorf("%d answers at a weekend", n)
	}
}

func TestEveryMadeUpDraftBreaksNoRuleAndTheShareIsAsAsked(t *testing.T) {
	p := profiles(20000)
	q := p[0].Form
	q.ID = 1
	c := (&survey.Catalogue{
		Zone: zone, Agencies: []survey.Agency{{ID: 1, Group: "department"}},
		Counters:       []survey.Counter{*p[0].Counters[0], *p[0].Counters[1]},
		Questionnaires: []survey.Questionnaire{*q},
		Plans: []survey.Plan{{
			ID: 1, Questionnaire: 1, Groups: []string{"department"},
			Starts: "2026-01-01", Ends: "2026-12-31", AcceptUntil: "2026-12-31",
		}},
	})
	for i := range c.Counters {
		c.Counters[i].Agency = 1
	}
	c.Index()
	var sum survey.Sums
	for _, s := range Answers(p, "2026-01-01", "2026-12-31", zone, 1) {
		r, err := c.Check(&s.Draft, s.At)
		if err != nil || r.Status != survey.StatusValid {
			t.Fatalf("%+v: status %d, %v", s.Draft, r.Status, err)
		}
		sum = sum.Add(r.Tally.Sums)
	}
	if got := float64(sum.Y) / float64(sum.M); math.Abs(got-0.8) > 0.02 {
		t.Errorf("asked for 80%% satisfied, got %.1f%%", 100*got)
	}
}
