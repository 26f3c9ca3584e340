package api_test

import (
	"fmt"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"hailong/account"
	"hailong/scoring/round"
	"hailong/store/storetest"
	"hailong/survey"
)

// seesRounds are those who see the sheets of all agencies.
func seesRounds(r account.Role) bool { return r.Reach(account.SeeSheets) == account.All }

// roundTried are the rows of the routes of rounds, previews and editions.
func roundTried() map[string]tried {
	const at, edition = "/desk/rounds/:id", "/desk/editions/:id"
	return map[string]tried{
		"GET /desk/rounds":                {target: "/desk/rounds", may: seesRounds, shows: "{sheets}"},
		"GET /desk/rounds/new":            {target: "/desk/rounds/new?year=2026"},
		"POST /desk/rounds/new":           {target: "/desk/rounds/new"},
		"GET " + at:                       {target: "{sheets}", may: seesRounds, shows: "Bảng theo dõi"},
		"GET " + at + "/step":             {target: "{sheets}/step"},
		"POST " + at + "/step":            {target: "{sheets}/step"},
		"GET " + at + "/deadlines":        {target: "{sheets}/deadlines"},
		"POST " + at + "/deadlines":       {target: "{sheets}/deadlines"},
		"GET " + at + "/council":          {target: "{sheets}/council"},
		"POST " + at + "/council":         {target: "{sheets}/council"},
		"GET " + at + "/zero":             {target: "{sheets}/zero"},
		"POST " + at + "/zero":            {target: "{sheets}/zero"},
		"GET " + at + "/index":            {target: "{sheets}/index", shows: "Cách đọc."},
		"POST " + at + "/index":           {target: "{sheets}/index"},
		"GET /desk/editions":              {target: "/desk/editions", shows: "0001/QĐ-UBND"},
		"GET /desk/editions/close":        {target: "/desk/editions/close"},
		"POST /desk/editions/close":       {target: "/desk/editions/close"},
		"GET " + edition:                  {target: "{closed}"},
		"GET " + edition + "/files/:file": {target: "{closed}/files/annex.csv"},
		"GET " + edition + "/archive":     {target: "{published}/archive"},
		"GET " + edition + "/withdraw":    {target: "{closed}/withdraw"},
		"POST " + edition + "/withdraw":   {target: "{closed}/withdraw"},
		"GET " + edition + "/publish":     {target: "{closed}/publish"},
		"POST " + edition + "/publish":    {target: "{closed}/publish"},
	}
}

// existingEditions are a published one and one that is closed.
func (w *world) existingEditions() []string {
	w.t.Helper()
	admin := w.as(account.Admin, "SNV")
	published, closed := w.closeYear(admin, "year:2025"), w.closeYear(admin, "year:2026")
	w.publishAt(published, "0001/QĐ-UBND")
	return []string{"{published}", published, "{closed}", closed}
}

var markSent = regexp.MustCompile(`name="mark" value="([^"]*)"`)

func markOf(rec *httptest.ResponseRecorder) string {
	if m := markSent.FindStringSubmatch(rec.Body.String()); m != nil {
		return m[1]
	}
	return ""
}

// closeYear freezes what the form names, and gives the edition's path.
func (w *world) closeYear(cookie, what string) string {
	w.t.Helper()
	form := values("what", what, "do", "try")
	tried := w.sendAs(cookie, "POST", "/desk/editions/close", form)
	w.wants("tried "+what, tried, 200)
	form.Set("do", "close")
	form.Set("mark", markOf(tried))
	rec := w.sendAs(cookie, "POST", "/desk/editions/close", form)
	w.wants("closed "+what, rec, 303)
	path, _, _ := strings.Cut(rec.Header().Get("Location"), "?")
	return path
}

func (w *world) publishAt(path, decision string) {
	w.t.Helper()
	day := string(survey.DayOf(w.clock, storetest.Zone))
	rec := w.upload(w.as(account.Publisher, "UBND-NT"), path+"/publish", fields("decision", decision, "date", day),
		[][3]string{{"pdf", "QĐ.pdf", aPDF}})
	w.wants("published", rec, 303)
}

// opening is the form of a round of the departments of 2026.
func opening(pairs ...string) url.Values {
	form := values("family", "cchc", "year", "2026", "groups", "department", "do", "try")
	for step, day := range round.SampleCalendar(2026) {
		form.Set(string(step), string(day))
	}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return form
}

// A round is opened as it was shown: what changed meanwhile is shown anew.
func TestARoundIsOpenedAsItWasShown(t *testing.T) {
	both(t, func(w *world) {
		secretary, at := w.as(account.Secretary, "SNV"), "/desk/rounds/new"
		w.wants("empty", w.sendAs(secretary, "GET", "/desk/rounds", nil), 200, "Chưa có đợt chấm điểm nào", at)
		w.wants("no set", w.sendAs(secretary, "GET", at+"?year=2026", nil), 200, "chưa có bộ tiêu chí", `value="2026-12-10"`)
		w.wants("refused", w.sendAs(secretary, "POST", at, opening()), 409, "Khối department chưa có bộ tiêu chí")
		w.sampled("department")
		w.wants("choice", w.sendAs(secretary, "GET", at+"?year=2026", nil), 200, `name="groups" value="department" checked`)
		stp := w.shelf.Now().AgencyByCode("STP", "2026-03-04").ID
		left := fmt.Sprintf("left_out.%d", stp)
		form := opening(left, "Mới <lập>")
		tried := w.sendAs(secretary, "POST", at, form)
		w.wants("trial", tried, 200, "Mới &lt;lập&gt;", "Sở Nội vụ", "10/12/2026")
		w.wants("nothing is stored", w.sendAs(secretary, "GET", "/desk/rounds", nil), 200, "Chưa có đợt chấm điểm nào")
		w.wants("change", w.sendAs(secretary, "POST", at, opening(left, "Mới <lập>", "do", "change")), 200, `value="Mới &lt;lập&gt;"`)
		form.Set("do", "open")
		w.wants("without having looked", w.sendAs(secretary, "POST", at, form), 409, "Xin xem lại rồi mở")
		form.Set("mark", markOf(tried))
		form.Set("self", "2026-12-09")
		w.wants("something else", w.sendAs(secretary, "POST", at, form), 409, "Xin xem lại rồi mở", "09/12/2026")
		form.Set("self", "2026-12-10")
		opened := w.sendAs(secretary, "POST", at, form)
		w.wants("opened", opened, 303)
		w.wants("board", w.sendAs(secretary, "GET", opened.Header().Get("Location"), nil), 200,
			"Đã mở đợt", "không xếp hạng: Mới &lt;lập&gt;", "0/", "1 cơ quan chưa nộp phiếu")
		w.wants("twice", w.sendAs(secretary, "POST", at, form), 409, "Năm 2026 đã có đợt chấm điểm")
		w.wants("logged", w.sendAs(w.as(account.Auditor, "SNV"), "GET", "/desk/log?action=round.open", nil), 200, "cchc/2026")
		form.Set("self", "2026-12-30")
		w.wants("days", w.sendAs(secretary, "POST", at, form), 422, `aria-invalid="true"`)
	})
}

// The board says how far everybody is, deadlines are changed by one at a time, and steps go
// forward only.
func TestARoundIsRunOnItsBoard(t *testing.T) {
	both(t, func(w *world) {
		y := w.openYear(2026)
		at := fmt.Sprintf("/desk/rounds/%d", y.id)
		y.fillAll("STP")
		y.submit("STP")
		w.wants("list", w.sendAs(y.secretary, "GET", "/desk/rounds", nil), 200, "Tự chấm", "1/3")
		w.wants("board", w.sendAs(y.secretary, "GET", at, nil), 200, "2 cơ quan chưa nộp phiếu", y.path("STP", ""), at+"/step")
		w.wantsNot("waiting", w.sendAs(y.secretary, "GET", at+"?show=waiting", nil), 200, y.path("STP", `"`))
		w.wantsNot("group", w.sendAs(y.secretary, "GET", at+"?group=public_unit&sort=name&order=desc", nil), 200, y.path("STP", `"`), y.path("SNV", `"`))
		w.wantsNot("appraiser", w.sendAs(w.as(account.Appraiser, "UBND-NT"), "GET", at, nil), 200, "/index", "/council", "/step", "Chỉ số: tự chấm")
		for _, role := range []account.Role{account.Manager, account.Viewer, account.Clerk} {
			for _, page := range []string{"", "/index", "/council", "/step"} {
				w.wants(string(role)+page, w.sendAs(w.as(role, "STP"), "GET", at+page, nil), 403)
			}
		}
		w.wants("no round", w.sendAs(y.secretary, "GET", "/desk/rounds/999/index", nil), 404)

		days := values("self", "2026-12-11", "appraisal", "2026-12-25", "explanation", "2026-12-31", "second", "2027-01-08")
		for step, day := range round.SampleCalendar(2026) {
			days.Set("was."+string(step), string(day))
		}
		w.wants("days", w.sendAs(y.secretary, "POST", at+"/deadlines", days), 303)
		days.Set("self", "2026-12-12")
		w.wants("stale days", w.sendAs(y.secretary, "POST", at+"/deadlines", days), 409, "Hạn đang lưu", "11/12/2026", `value="2026-12-12"`)
		days.Set("appraisal", "2026-12-01")
		days.Set("was.self", "2026-12-11")
		w.wants("order", w.sendAs(y.secretary, "POST", at+"/deadlines", days), 422)

		w.wants("what is left", w.sendAs(y.secretary, "GET", at+"/step", nil), 200, "2 cơ quan chưa nộp phiếu", `sheets/SNV">Sở Nội vụ</a>`, `sheets/CDYT">Trường Cao đẳng Y tế</a>`)
		w.wants("too far", w.sendAs(y.secretary, "POST", at+"/step", values("to", "closed")), 409)
		until := []string{"hết ngày 11/12/2026", "2 cơ quan còn trong hạn chưa nộp phiếu"}
		w.wants("early", w.sendAs(y.secretary, "POST", at+"/step", values("to", "appraisal")), 409, until...)
		page := w.sendAs(y.secretary, "GET", at+"/step", nil)
		w.wants("told before", page, 200, append(until, "còn 282 ngày", at+`/deadlines"`)...)
		w.wantsNot("nothing to press", page, 200, `value="appraisal"`)
		for step, day := range map[string]string{"self": "2026-03-03", "appraisal": "2026-12-25"} {
			days.Set(step, day)
		}
		w.wants("a day that is over", w.sendAs(y.secretary, "POST", at+"/deadlines", days), 303)
		w.wants("no more early", w.sendAs(y.secretary, "GET", at+"/step", nil), 200, "đã hết hạn ngày 03/03/2026", `value="appraisal"`)
		w.wants("on", w.sendAs(y.secretary, "POST", at+"/step", values("to", "appraisal")), 303)
		w.wants("how long it lasts", w.sendAs(y.secretary, "GET", at+"/step", nil), 200,
			"Bước Thẩm định đến hết ngày 25/12/2026 (còn 296 ngày)", "không sửa được điểm thẩm định lần 1")
		w.wants("twice", w.sendAs(y.secretary, "POST", at+"/step", values("to", "appraisal")), 409)
		w.wants("unappraised", w.sendAs(y.secretary, "POST", at+"/step", values("to", "explanation")), 409,
			"Chưa chuyển bước được", `<a href="`+y.path("STP", "?area=I#a-I")+`">I</a>: `)
		y.finish()
		w.wants("minutes are asked for", w.sendAs(y.secretary, "GET", at+"/step", nil), 200, `name="minutes"`)
		w.wants("no minutes", w.sendAs(y.secretary, "POST", at+"/step", values("to", "closed")), 422, "Xin ghi số biên bản")
		w.wants("closed", w.sendAs(y.secretary, "POST", at+"/step", values("to", "closed", "minutes", "12/BB-HĐ")), 303)
		w.wantsNot("over", w.sendAs(y.secretary, "GET", at, nil), 200, at+"/step")
		w.wants("nothing more", w.sendAs(y.secretary, "GET", at+"/step", nil), 303)
		w.wants("logged", w.sendAs(w.as(account.Auditor, "SNV"), "GET", "/desk/log?action=round.deadlines", nil), 200, "test-secretary-snv")
	})
}

// finish takes a round from its appraisal to its second one.
func (y *year) finish() {
	y.t.Helper()
	for _, code := range []string{"STP", "SNV", "CDYT"} {
		s := y.sheet(code)
		for i := range s.Leaves {
			if l := &s.Leaves[i]; s.Unappraised(l) {
				y.appraise(code, l)
			}
		}
	}
	y.advance(round.Explaining)
	y.advance(round.Reappraising)
}

// Nobody is offered or given his own agency; all that is chosen is assigned, or nothing.
func TestTheCouncilIsAssigned(t *testing.T) {
	both(t, func(w *world) {
		y := w.openYear(2026)
		at := fmt.Sprintf("/desk/rounds/%d/council", y.id)
		w.wants("nobody", w.sendAs(y.secretary, "GET", at, nil), 200, "Chưa có tài khoản nào với vai trò thẩm định", "Chưa ai thẩm định")
		w.as(account.Appraiser, "STP")
		login := "test-appraiser-stp"
		stp, snv := fmt.Sprint(y.agency("STP")), fmt.Sprint(y.agency("SNV"))
		page := w.sendAs(y.secretary, "GET", at+"?login="+login, nil)
		w.wants("choose", page, 200, `name="agency" value="`+snv+`"`, "Không phân công được cho chính cơ quan")
		w.wantsNot("near", page, 200, `name="agency" value="`+stp+`"`)
		add := url.Values{"do": {"add"}, "login": {login}, "agency": {snv, stp}, "area": {"I", "II"}}
		w.wants("near is refused", w.sendAs(y.secretary, "POST", at, add), 403)
		if list, _ := y.rounds.Assignments(w.t.Context(), y.id); len(list) != 0 {
			t.Error("some were assigned", list)
		}
		add["agency"] = []string{snv}
		w.wants("assigned", w.sendAs(y.secretary, "POST", at, add), 303)
		if list, _ := y.rounds.Assignments(w.t.Context(), y.id); len(list) != 2 {
			t.Error(list)
		}
		delete(add, "area")
		w.wants("nothing chosen", w.sendAs(y.secretary, "POST", at, add), 422, "ít nhất một cơ quan")
		for _, login := range []string{"test-chair-ubnd-nt", "test-manager-stp", "nobody"} {
			form := url.Values{"do": {"add"}, "login": {login}, "agency": {snv}, "area": {""}}
			w.wants(login, w.sendAs(y.secretary, "POST", at, form), 422)
		}
		drop := url.Values{"do": {"drop"}, "login": {login}, "agency": {snv}, "area": {"I"}}
		w.wants("dropped", w.sendAs(y.secretary, "POST", at, drop), 303)
		if list, _ := y.rounds.Assignments(w.t.Context(), y.id); len(list) != 1 || list[0].Area != "II" {
			t.Error(list)
		}
		w.wants("auditor may not", w.sendAs(w.as(account.Auditor, "SNV"), "POST", at, drop), 403)
		drop["area"] = []string{"II"}
		w.wants("the chair may", w.sendAs(y.chair, "POST", at, drop), 303)
	})
}

// Whoever has something left sees it on the desk, however far the last day is; who only reads
// is told the next day, quietly.
func TestTheDeskTellsWhatIsLeftAndUntilWhen(t *testing.T) {
	both(t, func(w *world) {
		y := w.openYear(2026)
		w.clock = storetest.Noon.AddDate(0, 8, 28) // 2 December
		early := w.sendAs(w.as(account.Manager, "STP"), "GET", "/desk", nil)
		w.wants("far, but his", early, 200, "Hạn tự chấm và nộp phiếu là 10/12/2026 (còn 8 ngày). Phiếu của Sở Tư pháp")
		w.wantsNot("not late", early, 200, "Quá hạn")
		for _, role := range []account.Role{account.Viewer, account.Chair} {
			w.wants("quietly, "+string(role), w.sendAs(w.as(role, "STP"), "GET", "/desk", nil), 200,
				`<p class="note">Chấm điểm cải cách hành chính năm 2026: bước Tự chấm đến hết ngày 10/12/2026 (còn 8 ngày).`)
		}
		w.wantsNot("no part in it", w.sendAs(w.as(account.Manager, "UBND-NT"), "GET", "/desk", nil), 200, "bước Tự chấm")
		w.clock = w.clock.AddDate(0, 0, 1)
		w.wants("a week before", w.sendAs(w.as(account.Manager, "STP"), "GET", "/desk", nil), 200,
			"Hạn tự chấm và nộp phiếu là 10/12/2026 (còn 7 ngày). Phiếu của Sở Tư pháp", y.path("STP", ""))
		w.wants("who runs it", w.sendAs(w.as(account.Secretary, "SNV"), "GET", "/desk", nil), 200, "còn 3 cơ quan chưa nộp")
		y.fillAll("STP")
		y.submit("STP")
		w.wantsNot("done", w.sendAs(w.as(account.Manager, "STP"), "GET", "/desk", nil), 200, "Hạn tự chấm")
		w.wantsNot("viewer", w.sendAs(w.as(account.Viewer, "CDYT"), "GET", "/desk", nil), 200, "Hạn tự chấm")
		w.clock = w.clock.AddDate(0, 0, 9)
		w.wants("late", w.sendAs(w.as(account.Manager, "CDYT"), "GET", "/desk", nil), 200, "<b>Quá hạn.</b>", "quá hạn 2 ngày")
		w.wants("late, for who runs it", w.sendAs(w.as(account.Secretary, "SNV"), "GET", "/desk", nil), 200,
			"<b>Quá hạn.</b>", "bước Tự chấm đã hết hạn ngày 10/12/2026 (quá hạn 2 ngày) mà chưa chuyển bước")
	})
}

// Where a sheet is unlocked its page locks it again.
func TestAnUnlockedSheetIsLockedAgain(t *testing.T) {
	both(t, func(w *world) {
		y := w.openYear(2026)
		y.advance(round.Appraising)
		at := y.path("CDYT", "/unlock")
		w.wantsNot("to unlock", w.sendAs(y.secretary, "GET", at, nil), 200, `name="do" value="lock"`)
		lock := values("reason", "Không nộp lại", "do", "lock")
		w.wants("not unlocked", w.sendAs(y.secretary, "POST", at, lock), 409, "không ở trạng thái mở khóa")
		w.wants("unlocked", w.sendAs(y.secretary, "POST", at, values("reason", "Mất điện")), 303)
		w.wants("to lock", w.sendAs(y.secretary, "GET", at, nil), 200, "Khóa lại", `name="do" value="lock"`)
		w.wants("a stale page", w.sendAs(y.secretary, "POST", at, values("reason", "Mất điện")), 409, "Khóa lại")
		w.wants("near", w.sendAs(w.as(account.Chair, "CDYT"), "POST", at, lock), 403)
		w.wants("no reason", w.sendAs(y.secretary, "POST", at, values("reason", "", "do", "lock")), 422, "Khóa lại")
		w.wants("locked", w.sendAs(y.secretary, "POST", at, lock), 303)
		w.wants("logged", w.sendAs(w.as(account.Auditor, "SNV"), "GET", "/desk/log?action=sheet.relock", nil), 200, "Không nộp lại")
	})
}

// A member of the council is told on the desk of what is his; who chairs it is not.
func TestTheDeskRemindsWhoAppraises(t *testing.T) {
	both(t, func(w *world) {
		y := w.openYear(2026)
		y.fillAll("STP")
		y.submit("STP")
		y.advance(round.Appraising)
		w.clock = storetest.Noon.AddDate(0, 9, 18) // 22 December
		appraiser := w.as(account.Appraiser, "UBND-NT")
		w.wantsNot("nothing is his", w.sendAs(appraiser, "GET", "/desk", nil), 200, "Hạn thẩm định")
		add := url.Values{
			"do": {"add"}, "login": {"test-appraiser-ubnd-nt"}, "agency": {fmt.Sprint(y.agency("STP"))}, "area": {""},
		}
		w.wants("assigned", w.sendAs(w.as(account.Secretary, "SNV"), "POST", fmt.Sprintf("/desk/rounds/%d/council", y.id), add), 303)
		w.wants("his", w.sendAs(appraiser, "GET", "/desk", nil), 200, "Hạn thẩm định")
		w.wantsNot("chair", w.sendAs(w.as(account.Chair, "UBND-NT"), "GET", "/desk", nil), 200, "Hạn thẩm định")
	})
}
