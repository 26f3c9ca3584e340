package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hailong/frontend"
	"hailong/survey"
)

func TestAnOriginOfThisMachineAloneIsLocal(t *testing.T) {
	for origin, want := range map[string]bool{
		"http://127.0.0.1:8080": true, "http://127.1.2.3": true, "http://[::1]:80": true, "http://LocalHost:1": true,
		"https://hailong.localhost": true, "https://localhost.": true, "http://0.0.0.0:8080": true, "http://[::]": true,
		"http://[::ffff:127.0.0.1]": true, "http://[::ffff:0.0.0.0]": true,
		"https://hailong.vn": false, "http://10.1.2.3:8080": false, "https://localhost.vn": false,
		"https://[2001:db8::1]": false, "https://127.vn": false,
	} {
		if got := frontend.LocalOrigin(origin); got != want {
			t.Errorf("%s: %t, want %t", origin, got, want)
		}
	}
}

// aCatalogue has one agency with one counter, and the plans that are given.
func aCatalogue(counter survey.Counter, plans ...survey.Plan) *survey.Catalogue {
	counter.ID, counter.Agency = 1, 1
	for i := range plans {
		plans[i].ID = survey.PlanID(i + 1)
	}
	c := &survey.Catalogue{
		Agencies: []survey.Agency{{ID: 1, Code: "STP", Group: "department"}},
		Counters: []survey.Counter{counter}, Plans: plans,
	}
	return c.Index()
}

func TestAPosterPromisesWhatTheNextPlanAsks(t *testing.T) {
	const today = survey.Day("2026-06-15")
	group := []string{"department"}
	named := []survey.CounterID{1}
	past := survey.Plan{Code: "past", Starts: "2025-01-01", Ends: "2026-06-14", Groups: group}
	present := survey.Plan{Code: "present", Starts: "2026-01-01", Ends: "2026-12-15", Groups: group}
	trial := survey.Plan{Code: "trial", Starts: "2026-06-01", Ends: "2026-06-30", Counters: named}
	soon := survey.Plan{Code: "soon", Starts: "2026-07-01", Ends: "2026-12-31", Agencies: []survey.AgencyID{1}}
	later := survey.Plan{Code: "later", Starts: "2027-01-01", Ends: "2027-12-31", Groups: group}
	other := survey.Plan{Code: "other", Starts: "2026-01-01", Ends: "2026-12-31", Groups: []string{"district"}}
	for name, c := range map[string]struct {
		counter survey.Counter
		plans   []survey.Plan
		want    string
	}{
		"none at all":            {survey.Counter{}, nil, ""},
		"only a past one":        {survey.Counter{}, []survey.Plan{past}, ""},
		"one for others":         {survey.Counter{}, []survey.Plan{other}, ""},
		"a present one":          {survey.Counter{}, []survey.Plan{later, present, past}, "present"},
		"one that names it":      {survey.Counter{}, []survey.Plan{present, trial}, "trial"},
		"the first to come":      {survey.Counter{}, []survey.Plan{later, soon, past}, "soon"},
		"closed before it":       {survey.Counter{ClosedOn: "2026-06-30"}, []survey.Plan{soon, past}, ""},
		"opened after it":        {survey.Counter{OpenedOn: "2027-01-01"}, []survey.Plan{present, soon}, ""},
		"opened while it runs":   {survey.Counter{OpenedOn: "2026-08-01"}, []survey.Plan{present}, "present"},
		"its last day is today":  {survey.Counter{ClosedOn: today}, []survey.Plan{present}, "present"},
		"named only before that": {survey.Counter{OpenedOn: "2026-07-01"}, []survey.Plan{trial, present}, "present"},
	} {
		catalogue := aCatalogue(c.counter, c.plans...)
		got := ""
		if plan := catalogue.NextPlan(&catalogue.Counters[0], today); plan != nil {
			got = plan.Code
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestACounterIsInUseWhileItAndItsAgencyLast(t *testing.T) {
	const today = survey.Day("2026-06-15")
	for _, c := range []struct {
		agencyEnds, counterEnds survey.Day
		want                    bool
	}{
		{"", "", true},
		{today, today, true},
		{"", "2026-06-14", false},
		{"2026-06-14", "", false},
	} {
		catalogue := aCatalogue(survey.Counter{ClosedOn: c.counterEnds})
		catalogue.Agencies[0].ValidTo = c.agencyEnds
		got := catalogue.InUse(&catalogue.Counters[0], today)
		if got != c.want {
			t.Errorf("%+v: %t", c, got)
		}
	}
}

func TestOnlyALongPrintSaysHowFarItIs(t *testing.T) {
	for total, want := range map[int][]string{
		200:  nil,
		201:  {"201/201 tờ"},
		1000: {"500/1.000 tờ", "1.000/1.000 tờ"},
		1200: {"500/1.200 tờ", "1.000/1.200 tờ", "1.200/1.200 tờ"},
	} {
		var b bytes.Buffer
		told := countPages(&b, total)
		for done := 1; done <= total; done++ {
			told(done)
		}
		var got []string
		if b.Len() > 0 {
			got = strings.Split(strings.TrimSpace(b.String()), "\n")
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%d: %s", total, d)
		}
	}
}
