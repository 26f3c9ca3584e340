package frontend

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"hailong/account"
	"hailong/scoring/round"
	"hailong/survey"
)

// someTasks are tasks in every state, of the province and of Sở Nội vụ (agency 2).
func someTasks() []round.TrackedTask {
	task := func(id round.TaskID, t round.Task) round.TrackedTask {
		t.ID, t.Year, t.Section, t.SectionName, t.Number = id, 2026, "I", "Cải cách thể chế", int(id)
		t.Text, t.Product = fmt.Sprint("Việc thứ ", id), "Báo cáo"
		return round.TrackedTask{Task: t}
	}
	confirmed := []round.TaskAgency{{Agency: 2, Leads: true, ConfirmedBy: "thuky"}, {Agency: 1}, {Agency: 3}, {Agency: 4}, {Agency: 5}, {Agency: 6}}
	list := []round.TrackedTask{
		task(1, round.Task{Deadline: "Tháng 12/2025", Counted: round.TaskOpen, Responsible: "Sở Nội vụ"}),
		task(2, round.Task{Deadline: "Thường xuyên", Counted: round.TaskOpen, Agencies: confirmed[1:2]}),
		task(3, round.Task{Deadline: "Quý I/2026", Counted: round.TaskCounted, Due: "2026-03-31", Agencies: confirmed}),
		task(4, round.Task{Deadline: "Quý IV/2026", Counted: round.TaskCounted, Due: "2026-12-31", Owner: 2}),
		task(5, round.Task{Counted: round.TaskNotCounted, Owner: 2, DecidedBy: "thuky"}),
	}
	list[2].Reports = []round.TaskReport{
		{ID: 1, Task: 3, Agency: 2, Note: "Đang làm\n<b>", By: "quanly", At: testNow},
		{ID: 2, Task: 3, Agency: 2, DoneOn: "2026-03-01", Name: "Quyết định <1>.pdf", File: survey.StoredFile{ID: "x", Size: 3 << 20}, By: "quanly", At: testNow},
	}
	return list
}

// planners are who looks at tasks, by role.
func planners() map[account.Role]round.Planner {
	own := func(a survey.AgencyID) bool { return a == 2 }
	return map[account.Role]round.Planner{
		account.Secretary: {SeesAll: true, Runs: true, Owns: own}, account.Auditor: {SeesAll: true, Owns: own},
		account.Manager: {Fills: true, Owns: own}, account.Viewer: {Owns: own},
	}
}

// taskPages are the pages of tasks, full and empty.
func taskPages(p *province, all map[string]any, lang survey.Lang) {
	none := (&survey.Catalogue{}).Index()
	for role, by := range planners() {
		f := signedFrame(lang, role, "/desk/tasks")
		asked := TasksAsked{Year: 2026, Years: []int{2026, 2022}, By: by, Today: "2026-03-20"}
		all["no tasks "+string(role)] = NewTasksPage(f, none, asked, nil, nil)
		all["tasks "+string(role)] = NewTasksPage(f, p.catalogue, asked, someTasks(), nil)
		asked.State, asked.Owner = "overdue", "SNV"
		all["tasks none here "+string(role)] = NewTasksPage(f, p.catalogue, asked, someTasks(), survey.Fail(survey.Invalid, "task.none_chosen", nil))
		all["task upload "+string(role)] = NewTaskUploadPage(f, p.catalogue, "tasks", 2026, round.TaskColumns(), nil)
		all["own task upload "+string(role)] = NewTaskUploadPage(f, p.catalogue, "own-tasks", 2026, round.TaskColumns(), wrongAt("2:due"))
		for i, task := range someTasks() {
			f.Path = TaskPath(task.ID)
			name := fmt.Sprint("task ", i, " ", role)
			all[name] = NewTaskPage(f, p.catalogue, &task, by, nil, "2026-03-20", nil)
			for form, err := range map[string]*survey.Error{
				"report": wrongAt("done_on", "note", "file"), "day": wrongAt("due", "counted"),
				"agencies": survey.Fail(survey.Conflict, "task.stale", survey.Args{"code": "2026/I.1"}),
			} {
				typed := &TaskTyped{Form: form, Values: url.Values{"done_on": {"x"}, "note": {"y"}, "due": {"z"}, "lead": {"SNV"}}, Err: err}
				if err.Kind == survey.Invalid && (len(NewTaskPage(f, p.catalogue, &task, by, nil, "2026-03-20", nil).Report) == 0 && form == "report" || !by.Runs && form == "day") {
					continue // a form that the reader has not
				}
				all[name+" "+form] = NewTaskPage(f, p.catalogue, &task, by, nil, "2026-03-20", typed)
			}
		}
	}
}

func TestATaskShowsItsReaderWhatHeMayDo(t *testing.T) {
	p := newProvince()
	for role, by := range planners() {
		f := signedFrame(survey.Vietnamese, role, "/desk/tasks/3")
		html := drawn(t, NewTaskPage(f, p.catalogue, &someTasks()[2], by, nil, "2026-03-20", nil))
		for button, may := range map[string]bool{
			`name="done_on"`: by.Fills, `name="counted"`: by.Runs, `name="lead"`: by.Runs, "Quyết định &lt;1&gt;.pdf": true,
			`href="/desk/tasks/3/reports/2"`: true, "hoàn thành ngày 01/03/2026": true, "3 MB": true,
		} {
			if strings.Contains(html, button) != may {
				t.Errorf("%s: %s: %v", role, button, !may)
			}
		}
	}
}

// A day in time that is told after the last day counts, and is marked for who holds it against
// the evidence.
func TestATaskSaysWhatWasToldAfterItsLastDay(t *testing.T) {
	p := newProvince()
	f := signedFrame(survey.Vietnamese, account.Secretary, "/desk/tasks/3")
	for came, late := range map[string]bool{"2026-03-31T16:59:59Z": false, "2026-03-31T17:00:00Z": true} { // midnight in the office
		task := someTasks()[2]
		at, err := time.Parse(time.RFC3339, came)
		if err != nil {
			t.Fatal(err)
		}
		task.Reports[1].At = at
		html := drawn(t, NewTaskPage(f, p.catalogue, &task, planners()[account.Secretary], nil, "2026-04-20", nil))
		if strings.Contains(html, "báo cáo sau hạn 1 ngày") != late {
			t.Errorf("%s: said late: %t", came, !late)
		}
	}
}

func TestTheListTellsHowFarTasksAre(t *testing.T) {
	p := newProvince()
	f := signedFrame(survey.Vietnamese, account.Secretary, "/desk/tasks")
	asked := TasksAsked{Year: 2026, Years: []int{2026}, By: planners()[account.Secretary], Today: "2026-12-20"}
	page := NewTasksPage(f, p.catalogue, asked, someTasks(), nil)
	var states []round.TaskState
	for _, row := range page.Rows {
		states = append(states, row.State)
	}
	want := []round.TaskState{round.TaskQuestioned, round.TaskUnread, round.TaskDone, round.TaskDueSoon, round.TaskLeftOut}
	if fmt.Sprint(states) != fmt.Sprint(want) || len(page.Sums) != 6 {
		t.Errorf("%v, %+v", states, page.Sums)
	}
	html := drawn(t, page)
	for _, text := range []string{"(chủ trì)", "(chưa xác nhận)", "và 2 cơ quan khác", `name="task" value="2:`, "31/12/2026"} {
		if !strings.Contains(html, text) {
			t.Errorf("no %q", text)
		}
	}
	asked.By, asked.Owner = planners()[account.Manager], ""
	f = signedFrame(survey.Vietnamese, account.Manager, "/desk/tasks")
	if html := drawn(t, NewTasksPage(f, p.catalogue, asked, someTasks(), nil)); strings.Contains(html, `name="task"`) ||
		!strings.Contains(html, "đến hạn trong năm: 2; đã hoàn thành đúng hạn: 1") {
		t.Error("what an agency is told", html)
	}
}
