package frontend

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	book "hailong/sheet"
	"hailong/survey"
)

// twoPlans is the province with a second official plan for 2023: it asks the
// districts and one department, with another target and until another day.
func twoPlans() *province {
	p := newProvince()
	c := p.catalogue
	first := &c.Plans[1]
	first.Groups, first.Agencies = []string{"public_unit"}, []survey.AgencyID{1, 2, 3, 4, 5, 6, 7, 8}
	second := *first
	second.ID, second.Code, second.Name = 5, "plan-5", survey.Text{VI: "Cấp huyện 2023", EN: "Districts 2023"}
	second.Groups, second.Agencies = []string{"district"}, []survey.AgencyID{9}
	second.Ends, second.AcceptUntil, second.Minimum = "2023-10-31", "2023-11-10", 20
	higher := survey.Target{Hundredths: 8500, Above: true}
	second.Targets = map[survey.Sector]survey.Target{survey.Administrative: higher, survey.PublicService: higher}
	c.Plans = slices.Insert(c.Plans, 2, second) // by year, then code
	p.give(2, 2, 300, 60)
	p.give(3, 2, 340, 82)
	p.give(4, 2, 300, 80)
	p.give(9, 5, 200, 84)
	p.give(10, 5, 300, 70)
	return p
}

func TestHomeIsOverAllOfficialPlansOfTheYear(t *testing.T) {
	p := twoPlans()
	home := NewHomePage(testFrame(survey.Vietnamese, "/", ""), p.catalogue, p.plan(2), p.board(t, 2, 5))
	if got := home.Sectors[0].Of; got != "5 trên 11 cơ quan đủ phiếu" {
		t.Errorf("the sector has %s", got)
	}
	if home.Sectors[0].Meter != nil || home.Sectors[0].Score.Badge.Text != "" || !home.Sectors[0].Score.Shown {
		t.Error("agencies of two targets were held against one")
	}
	district := home.Blocks[1]
	if district.URL != "/groups/district" || district.Score.Badge.Verdict != NotClear || district.block.Target.Hundredths != 8500 {
		t.Errorf("the districts: %+v", district)
	}
	html := drawn(t, home)
	for _, want := range []string{
		"Đợt thử 2023: còn đến hết ngày 15/12/2023", "Cấp huyện 2023: còn đến hết ngày 31/10/2023",
		"trên 83% (Đợt thử 2023); trên 85% (Cấp huyện 2023)", "30 (Đợt thử 2023); 20 (Cấp huyện 2023)",
		`<a href="/table.xlsx">XLSX</a>, <a href="/table.csv">CSV</a>`,
	} {
		if !strings.Contains(html, want) {
			t.Errorf("home lacks %q", want)
		}
	}
	if found := forms.FindString(html); found != "" {
		t.Errorf("home has %q", found)
	}
}

// The tabs lead to every group of the year, whichever plan lists it, and years are
// one choice each.
func TestLinksNameTheYearAndNotItsPlans(t *testing.T) {
	p := twoPlans()
	for _, id := range []survey.PlanID{2, 5} {
		o := newOffice(testFrame(survey.Vietnamese, "/", ""), p.catalogue, p.plan(id))
		o.choose(officialPlans(p.catalogue))
		var links []string
		for _, l := range append(o.Nav, o.Plans...) {
			links = append(links, l.URL)
		}
		want := "/ /groups/department /groups/district /groups/public_unit /?year=2024 / /?year=2022"
		if got := strings.Join(links, " "); got != want {
			t.Errorf("plan %d: got %s", id, got)
		}
		if o.Nav[1].Count != 9 {
			t.Errorf("plan %d: %d departments", id, o.Nav[1].Count)
		}
	}
	query, _ := url.ParseQuery("year=2023")
	if got := PlansAsked(p.catalogue, query); len(got) != 2 || len(PlansAsked(p.catalogue, nil)) != 2 {
		t.Errorf("the year has %d plans", len(got))
	}
}

func TestAGroupOfTwoPlansHasTheRowsOfBoth(t *testing.T) {
	p := twoPlans()
	g := p.catalogue.GroupByCode("department")
	page := NewGroupPage(testFrame(survey.Vietnamese, "/groups/department", ""), p.board(t, 2, 5), g, nil)
	if len(page.Scored) != 4 || len(page.Few) != 4 || len(page.Without) != 1 || page.Scale.Target != "" {
		t.Errorf("%d, %d, %d rows; target at %q", len(page.Scored), len(page.Few), len(page.Without), page.Scale.Target)
	}
	if html := drawn(t, page); forms.MatchString(html) {
		t.Error(forms.FindString(html))
	}
	table := page.Table("")
	mean, row := table.row("group", "department"), table.row("agency", "TTT")
	if mean["plan"] != "plan-2|plan-5" || mean["target"] != nil || mean["until"] != survey.Day("2023-12-15") {
		t.Errorf("the mean: %v", mean)
	}
	if row["plan"] != "plan-5" || row["target"] != book.Percent(85) || row["until"] != survey.Day("2023-10-31") {
		t.Errorf("the row: %v", row)
	}
}

func TestAgencyPageComparesWithTheYearBefore(t *testing.T) {
	p := twoPlans()
	p.catalogue.Successions = []survey.Succession{{Predecessor: 6, Successor: 4, On: "2023-03-01"}}
	for _, lang := range survey.Languages {
		for id, want := range map[survey.AgencyID][2]string{
			2: {"Năm 2022: 85,19%. So với năm đó: −25,", "2022: 85.19%. Change since then: −25."},
			3: {"hai khoảng chạm nhau nên chưa thể nói là đã đổi", "the two intervals touch, so it cannot be said"},
			4: {"Tiếp nhận nhiệm vụ của: Ban Dân tộc (từ ngày 01/03/2023).", "It took over from: Committee for Ethnic Minority Affairs (from 01/03/2023)."},
			6: {"Cơ quan vừa được sắp xếp lại nên không so sánh với năm trước.<", "so it is not compared with the year before.<"},
			8: {"", ""}, // nobody answered this year
		} {
			d := p.detail(t, 2, id)
			html := drawn(t, NewAgencyPage(testFrame(lang, "/x", ""), &d.AgencyBoard))
			text := want[0]
			if lang == survey.English {
				text = want[1]
			}
			if !strings.Contains(html, text) || text == "" && (strings.Contains(html, "Năm 2022:") || strings.Contains(html, "2022: ")) {
				t.Errorf("agency %d: %q is not right in %v", id, text, d.Last)
			}
		}
	}
}

// The trial has no year before, and neither has the first year.
func TestOnlyOfficialYearsAreCompared(t *testing.T) {
	p := twoPlans()
	for _, plan := range []survey.PlanID{1, 4} {
		if last := p.detail(t, plan, 1).Last; last.Plan != nil || last.Change != nil || last.Reorganised {
			t.Errorf("plan %d: %+v", plan, last)
		}
	}
}

func TestTablesHaveTheYearBeforeAsColumns(t *testing.T) {
	p := twoPlans()
	p.catalogue.Successions = []survey.Succession{{Predecessor: 6, Successor: 4, On: "2023-03-01"}}
	home := NewHomePage(testFrame(survey.English, "/", ""), p.catalogue, p.plan(2), p.board(t, 2, 5)).Table("")
	row, d := home.row("agency", "SNV"), p.detail(t, 2, 2)
	change := d.Last.Change
	if row["previous_score"] != book.Percent(85.189873) || row["change"] != book.Percent(change.Percent()) || change.Percent() > -20 {
		t.Errorf("%v", row)
	}
	if row := home.row("agency", "STNMT"); row["previous_score"] != nil || row["change"] != nil {
		t.Errorf("a reorganised agency: %v", row)
	}
	if row := home.row("agency", "TTT"); row["previous_score"] == nil {
		t.Errorf("an agency that changed the plan: %v", row)
	}
}
