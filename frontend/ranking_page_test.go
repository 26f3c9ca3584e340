package frontend

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"hailong/scoring/edition"
	"hailong/survey"
)

// goldenYear is the edition of the archive's golden files, with the codes of the test
// province: three groups, a tie, one left out, one with too few responses.
func goldenYear(t *testing.T) *edition.Content {
	t.Helper()
	text, err := os.ReadFile("../scoring/edition/testdata/cchc/edition.json")
	if err != nil {
		t.Fatal(err)
	}
	c, err := edition.Decode(text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func publishedAs(kind edition.Kind, number int) edition.Edition {
	e := edition.Edition{
		ID: edition.ID(number), Kind: kind, Family: "cchc", Year: 2022, Number: number, State: edition.Published,
		Hash: strings.Repeat("ab", 32), ArchiveHash: strings.Repeat("c0de", 16), Decision: "123/QĐ-UBND",
		DecidedOn: "2023-01-31", ClosedBy: "thu-ky-kin", PublishedBy: "lanh-dao-kin",
	}
	if kind == edition.Satisfaction {
		e.Family = ""
	}
	if number > 1 {
		e.Replaces, e.Why = number-1, "Sửa điểm <b>1.1</b>"
	}
	return e
}

// rankingOf is a ranking in force, or the first one where it was corrected.
func rankingOf(t *testing.T, number int) Ranking {
	t.Helper()
	c := goldenYear(t)
	newest, first := publishedAs(edition.CCHC, 2), publishedAs(edition.CCHC, 1)
	r := Ranking{
		Edition: &newest, Content: c, Versions: []edition.Edition{newest, first},
		Besides: []edition.Edition{publishedAs(edition.Satisfaction, 1)},
		Sizes:   map[string]int{"cchc-2022-2.xlsx": 212_345, "cchc-2022-2.zip": 1_312_345},
		Keys:    RankingKeys{Signed: strings.Repeat("1a2b", 16), Present: strings.Repeat("1a2b", 16)},
	}
	if number == 1 { // signed by a key that is no longer used
		r.Edition, r.Keys.Signed = &first, strings.Repeat("9f8e", 16)
	}
	return r
}

// scoresOf is a satisfaction edition of the same year.
func scoresOf(t *testing.T) Ranking {
	t.Helper()
	c := goldenYear(t)
	c.Kind, c.Family, c.Sets = edition.Satisfaction, "", nil
	for i := range c.Agencies {
		c.Agencies[i].Leaves = nil
	}
	for i := range c.Groups {
		c.Groups[i].Set = -1
	}
	if err := c.Compute(); err != nil {
		t.Fatal(err)
	}
	e := publishedAs(edition.Satisfaction, 1)
	return Ranking{Edition: &e, Content: c, Versions: []edition.Edition{e}}
}

// emptyRanking is an edition without any agency.
func emptyRanking(kind edition.Kind) Ranking {
	e := publishedAs(kind, 1)
	return Ranking{
		Edition: &e, Versions: []edition.Edition{e},
		Content: &edition.Content{Kind: kind, Family: e.Family, Year: 2022, Number: 1},
	}
}

func rankedFrame(lang survey.Lang, path, query string) Frame {
	f := testFrame(lang, path, query)
	f.Ranked = 2022
	return f
}

// rankingPages are the pages of what was published, full and empty.
func rankingPages(t *testing.T, all map[string]any, p *province, lang survey.Lang) {
	t.Helper()
	c := p.catalogue
	f := rankedFrame(lang, "/rankings/2022", "")
	for _, number := range []int{1, 2} {
		r := rankingOf(t, number)
		all["ranking "+r.Edition.Subject()] = NewRankingPage(f, c, r)
		for i := range r.Content.Agencies {
			a := &r.Content.Agencies[i]
			if a.Result == nil {
				continue
			}
			at := rankedFrame(lang, "/rankings/2022/"+a.Code, "")
			all["ranking of "+a.Code+r.Edition.Subject()] = NewRankingAgencyPage(at, c, r, a.Code)
		}
	}
	all["ranking empty"] = NewRankingPage(f, c, emptyRanking(edition.CCHC))
	all["ranking scores"] = NewRankingScoresPage(f, c, scoresOf(t))
	all["ranking scores empty"] = NewRankingScoresPage(f, c, emptyRanking(edition.Satisfaction))
	published := []edition.Edition{publishedAs(edition.CCHC, 2), publishedAs(edition.CCHC, 1), publishedAs(edition.Satisfaction, 1)}
	all["rankings"] = NewRankingsPage(f, c, published, standingsOf(2020))
	all["rankings empty"] = NewRankingsPage(testFrame(lang, "/rankings", ""), c, nil, nil)
	for _, year := range []int{0, 2019, 2022, 2023, 2999} {
		all["ranking none "+placeText(year, 0)] = NewRankingNonePage(f, c, RankingWanted{Year: year, Family: "cchc"}, "2023-02-01", published, standingsOf(2019))
	}
	all["ranking none at all"] = NewRankingNonePage(testFrame(lang, "/rankings/2022", ""), c, RankingWanted{Year: 2022}, "2023-01-01", nil, nil)
	all["method of the index"] = NewMethodIndexPage(rankedFrame(lang, "/method/index", ""), c)
	all["ranking wrong"] = wrongKind(f, c)
	historyPages(all, c, lang)
}

func wrongKind(f Frame, c *survey.Catalogue) *RankingNonePage {
	p := NewRankingNonePage(f, c, RankingWanted{Year: 2022}, "2023-02-01", nil, nil)
	p.Wrong(survey.Fail(survey.Invalid, "ranking.kind", nil))
	return p
}

// standingsOf are three agencies' results of years.
func standingsOf(years ...int) []edition.Standing {
	var list []edition.Standing
	for _, year := range years {
		for rank, id := range []survey.AgencyID{1, 2, 3} {
			s := edition.Standing{
				Family: "cchc", Year: year, Agency: id, Group: "department", Points: 9000, Max: 9800, Index: "91.84",
				Rank: (rank+year)%3 + 1, Of: 3, Class: survey.Text{VI: "Tốt", EN: "Good"}, Score: "87.12",
				Decision: "9/QĐ", Edition: "cchc-2022-1",
			}
			if year < 2021 {
				s.Edition, s.Points, s.Max, s.Score, s.Class = "", -1, -1, "", survey.Text{VI: "Khá"}
			}
			list = append(list, s)
		}
	}
	return list
}

func historyPages(all map[string]any, c *survey.Catalogue, lang survey.Lang) {
	years := standingsOf(2023, 2022, 2021, 2020, 2019, 2018, 2017)
	only := func(id survey.AgencyID) []edition.Standing {
		var list []edition.Standing
		for _, s := range years {
			if s.Agency == id {
				list = append(list, s)
			}
		}
		return append(list, edition.Standing{Year: 2024, Agency: id, Group: "district", Points: -1, Max: -1, Score: "90.00", Decision: "1/QĐ", Edition: "satisfaction-2024-1"})
	}
	f := rankedFrame(lang, "/agencies/STP/history", "")
	all["history"] = NewHistoryAgencyPage(f, c, c.Agency(1), "cchc", only(1))
	all["history empty"] = NewHistoryAgencyPage(f, c, c.Agency(1), "it", nil)
	other := reorganisedProvince()
	all["history reorganised"] = NewHistoryAgencyPage(f, other, other.Agency(15), "cchc", []edition.Standing{
		{Family: "cchc", Year: 2022, Agency: 15, Group: "department", Index: "90.00", Rank: 1, Of: 3, Edition: "cchc-2022-1"},
	})
	g := c.GroupByCode("department")
	f = rankedFrame(lang, "/groups/department/history", "")
	all["group history"] = NewHistoryGroupPage(f, c, g, "cchc", years, map[int]string{2022: "90.12"})
	all["group history empty"] = NewHistoryGroupPage(f, c, g, "it", nil, nil)
}

var notPublic = regexp.MustCompile(`-kin|<b>1\.1|\b(?:ranking|history)\.[a-z]|%!`)

// Each page says what it is of and nothing that is not for the public: no logins, no markup of
// what people typed; and no word is missing.
func TestRankingPagesAreForThePublic(t *testing.T) {
	all := map[string]any{}
	for _, lang := range survey.Languages {
		rankingPages(t, all, newProvince(), lang)
		for name, page := range all {
			html := drawn(t, page)
			if found := notPublic.FindString(html); found != "" {
				t.Errorf("%s: has %q", name, found)
			}
		}
	}
}

func TestRankingPageSaysWhatWasDecided(t *testing.T) {
	p := newProvince()
	f := rankedFrame(survey.Vietnamese, "/rankings/2022", "")
	html := drawn(t, NewRankingPage(f, p.catalogue, rankingOf(t, 2)))
	holds(t, html, []string{
		"Xếp hạng cải cách hành chính năm 2022", "Quyết định số 123/QĐ-UBND ngày 31/01/2023", "Bản công bố cchc-2022-2.",
		"Chưa có bản thay thế", "Bản này thay cho bản công bố cchc-2022-1. Lý do: Sửa điểm &lt;b&gt;",
		`aria-current="page">Xếp hạng`, "đồng hạng", "15 phiếu, chưa đủ", "Giải thể ngày 01/07/2022", "từ 90, và ít nhất 80% điểm phần Hài lòng",
		"dưới 70", "mốc mẫu", `href="/editions/cchc-2022-2.xlsx"`, "212 KB", "1,3 MB", "hailong verify cchc-2022-2.zip",
		"c0de c0de", `href="/rankings/2022?number=1"`, `href="/editions/cchc-2022-1.zip"`,
		`href="/rankings/2022?kind=satisfaction"`, "3/5 → 1/", "sắp xếp lại", `href="/groups/department/history"`,
	}, []string{"đã được thay bằng bản đính chính", "to-trinh", "submission"})
	old := drawn(t, NewRankingPage(f, p.catalogue, rankingOf(t, 1)))
	holds(t, old, []string{"đã được thay bằng bản đính chính", `href="/rankings/2022">cchc-2022-2`}, []string{"Chưa có bản thay thế", "Lý do:"})
}

// An agency with too few responses is ranked as any other.
func TestTooFewResponsesStayRanked(t *testing.T) {
	page := NewRankingPage(rankedFrame(survey.Vietnamese, "/rankings/2022", ""), newProvince().catalogue, rankingOf(t, 2))
	for _, row := range page.Groups[0].Rows {
		if row.Satisfaction == "15 phiếu, chưa đủ" && row.Rank != "" {
			return
		}
	}
	t.Error("nobody with too few responses is ranked")
}

func TestAgencySheetSaysWhatIsAutomatic(t *testing.T) {
	r := rankingOf(t, 2)
	html := drawn(t, NewRankingAgencyPage(rankedFrame(survey.Vietnamese, "/rankings/2022/SNV", ""), newProvince().catalogue, r, "SNV"))
	holds(t, html, []string{
		"Cơ quan SNV", "Xếp hạng cải cách hành chính năm 2022", "Máy tự tính.", "điểm áp dụng", `href="/agencies/SNV?year=2022"`,
		`href="/agencies/SNV/history"`, `href="/rankings/2022#khoi-department"`,
	}, nil)
	if NewRankingAgencyPage(rankedFrame(survey.Vietnamese, "/x", ""), newProvince().catalogue, r, "NOBODY") != nil {
		t.Error("a sheet of nobody")
	}
	leftOut := drawn(t, NewRankingAgencyPage(rankedFrame(survey.Vietnamese, "/x", ""), newProvince().catalogue, r, "BQL"))
	holds(t, leftOut, []string{"Không xếp hạng:</b> Giải thể"}, []string{"So với năm trước"})
}

// The year that was taken in says so; a reorganised agency is not compared.
func TestHistoryTellsWhereAYearComesFrom(t *testing.T) {
	all := map[string]any{}
	historyPages(all, newProvince().catalogue, survey.Vietnamese)
	holds(t, drawn(t, all["history"]), []string{
		"nhập từ quyết định số 9/QĐ", `href="/rankings/2022/STP">2022`, "khi đó ở khối UBND cấp huyện", "90,00%", "→",
	}, []string{`href="/rankings/2020/STP`})
	holds(t, drawn(t, all["history reorganised"]), []string{"sắp xếp lại", "tiếp nhận từ Sở Tài nguyên và Môi trường"}, []string{"giữ hạng"})
	group := drawn(t, all["group history"])
	holds(t, group, []string{"Năm 2020 nhập từ quyết định số 9/QĐ.", "90,12", "6 năm gần nhất", `href="/agencies/STP/history"`}, []string{">2017<"})
	holds(t, drawn(t, all["history empty"]), []string{"Chưa có năm nào được công bố"}, nil)
}

// A file's address leads back to its edition, whatever the family is called.
func TestRankingFilesAreNamedApart(t *testing.T) {
	e := publishedAs(edition.CCHC, 1)
	e.Family = "it.x-2"
	for _, row := range RankingFiles {
		for _, file := range row {
			if id, back := RankingFileOf(file.Of(&e)); id != e.Subject() || back != file {
				t.Errorf("%s is read as %s %v", file.Of(&e), id, back)
			}
		}
	}
	if id, file := RankingFileOf("nothing"); id != "nothing" || file.Key != "" {
		t.Error(id, file)
	}
}

// What the page says of an edition is what its content says.
func TestRankingPagePrintsTheFigures(t *testing.T) {
	r := rankingOf(t, 2)
	html := drawn(t, NewRankingPage(rankedFrame(survey.English, "/rankings/2022", "lang=en"), newProvince().catalogue, r))
	rows := regexp.MustCompile(`<tr role="row"><td role="cell" class="rk"><b>(\d+)</b>`).FindAllString(html, -1)
	ranked := 0
	for i := range r.Content.Agencies {
		if res := r.Content.Agencies[i].Result; res != nil && res.Rank > 0 {
			ranked++
			if !strings.Contains(html, "<b>"+res.Index+"</b>") {
				text, _ := json.Marshal(res)
				t.Errorf("%s is not printed", text)
			}
		}
	}
	if len(rows) != ranked {
		t.Errorf("%d rows, %d are ranked", len(rows), ranked)
	}
}
