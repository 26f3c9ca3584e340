package frontend

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"hailong/survey"
)

func TestGroupListing(t *testing.T) {
	p := newProvince()
	list := func(query string) string {
		values, _ := url.ParseQuery(query)
		f := testFrame(survey.Vietnamese, "/groups/department", query)
		g := NewGroupPage(f, p.board(t, 1), p.catalogue.GroupByCode("department"), values)
		var codes []string
		for _, row := range slices.Concat(g.Scored, g.Few, g.Without) {
			codes = append(codes, row.agency.Code)
		}
		return strings.Join(codes, " ")
	}
	for query, want := range map[string]string{
		"":                                 "TTT STNMT SYT SNN SNV STP SDL BDT SNGV",
		"order=desc":                       "SDL STP SNV SNN SYT STNMT TTT BDT SNGV",
		"sort=name":                        "SDL SNV SNN STNMT STP SYT TTT BDT SNGV",
		"sort=name&order=desc":             "TTT SYT STP STNMT SNN SNV SDL BDT SNGV",
		"sort=verdict":                     "TTT STNMT SYT SNN SNV STP SDL BDT SNGV",
		"sort=responses":                   "TTT SDL SNN SNV SYT STP STNMT BDT SNGV",
		"sort=missing&order=desc":          "TTT SNN SYT SNV SDL STNMT STP BDT SNGV",
		"q=so+y":                           "SYT",
		"q=S%E1%BB%9F+Y":                   "SYT",
		"q=Justice":                        "STP",
		"q=stnmt&verdict=not_clear":        "STNMT",
		"verdict=no_service":               "SNGV",
		"verdict=nonsense&sort=x&order=up": "TTT STNMT SYT SNN SNV STP SDL BDT SNGV",
	} {
		if got := list(query); got != want {
			t.Errorf("%q: got %s, want %s", query, got, want)
		}
	}
}

// An order by score must not tell the scores that are not shown.
func TestOrderOfTooFewTellsNothing(t *testing.T) {
	p := pen{survey.Vietnamese, Ruler{60}}
	row := func(name string, satisfied int64) AgencyRow {
		a := &survey.Agency{Code: name, Name: survey.Text{VI: name}}
		return AgencyRow{Link: Link{Text: name}, Score: p.score(name, scoreOf(satisfied, 20)), agency: a}
	}
	for _, sort := range []string{"score", "verdict"} {
		for _, first := range []int64{1, 19} {
			rows := Listing{Sort: sort}.apply([]AgencyRow{row("Đ", first), row("B", 10), row("Ă", 20-first)})
			if got := rows[0].Text + rows[1].Text + rows[2].Text; got != "ĂBĐ" {
				t.Errorf("%s: %s", sort, got)
			}
		}
	}
}
