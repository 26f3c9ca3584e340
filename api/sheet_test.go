package api_test

import (
	"bytes"
	"context"
	"fmt"
	"mime/multipart"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"hailong/account"
	"hailong/api"
	"hailong/frontend"
	"hailong/scoring/edition"
	"hailong/scoring/round"
	"hailong/store/storetest"
	"hailong/survey"
)

// year is a round with people at it.
type year struct {
	*world
	rounds                              *round.Rounds
	id                                  round.ID
	manager, viewer, secretary, foreign string // cookies
	chair                               string
}

// openYear opens a round of departments and public units by the sample sets.
func (w *world) openYear(number int) *year {
	w.t.Helper()
	y := &year{world: w}
	y.rounds = &round.Rounds{Store: w.db, Files: w.files, Now: w.signIn.Now, Tasks: w.db}
	criteria := round.Criteria{Store: w.db, Now: w.signIn.Now, Actor: survey.Program}
	for _, group := range []string{"department", "public_unit"} {
		if _, err := criteria.FromSample(w.t.Context(), "cchc", number, group); err != nil {
			w.t.Fatal(err)
		}
	}
	var err error
	y.id, err = y.rounds.Open(w.t.Context(), y.person("SNV"), round.Opening{
		Family: "cchc", Year: number, Groups: []string{"department", "public_unit"}, Deadlines: round.SampleCalendar(number),
	})
	if err != nil {
		w.t.Fatal(err)
	}
	y.manager, y.viewer, y.foreign = w.as(account.Manager, "STP"), w.as(account.Viewer, "STP"), w.as(account.Manager, "CDYT")
	y.secretary, y.chair = w.as(account.Secretary, "SNV"), w.as(account.Chair, "UBND-NT")
	return y
}

// person acts beside the pages, from an agency.
func (y *year) person(agency string) round.Person {
	id := y.agency(agency)
	is := func(a survey.AgencyID) bool { return a == id }
	return round.Person{Actor: survey.Program, Login: "test", Agency: id, Near: is, Owns: is, Chair: true}
}

func (y *year) agency(code string) survey.AgencyID {
	return y.shelf.Now().AgencyByCode(code, survey.DayOf(y.clock, storetest.Zone)).ID
}

// advance moves the round one step on. Agencies are waited for until their last day is over:
// a step of theirs ends on the day after, and only that act is made then.
func (y *year) advance(to round.Step) {
	y.t.Helper()
	r, err := y.rounds.Round(y.t.Context(), y.id)
	if err != nil {
		y.t.Fatal(err)
	}
	rounds := *y.rounds
	if r.Step.Own() {
		rounds.Now = r.Deadline().AddDays(1).Time
	}
	if err := rounds.Advance(y.t.Context(), y.person("SNV"), y.id, to, "BB 01"); err != nil {
		y.t.Fatal(err)
	}
}

func (y *year) path(agency, rest string) string {
	return fmt.Sprintf("/desk/rounds/%d/sheets/%s%s", y.id, agency, rest)
}

func (y *year) sheet(agency string) *round.Sheet {
	y.t.Helper()
	s, err := y.rounds.Sheet(y.t.Context(), y.id, y.agency(agency), round.Extra{})
	if err != nil {
		y.t.Fatal(err)
	}
	return s
}

// upload sends a form with files, as a browser does; files are field, name and content.
func (w *world) upload(cookie, path string, fields map[string]string, files [][3]string, headers ...string) *httptest.ResponseRecorder {
	w.t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for name, value := range fields {
		_ = form.WriteField(name, value)
	}
	for _, f := range files {
		part, err := form.CreateFormFile(f[0], f[1])
		if err != nil {
			w.t.Fatal(err)
		}
		_, _ = part.Write([]byte(f[2]))
	}
	_ = form.Close()
	return w.send("POST", path, b.String(), append(headers, cookie, "Content-Type: "+form.FormDataContentType())...)
}

// fields are the pairs of a form of leaves.
func fields(pairs ...string) map[string]string {
	m := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return m
}

// fillAll gives an agency's sheet all that it needs, beside the pages.
func (y *year) fillAll(agency string) {
	y.t.Helper()
	s := y.sheet(agency)
	var drafts []round.Draft
	for i := range s.Leaves {
		l := &s.Leaves[i]
		if !l.Asked() {
			continue
		}
		d := round.Draft{Leaf: l.Item.Code, Note: "Thuyết minh riêng của " + agency, After: l.Last(round.Self)}
		switch {
		case l.Item.Share():
			d.Given.Num, d.Given.Den = 10000, 10000
		case l.Item.Number():
		default:
			d.Given.Points = l.Item.Max
		}
		if l.Item.Number() && l.Item.Kind != "count" {
			d.Given.Num = 500
		}
		drafts = append(drafts, d)
	}
	by := y.person(agency)
	if err := y.rounds.Assess(y.t.Context(), by, y.id, y.agency(agency), drafts); err != nil {
		y.t.Fatal(err)
	}
	first, err := y.rounds.AddEvidence(y.t.Context(), by, y.id, y.agency(agency),
		round.Upload{Leaf: round.ReportLeaf, Part: round.Self, Name: "Báo cáo của " + agency + ".pdf"}, strings.NewReader(aPDF+agency))
	if err != nil {
		y.t.Fatal(err)
	}
	for _, l := range y.sheet(agency).Missing() {
		if err := y.rounds.UseEvidence(y.t.Context(), by, first, l.Item.Code, round.Self); err != nil {
			y.t.Fatal(err)
		}
	}
}

func (y *year) submit(agency string) {
	y.t.Helper()
	if err := y.rounds.Submit(y.t.Context(), y.person(agency), y.id, y.agency(agency)); err != nil {
		y.t.Fatal(err, storetest.Mistakes(err))
	}
}

// existingSheets are sheets of a year with a piece of evidence each.
func (w *world) existingSheets() []string {
	w.t.Helper()
	y := w.openYear(2025)
	names := []string{"{sheets}", fmt.Sprintf("/desk/rounds/%d", y.id)}
	for code, cookie := range map[string]string{"STP": y.manager, "CDYT": y.foreign} {
		path := y.path(code, "/leaves/1.1.1/files")
		w.wants("evidence", w.upload(cookie, path, nil, [][3]string{{"file", "Của " + code + ".pdf", aPDF + code}}), 303)
		names = append(names, "{evidence-"+code+"}", fmt.Sprint(y.sheet(code).Evidence[0].ID))
	}
	return names
}

// sheetTried are the rows of the sheet's routes.
func sheetTried() map[string]tried {
	const route = "/desk/rounds/:id/sheets/:agency"
	rows := map[string]tried{
		"GET /desk/sheet": {target: "/desk/sheet", shows: "Sở Tư pháp"},
		// Whoever unlocks is of another agency than the sheet: this one's people are tried at the school's.
		"GET " + route + "/unlock":       {target: "{sheets}/sheets/CDYT/unlock"},
		"POST " + route + "/unlock":      {target: "{sheets}/sheets/CDYT/unlock"},
		"GET /desk/rounds/:id/petitions": {target: "{sheets}/petitions", may: seesRounds},
		"GET /desk/rounds/:id/evidence/:evidence": {
			target: "{sheets}/evidence/{evidence-STP}", foreign: "{sheets}/evidence/{evidence-CDYT}",
		},
	}
	for _, r := range []string{
		"GET ", "POST /areas/:area", "POST /areas/:area/appraisal", "GET /submit", "POST /submit", "POST /withdraw",
		"GET /leaves/:leaf", "POST /leaves/:leaf/files", "POST /leaves/:leaf/uses", "POST /leaves/:leaf/explanation",
		"POST /leaves/:leaf/petition", "POST /leaves/:leaf/petition/answer", "POST /leaves/:leaf/appraisal/files",
		"POST /leaves/:leaf/appraisal/uses", "GET /files/:file",
	} {
		method, rest, _ := strings.Cut(r, " ")
		path := strings.NewReplacer(":area", "I", ":leaf", "1.1.1", ":file", "sheet.xlsx").Replace(rest)
		rows[method+" "+route+rest] = tried{
			target: "{sheets}/sheets/STP" + path, foreign: "{sheets}/sheets/CDYT" + path,
		}
	}
	return rows
}

var saidIndex = regexp.MustCompile(`Chỉ số tạm tính</dt><dd>([^<]*)<`)

func indexOn(rec *httptest.ResponseRecorder) string {
	if m := saidIndex.FindStringSubmatch(rec.Body.String()); m != nil {
		return m[1]
	}
	return ""
}

// An agency saves an area at once, with its files, sees its index grow, and loses nothing
// that it typed where something was wrong.
func TestAnAgencyFillsInItsSheet(t *testing.T) {
	both(t, func(w *world) {
		y := w.openYear(2026)
		area := y.path("STP", "/areas/II")
		page := w.sendAs(y.manager, "GET", "/desk/sheet", nil)
		w.wants("own", page, 200, "Còn thiếu", `action="`+area+`"`, `name="after:2.2.2" value="0"`)
		if got := indexOn(page); got != "0,00" {
			t.Error("index at first", got)
		}
		form := fields("after:2.2.2", "0", "points:2.2.2", "0,75", "note:2.2.2", "Đã niêm yết", "after:2.3.1", "0", "num:2.3.1", "9.84", "den:2.3.1", "9.840")
		rec := w.upload(y.manager, area, form, [][3]string{{"file:2.2.2", "Ảnh niêm yết.pdf", aPDF}, {"file:2.2.2", "virus.exe", "MZ"}})
		w.wants("mistakes", rec, 422, "2.3.1: ", `value="0,75"`, "Đã niêm yết", `value="9.84"`, "viết 9,84", "virus.exe: Chỉ nhận tệp", "Ảnh niêm yết.pdf")
		if s := y.sheet("STP"); s.Leaf("2.2.2").Self != nil || len(s.Evidence) != 1 {
			t.Error("stored in spite of a mistake, or the good file was lost", len(s.Evidence))
		}
		form["num:2.3.1"] = "9540"
		saved := w.upload(y.manager, area, form, nil)
		w.wants("saved", saved, 303)
		if at := saved.Header().Get("Location"); at != y.path("STP", "?area=II&done=saved#a-II") {
			t.Error("leads to", at)
		}
		page = w.sendAs(y.manager, "GET", y.path("STP", "?area=II"), nil)
		w.wants("stored", page, 200, "9.540 trên 9.840", "4,85", "0,75", `value="9.540"`)
		if got := indexOn(page); got == "0,00" {
			t.Error("the index did not grow", got)
		}
		form["points:2.2.2"], form["num:2.3.1"] = "1", "9540"
		conflict := w.upload(y.manager, area, form, nil)
		w.wants("from an old page", conflict, 409, "0,75 điểm", `name="points:2.2.2" type="text" value="1"`, "Nguyễn Văn STP")
		after := regexp.MustCompile(`name="after:2.2.2" value="(\d+)"`).FindStringSubmatch(conflict.Body.String())
		form["after:2.2.2"] = after[1]
		w.wants("sent again", w.upload(y.manager, area, form, nil), 303)
		if l := y.sheet("STP").Leaf("2.2.2"); l.Self.Given.Points != 100 || len(l.History) != 2 {
			t.Error(l.Self, len(l.History))
		}
		form = fields("after:2.2.2", fmt.Sprint(y.sheet("STP").Leaf("2.2.2").Last(round.Self)), "points:2.2.2", "", "after:8.1.1", "0", "points:8.1.1", "9")
		w.wants("emptied", w.upload(y.manager, area, form, nil), 422, "có số liệu, xin nhập số mới")
		w.wants("history", w.sendAs(y.viewer, "GET", y.path("STP", "/leaves/2.2.2"), nil), 200,
			"0,75 điểm", "1,00 điểm", "Đã niêm yết", "Nguyễn Văn STP", "Ảnh niêm yết.pdf")
	})
}

// What is of another agency is not there; who only reads has no fields; who counts at a
// counter has no part in it; nobody appraises his own.
func TestWhoMaySeeAndWriteASheet(t *testing.T) {
	both(t, func(w *world) {
		y := w.openYear(2026)
		y.fillAll("STP")
		own, foreign := y.path("STP", "?area=all"), y.path("CDYT", "")
		w.wants("foreign", w.sendAs(y.manager, "GET", foreign, nil), 404)
		w.wants("foreign leaf", w.sendAs(y.manager, "GET", y.path("CDYT", "/leaves/1.1.1"), nil), 404)
		w.wants("foreign area", w.upload(y.manager, y.path("CDYT", "/areas/I"), fields("after:1.1.1", "0"), nil), 404)
		w.wants("clerk", w.sendAs(w.as(account.Clerk, "STP"), "GET", own, nil), 403)
		w.wants("clerk's own", w.sendAs(w.as(account.Clerk, "STP"), "GET", "/desk/sheet", nil), 403)
		w.wants("no round", w.sendAs(y.manager, "GET", "/desk/rounds/999/sheets/STP", nil), 404)
		w.wants("no agency", w.sendAs(y.chair, "GET", y.path("UBND-NT", ""), nil), 404)
		w.wants("no leaf", w.sendAs(y.manager, "GET", y.path("STP", "/leaves/99"), nil), 404)
		w.wantsNot("viewer", w.sendAs(y.viewer, "GET", own, nil), 200, `name="points:`, `type="file"`, `/submit"`)
		near := w.as(account.Appraiser, "STP")
		w.wantsNot("near", w.sendAs(near, "GET", own, nil), 200, `name="out:`, "/appraisal")
		w.wants("near appraises", w.upload(near, y.path("STP", "/areas/I/appraisal"), fields("after:1.1.1", "0"), nil), 403)
		w.wants("near unlocks", w.sendAs(w.as(account.Chair, "STP"), "POST", y.path("STP", "/unlock"), values("reason", "x")), 403)
		w.wants("the council fills", w.upload(y.chair, y.path("STP", "/areas/I"), fields("after:1.1.1", "0"), nil), 403)
		y.submit("STP")
		w.wants("locked", w.upload(y.manager, y.path("STP", "/areas/I"), fields("after:1.1.1", "0", "num:1.1.1", "1", "den:1.1.1", "2"), nil), 410)
		w.wants("none", w.sendAs(w.as(account.Manager, "UBND-NT"), "GET", "/desk/sheet", nil), 200, "Cơ quan chưa có phiếu chấm điểm")
	})
}

// Files are taken many at once, each by itself, and given out as attachments to those who
// may see the sheet.
func TestEvidenceIsTakenAndGivenOut(t *testing.T) {
	both(t, func(w *world) {
		y := w.openYear(2026)
		path := y.path("STP", "/leaves/2.2.2")
		two := [][3]string{{"file", "Ảnh 1.pdf", aPDF + "1"}, {"file", `C:\máy\Ảnh "2".pdf`, aPDF + "2"}}
		w.wants("two", w.upload(y.manager, path+"/files", nil, two), 303)
		list := y.sheet("STP").Evidence
		if len(list) != 2 || list[1].Name != `Ảnh "2".pdf` {
			t.Fatal(list)
		}
		one := fmt.Sprintf("/desk/rounds/%d/evidence/%d", y.id, list[1].ID)
		rec := w.sendAs(y.viewer, "GET", one, nil)
		w.wants("download", rec, 200)
		for name, want := range map[string]string{
			"Content-Disposition":     `attachment; filename="_nh _2_.pdf"; filename*=UTF-8''%E1%BA%A2nh%20%222%22.pdf`,
			"Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'", "X-Content-Type-Options": "nosniff",
			"Content-Type": "application/pdf", "Cache-Control": "no-store",
		} {
			if got := rec.Header().Get(name); got != want {
				t.Errorf("%s: %q", name, got)
			}
		}
		if rec.Body.String() != aPDF+"2" {
			t.Error("other bytes")
		}
		w.wants("foreign", w.sendAs(y.foreign, "GET", one, nil), 404)
		w.wants("clerk", w.sendAs(w.as(account.Clerk, "STP"), "GET", one, nil), 403)
		w.wants("other number", w.sendAs(y.manager, "GET", fmt.Sprintf("/desk/rounds/%d/evidence/0", y.id), nil), 404)
		var many [][3]string
		for i := range 11 {
			many = append(many, [3]string{"file", fmt.Sprintf("tep-%02d.pdf", i), aPDF + fmt.Sprint("m", i)})
		}
		w.wants("eleven", w.upload(y.manager, path+"/files", nil, many), 422, "tep-10.pdf: Mỗi lần gửi nhiều nhất 10 tệp")
		if n := len(y.sheet("STP").Evidence); n != 12 {
			t.Error(n, "files, ten more were to be kept")
		}
		rec = w.upload(y.manager, path+"/files", nil, two[:1], "Accept: application/json")
		w.wants("by the script", rec, 200, `"name":"Ảnh 1.pdf"`)
		rec = w.upload(y.manager, path+"/files", nil, [][3]string{{"file", "x.exe", "MZ"}}, "Accept: application/json")
		w.wants("refused by words", rec, 422, `"detail":"Chỉ nhận tệp PDF`)
		w.wants("no file", w.upload(y.manager, path+"/files", nil, nil), 422, "Chưa chọn tệp nào")
		id := fmt.Sprint(list[0].ID)
		w.wants("used elsewhere", w.sendAs(y.manager, "POST", y.path("STP", "/leaves/2.2.1/uses"), values("evidence", id)), 303)
		w.wants("dropped", w.sendAs(y.manager, "POST", path+"/uses", values("evidence", id, "drop", "yes")), 303)
		s := y.sheet("STP")
		if s.Evidence[0].For("2.2.2") || !s.Evidence[0].For("2.2.1") {
			t.Error(s.Evidence[0].Uses)
		}
		w.wants("in the history", w.sendAs(y.manager, "GET", path, nil), 200, "Bỏ tài liệu", "Đã bỏ: Nguyễn Văn STP")
		w.wants("foreign use", w.sendAs(y.foreign, "POST", y.path("CDYT", "/leaves/2.2.1/uses"), values("evidence", id)), 404)
	})
}

// The council appraises, the agency sees it once the step is over, explains and agrees,
// and the council judges again.
func TestASheetGoesThroughTheYear(t *testing.T) {
	both(t, func(w *world) {
		y := w.openYear(2026)
		y.fillAll("STP")
		w.wants("whole", w.sendAs(y.manager, "GET", y.path("STP", "/submit"), nil), 200, "Không còn thiếu gì")
		w.wants("missing", w.sendAs(y.foreign, "GET", y.path("CDYT", "/submit"), nil), 200, "chưa nộp được", "Chưa gửi")
		w.wants("too early", w.sendAs(y.foreign, "POST", y.path("CDYT", "/submit"), values()), 422)
		w.wants("submitted", w.sendAs(y.manager, "POST", y.path("STP", "/submit"), values()), 303)
		w.wants("taken back", w.sendAs(y.manager, "POST", y.path("STP", "/withdraw"), values()), 303)
		w.wants("again", w.sendAs(y.manager, "POST", y.path("STP", "/submit"), values()), 303)
		y.advance(round.Appraising)
		w.wants("unlock asks why", w.sendAs(y.secretary, "POST", y.path("CDYT", "/unlock"), values("reason", "")), 422)
		w.wants("unlocked", w.sendAs(y.secretary, "POST", y.path("CDYT", "/unlock"), values("reason", "Mất điện")), 303)

		area := y.path("STP", "/areas/II/appraisal")
		w.wants("fields", w.sendAs(y.chair, "GET", y.path("STP", "?area=II"), nil), 200, `name="out:2.2.2"`, "Thuyết minh riêng của STP")
		cut := fields("after:2.2.2", "0", "points:2.2.2", "0,5")
		w.wants("no reason", w.upload(y.chair, area, cut, nil), 422, `value="0,5"`)
		cut["note:2.2.2"] = "Ảnh chụp tháng 3"
		cut["after:2.4.1"], cut["out:2.4.1"], cut["note:2.4.1"] = "0", "yes", "Không có phản ánh"
		w.wants("cut", w.upload(y.chair, area, cut, nil), 303)
		w.wants("near and unassigned", w.upload(w.as(account.Appraiser, "SNV"), area, cut, nil), 403)
		for _, at := range []string{"?area=all", "/leaves/2.2.2"} {
			rec := w.sendAs(y.manager, "GET", y.path("STP", at), nil)
			w.wantsNot("not yet seen "+at, rec, 200, "Ảnh chụp tháng 3", "UBND-NT")
		}
		for _, code := range []string{"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"} {
			left := y.left("STP", code)
			status := map[bool]int{true: 303, false: 422}[len(left) == 0 || slices.ContainsFunc(left, func(l *round.Leaf) bool { return l.Self != nil })]
			w.wants("kept "+code, w.upload(y.chair, y.path("STP", "/areas/"+code+"/appraisal"), fields("keep", "yes"), nil), status)
		}
		y.skipRest()
		page := w.sendAs(y.manager, "GET", y.path("STP", ""), nil)
		w.wants("seen", page, 200, "Còn 1 chỗ bị trừ điểm", "Ảnh chụp tháng 3", "Hội đồng, UBND thành phố Nha Trang", "Đồng ý với 0,50 điểm")
		w.wantsNot("but not by whom", page, 200, "Nguyễn Văn UBND-NT", "test-chair")

		say := y.path("STP", "/leaves/2.2.2/explanation")
		w.wants("says nothing", w.upload(y.manager, say, fields("after:2.2.2", "0"), nil), 422)
		said := fields("after:2.2.2", "0", "note:2.2.2", "Đã thay bảng niêm yết")
		w.wants("explained", w.upload(y.manager, say, said, [][3]string{{"file:2.2.2", "bàn giao.pdf", aPDF + "x"}}), 303)
		w.wants("agreed after all", w.upload(y.manager, say, fields("after:2.2.2", "0", "agrees", "yes"), nil), 409)
		w.wants("shown", w.sendAs(y.viewer, "GET", y.path("STP", "?only=cut"), nil), 200, "đã giải trình", "Đã thay bảng niêm yết", "bàn giao.pdf")
		y.advance(round.Reappraising)
		again := fields("after:2.2.2", "0", "points:2.2.2", "1", "note:2.2.2", "Nhận lại")
		w.wants("second", w.upload(y.chair, area, again, nil), 303)
		w.wantsNot("second not seen", w.sendAs(y.manager, "GET", y.path("STP", "?area=all"), nil), 200, "Nhận lại")
		y.advance(round.Closed)
		w.wants("closed", w.sendAs(y.manager, "GET", y.path("STP", "?area=all"), nil), 200, "Nhận lại", "đã khóa")
		w.wants("no petition yet", w.sendAs(y.manager, "POST", y.path("STP", "/leaves/2.4.1/petition"), values("reason", "x")), 410)
	})
}

// left are the leaves of an area that nobody has appraised.
func (y *year) left(code, area string) (list []*round.Leaf) {
	s := y.sheet(code)
	for i := range s.Leaves {
		if l := &s.Leaves[i]; frontend.AreaCode(l) == area && s.Unappraised(l) {
			list = append(list, l)
		}
	}
	return list
}

// skipRest appraises what is left of all agencies, and goes on to the explanations.
func (y *year) skipRest() {
	y.t.Helper()
	for _, code := range []string{"STP", "SNV", "CDYT"} {
		if s := y.sheet(code); s.Round.Assessing(s.Member) {
			y.fillAll(code)
			y.submit(code)
		}
		y.appraiseRest(code)
	}
	y.advance(round.Explaining)
}

// appraise sets a leaf not applicable.
func (y *year) appraise(code string, l *round.Leaf) {
	y.t.Helper()
	d := round.Draft{Leaf: l.Item.Code, Note: "Thẩm định riêng của " + code}
	d.Given.NotApplicable = true
	by := y.person("UBND-NT")
	if err := y.rounds.Appraise(y.t.Context(), by, y.id, y.agency(code), round.Appraised, []round.Draft{d}); err != nil {
		y.t.Fatal(err, storetest.Mistakes(err))
	}
}

// appraiseRest sets all that is left of a sheet not applicable.
func (y *year) appraiseRest(code string) {
	y.t.Helper()
	s := y.sheet(code)
	var drafts []round.Draft
	for i := range s.Leaves {
		if l := &s.Leaves[i]; s.Unappraised(l) {
			d := round.Draft{Leaf: l.Item.Code, Note: "Thẩm định riêng của " + code}
			d.Given.NotApplicable = true
			drafts = append(drafts, d)
		}
	}
	by := y.person("UBND-NT")
	if err := y.rounds.Appraise(y.t.Context(), by, y.id, y.agency(code), round.Appraised, drafts); err != nil {
		y.t.Fatal(err, storetest.Mistakes(err))
	}
}

// LeafTimes are the beginning of the day that a test says.
func (w *world) LeafTimes(
	context.Context, string, int, string, survey.Day, edition.ContentReader,
) (func(string) time.Time, error) {
	return func(string) time.Time { return storetest.On(w.published) }, nil
}

// After publication an agency files one petition for each leaf, within ten working days.
func TestAPetitionIsFiledInTime(t *testing.T) {
	both(t, func(w *world) {
		y := w.openYear(2026)
		y.fillAll("STP")
		y.submit("STP")
		y.advance(round.Appraising)
		y.skipRest()
		y.advance(round.Reappraising)
		y.advance(round.Closed)
		path := y.path("STP", "/leaves/2.2.2")
		w.wantsNot("unpublished", w.sendAs(y.manager, "GET", path, nil), 200, "Gửi kiến nghị")
		w.published = survey.DayOf(w.clock, storetest.Zone)
		w.wants("form", w.sendAs(y.manager, "GET", path, nil), 200, "Gửi kiến nghị", "Nhận kiến nghị đến hết ngày 18/03/2026")
		w.wantsNot("not for who reads", w.sendAs(y.viewer, "GET", path, nil), 200, "Gửi kiến nghị")
		w.wants("no reason", w.sendAs(y.manager, "POST", path+"/petition", values("reason", "")), 422)
		w.wants("filed", w.sendAs(y.manager, "POST", path+"/petition", values("reason", "Đề nghị 1,00 điểm")), 303)
		w.wants("twice", w.sendAs(y.manager, "POST", path+"/petition", values("reason", "Nữa")), 409)
		w.wants("seen", w.sendAs(y.chair, "GET", path, nil), 200, "Đề nghị 1,00 điểm", "Chưa có trả lời")
		w.published = w.published.AddDays(-30)
		other := y.path("STP", "/leaves/2.2.1")
		w.wantsNot("late", w.sendAs(y.manager, "GET", other, nil), 200, "Gửi kiến nghị")
		w.wants("too late", w.sendAs(y.manager, "POST", other+"/petition", values("reason", "x")), 410)
	})
}

// The pages with uploads may run our one script; no other page may.
func TestOnlySheetsHaveAScript(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t), api.Limits{})
	y := w.openYear(2026)
	name, _ := frontend.UploadScript()
	for target, has := range map[string]bool{
		y.path("STP", ""): true, y.path("STP", "/leaves/1.1.1"): true, y.path("STP", "/submit"): false, "/desk": false,
	} {
		rec := w.sendAs(y.manager, "GET", target, nil)
		policy := rec.Header().Get("Content-Security-Policy")
		if strings.Contains(policy, "script-src 'self'") != has || strings.Contains(rec.Body.String(), name) != has {
			t.Errorf("%s: %s", target, policy)
		}
		if strings.Contains(policy, "unsafe") || !strings.Contains(policy, "default-src 'none'") {
			t.Errorf("%s: %s", target, policy)
		}
	}
	rec := w.send("GET", "/static/"+name, "")
	if rec.Code != 200 || !strings.HasPrefix(rec.Header().Get("Content-Type"), "text/javascript") {
		t.Error(rec.Code, rec.Header())
	}
}
