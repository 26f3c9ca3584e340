package frontend

import (
	"strings"
	"testing"

	"hailong/scoring/edition"
	"hailong/survey"
)

// What there is not is said as it was asked for, beside what the year has.
func TestWhatAYearLacksIsSaidByName(t *testing.T) {
	c := newProvince().catalogue
	index, corrected := publishedAs(edition.CCHC, 1), publishedAs(edition.CCHC, 2)
	for _, test := range []struct {
		wanted       RankingWanted
		heading, not string
	}{
		{RankingWanted{Number: "9"}, "Không có bản công bố thứ 9 của năm 2022", "chưa công khai"},
		{RankingWanted{Number: "chín"}, "Không có bản công bố này", "thứ chín"},
		{RankingWanted{Kind: edition.Satisfaction}, "Chưa công bố mức độ hài lòng năm 2022", "Chưa có xếp hạng"},
		{RankingWanted{Family: "khac"}, "Chưa có xếp hạng năm 2022 của bộ chỉ số này", "Không có năm này"},
	} {
		w := test.wanted
		if w.Year = 2022; w.Family == "" {
			w.Family = edition.DefaultFamily
		}
		f := rankedFrame(survey.Vietnamese, "/rankings/2022", "")
		p := NewRankingNonePage(f, c, w, "2023-02-01", []edition.Edition{corrected, index}, nil)
		html := drawn(t, p)
		if p.Status != 404 || strings.Contains(html, test.not) {
			t.Errorf("%+v: %d", w, p.Status)
		}
		for _, want := range []string{"<h1>" + test.heading + "</h1>", `<li><a href="/rankings/2022">`} {
			if !strings.Contains(html, want) {
				t.Errorf("%+v: lacks %s", w, want)
			}
		}
	}
}

// A year that was taken in has no page, but its groups' histories hold it.
func TestAYearThatWasTakenInLeadsToItsHistories(t *testing.T) {
	c := newProvince().catalogue
	link := `<a href="` + groupPath("department") + `/history">` + c.GroupByCode("department").Name.VI + `</a>`
	past := standingsOf(2019, 2020)
	list := drawn(t, NewRankingsPage(testFrame(survey.Vietnamese, "/rankings", ""), c, nil, past))
	if strings.Count(list, link) < 2 || strings.Count(list, "nhập từ Quyết định số 9/QĐ") != 2 {
		t.Error("the list does not lead there")
	}
	f := rankedFrame(survey.Vietnamese, "/rankings/2019", "")
	published := []edition.Edition{publishedAs(edition.CCHC, 1)}
	none := drawn(t, NewRankingNonePage(f, c, RankingWanted{Year: 2019, Family: "cchc"}, "2023-02-01", published, past))
	for _, want := range []string{link, "Năm 2019 không có bản công bố", "nhập từ Quyết định số 9/QĐ"} {
		if !strings.Contains(none, want) {
			t.Error("the year's page lacks", want)
		}
	}
	if strings.Contains(none, "Năm 2020") {
		t.Error("another year is named")
	}
}

// One response is not "1 responses".
func TestTooFewResponsesReadWellInEnglish(t *testing.T) {
	o := newOffice(testFrame(survey.English, "/rankings", ""), newProvince().catalogue, nil)
	if text := o.noScore(&edition.Score{N: 1}); text != "too few responses (1)" {
		t.Error(text)
	}
}
