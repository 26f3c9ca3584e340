package frontend

import (
	"net/url"
	"strings"
	"testing"

	"hailong/survey"
)

const testToday survey.Day = "2022-11-22"

// listedAgencies is the page of the test province with some agencies reorganised.
func listedAgencies(query string) *AgenciesPage {
	values, _ := url.ParseQuery(query)
	return NewAgenciesPage(testFrame(survey.Vietnamese, "/agencies", query), reorganisedProvince(), testToday, values)
}

func (a *AgenciesPage) codes() string {
	var list []string
	for _, g := range a.Groups {
		for _, row := range g.Rows {
			list = append(list, row.Code)
		}
	}
	return strings.Join(list, " ")
}

func TestAgenciesAreThoseOfTheDay(t *testing.T) {
	for query, want := range map[string]string{
		"q=so":                   "SDL SNGV SNV SNN STNMT STP SYT KS",
		"q=so&on=2022-12-01":     "SDL SNGV SNV SNNMT STP SYT KS",
		"q=so&on=all":            "SDL SNGV SNV SNNMT SNN STNMT STP SYT KS",
		"q=justice":              "STP",
		"q=d%E1%BA%A1i+hoc":      "DHKH",
		"q=ubnd&verdict=too_few": "KS NT", // the filter of another page
		"q=nothing":              "",
	} {
		if got := listedAgencies(query).codes(); got != want {
			t.Errorf("%s: got %s, want %s", query, got, want)
		}
	}
	if page := listedAgencies("on=2022-02-30"); page.Status != 422 || page.Missing != "day" || len(page.Groups) > 0 {
		t.Errorf("a day that is none: %d, %s", page.Status, page.Missing)
	}
	if page := listedAgencies("q=nothing"); page.Missing != "filtered" {
		t.Errorf("nothing found: %q", page.Missing)
	}
}

// The days to choose from are those on which the list changed, and the one asked for.
func TestAgenciesOfferTheDaysOfChanges(t *testing.T) {
	choices := func(query string) string {
		var list []string
		for _, o := range listedAgencies(query).On {
			if o.Current != "" {
				o.URL += "*"
			}
			list = append(list, o.URL)
		}
		return strings.Join(list, " ")
	}
	for query, want := range map[string]string{
		"":                 "* all 2022-12-01",
		"on=2022-11-22":    "* all 2022-12-01",
		"on=all":           " all* 2022-12-01",
		"on=2022-12-01":    " all 2022-12-01*",
		"on=30/6/2020":     " all 2022-12-01 2020-06-30*",
		"on=nonsense":      "* all 2022-12-01",
		"lang=en&q=so&on=": "* all 2022-12-01",
	} {
		if got := choices(query); got != want {
			t.Errorf("%s: got %q, want %q", query, got, want)
		}
	}
}

// A name is a link only where the default plan has figures under its code.
func TestAgenciesLinkToFiguresOnly(t *testing.T) {
	html := drawn(t, listedAgencies("on=all"))
	for code, want := range map[string]bool{"STP": true, "SNN": false, "SNNMT": false} {
		if got := strings.Contains(html, `href="/agencies/`+code+`"`); got != want {
			t.Errorf("link to %s: %v, want %v", code, got, want)
		}
	}
}

func TestAgenciesSayWhatIsUnconfirmed(t *testing.T) {
	html := drawn(t, listedAgencies("on=all&q=snnmt"))
	for _, want := range []string{"Chưa xác nhận", "Nguồn: chưa xác nhận, tổng hợp", "Nhận nhiệm vụ từ", "QĐ 9"} {
		if !strings.Contains(html, want) {
			t.Errorf("no %q", want)
		}
	}
	if html = drawn(t, listedAgencies("q=stp")); strings.Contains(html, "Chưa xác nhận") {
		t.Error("a confirmed row is marked")
	}
}
