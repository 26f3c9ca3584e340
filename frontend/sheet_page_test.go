package frontend

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"hailong/account"
	"hailong/scoring"
	"hailong/scoring/round"
	"hailong/survey"
)

// withoutUploadScript takes the one script of the desk out of a page.
func withoutUploadScript(html string) string {
	name, _ := UploadScript()
	return strings.ReplaceAll(html, `<script src="/static/`+name+`" defer></script>`, "")
}

var sheetDay = time.Date(2022, 12, 5, 3, 0, 0, 0, time.UTC)

// sheetFixture is the sheet of Sở Tư pháp by the sample set, at a step, with all that can
// stand on it where full.
func sheetFixture(t *testing.T, p *province, step round.Step, full bool) *round.Sheet {
	t.Helper()
	sample, err := round.Sample("department")
	if err != nil {
		t.Fatal(err)
	}
	sample.Year = 2022
	return sheetBy(p, sample, step, full)
}

func sheetBy(p *province, set scoring.CriteriaSet, step round.Step, full bool) *round.Sheet {
	r := &round.Round{
		ID: 7, Family: "cchc", Year: 2022, Step: step, Deadlines: round.SampleCalendar(2022), OpenedAt: sheetDay,
		Members: []round.Member{{Agency: 1, Group: "department", Set: 1}},
	}
	facts := round.Facts{Opinion: scoring.Opinion{Official: scoring.TooFew}}
	if full {
		facts = fullFacts(&set)
		r.Members[0].Report = 1
	}
	if step != round.SelfAssessing {
		r.Members[0].SubmittedAt, r.Members[0].SubmittedBy = sheetDay, "lan"
	}
	return round.NewSheet(r, &r.Members[0], p.catalogue.Agency(1), &round.Set{ID: 1, CriteriaSet: set}, facts)
}

// fullFacts give every leaf the most, cut one in three, explain, agree, and judge again.
func fullFacts(set *scoring.CriteriaSet) round.Facts {
	f := round.Facts{
		Opinion: scoring.Opinion{Official: scoring.Met, Satisfied: 84, Answers: 100},
		Feeds:   map[scoring.Feed]round.Fraction{scoring.Tasks: {Num: 1000, Den: 1100}},
	}
	add := func(e round.Entry) {
		e.ID, e.By, e.At = round.EntryID(len(f.Entries)+1), "lan", sheetDay
		if e.Part == round.Appraised || e.Part == round.Second {
			e.By = "hoa"
		}
		f.Entries = append(f.Entries, e)
	}
	place := 0
	for _, item := range set.Leaves() {
		if !item.ByHand() || item.Kind == scoring.External {
			continue
		}
		place++
		most := scoring.Given{Points: item.Max, Num: 984000, Den: 984000}
		if item.Kind == scoring.Count || item.Number() {
			most = scoring.Given{}
		}
		none := scoring.Given{Num: 100, Den: 984000}
		add(round.Entry{Leaf: item.Code, Part: round.Self, Given: most, Note: "Theo báo cáo " + item.Code})
		switch place % 6 {
		case 1:
			add(round.Entry{Leaf: item.Code, Part: round.Appraised, Given: none, Note: "Ảnh chụp tháng 3"})
		case 2:
			add(round.Entry{Leaf: item.Code, Part: round.Appraised, Given: none, Note: "Thiếu tháng 12"})
			add(round.Entry{Leaf: item.Code, Part: round.Explained, Note: "Đã thay bảng <niêm yết>"})
			add(round.Entry{Leaf: item.Code, Part: round.Second, Given: most, Note: "Nhận lại"})
		case 3:
			add(round.Entry{Leaf: item.Code, Part: round.Appraised, Given: none, Note: "Trễ hẹn"})
			add(round.Entry{Leaf: item.Code, Part: round.Explained, Agrees: true})
		case 4:
			add(round.Entry{Leaf: item.Code, Part: round.Appraised, Given: scoring.Given{NotApplicable: true}, Note: "Không có"})
		case 5:
			add(round.Entry{Leaf: item.Code, Part: round.Appraised, Given: most})
		}
	}
	f.Evidence = someEvidence()
	return f
}

func someEvidence() []round.Evidence {
	list := []round.Evidence{{
		ID: 1, Round: 7, Agency: 1, Name: "bao-cao.pdf", AddedBy: "lan", AddedAt: sheetDay,
		File: survey.StoredFile{Size: 345678}, Uses: []round.Use{{Leaf: round.ReportLeaf, Part: round.Self}},
	}}
	for i, leaf := range []string{"2.2.2", "2.2.2", "2.2.2", "2.2.2", "1.1.1", "2.3.1"} {
		list = append(list, round.Evidence{
			ID: round.EvidenceID(i + 2), Round: 7, Agency: 1, Name: fmt.Sprintf("ảnh \"%d\" <b>.jpg", i), AddedBy: "lan",
			AddedAt: sheetDay, File: survey.StoredFile{Size: 3456789}, Uses: []round.Use{
				{Leaf: leaf, Part: round.Self}, {Leaf: "1.1.2", Part: round.Self, DroppedBy: "lan", DroppedAt: sheetDay},
			},
		})
	}
	return list
}

func sheetView(s *round.Sheet, mode SheetMode) SheetView {
	people := someAccounts()
	v := SheetView{
		Sheet: s, Mode: mode, Today: "2022-12-06", Own: mode != SheetAppraise && mode != SheetSecond,
		Writers: map[string]*account.Account{"lan": &people[0], "hoa": &people[1]},
	}
	if !v.Own {
		v.Mine = func(l *round.Leaf) bool { return AreaCode(l) != "V" }
	}
	return v
}

var sheetModes = map[SheetMode]round.Step{
	SheetFill: round.SelfAssessing, SheetSubmitted: round.SelfAssessing, SheetAppraise: round.Appraising,
	SheetExplain: round.Explaining, SheetSecond: round.Reappraising, SheetRead: round.Closed,
}

func modeFrame(lang survey.Lang, path string, mode SheetMode) Frame {
	if mode == SheetAppraise || mode == SheetSecond {
		return roleFrame(lang, path, account.Appraiser)
	}
	return roleFrame(lang, path, account.Manager)
}

// sheetPages are those of a sheet, in every mode.
func sheetPages(t *testing.T, all map[string]any, p *province, lang survey.Lang) {
	t.Helper()
	c := p.catalogue
	for mode, step := range sheetModes {
		for _, full := range []bool{false, true} {
			s := sheetFixture(t, p, step, full)
			path, name := SheetPath(7, s.Agency), fmt.Sprintf("sheet %s %v", mode, full)
			f := modeFrame(lang, path, mode)
			for _, query := range []string{"", "only=cut", "only=waiting", "area=all", "area=x"} {
				v := sheetView(s, mode)
				asked, _ := url.ParseQuery(query)
				v.Asked, v.Unlock = SheetFilterOf(asked), mode == SheetRead
				all[name+" "+query] = NewSheetPage(f, c, v)
			}
			for _, leaf := range []string{"1.1.1", "2.2.2", "8.1.1", round.ReportLeaf} {
				v := sheetView(s, mode)
				until := func(string) survey.Day { return "2023-01-31" }
				v.Petitions = SheetPetitions{Until: until, All: true}
				if full {
					v.Petitions.Filed = []round.Petition{
						{Leaf: "1.1.1", Reason: "Đề nghị 2", FiledBy: "lan", FiledAt: sheetDay},
						{Leaf: "8.1.1", Reason: "Đề nghị 4", FiledBy: "lan", FiledAt: sheetDay},
						{Leaf: "2.2.2", Reason: "Đề nghị 5", FiledBy: "lan", FiledAt: sheetDay, Answer: "Sửa", Changes: true, AnsweredBy: "hoa", AnsweredAt: sheetDay},
						{Leaf: "1.1.2", Reason: "Đề nghị 3", FiledBy: "lan", FiledAt: sheetDay, Answer: "Giữ", AnsweredBy: "hoa", AnsweredAt: sheetDay},
					}
				}
				all[name+" leaf "+leaf] = NewSheetLeafPage(f, c, v, leaf)
				v.Petitions.MayAnswer = func(*round.Petition) error { return nil }
				all[name+" answer "+leaf] = NewSheetLeafPage(f, c, v, leaf)
				v.Petitions.MayAnswer = func(*round.Petition) error {
					return survey.Fail(survey.Forbidden, "petition.same_person", nil)
				}
				all[name+" refused "+leaf] = NewSheetLeafPage(f, c, v, leaf)
				all[name+" petitions "+leaf] = NewSheetPetitionsPage(f, c, s.Round, v.Petitions.Filed, time.Time{})
				all[name+" petitioned "+leaf] = NewSheetPage(f, c, v)
			}
			all[name+" submit"] = NewSheetSubmitPage(f, c, sheetView(s, mode))
		}
	}
	f := roleFrame(lang, "/desk/sheet", account.Viewer)
	all["sheet none"] = NewSheetNonePage(f, c, c.Agency(1))
	s := sheetFixture(t, p, round.Appraising, true)
	all["sheet unlock"] = NewUnlockPage(f, c, s.Round, s.Agency, "", survey.Fail(survey.Invalid, "sheet.reason", nil).At("reason"))
}

// No word is missing: one that is shows its key.
func TestSheetPagesHaveAllWords(t *testing.T) {
	p := newProvince()
	all := map[string]any{}
	sheetPages(t, all, p, survey.Vietnamese)
	for name, page := range all {
		html := drawn(t, page)
		if at := strings.Index(html, "sheet_page."); at >= 0 {
			t.Errorf("%s: %s", name, html[at:at+40])
		}
	}
}

func sheetHTML(t *testing.T, p *province, v SheetView) string {
	t.Helper()
	f := modeFrame(survey.Vietnamese, SheetPath(7, v.Sheet.Agency), v.Mode)
	return drawn(t, NewSheetPage(f, p.catalogue, v))
}

// holds checks what a page says, and what it does not.
func holds(t *testing.T, html string, want, not []string) {
	t.Helper()
	for _, text := range want {
		if !strings.Contains(html, text) {
			t.Errorf("no %q", text)
		}
	}
	for _, text := range not {
		if strings.Contains(html, text) {
			t.Errorf("has %q", text)
		}
	}
}

// The agency sees its index grow, what is missing, and fields for what it gives, not for
// what the service fills in or the council decides.
func TestSheetIsFilledInByItsAgency(t *testing.T) {
	p := newProvince()
	v := sheetView(sheetFixture(t, p, round.SelfAssessing, false), SheetFill)
	v.Asked.Area = "all"
	html := sheetHTML(t, p, v)
	holds(t, html, []string{
		"Còn thiếu ", "còn 4 ngày", `name="num:2.3.1"`, `name="den:2.3.1"`, `name="points:2.2.2"`, `name="after:2.2.2" value="0"`,
		`name="file:2.2.2" multiple`, `<select id="o-points-1-2-1"`, "máy tự lấy, không nhập tay", "Lưu lĩnh vực II", `href="#o-report"`,
		"mới có 0 phiếu",
	}, []string{`name="num:8.1.1"`, `name="points:8.1.1"`, `name="out:`, "Giữ nguyên điểm"})
}

func TestSheetShowsBothWhereTwoWrote(t *testing.T) {
	p := newProvince()
	v := sheetView(sheetFixture(t, p, round.SelfAssessing, true), SheetFill)
	v.Asked.Area, v.Typed = "II", url.Values{
		"after:2.2.2": {"1"}, "points:2.2.2": {"0,75"}, "note:2.2.2": {"Ảnh mới"}, "after:2.2.1": {"999"}, "num:2.2.1": {"x"},
	}
	v.Err = survey.Fail(survey.Conflict, "sheet.stale", survey.Args{"count": 1})
	v.Err.Causes = []*survey.Error{
		survey.Fail(survey.Conflict, "sheet.stale_leaf", survey.Args{"code": "2.2.2", "login": "lan"}).At("2.2.2"),
	}
	last := fmt.Sprint(v.Sheet.Leaf("2.2.2").Last(round.Self))
	html := sheetHTML(t, p, v)
	holds(t, html, []string{
		"Bùi Thanh Lan", "đã lưu lúc", "1,00 điểm", `value="0,75"`, "Ảnh mới", "Theo báo cáo 2.2.2",
		`name="after:2.2.2" value="` + last + `"`, `name="after:2.2.1" value="999"`, `name="num:2.2.1" type="text" value="x"`,
		`href="#o-2-2-2"`,
	}, nil)
}

// Until the step is over an agency sees nothing that the council has written.
func TestSheetHidesWhatTheCouncilHasNotFinished(t *testing.T) {
	p := newProvince()
	v := sheetView(sheetFixture(t, p, round.Appraising, true), SheetRead)
	v.Asked.Area = "all"
	html := sheetHTML(t, p, v)
	holds(t, html, []string{"Tự chấm"}, []string{"Ảnh chụp tháng 3", "Đặng Hoa", "Thiếu tháng 12", "Bị trừ điểm"})
}

func TestSheetAsksForExplanations(t *testing.T) {
	p := newProvince()
	v := sheetView(sheetFixture(t, p, round.Explaining, true), SheetExplain)
	v.Asked.Area = "all"
	html := sheetHTML(t, p, v)
	holds(t, html, []string{
		"chờ Sở Tư pháp giải trình", "Không giải trình là giữ điểm", "Lý do trừ 3,00 điểm:", "Ảnh chụp tháng 3", "Hội đồng, Sở Nội vụ",
		"Đồng ý với 0,00 điểm", "Đã thay bảng &lt;niêm yết&gt;", "Đồng ý với điểm thẩm định.", "đã đồng ý", "chờ giải trình",
	}, []string{"Đặng Hoa", "hoa"})
}

func TestSheetIsAppraised(t *testing.T) {
	p := newProvince()
	v := sheetView(sheetFixture(t, p, round.Appraising, true), SheetAppraise)
	v.Asked.Area = "all"
	html := sheetHTML(t, p, v)
	holds(t, html, []string{
		`name="out:2.2.2"`, "Giữ nguyên điểm tự chấm cho", "Thuyết minh của cơ quan:", "/areas/II/appraisal", `name="out:8.1.1"`,
		`name="file:7.4.1" multiple`, `data-upload="/desk/rounds/7/sheets/STP/leaves/7.4.1/appraisal/files"`, "chưa có tệp nguồn",
	}, []string{`action="/desk/rounds/7/sheets/STP/areas/V/appraisal"`, `name="file:2`, `name="file:1`})
	v = sheetView(sheetFixture(t, p, round.Reappraising, true), SheetSecond)
	v.Asked.Area = "all"
	holds(t, sheetHTML(t, p, v), []string{"Đã thay bảng", "Lưu thẩm định lần 2"}, []string{"Giữ nguyên điểm"})
}

// A set of 150 leaves is drawn whole, and shows what was asked for.
func TestSheetOfManyLeaves(t *testing.T) {
	p := newProvince()
	set := scoring.CriteriaSet{Family: "cchc", Year: 2022, Group: "department", Name: survey.Text{VI: "Bộ lớn", EN: "Large"}}
	for a := 1; a <= 7; a++ {
		set.Items = append(set.Items, scoring.Item{Level: scoring.Area, Code: fmt.Sprint("A", a), Name: survey.Text{VI: "Lĩnh vực"}, Max: 2200})
		for k := 1; k <= 22; k++ {
			code := fmt.Sprintf("%d.%d", a, k)
			set.Items = append(set.Items, scoring.Item{
				Level: scoring.Criterion, Code: code, Name: survey.Text{VI: "Tiêu chí " + code}, Max: 100,
				Rule: scoring.Rule{Kind: scoring.Judged, Evidence: true},
			})
		}
	}
	v := sheetView(sheetBy(p, set, round.SelfAssessing, false), SheetFill)
	html := sheetHTML(t, p, v)
	if n := strings.Count(html, ` open>`); n != 1 {
		t.Errorf("%d areas are open", n)
	}
	if n := strings.Count(html, `name="points:`); n != 154 {
		t.Errorf("%d fields", n)
	}
	holds(t, html, []string{"và 142 chỗ nữa", "?only=missing"}, nil)
}

// The sheet is called as its index is, and its index only once the round is closed.
func TestSheetIsCalledByItsIndex(t *testing.T) {
	p := newProvince()
	v := sheetView(sheetFixture(t, p, round.Closed, true), SheetRead)
	holds(t, sheetHTML(t, p, v), []string{
		"<h1>Phiếu chấm điểm cải cách hành chính năm 2022</h1>", "<dt>Chỉ số</dt>", "/files/self-report.docx", "/files/explanation.docx",
		"/files/sheet.xlsx",
	}, []string{"Chỉ số tạm tính", "Kiến nghị của đợt"})
	v = sheetView(sheetFixture(t, p, round.SelfAssessing, false), SheetFill)
	v.Sheet.Round.Family = "cntt"
	holds(t, sheetHTML(t, p, v), []string{
		"<h1>Phiếu chấm điểm năm 2022: Bộ tiêu chí mẫu", "<dt>Chỉ số tạm tính</dt>", "ODS, ODT, PDF",
	}, []string{"cải cách hành chính năm 2022</h1>", "/files/explanation.docx"})
}

// An agency reads on its sheet what it asked for and what the council answered, not who.
func TestSheetShowsPetitions(t *testing.T) {
	p := newProvince()
	v := sheetView(sheetFixture(t, p, round.Closed, true), SheetRead)
	v.Asked.Area = "all"
	v.Petitions.Filed = []round.Petition{
		{Leaf: "2.2.2", Reason: "Đề nghị một điểm", FiledBy: "lan", FiledAt: sheetDay, Answer: "Căn cứ chưa đủ", AnsweredBy: "hoa", AnsweredAt: sheetDay},
		{Leaf: "1.1.1", Reason: "Đề nghị hai điểm", FiledBy: "lan", FiledAt: sheetDay},
	}
	holds(t, sheetHTML(t, p, v), []string{
		"Kiến nghị: đã trả lời 1 trên 2.", `/leaves/1.1.1#kien-nghi"`, "Đề nghị một điểm", "Trả lời kiến nghị, giữ nguyên điểm:", "Căn cứ chưa đủ",
		"đã trả lời kiến nghị", "chờ trả lời kiến nghị", "Hội đồng, Sở Nội vụ",
	}, []string{"Đặng Hoa"})
}
