package frontend

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"hailong/frontend/words"
	"hailong/survey"
)

// officePages are all pages with full and with empty data, by name.
func officePages(t *testing.T, p *province, lang survey.Lang) map[string]any {
	t.Helper()
	c := p.catalogue
	all := map[string]any{
		"home":         NewHomePage(testFrame(lang, "/", "year=2022"), c, p.plan(1), p.board(t, 1)),
		"home empty":   NewHomePage(testFrame(lang, "/", ""), c, p.plan(2), p.board(t, 2)),
		"home private": NewHomePage(testFrame(lang, "/", "year=2024"), c, p.plan(3), nil),
		"home no plan": NewHomePage(testFrame(lang, "/", ""), new(survey.Catalogue), nil, nil),
		"no catalogue": NewProblemPage(testFrame(lang, "/x", ""), nil, 503, ""),
	}
	for _, status := range []int{403, 404, 500, 502, 503} {
		all[fmt.Sprint("problem ", status)] = NewProblemPage(testFrame(lang, "/x", ""), c, status, "req-1")
	}
	for i := range c.Groups {
		g := &c.Groups[i]
		for _, query := range []string{"", "q=xyz", "sort=name&order=desc", "verdict=too_few"} {
			values, _ := url.ParseQuery(query)
			f := testFrame(lang, groupPath(g.Code), "year=2022&"+query)
			all["group "+g.Code+query] = NewGroupPage(f, p.board(t, 1), g, values)
			all["group empty "+g.Code+query] = NewGroupPage(f, p.board(t, 2), g, values)
		}
	}
	for plan := survey.PlanID(1); plan <= 4; plan++ {
		for _, a := range c.PlanAgencies(p.plan(plan)) {
			d, name := p.detail(t, plan, a.ID), fmt.Sprintf("%s plan %d", a.Code, plan)
			f := testFrame(lang, agencyPath(a.Code), "year=2022")
			all["agency "+name], all["detail "+name] = NewAgencyPage(f, &d.AgencyBoard), NewDetailPage(f, d)
		}
	}
	listPages(all, lang)
	ownPages(t, all, p, lang)
	draftPages(t, all, lang)
	accountPages(all, p, lang)
	cataloguePages(t, p, all, lang)
	auditorPages(all, p, lang)
	correctionPages(all, p, lang)
	criteriaPages(t, all, lang)
	taskPages(p, all, lang)
	roundPages(all, p, lang)
	sheetPages(t, all, p, lang)
	rankingPages(t, all, p, lang)
	editionChangePages(t, all, p.catalogue, lang)
	return all
}

func drawn(t *testing.T, page any) string {
	t.Helper()
	b, err := Draw(page)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

var (
	ids     = regexp.MustCompile(` id="([^"]*)"`)
	targets = regexp.MustCompile(` (?:aria-labelledby|aria-describedby)="([^"]*)"`)
	forms   = regexp.MustCompile(` style=|<style|<script|ZgotmplZ|%!|\{[a-z]+\}|javascript:|NaN|Inf\b`)
	links   = regexp.MustCompile(` href="([^"]*)"`)
)

func TestOfficePagesAreSound(t *testing.T) {
	p := newProvince()
	for _, lang := range survey.Languages {
		for name, page := range officePages(t, p, lang) {
			html := withoutUploadScript(drawn(t, page))
			if found := forms.FindString(html); found != "" {
				t.Errorf("%s %s: has %q", lang, name, found)
			}
			if strings.Count(html, "<h1>") != 1 || !strings.Contains(html, `<html lang="`+string(lang)+`">`) {
				t.Errorf("%s %s: heading or language", lang, name)
			}
			checkIDs(t, name, html)
			for _, m := range links.FindAllStringSubmatch(html, -1) {
				field := strings.HasPrefix(m[1], "#o-") && strings.Contains(html, ` id="`+m[1][1:]+`"`)
				if !strings.HasPrefix(m[1], "/") && m[1] != "#noi-dung" && m[1] != "data:," && !field {
					t.Errorf("%s %s: link to %q", lang, name, m[1])
				}
			}
		}
	}
}

func checkIDs(t *testing.T, name, html string) {
	t.Helper()
	seen := map[string]bool{}
	for _, m := range ids.FindAllStringSubmatch(html, -1) {
		if seen[m[1]] {
			t.Errorf("%s: id %q twice", name, m[1])
		}
		seen[m[1]] = true
	}
	for _, m := range targets.FindAllStringSubmatch(html, -1) {
		for id := range strings.FieldsSeq(m[1]) {
			if !seen[id] {
				t.Errorf("%s: nothing has the id %q", name, id)
			}
		}
	}
}

func TestAgencyPageSaysWhatCounts(t *testing.T) {
	p := newProvince()
	d := p.detail(t, 1, 2)
	f := testFrame(survey.Vietnamese, "/agencies/SNV", "year=2022")
	html := drawn(t, NewAgencyPage(f, &d.AgencyBoard))
	for _, want := range []string{
		"Số liệu mô phỏng", "<b>342</b> trên 371 phiếu cần có", "còn thiếu 29",
		"dao động giữa những người đã trả lời", "Đạt, ngoài sai số", "Máy tính bảng",
		`href="/agencies/SNV/detail?year=2022"`, `href="/?year=2022#cach-doc"`,
		`href="/agencies/SNV"`, `lang=en&amp;year=2022`, `aria-current="true">Sở, ban, ngành`, "mẫu 2023",
	} {
		if !strings.Contains(html, want) {
			t.Errorf("no %q", want)
		}
	}
	unknown := NewAgencyPage(f, &p.detail(t, 1, 12).AgencyBoard)
	if !strings.Contains(drawn(t, unknown), "Chưa biết số giao dịch năm trước") {
		t.Error("unknown N is not said")
	}
}

// Nothing is waited for where there is no service to ask about.
func TestNoServiceWaitsForNothing(t *testing.T) {
	p := newProvince()
	f := testFrame(survey.Vietnamese, "/agencies/SNGV", "year=2022")
	for _, plan := range []survey.PlanID{1, 2} { // with three responses, and with none
		html := drawn(t, NewAgencyPage(f, &p.detail(t, plan, 7).AgencyBoard))
		for _, wrong := range []string{"Phiếu đầu tiên", "chưa đủ 10", "Chưa có tháng nào đủ"} {
			if strings.Contains(html, wrong) {
				t.Errorf("plan %d: has %q", plan, wrong)
			}
		}
		if !strings.Contains(html, "Không thuộc diện khảo sát") {
			t.Errorf("plan %d: the verdict is missing", plan)
		}
	}
}

// The key explains marks that the table has, and no others.
func TestKeyStandsUnderJudgedRowsOnly(t *testing.T) {
	p := newProvince()
	f := testFrame(survey.Vietnamese, "/", "")
	if html := drawn(t, NewAgencyPage(f, &p.detail(t, 1, 1).AgencyBoard)); !strings.Contains(html, `class="key"`) {
		t.Error("no key where factors are judged")
	}
	several := p.detail(t, 4, 1)
	for i := range several.Factors {
		several.Factors[i].Score.Effective = 0
	}
	if html := drawn(t, NewAgencyPage(f, &several.AgencyBoard)); strings.Contains(html, `class="key"`) {
		t.Error("a key where no factor is judged")
	}
}

func TestPlanAskedReadsWhatLinksWrite(t *testing.T) {
	c := newProvince().catalogue
	o := newOffice(testFrame(survey.Vietnamese, "/", ""), c, nil)
	for _, p := range append(officialPlans(c), c.PlanByCode("plan-4")) {
		link, err := url.Parse(o.Link("/", o.planQuery(p)...))
		if err != nil || PlansAsked(c, link.Query())[0].ID != p.ID {
			t.Errorf("%s: %v, %v", p.Code, link, err)
		}
	}
	for _, bad := range []string{"year=1999", "year=x", "plan=x"} {
		query, _ := url.ParseQuery(bad)
		if PlansAsked(c, query) != nil {
			t.Errorf("%s finds a plan", bad)
		}
	}
	if got := c.DefaultPlan().Year; got != 2023 {
		t.Errorf("the default is of %d; 2024 is not public", got)
	}
}

func TestEveryNameHasWords(t *testing.T) {
	var keys []string
	for c := survey.ChannelQR; c <= survey.ChannelImport; c++ {
		keys = append(keys, "channel."+c.String())
	}
	for _, s := range survey.Stages {
		keys = append(keys, "stage."+s.String())
	}
	for _, s := range survey.Sectors {
		keys = append(keys, "sector."+string(s))
	}
	for _, v := range verdicts {
		keys = append(keys, "verdict."+string(v), "verdict.say_"+string(v))
	}
	for column := range columns {
		keys = append(keys, "group.sort_"+column)
	}
	for _, key := range keys {
		if !words.Has(key) {
			t.Errorf("no words for %s", key)
		}
	}
}

func TestOfficeStyleIsNamedByItsText(t *testing.T) {
	name, body := OfficeStyle()
	if !regexp.MustCompile(`^office\.[0-9a-f]{8}\.css$`).MatchString(name) || len(body) == 0 {
		t.Errorf("%s, %d bytes", name, len(body))
	}
	html := drawn(t, NewProblemPage(testFrame(survey.English, "/", ""), nil, 404, ""))
	if !strings.Contains(html, `href="/static/`+name+`"`) {
		t.Error("the page does not name the style sheet")
	}
}
