package api_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"hailong/api"
	"hailong/scoring/report"
	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// part is so many people who each were satisfied with y of m factors.
type part struct{ people, y, m int }

// The worked examples of the method, §1: what people answer, and the score, low
// and high that are printed there.
var examples = []struct {
	agency string
	year   int
	parts  []part
	want   string
}{
	{"A1", 2026, mixed, "80.2083 75.8663 83.9346"},
	{"A2", 2025, mixed, "80.2083 76.8953 83.1504"}, // the same as a census of 250 that has ended
	{"A3", 2026, []part{{40, 5, 5}}, "100.0000 91.2378 100.0000"},
	{"A4", 2026, []part{{81, 1, 1}, {19, 0, 1}}, "81.0000 72.2212 87.4852"},
	{"A5", 2026, []part{{39, 4, 5}, {1, 5, 5}}, "80.5000 74.4560 85.3945"},
}

var mixed = []part{{40, 5, 5}, {30, 4, 5}, {15, 3, 5}, {10, 2, 4}, {5, 0, 3}}

// exampleWorld has an agency and a counter for each example.
func exampleWorld(t *testing.T, db *store.DB) *world {
	t.Helper()
	setup, check := storetest.Setup(t, db)
	agencies, counters := "code,name_vi,group,sector", "code,agency,name_vi,token"
	for i := 1; i <= 5; i++ {
		sector := "administrative"
		if i == 3 || i == 5 {
			sector = "public_service" // so that the sector's block is rows 1 and 4
		}
		agencies += fmt.Sprintf("\nA%d,Cơ quan %d,department,%s", i, i, sector)
		counters += fmt.Sprintf("\nA%d-1,A%d,Quầy,000000000%d", i, i, i)
	}
	check(setup.InstallQuestionnaires(t.Context()))
	check(setup.ImportAgencies(t.Context(), storetest.Table(t, agencies), nil, ""))
	check(setup.ImportCounters(t.Context(), storetest.Table(t, counters)))
	check(setup.ImportPlans(t.Context(), storetest.Table(t,
		`code,year,name_vi,starts,ends,form,target,agencies,official,public,census,transactions
2026,2026,Năm nay,2026-01-01,2026-12-31,short@1,>83,A1|A3|A4|A5,yes,yes,no,
2025,2025,Điều tra toàn bộ,2025-01-01,2025-12-31,short@1,>83,A2,yes,yes,yes,A2=250`)))
	shelf, err := survey.NewShelf(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	return openWorld(t, db, shelf, api.Limits{})
}

// answer sends the answers of an example at the moment of the clock.
func (w *world) answer(counter string, parts []part) {
	w.t.Helper()
	codes := []string{"TC", "TTHC", "CC", "KQ", "PAKN"}
	for _, p := range parts {
		for range p.people {
			answers := map[string]int{}
			for i := range p.m {
				answers[codes[i]] = 3 // Bình thường: given, not satisfied
				if i < p.y {
					answers[codes[i]] = 4 + i%2
				}
			}
			b, err := json.Marshal(map[string]any{"receipt": storetest.Receipt(w.t), "counter": counter, "answers": answers})
			if err != nil {
				w.t.Fatal(err)
			}
			if rec := w.post(string(b)); rec.Code != 201 {
				w.t.Fatalf("%d %s", rec.Code, rec.Body)
			}
		}
	}
}

func TestWorkedExamplesThroughTheAPI(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := exampleWorld(t, db)
		for i, e := range examples {
			w.clock = time.Date(e.year, 2, 3, 10, 0, 0, 0, storetest.Zone)
			w.answer(fmt.Sprintf("000000000%d", i+1), e.parts)
		}
		w.clock = time.Date(2026, 3, 4, 10, 0, 0, 0, storetest.Zone)
		for _, e := range examples {
			if got := w.printed(e.year, e.agency); got != e.want {
				t.Errorf("%s: got %s, want %s", e.agency, got, e.want)
			}
		}
		// The block of rows 1 and 4, as the province's page prints it.
		home := w.send("GET", "/?year=2026", "").Body.String()
		for _, figure := range []string{"80,60", "75,91", "84,57"} {
			if !strings.Contains(home, figure) {
				t.Errorf("home lacks %s of the block example", figure)
			}
		}
		w.checkBlock()
		if w.received() != 380 {
			t.Errorf("received %d, want 380", w.received())
		}
	})
}

// checkBlock reads the block of rows 1 and 4 as the pages do, to the last digit.
func (w *world) checkBlock() {
	w.t.Helper()
	c := w.shelf.Now()
	plan := c.OfficialPlans(2026)[0]
	year, err := report.ReadYear(w.t.Context(), w.db, c, []*survey.Plan{plan}, w.clock)
	if err != nil {
		w.t.Fatal(err)
	}
	b, _ := year.Block(func(a *survey.Agency) bool { return a.Sector == survey.Administrative })
	got := fmt.Sprintf("%.4f %.4f %.4f %.4f of %d", b.Percent(), b.Effective, b.Interval.Low, b.Interval.High, b.Eligible)
	if want := "80.6042 318.3244 75.9063 84.5722 of 2"; got != want {
		w.t.Errorf("the block: got %s, want %s", got, want)
	}
}

// printed is an agency's score, low and high to four decimals, as method.md prints them.
func (w *world) printed(year int, agency string) string {
	w.t.Helper()
	s := w.score(year, agency)
	if s.Score == nil {
		return "null"
	}
	four := func(x float64) float64 { return math.Round(x*1e4) / 1e4 }
	return fmt.Sprintf("%.4f %.4f %.4f", four(*s.Score), four(*s.Low), four(*s.High))
}

// scored is one agency of GET /api/v1/scores.
type scored struct {
	Agency                   string
	Responses                int64
	Answers, Satisfied       *int64
	Score, Low, High, Target *float64
	Official                 string
	Certain                  bool
	Factors                  []map[string]any
}

func (w *world) score(year int, agency string) scored {
	w.t.Helper()
	rec := w.send("GET", fmt.Sprintf("/api/v1/scores?year=%d&agency=%s", year, agency), "")
	var out struct{ Scores []scored }
	if err := json.Unmarshal(rec.Body.Bytes(), &out); err != nil || len(out.Scores) != 1 {
		w.t.Fatalf("%d %s: %v", rec.Code, rec.Body, err)
	}
	return out.Scores[0]
}

// Below the minimum only the count and the verdict are given, the rest is null.
func TestTooFewShowsTheCountOnly(t *testing.T) {
	both(t, func(w *world) {
		for range 29 {
			w.post(`{"receipt":"` + storetest.Receipt(t) + `","counter":"` + storetest.TokenSTP1 + `","answers":{"TC":5}}`)
		}
		s := w.score(2026, "STP")
		if s.Responses != 29 || s.Official != "too_few" || s.Certain || s.Answers != nil || s.Satisfied != nil ||
			s.Score != nil || s.Low != nil || s.High != nil || s.Target != nil || s.Factors != nil {
			t.Errorf("29 responses show more than the count: %+v", s)
		}
		for _, page := range []string{"/", "/groups/department", "/agencies/STP", "/agencies/STP/detail"} {
			if text := w.send("GET", page, "").Body.String(); strings.Contains(text, "100,00") {
				t.Errorf("%s shows the score of 29 responses", page)
			}
		}
		w.post(`{"receipt":"` + storetest.Receipt(t) + `","counter":"` + storetest.TokenSTP1 + `","answers":{"TC":4}}`)
		if s = w.score(2026, "STP"); s.Official != "met" || *s.Score != 100 || *s.Target != 83 {
			t.Errorf("30 responses: %+v", s)
		}
		if s = w.score(2026, "CDYT"); s.Official != "no_service" {
			t.Errorf("an agency with 5 transactions: %+v", s)
		}
	})
}
