package api_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"hailong/api"
	"hailong/sheet"
	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// handedOn is a province where the code SXD meant another agency from March on, in the
// middle of its plan; both were asked.
func handedOn(t *testing.T, db *store.DB) *world {
	t.Helper()
	setup, check := storetest.Setup(t, db)
	check(setup.InstallQuestionnaires(t.Context()))
	check(setup.ImportAgencies(t.Context(), storetest.Table(t, `code,name_vi,group,sector,valid_from
SXD,Sở Xây dựng cũ,department,administrative,2022-01-01
SNV,Sở Nội vụ,department,administrative,`), nil, ""))
	check(setup.ImportAgencies(t.Context(), storetest.Table(t, `code,name_vi,group,sector
SXD,Sở Xây dựng mới,department,administrative`), storetest.Table(t,
		"predecessor,successor,on\nSXD,SXD,2026-03-01"), "2026-03-01"))
	check(setup.ImportCounters(t.Context(), storetest.Table(t, `code,agency,name_vi,token
OLD-1,SXD@2022-01-01,Quầy,0000000001
NEW-1,SXD,Quầy,0000000002`)))
	check(setup.ImportPlans(t.Context(), storetest.Table(t,
		`code,year,name_vi,starts,ends,form,target,groups,official,public
2026,2026,Khảo sát 2026,2026-01-01,2026-12-31,short@1,>83,department,yes,yes`)))
	shelf, err := survey.NewShelf(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	w := openWorld(t, db, shelf, api.Limits{})
	w.at(2026)
	w.answer("0000000001", []part{{81, 1, 1}, {19, 0, 1}})
	w.clock = time.Date(2026, 3, 20, 10, 0, 0, 0, storetest.Zone)
	w.answer("0000000002", []part{{40, 5, 5}})
	return w
}

var agencyLink = regexp.MustCompile(`href="(/agencies/[^"?]+)"`)

// Where a code changed hands, pages lead to both agencies, each with its own figures.
func TestACodeThatChangedHandsLeadsToBoth(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := handedOn(t, db)
		for _, page := range []string{"/groups/department", "/agencies?on=all"} {
			var links []string
			for _, m := range agencyLink.FindAllStringSubmatch(w.text(page, 200), -1) {
				links = append(links, m[1])
			}
			slices.Sort(links)
			want := "/agencies/SNV /agencies/SXD /agencies/SXD@2022-01-01"
			if got := strings.Join(slices.Compact(links), " "); got != want {
				t.Errorf("%s leads to %s", page, got)
			}
		}
		for ref, want := range map[string][3]string{
			"SXD@2022-01-01": {"Sở Xây dựng cũ", "81,00", "100"},
			"SXD":            {"Sở Xây dựng mới", "100,00", "40"},
			"SXD@2026-03-01": {"Sở Xây dựng mới", "100,00", "40"},
		} {
			w.checkAgencyPages(ref, want[0], want[1], want[2])
		}
		w.text("/agencies/SXD@2023-01-01", 404)
		w.checkScoresTellApart()
	})
}

func (w *world) checkAgencyPages(ref, name, score, responses string) {
	w.t.Helper()
	page, detail := w.text("/agencies/"+ref, 200), w.text("/agencies/"+ref+"/detail", 200)
	for _, html := range []string{page, detail} {
		if !strings.Contains(html, name) || !strings.Contains(html, score) {
			w.t.Errorf("%s: no %s with %s", ref, name, score)
		}
	}
	if row := w.csvRow("/agencies/"+ref+"/table.csv", "agency", "SXD"); row["name"] != name || row["responses"] != responses {
		w.t.Errorf("%s: the table is of %v", ref, row)
	}
	own := "/agencies/" + strings.TrimSuffix(ref, "@2026-03-01")
	for _, link := range []string{own + "/detail", own + "/table.csv"} {
		if !strings.Contains(page, `href="`+link+`"`) {
			w.t.Errorf("%s does not lead to %s", ref, link)
		}
	}
	if !strings.Contains(detail, `href="`+own+`"`) {
		w.t.Errorf("the detail of %s does not lead back to %s", ref, own)
	}
}

func (w *world) checkScoresTellApart() {
	w.t.Helper()
	var out struct {
		Scores []struct {
			Agency    string
			ValidFrom *survey.Day `json:"valid_from"`
			Responses int64
		}
	}
	if err := json.Unmarshal([]byte(w.text("/api/v1/scores?year=2026", 200)), &out); err != nil {
		w.t.Fatal(err)
	}
	got := ""
	for _, s := range out.Scores {
		from := "null"
		if s.ValidFrom != nil {
			from = string(*s.ValidFrom)
		}
		got += fmt.Sprintln(s.Agency, from, s.Responses)
	}
	if want := "SNV null 0\nSXD 2022-01-01 100\nSXD 2026-03-01 40\n"; got != want {
		w.t.Errorf("the scores: %s", got)
	}
	table, err := sheet.ReadCSV(strings.NewReader(w.text("/table.csv", 200)))
	if err != nil {
		w.t.Fatal(err)
	}
	got, from := "", slices.Index(table.Columns, "valid_from")
	for _, r := range table.Rows {
		got += fmt.Sprintln(r.Cells[0], r.Cells[1], r.Cells[from])
	}
	if !strings.HasSuffix(got, "agency SNV \nagency SXD 2022-01-01\nagency SXD 2026-03-01\n") {
		w.t.Errorf("the table: %s", got)
	}
}
