package frontend

import (
	"regexp"
	"strings"
	"testing"

	"hailong/scoring/edition"
	"hailong/scoring/round"
	"hailong/survey"
)

// sixDecimals are those of an interval's end as an edition has it.
var sixDecimals = regexp.MustCompile(`\d[.,]\d{5}`)

// Every page of an edition prints intervals as its annex and the agencies' own pages do.
func TestIntervalsHaveTwoDecimals(t *testing.T) {
	c := newProvince().catalogue
	f := rankedFrame(survey.Vietnamese, "/rankings/2022", "")
	preview := Preview{Round: someRound(round.Closed), Content: goldenYear(t)}
	for _, page := range []struct {
		name  string
		data  any
		wants []string
	}{
		{"ranking", NewRankingPage(f, c, rankingOf(t, 2)), []string{"79,05 – 85,66", "79,59 – 86,79"}},
		{"scores", NewRankingScoresPage(f, c, scoresOf(t)), []string{"75,58 – 89,90", "66,77 – 83,31", "79,59 – 86,79"}},
		{"sheet", NewRankingAgencyPage(f, c, rankingOf(t, 2), "STC"), []string{"66,77 – 83,31"}},
		{"preview", NewPreviewPage(f, c, preview), []string{"79,05 – 85,66", "79,59 – 86,79"}},
	} {
		html := drawn(t, page.data)
		holds(t, html, page.wants, nil)
		if found := sixDecimals.FindString(html); found != "" {
			t.Errorf("%s prints %s", page.name, found)
		}
	}
}

// An end so close to the target that two decimals would print the target itself has more, as
// on the agency's own page.
func TestAnIntervalIsRoundedAsOnTheAgencysOwnPage(t *testing.T) {
	o := &edition.Score{Low: "82.999612", High: "91.125000", Target: 8300}
	f := rankedFrame(survey.Vietnamese, "/x", "")
	own := pen{lang: f.Lang}
	target := survey.Target{Hundredths: 8300}
	want := own.bound(82.999612, target) + " – " + own.bound(91.125, target)
	if got := f.intervalText(o.Ends()); got != want || got != "82,9996 – 91,13" {
		t.Errorf("%s, on the agency's page %s", got, want)
	}
}

// unrankedSheets are the golden year's sheets of who was left out and who had too little.
func unrankedSheets(t *testing.T) (leftOut, little string) {
	t.Helper()
	c, r := newProvince().catalogue, rankingOf(t, 2)
	f := rankedFrame(survey.Vietnamese, "/x", "")
	r.Content.Agencies[5].Result.Bonus = 100
	sheet := func(code string) string { return drawn(t, NewRankingAgencyPage(f, c, r, code)) }
	return sheet("BQL"), sheet("VN")
}

// Who is not ranked has no class on the public sheet, and who was left out no index.
func TestThePublicSheetGivesTheUnrankedNoClass(t *testing.T) {
	leftOut, little := unrankedSheets(t)
	index, class := "<dt>Chỉ số</dt>", "<dt>Xếp loại</dt>"
	holds(t, leftOut, []string{"Không xếp hạng:</b> Giải thể"}, []string{index, class, "97,00</dd>", "Chỉ số đã tính"})
	holds(t, little, []string{"Không xếp hạng:</b>", index + "<dd>100,00</dd>"}, []string{class})
	ranked := drawn(t, NewRankingAgencyPage(rankedFrame(survey.Vietnamese, "/x", ""), newProvince().catalogue, rankingOf(t, 2), "SNV"))
	holds(t, ranked, []string{index + "<dd>95,20</dd>", class}, nil)
}

// The histories neither: a left-out year has dashes, and no points.
func TestHistoriesGiveTheUnrankedNoClass(t *testing.T) {
	c := newProvince().catalogue
	content := goldenYear(t)
	for i := range content.Agencies { // codes that the test province knows
		switch a := &content.Agencies[i]; a.Code {
		case "SNV":
			a.LeftOut = "Giải thể"
		case "STP":
			for n := range a.Leaves {
				a.Leaves[n].Out = n > 0
			}
		}
	}
	if err := content.Compute(); err != nil {
		t.Fatal(err)
	}
	said := map[survey.AgencyID]edition.Standing{}
	for _, s := range content.Standings(c) {
		said[s.Agency] = s
	}
	id := func(code string) survey.AgencyID { return c.AgencyByRef(code, survey.YearEnd(2022)).ID }
	if s := said[id("SNV")]; s.Index != "" || s.Class.VI != "" || s.Rank != 0 || s.Points != -1 || s.Max != -1 || s.Score == "" {
		t.Errorf("left out: %+v", s)
	}
	if s := said[id("STP")]; s.Index == "" || s.Class.VI != "" || s.Rank != 0 || s.Max <= 0 {
		t.Errorf("too little: %+v", s)
	}
	f := rankedFrame(survey.Vietnamese, "/x", "")
	row := NewHistoryAgencyPage(f, c, c.Agency(id("SNV")), "cchc", []edition.Standing{said[id("SNV")]}).Rows[0]
	if all := strings.Join([]string{row.Place, row.Index, row.Points, row.Class}, ","); all != "–,–,,–" {
		t.Error(all)
	}
}
