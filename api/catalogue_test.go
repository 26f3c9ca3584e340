package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"hailong/api"
	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// reorganised is a province whose agencies were merged and whose codes changed hands.
func reorganised(t *testing.T, db *store.DB) *world {
	t.Helper()
	setup, check := storetest.Setup(t, db)
	check(setup.InstallQuestionnaires(t.Context()))
	check(setup.ImportAgencies(t.Context(), storetest.Table(t,
		`code,name_vi,name_en,group,sector,source,valid_from
SNN,Sở Nông nghiệp,Agriculture,department,administrative,plan 2022,
STNMT,Sở Tài nguyên,Environment,department,administrative,plan 2022,
UBND-A,UBND huyện A,,district,administrative,plan 2022,
UBNDA,UBND huyện Á,,district,administrative,plan 2022,`), nil, ""))
	check(setup.ImportAgencies(t.Context(), storetest.Table(t,
		`code,name_vi,name_en,group,sector,source,valid_from
SNNMT,Sở Nông nghiệp và Môi trường,Agriculture and Environment,department,administrative,confirm before use,2025-03-01`),
		storetest.Table(t, `predecessor,successor,on,note
SNN,SNNMT,2025-03-01,QĐ 1
STNMT,SNNMT,2025-03-01,`), ""))
	shelf, err := survey.NewShelf(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	return openWorld(t, db, shelf, api.Limits{})
}

// codes reads a list to its end, so many at a time.
func (w *world) codes(path string, limit int, headers ...string) string {
	w.t.Helper()
	var all []string
	for cursor := ""; ; {
		rec := w.send("GET", fmt.Sprintf("%slimit=%d&cursor=%s", path, limit, url.QueryEscape(cursor)), "", headers...)
		var out struct {
			Agencies, Questionnaires []struct{ Code string }
			Next                     *string
		}
		if err := json.Unmarshal(rec.Body.Bytes(), &out); err != nil || rec.Code != 200 {
			w.t.Fatalf("%d %s: %v", rec.Code, rec.Body, err)
		}
		for _, item := range append(out.Agencies, out.Questionnaires...) {
			all = append(all, item.Code)
		}
		if out.Next == nil || len(all) > 100 {
			return strings.Join(all, " ")
		}
		cursor = *out.Next
	}
}

// However a database sorts, and however many are read at a time, the order is that of
// codes and nothing is missed.
func TestListsAreReadInPartsToTheEnd(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := reorganised(t, db)
		for limit := 1; limit <= 6; limit++ {
			for path, want := range map[string]string{
				"/api/v1/agencies?":                              "SNNMT UBND-A UBNDA",
				"/api/v1/agencies?on=all&":                       "SNN SNNMT STNMT UBND-A UBNDA",
				"/api/v1/agencies?on=2025-02-28&":                "SNN STNMT UBND-A UBNDA",
				"/api/v1/agencies?on=1/3/2025&group=department&": "SNNMT",
				"/api/v1/questionnaires?":                        "short sipas",
			} {
				if got := w.codes(path, limit); got != want {
					t.Errorf("%s by %d: got %s, want %s", path, limit, got, want)
				}
			}
		}
	})
}

// A cursor of one list is none of another.
func TestCursorsAreNotMixedUp(t *testing.T) {
	w := reorganised(t, storetest.SQLite(t))
	var out struct{ Next string }
	rec := w.send("GET", "/api/v1/questionnaires?limit=1", "")
	if err := json.Unmarshal(rec.Body.Bytes(), &out); err != nil || out.Next == "" {
		t.Fatalf("%s: %v", rec.Body, err)
	}
	if rec := w.send("GET", "/api/v1/agencies?cursor="+out.Next, ""); rec.Code != 422 {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
}

func TestAgenciesTellWhatBecameOfThem(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := reorganised(t, db)
		body := w.send("GET", "/api/v1/agencies?on=all", "", "Accept-Language: en").Body.String()
		for _, want := range []string{
			`{"code":"SNN","name":"Agriculture","name_en":"Agriculture","group":"department",` +
				`"sector":"administrative","valid_from":null,"valid_to":"2025-02-28","unconfirmed":false,` +
				`"predecessors":[],"successors":[{"agency":"SNNMT","name":"Agriculture and Environment","on":"2025-03-01"}]}`,
			`"valid_from":"2025-03-01","valid_to":null,"unconfirmed":true,` +
				`"predecessors":[{"agency":"SNN","name":"Agriculture","on":"2025-03-01"},` +
				`{"agency":"STNMT","name":"Environment","on":"2025-03-01"}],"successors":[]`,
			`{"code":"UBND-A","name":"UBND huyện A","group":"district"`,
		} {
			if !strings.Contains(body, want) {
				t.Errorf("lacks %s\n%s", want, body)
			}
		}
		page := w.send("GET", "/agencies?on=all", "").Body.String()
		for _, want := range []string{
			"Chưa xác nhận", "Nguồn: confirm before use", "Nhận nhiệm vụ từ Sở Nông nghiệp (SNN) từ ngày 01/03/2025; QĐ 1",
			"Chuyển nhiệm vụ sang Sở Nông nghiệp và Môi trường (SNNMT) từ ngày 01/03/2025", "28/02/2025",
		} {
			if !strings.Contains(page, want) {
				t.Errorf("the page lacks %q", want)
			}
		}
	})
}

// The page of the method holds no figures and is there while the database is not.
func TestMethodNeedsNoDatabase(t *testing.T) {
	db := storetest.SQLite(t)
	w := newWorld(t, db, api.Limits{})
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if rec := w.send("GET", "/method", ""); rec.Code != 200 || !strings.Contains(rec.Body.String(), "75,8663") {
		t.Errorf("%d", rec.Code)
	}
	if rec := w.send("GET", "/agencies", ""); rec.Code < 500 {
		t.Errorf("the database is still there: %d", rec.Code)
	}
}

// unsorted is a database with an order of its own.
type unsorted struct{ codes []string }

func (unsorted) CatalogueVersion(context.Context) (int64, error) { return 1, nil }

func (u unsorted) Catalogue(context.Context) (*survey.Catalogue, error) {
	c := &survey.Catalogue{Version: 1, Zone: storetest.Zone}
	for i, code := range u.codes {
		c.Agencies = append(c.Agencies, survey.Agency{ID: survey.AgencyID(i + 1), Code: code})
		c.Questionnaires = append(c.Questionnaires, survey.Questionnaire{Code: code, Version: 1})
	}
	return c.Index(), nil
}

// A database may sort UBND-A behind UBNDA; a cursor must not depend on it.
func TestListsGoByCodeHoweverTheDatabaseSorts(t *testing.T) {
	shelf, err := survey.NewShelf(t.Context(), unsorted{[]string{"UBNDA", "UBND-A", "b", "A"}})
	if err != nil {
		t.Fatal(err)
	}
	w := openWorld(t, storetest.SQLite(t), shelf, api.Limits{})
	for _, path := range []string{"/api/v1/agencies?", "/api/v1/questionnaires?"} {
		if got := w.codes(path, 1); got != "A UBND-A UBNDA b" {
			t.Errorf("%s: got %s", path, got)
		}
	}
}
