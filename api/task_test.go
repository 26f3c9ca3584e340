package api_test

import (
	"fmt"
	"html"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"hailong/account"
	"hailong/scoring/round"
	"hailong/survey"
)

const (
	taskHead = "section,section_name,number,task,product,deadline,responsibility,owner\n"
	// ofProvince is led by Sở Tư pháp, as it says itself; the others' tasks are their own.
	ofProvince = taskHead + `I,Thể chế,1,Rà soát văn bản,Báo cáo,Quý I/2026,"Sở Tư pháp chủ trì, phối hợp Sở Nội vụ",
I,Thể chế,2,Việc của trường,Đề án,Theo chỉ đạo,Trường Cao đẳng Y tế chủ trì,
II,Thủ tục,1,Lùi một năm,Báo cáo,Tháng 12/2025,Sở Nội vụ chủ trì,
`
	ofSTP  = taskHead + "I,Thể chế,1,Việc riêng của Sở,Báo cáo,Quý II/2026,,STP\n"
	ofCDYT = taskHead + "I,Đào tạo,1,Việc riêng của trường,Đề án,Quý II/2026,,CDYT\n"
	aPDF   = "%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
)

// bringTasks takes a file of tasks of 2026 in as a person does: tried, then confirmed.
func (w *world) bringTasks(cookie, what, text string) *httptest.ResponseRecorder {
	w.t.Helper()
	path := "/desk/files/" + what + "/2026"
	tried := w.file(cookie, path, nil, "nhiemvu.csv", text)
	w.wants("tried", tried, 200)
	body := tried.Body.String()
	table, version := hiddenTable.FindStringSubmatch(body), hiddenVersion.FindStringSubmatch(body)
	if table == nil || version == nil {
		w.t.Fatal("nothing to confirm", textOf(tried))
	}
	return w.file(cookie, path, map[string]string{"table": html.UnescapeString(table[1]), "version": version[1]}, "", "")
}

// taskOf is the only task of 2026 whose text is so.
func (w *world) taskOf(text string) *round.TrackedTask {
	w.t.Helper()
	list, err := w.db.TrackedTasks(w.t.Context(), round.TaskQuery{Year: 2026})
	if err != nil {
		w.t.Fatal(err)
	}
	for i := range list {
		if list[i].Text == text {
			return &list[i]
		}
	}
	w.t.Fatalf("no task %q", text)
	return nil
}

func pathOfTask(t *round.TrackedTask) string { return fmt.Sprintf("/desk/tasks/%d", t.ID) }

// reportTask sends a report of an agency with a file.
func (w *world) reportTask(cookie, agency, text string, fields ...string) *httptest.ResponseRecorder {
	w.t.Helper()
	task := w.taskOf(text)
	form := map[string]string{"agency": agency, "done_on": "2026-03-04", "note": "Đã trình " + agency, "after": "0"}
	if last := task.Last(w.shelf.Now().AgencyByCode(agency, "2026-03-04").ID); last != nil {
		form["after"] = fmt.Sprint(last.ID)
	}
	for i := 0; i < len(fields); i += 2 {
		form[fields[i]] = fields[i+1]
	}
	return w.file(cookie, pathOfTask(task)+"/reports", form, "Quyết định số 1.pdf", aPDF+agency)
}

// existingTasks are tasks of Sở Tư pháp and of the school with a report each, as what the
// names in braces stand for.
func (w *world) existingTasks() []string {
	w.t.Helper()
	w.wants("brought", w.bringTasks(w.as(account.Secretary, "SNV"), "tasks", ofSTP+strings.TrimPrefix(ofCDYT, taskHead)), 303)
	w.wants("reported", w.reportTask(w.as(account.Manager, "STP"), "STP", "Việc riêng của Sở"), 303)
	w.wants("reported", w.reportTask(w.as(account.Manager, "CDYT"), "CDYT", "Việc riêng của trường"), 303)
	stp, cdyt := w.taskOf("Việc riêng của Sở"), w.taskOf("Việc riêng của trường")
	return []string{
		"{task}", fmt.Sprint(stp.ID), "{report}", fmt.Sprint(stp.Reports[0].ID),
		"{foreign_task}", fmt.Sprint(cdyt.ID), "{foreign_report}", fmt.Sprint(cdyt.Reports[0].ID),
	}
}

var proposedBox = regexp.MustCompile(`name="task" value="([^"]+)"`)

func TestThePlanOfTheProvinceIsBroughtAndConfirmed(t *testing.T) {
	both(t, func(w *world) {
		office, stp, viewer := w.as(account.Secretary, "SNV"), w.as(account.Manager, "STP"), w.as(account.Viewer, "CDYT")
		w.wants("empty", w.sendAs(office, "GET", "/desk/tasks", nil), 200, "Chưa có nhiệm vụ nào", "/desk/files/tasks/2026")
		w.wants("brought", w.bringTasks(office, "tasks", ofProvince), 303)
		list := w.sendAs(office, "GET", "/desk/tasks?year=2026", nil)
		w.wants("list", list, 200, "Rà soát văn bản", "31/03/2026", "Sở Tư pháp (chủ trì, chưa xác nhận)",
			"cần xem lại năm", "chưa có ngày hết hạn", "chưa đến hạn", "I. Thể chế", "II. Thủ tục")
		for _, cookie := range []string{stp, viewer} {
			w.wantsNot("nobody has confirmed", w.sendAs(cookie, "GET", "/desk/tasks?year=2026", nil), 200, "Rà soát", "Việc của trường")
			w.wants("nobody has confirmed", w.sendAs(cookie, "GET", pathOfTask(w.taskOf("Rà soát văn bản")), nil), 404)
		}
		boxes := proposedBox.FindAllStringSubmatch(list.Body.String(), -1)
		if len(boxes) != 2 { // the third is the secretary's own agency's
			t.Fatal(boxes)
		}
		w.wants("none chosen", w.sendAs(office, "POST", "/desk/tasks/confirm", values("back", "/desk/tasks?year=2026")), 422, "ít nhất một")
		form := values("back", "/desk/tasks?year=2026", "task", boxes[0][1], "task", boxes[1][1])
		w.wants("confirmed", w.sendAs(office, "POST", "/desk/tasks/confirm", form), 303)
		w.wants("stale", w.sendAs(office, "POST", "/desk/tasks/confirm", form), 409, "vừa được người khác sửa")
		w.wants("sees", w.sendAs(stp, "GET", "/desk/tasks?year=2026", nil), 200, "Rà soát văn bản", "Nhiệm vụ của cơ quan đến hạn trong năm: 1")
		w.wantsNot("sees not", w.sendAs(stp, "GET", "/desk/tasks?year=2026", nil), 200, "Việc của trường", "Lùi một năm", `name="task"`)
		w.wants("sees", w.sendAs(viewer, "GET", "/desk/tasks?year=2026", nil), 200, "Việc của trường")
		left := w.sendAs(office, "GET", "/desk/tasks?year=2026&state=unconfirmed", nil)
		w.wants("left", left, 200, "Lùi một năm")
		w.wantsNot("left", left, 200, "Rà soát văn bản")
		w.wantsNot("questioned", w.sendAs(office, "GET", "/desk/tasks?year=2026&state=questioned", nil), 200, "Rà soát văn bản")
	})
}

func TestATaskGetsItsDayAndItsAgencies(t *testing.T) {
	both(t, func(w *world) {
		// The task is Sở Nội vụ's own, so nobody there decides about it.
		office, chair := w.as(account.Secretary, "SNV"), w.as(account.Chair, "CDYT")
		w.wants("brought", w.bringTasks(office, "tasks", ofProvince), 303)
		task := w.taskOf("Lùi một năm")
		path := pathOfTask(task)
		w.wants("page", w.sendAs(chair, "GET", path, nil), 200, "Tháng 12/2025", "chưa có", "UBND thành phố Nha Trang")
		day := func(mark, counted, due string) *httptest.ResponseRecorder {
			return w.sendAs(chair, "POST", path+"/day", values("mark", mark, "counted", counted, "due", due))
		}
		w.wants("no day", day(task.Mark(), "yes", ""), 422, "phải có ngày hết hạn")
		w.wants("what day", day(task.Mark(), "yes", "mai"), 422, "chưa đúng")
		w.wants("decided", day(task.Mark(), "yes", "2026-12-15"), 303)
		w.wants("stale", day(task.Mark(), "no", ""), 409, "vừa được người khác sửa", "15/12/2026")
		if task = w.taskOf("Lùi một năm"); task.Due != "2026-12-15" || task.DecidedBy != "test-chair-cdyt" {
			t.Errorf("%+v", task.Task)
		}
		w.wants("left out", day(task.Mark(), "no", "2026-12-15"), 303)
		w.wants("left out", w.sendAs(office, "GET", path, nil), 200, "không tính")
		task = w.taskOf("Lùi một năm")
		w.wants("assigned", w.sendAs(chair, "POST", path+"/agencies", values("mark", task.Mark(), "part", "STP", "part", "UBND-NT", "lead", "UBND-NT")), 303)
		w.wants("unknown", w.sendAs(chair, "POST", path+"/agencies", values("mark", w.taskOf("Lùi một năm").Mark(), "part", "XYZ")), 422, "chưa đúng")
		task = w.taskOf("Lùi một năm")
		c := w.shelf.Now()
		if at := task.At(c.AgencyByCode("UBND-NT", "2026-03-04").ID); at == nil || !at.Leads || !at.Confirmed() || len(task.Agencies) != 2 {
			t.Errorf("%+v", task.Agencies)
		}
		w.wants("who takes part sees it", w.sendAs(w.as(account.Viewer, "STP"), "GET", path, nil), 200, "UBND thành phố Nha Trang")
	})
}

func TestAnAgencyReportsWithAFile(t *testing.T) {
	both(t, func(w *world) {
		office, stp, snv := w.as(account.Secretary, "SNV"), w.as(account.Manager, "STP"), w.as(account.Manager, "SNV")
		w.wants("brought", w.bringTasks(office, "tasks", ofProvince), 303)
		task := w.taskOf("Rà soát văn bản")
		path := pathOfTask(task)
		w.wants("confirmed", w.sendAs(office, "POST", path+"/agencies", values("mark", task.Mark(), "lead", "STP", "part", "SNV")), 303)
		w.wants("form", w.sendAs(stp, "GET", path, nil), 200, "Gửi báo cáo", `name="done_on"`)
		w.wants("tomorrow", w.reportTask(stp, "STP", task.Text, "done_on", "2026-03-05"), 422, "không được sau hôm nay", "Đã trình STP")
		w.wants("no file", w.file(stp, path+"/reports", map[string]string{"agency": "STP", "done_on": "2026-03-04", "after": "0"}, "", ""), 422, "phải kèm tệp")
		w.wants("a program", w.file(stp, path+"/reports", map[string]string{"agency": "STP", "note": "x", "after": "0"}, "a.exe", "MZ"), 422, "Chỉ nhận tệp PDF")
		large := w.file(stp, path+"/reports", map[string]string{"agency": "STP", "note": "Ghi chú dài", "after": "0"}, "a.pdf", aPDF+strings.Repeat("x", survey.MaxFile))
		w.wants("too large", large, 422, "lớn hơn 20 MB", "Ghi chú dài")
		w.wants("reported", w.reportTask(stp, "STP", task.Text), 303)
		w.wants("stale", w.reportTask(stp, "STP", task.Text, "after", "0"), 409, "vừa có báo cáo mới")
		w.wants("reported", w.reportTask(snv, "SNV", task.Text), 303)
		w.wants("history", w.sendAs(stp, "GET", path, nil), 200, "Đã trình STP", "Quyết định số 1.pdf", "hoàn thành ngày 04/03/2026", "hoàn thành đúng hạn")
		w.wantsNot("history", w.sendAs(stp, "GET", path, nil), 200, "Đã trình SNV", "test-manager-snv")
		w.wants("all", w.sendAs(office, "GET", path, nil), 200, "Đã trình STP", "Đã trình SNV")
		file := fmt.Sprintf("%s/reports/%d", path, w.taskOf(task.Text).Reports[0].ID)
		got := w.sendAs(stp, "GET", file, nil)
		w.wants("file", got, 200, aPDF+"STP")
		for name, want := range map[string]string{
			"Content-Type": "application/pdf", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store",
		} {
			if got.Header().Get(name) != want {
				t.Errorf("%s: %q", name, got.Header().Get(name))
			}
		}
		if h := got.Header(); !strings.Contains(h.Get("Content-Security-Policy"), "sandbox") || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment;") {
			t.Error(h)
		}
		w.wants("another's file", w.sendAs(snv, "GET", file, nil), 404)
		w.wants("not his task", w.sendAs(w.as(account.Manager, "CDYT"), "GET", file, nil), 404)
		w.wants("in another's name", w.reportTask(snv, "STP", task.Text), 404)
		w.wants("a viewer", w.reportTask(w.as(account.Viewer, "STP"), "STP", task.Text), 403)
		w.wantsNot("a viewer", w.sendAs(w.as(account.Viewer, "STP"), "GET", path, nil), 200, `name="done_on"`, `name="mark"`)
	})
}

func TestAnAgencyBringsItsOwnPlan(t *testing.T) {
	both(t, func(w *world) {
		stp := w.as(account.Manager, "STP")
		w.wants("brought", w.bringTasks(stp, "own-tasks", ofSTP), 303)
		w.wants("seen", w.sendAs(stp, "GET", "/desk/tasks?year=2026", nil), 200, "Việc riêng của Sở", "30/06/2026")
		w.wants("file", w.sendAs(stp, "GET", "/desk/files/tasks.csv?year=2026", nil), 200, "Việc riêng của Sở", "2026-06-30,yes,")
		w.wants("xlsx", w.sendAs(stp, "GET", "/desk/files/tasks.xlsx?year=2026", nil), 200)
		w.wants("another's", w.file(stp, "/desk/files/own-tasks/2026", nil, "a.csv", ofCDYT), 422, "chỉ nhập được kế hoạch của cơ quan mình")
		w.wants("of the province", w.file(stp, "/desk/files/tasks/2026", nil, "a.csv", ofProvince), 403)
		w.wants("no year", w.sendAs(stp, "GET", "/desk/files/own-tasks/20", nil), 404)
		tried := w.file(stp, "/desk/files/own-tasks/2026", nil, "a.csv", strings.Replace(ofSTP, "Quý II", "Quý III", 1))
		body := tried.Body.String()
		task := w.taskOf("Việc riêng của Sở")
		w.wants("decided", w.sendAs(w.as(account.Secretary, "SNV"), "POST", pathOfTask(task)+"/day", values("mark", task.Mark(), "counted", "no")), 303)
		late := w.file(stp, "/desk/files/own-tasks/2026", map[string]string{
			"table": html.UnescapeString(hiddenTable.FindStringSubmatch(body)[1]), "version": hiddenVersion.FindStringSubmatch(body)[1],
		}, "", "")
		w.wants("changed since the trial", late, 409, "Xin chạy thử lại")
		w.wantsNot("others", w.sendAs(w.as(account.Manager, "SNV"), "GET", "/desk/files/tasks.csv?year=2026", nil), 200, "Việc riêng")
	})
}

// wantsNot is like wants for what must not appear.
func (w *world) wantsNot(name string, rec *httptest.ResponseRecorder, status int, not ...string) {
	w.t.Helper()
	w.wants(name, rec, status)
	for _, word := range not {
		if strings.Contains(rec.Body.String(), word) {
			w.t.Errorf("%s: holds %q", name, word)
		}
	}
}
