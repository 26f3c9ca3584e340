package frontend

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"hailong/account"
	"hailong/scoring"
	"hailong/scoring/round"
	"hailong/survey"
)

// testSets are a sample, a frozen copy of it that differs, one with faults, and an empty one.
func testSets(t *testing.T) []round.Set {
	t.Helper()
	sample := func() scoring.CriteriaSet {
		s, err := round.Sample("department")
		if err != nil {
			t.Fatal(err)
		}
		s.Year, s.Version = 2022, 1
		return s
	}
	sets := []round.Set{
		{ID: 1, CriteriaSet: sample(), ChangedBy: "an"},
		{ID: 2, CriteriaSet: sample(), ChangedBy: "an", Frozen: true},
		{ID: 3, CriteriaSet: sample(), ChangedBy: "binh"},
		{ID: 4, ChangedBy: "an"},
	}
	sets[1].Year = 2021
	sets[1].Leaf("2.3.1").Max = 450
	sets[2].Version, sets[2].Family = 2, "cntt"
	sets[2].Leaf("2.3.1").Max, sets[2].Leaf("1.1.1").Threshold = 450, 0
	sets[2].Leaf("8.1.1").NotFor = []string{"KHONGCO", "STP"}
	sets[2].Items[placeIn(&sets[2], "5.2.1")].Code = "5.1.2"
	sets[2].Classes[0].Area, sets[2].Classes[0].Share = "VIII", 80_00
	sets[3].Group, sets[3].Year, sets[3].Version = "gone", 2020, 1
	return sets
}

// placeIn is the place of an item that is there.
func placeIn(s *round.Set, code string) int { return round.PlaceOf(&s.CriteriaSet, code) }

func criteriaPages(t *testing.T, all map[string]any, lang survey.Lang) {
	t.Helper()
	c, none := newProvince().catalogue, new(survey.Catalogue).Index()
	none.Zone = c.Zone
	f := deskFrame(lang, "/desk/criteria")
	sets := testSets(t)
	all["criteria"], all["criteria none"] = NewCriteriaPage(f, c, sets, CriteriaView{Today: "2022-03-04"}), NewCriteriaPage(f, none, nil, CriteriaView{Today: "2022-03-04"})
	taken := survey.Fail(survey.Conflict, "criteria.draft_there", survey.Args{"name": "cchc/2022/department@1"})
	all["criteria again"] = NewCriteriaPage(f, c, sets, CriteriaView{Typed: url.Values{"year": {"x"}}, Err: taken, Today: "2022-03-04"})
	all["criteria compare"] = NewCriteriaComparePage(f, c, sets, &sets[0], &sets[2])
	all["criteria compare same"] = NewCriteriaComparePage(f, c, sets, &sets[0], &sets[0])
	all["criteria compare none"] = NewCriteriaComparePage(f, c, nil, nil, nil)
	all["criteria upload"] = NewCriteriaUploadPage(f, c, survey.Fail(survey.Invalid, "upload.none", nil))
	for i := range sets {
		s, name := &sets[i], fmt.Sprint("criteria ", sets[i].ID)
		f.Path = CriteriaPath(s.ID)
		all[name] = NewCriteriaSetPage(f, c, s, CriteriaSetView{Others: sets, All: i == 0})
		tried := NewCriteriaUploadPage(f, c, nil)
		tried.Try(c, &round.Imported{Set: s.CriteriaSet, New: i > 0, Differences: round.Compare(&sets[0].CriteriaSet, &s.CriteriaSet)}, "x")
		all[name+" tried"] = tried
		if s.Frozen {
			continue
		}
		f.Path += "/items"
		all[name+" new area"] = NewCriteriaItemPage(f, c, s, CriteriaItemView{Place: -1, Under: -1})
		all[name+" head"] = NewCriteriaHeadPage(f, c, s, nil, nil)
		all[name+" discard"] = NewCriteriaDiscardPage(f, c, s, nil)
		stale := survey.Fail(survey.Conflict, "stale", nil)
		all[name+" head stale"] = NewCriteriaHeadPage(f, c, s, map[string]string{"name": "Khác", "class.9.code": "x"}, stale)
		for place := 0; i == 2 && place < len(s.Items); place++ {
			all[fmt.Sprint(name, " item ", place)] = NewCriteriaItemPage(f, c, s, CriteriaItemView{Place: place, Under: -1})
		}
		if len(s.Items) > 0 {
			all[name+" new criterion"] = NewCriteriaItemPage(f, c, s, CriteriaItemView{Place: -1, Under: 0})
			all[name+" stale"] = NewCriteriaItemPage(f, c, s, CriteriaItemView{Place: 3, Under: -1, Typed: url.Values{"max": {"9"}}, Err: stale})
		}
	}
}

func TestASetsPageSaysHowEachLeafIsScored(t *testing.T) {
	c := newProvince().catalogue
	sets := testSets(t)
	html := drawn(t, NewCriteriaSetPage(deskFrame(survey.Vietnamese, "/desk/criteria/1"), c, &sets[0], CriteriaSetView{Others: sets}))
	for _, want := range []string{
		"Bộ tiêu chí mẫu cho sở, ban, ngành, năm 2022, phiên bản 1", "đang soạn, dùng được", "chưa được ban hành",
		"Theo tỷ lệ; đủ điểm từ 100%; dưới 80% không điểm; tổng số 0: không áp dụng", "từ 80%: 4, từ 60%: 3, từ 40%: 2, từ 20%: 1",
		"Đếm lỗi; mỗi lỗi trừ 0,5", "Chấm theo mức; bước 0,25", "Mức độ hài lòng · Theo tỷ lệ; đủ điểm từ 90%", "tự lấy từ nhiệm vụ kế hoạch",
		"đến 0%: 1, đến 2%: 0,5", "So với phiên bản 1 năm 2021", `href="/desk/criteria/1/items/2.3.1"`,
		`<details class="criteria"><summary id="o-item-0"><b>I. Cải cách thể chế</b> <span class="max">10 điểm</span>`,
	} {
		if !strings.Contains(html, want) {
			t.Errorf("no %q", want)
		}
	}
	if strings.Contains(html, "<details class=\"criteria\" open") {
		t.Error("an area is open though nothing is to be done in it")
	}
	frozen := drawn(t, NewCriteriaSetPage(deskFrame(survey.Vietnamese, "/desk/criteria/2"), c, &sets[1], CriteriaSetView{}))
	for _, wrong := range []string{"/items", "/head\"", "/discard"} {
		if strings.Contains(frozen, wrong) {
			t.Errorf("a frozen set has %q", wrong)
		}
	}
	f := deskFrame(survey.Vietnamese, "/desk/criteria/1")
	f.Me.Role = account.Viewer
	if html := drawn(t, NewCriteriaSetPage(f, c, &sets[0], CriteriaSetView{})); strings.Contains(html, "/items") || strings.Contains(html, "<button class=\"btn") {
		t.Error("who may only read is offered changes")
	}
}

func TestFaultsOfASetStandAtTheirItems(t *testing.T) {
	c := newProvince().catalogue
	sets := testSets(t)
	html := drawn(t, NewCriteriaSetPage(deskFrame(survey.Vietnamese, "/desk/criteria/3"), c, &sets[2], CriteriaSetView{}))
	for _, want := range []string{
		"Bộ tiêu chí chưa dùng được", "có điểm tối đa 9 nhưng các mục con cộng lại là 8,5", "Năm 2022 không có cơ quan nào mang mã KHONGCO",
		"Mã 5.1.2 có hai lần trong bộ tiêu chí", "xin ghi ngưỡng", `<details class="criteria" open><summary id="o-item-9">`, "Không áp dụng: KHONGCO, Sở Tư pháp",
	} {
		if !strings.Contains(html, want) {
			t.Errorf("no %q", want)
		}
	}
	place := placeIn(&sets[2], "1.1.1")
	item := drawn(t, NewCriteriaItemPage(deskFrame(survey.Vietnamese, "/desk/criteria/3/items/1.1.1"), c, &sets[2], CriteriaItemView{Place: place, Under: -1}))
	for _, want := range []string{`id="o-threshold-wrong"`, `href="#o-threshold"`, `<option value="ratio" selected>Theo tỷ lệ`} {
		if !strings.Contains(item, want) {
			t.Errorf("the item's page: no %q", want)
		}
	}
}

// A set as large as Nghệ An's is drawn: 7 areas, 48 criteria, 89 components.
func TestALargeSetIsDrawn(t *testing.T) {
	s := round.Set{ID: 9, CriteriaSet: scoring.CriteriaSet{Family: "cchc", Year: 2022, Group: "department", Version: 1}}
	components := 0
	for a := range 7 {
		s.Items = append(s.Items, scoring.Item{Level: scoring.Area, Code: fmt.Sprint("L", a+1)})
		for n := range 48/7 + min(1, max(0, 48%7-a)) {
			code := fmt.Sprintf("%d.%d", a+1, n+1)
			s.Items = append(s.Items, scoring.Item{Level: scoring.Criterion, Code: code})
			for k := range 2 {
				if components++; components <= 89 {
					leaf := scoring.Item{Level: scoring.Component, Code: fmt.Sprint(code, ".", k+1), Max: 100, Rule: scoring.Rule{Kind: scoring.Fixed}}
					s.Items = append(s.Items, leaf)
				}
			}
		}
	}
	html := drawn(t, NewCriteriaSetPage(deskFrame(survey.Vietnamese, "/desk/criteria/9"), newProvince().catalogue, &s, CriteriaSetView{}))
	if areas, rows := strings.Count(html, "<details"), strings.Count(html, `class="component"`); areas != 7 || rows != 89 {
		t.Errorf("%d areas, %d components", areas, rows)
	}
	if len(html) > 200_000 {
		t.Errorf("%d bytes", len(html))
	}
}

func TestTwoSetsAreComparedOnAPage(t *testing.T) {
	sets := testSets(t)
	html := drawn(t, NewCriteriaComparePage(deskFrame(survey.Vietnamese, "/desk/criteria/compare"), newProvince().catalogue, sets, &sets[0], &sets[2]))
	for _, want := range []string{
		"Hồ sơ giải quyết đúng hạn", `data-name="Trước">5</td>`, `data-name="Sau">4,5</td>`, "Ngưỡng đủ điểm", ">Loại tot<", "đã bỏ",
	} {
		if !strings.Contains(html, want) {
			t.Errorf("no %q", want)
		}
	}
}
