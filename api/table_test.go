package api_test

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"hailong/api"
	"hailong/sheet"
	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// yearWorld has a year with three official plans, one of them not public, after a
// year with one: A1 and A2 are asked both years, A3 changed the form, NEW was made
// of OLD, H is of the plan that is not public.
func yearWorld(t *testing.T, db *store.DB) *world {
	t.Helper()
	setup, check := storetest.Setup(t, db)
	check(setup.InstallQuestionnaires(t.Context()))
	check(setup.ImportAgencies(t.Context(), storetest.Table(t, `code,name_vi,group,sector,valid_from,valid_to
A1,Cơ quan một,department,administrative,,
A2,Cơ quan hai,department,administrative,,
A3,Cơ quan ba,department,administrative,,
OLD,Cơ quan cũ,department,administrative,,2025-12-31
H,Cơ quan chưa công bố,district,administrative,,
NEW,Cơ quan mới,department,administrative,2026-01-01,`), storetest.Table(t,
		"predecessor,successor,on\nOLD,NEW,2026-01-01"), ""))
	counters := "code,agency,name_vi,token"
	for i, agency := range []string{"A1", "A2", "A3", "H", "NEW"} {
		counters += fmt.Sprintf("\n%s-1,%s,Quầy,000000000%d", agency, agency, i+1)
	}
	check(setup.ImportCounters(t.Context(), storetest.Table(t, counters)))
	check(setup.ImportPlans(t.Context(), storetest.Table(t,
		`code,year,name_vi,starts,ends,form,target,agencies,official,public
2025,2025,Năm trước,2025-01-01,2025-12-31,short@1,>83,A1|A2|A3|OLD,yes,yes
2026-a,2026,Phiếu ngắn,2026-01-01,2026-12-31,short@1,>83,A1|A2|NEW,yes,yes
2026-b,2026,Phiếu dài,2026-01-01,2026-12-31,sipas@1,>85,A3,yes,yes
2026-c,2026,Chưa công bố,2026-01-01,2026-12-31,short@1,>83,H,yes,no`)))
	shelf, err := survey.NewShelf(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	w := openWorld(t, db, shelf, api.Limits{})
	w.at(2025)
	w.answer("0000000001", []part{{81, 1, 1}, {19, 0, 1}})
	w.answer("0000000002", []part{{40, 5, 5}})
	w.answer("0000000003", []part{{40, 5, 5}})
	w.at(2026)
	w.answer("0000000001", mixed)
	w.answer("0000000002", []part{{81, 1, 1}, {19, 0, 1}})
	w.answer("0000000005", []part{{39, 4, 5}, {1, 5, 5}})
	for range 30 {
		w.post(`{"receipt":"` + storetest.Receipt(t) + `","counter":"0000000003","answers":{"15":5,"16":5,"17":2}}`)
	}
	return w
}

func (w *world) at(year int) { w.clock = time.Date(year, 2, 3, 10, 0, 0, 0, storetest.Zone) }

func (w *world) text(target string, status int) string {
	w.t.Helper()
	rec := w.send("GET", target, "")
	if rec.Code != status {
		w.t.Fatalf("%s: %d %.200s", target, rec.Code, rec.Body)
	}
	return rec.Body.String()
}

// csvRow is a row of a table by its heads.
func (w *world) csvRow(target, part, code string) map[string]string {
	w.t.Helper()
	table, err := sheet.ReadCSV(strings.NewReader(w.text(target, 200)))
	if err != nil {
		w.t.Fatal(err)
	}
	for _, r := range table.Rows {
		if r.Cells[0] == part && r.Cells[1] == code {
			row := map[string]string{}
			for i, head := range table.Columns {
				row[head] = r.Cells[i]
			}
			return row
		}
	}
	w.t.Fatalf("%s has no %s %s", target, part, code)
	return nil
}

func TestAYearOfSeveralPlans(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := yearWorld(t, db)
		w.checkScoresOfPlans()
		w.checkPagesOfPlans()
		w.checkYearBefore()
		w.checkTable()
	})
}

func (w *world) checkScoresOfPlans() {
	w.t.Helper()
	var out struct {
		Plan   string
		Scores []struct{ Agency, Plan string }
	}
	if err := json.Unmarshal([]byte(w.text("/api/v1/scores?year=2026", 200)), &out); err != nil {
		w.t.Fatal(err)
	}
	want := "{2026-a|2026-b [{A1 2026-a} {A2 2026-a} {A3 2026-b} {NEW 2026-a}]}"
	if got := fmt.Sprint(out); got != want {
		w.t.Errorf("got %s, want %s", got, want)
	}
	if one := w.text("/api/v1/scores?year=2026&plan=2026-b", 200); !strings.Contains(one, `"plan":"2026-b","method"`) {
		w.t.Error(one)
	}
	w.text("/api/v1/scores?year=2026&plan=2026-c", 403)
	w.text("/api/v1/scores?year=2026&agency=H", 404)
}

// A group that is spread over two plans has all its rows, and an agency is found
// under the plan that lists it.
func (w *world) checkPagesOfPlans() {
	w.t.Helper()
	group := w.text("/groups/department", 200)
	for _, want := range []string{"Cơ quan một", "Cơ quan ba", "66,67%", "80,21%"} {
		if !strings.Contains(group, want) {
			w.t.Errorf("the group lacks %s", want)
		}
	}
	if home := w.text("/?year=2026", 200); !strings.Contains(home, "4 trên 4 cơ quan đủ phiếu") {
		w.t.Error("home is not over both plans")
	}
	if page := w.text("/agencies/A3", 200); !strings.Contains(page, "trên 85%") {
		w.t.Error("A3 is not held against its own plan's target")
	}
	if detail := w.text("/agencies/A3/detail?year=2026", 200); !strings.Contains(detail, "66,67") {
		w.t.Error("A3 has no detail")
	}
	if one := w.text("/groups/department?plan=2026-b", 200); strings.Contains(one, "Cơ quan một") {
		w.t.Error("a plan by its name has the rows of another")
	}
	w.text("/groups/district", 403)
	w.text("/agencies/H", 403)
	w.text("/agencies/OLD", 404)
	w.text("/agencies/OLD?year=2025", 200)
}

func (w *world) checkYearBefore() {
	w.t.Helper()
	for agency, want := range map[string]string{
		"A1":  "Năm 2025: 81,00%. So với năm đó: −0,79 điểm phần trăm; hai khoảng chạm nhau nên chưa thể nói là đã đổi.",
		"A2":  "Năm 2025: 100,00%. So với năm đó: −19,00 điểm phần trăm; hai khoảng không chạm nhau.",
		"NEW": "Cơ quan vừa được sắp xếp lại nên không so sánh với năm trước. Tiếp nhận nhiệm vụ của: Cơ quan cũ (từ ngày 01/01/2026).",
	} {
		if page := w.text("/agencies/"+agency, 200); !strings.Contains(page, want) {
			w.t.Errorf("%s lacks %q", agency, want)
		}
	}
	if page := w.text("/agencies/A3", 200); strings.Contains(page, "So với năm đó") {
		w.t.Error("another questionnaire is compared")
	}
}

// The table has the numbers of the API, and the year before.
func (w *world) checkTable() {
	w.t.Helper()
	for _, target := range []string{"/table.csv", "/groups/department/table.csv", "/agencies/%s/table.csv"} {
		for _, agency := range []string{"A1", "A2", "A3", "NEW"} {
			address := target
			if strings.Contains(target, "%s") {
				address = fmt.Sprintf(target, agency)
			}
			row, s := w.csvRow(address, "agency", agency), w.score(2026, agency)
			for head, want := range map[string]*float64{"score": s.Score, "low": s.Low, "high": s.High, "target": s.Target} {
				if got, err := strconv.ParseFloat(row[head], 64); err != nil || got != *want {
					w.t.Errorf("%s %s: %s is %s, want %v", address, agency, head, row[head], *want)
				}
			}
			if row["responses"] != strconv.FormatInt(s.Responses, 10) || row["verdict"] != s.Official {
				w.t.Errorf("%s %s: %v", address, agency, row)
			}
		}
	}
	got := []string{}
	for _, agency := range []string{"A1", "A2", "A3", "NEW"} {
		row := w.csvRow("/table.csv", "agency", agency)
		got = append(got, row["previous_score"]+" "+row["change"]+" "+row["plan"])
	}
	want := "81 -0.791667 2026-a, 100 -19 2026-a,   2026-b,   2026-a"
	if strings.Join(got, ", ") != want {
		w.t.Errorf("got %s, want %s", strings.Join(got, ", "), want)
	}
	if mean := w.csvRow("/table.csv", "group", "department"); mean["plan"] != "2026-a|2026-b" || mean["target"] != "" {
		w.t.Errorf("the mean of two targets: %v", mean)
	}
}

func TestFilesAreNeitherKeptNorGuessed(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t), api.Limits{})
	for target, media := range map[string]string{
		"/table.csv":                   "text/csv; charset=utf-8",
		"/agencies/STP/table.xlsx":     "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		"/groups/department/table.csv": "text/csv; charset=utf-8",
	} {
		h := w.send("GET", target, "").Header()
		if h.Get("Content-Type") != media || h.Get("Cache-Control") != "no-cache" || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %v", target, h)
		}
	}
}
