package store_test

import (
	"bytes"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hailong/scoring/round"
	"hailong/sheet"
	"hailong/store"
	"hailong/store/file"
	"hailong/store/storetest"
	"hailong/survey"
)

const aPDF = "%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"

// taskDesk is the use case of tasks over a small province, at Noon of 4 March 2026.
type taskDesk struct {
	*round.Tasks
	t     *testing.T
	db    *store.DB
	clock time.Time
}

func tasksOf(t *testing.T, db *store.DB) *taskDesk {
	t.Helper()
	storetest.Province(t, db)
	files, err := file.Open(t.TempDir(), file.Keys{})
	if err != nil {
		t.Fatal(err)
	}
	d := &taskDesk{t: t, db: db, clock: storetest.Noon}
	d.Tasks = &round.Tasks{Store: db, Files: files, Now: func() time.Time { return d.clock }}
	return d
}

func (d *taskDesk) agency(code string) survey.AgencyID {
	return catalogue(d.t, d.db).AgencyByCode(code, "2026-03-04").ID
}

// office is Sở Nội vụ's secretary, manager an agency's.
func (d *taskDesk) office() round.Planner {
	return round.Planner{Actor: survey.Actor{Name: "thuky", Where: "page"}, SeesAll: true, Runs: true}
}

func (d *taskDesk) manager(code string) round.Planner {
	own := d.agency(code)
	return round.Planner{
		Actor: survey.Actor{Name: "quanly-" + strings.ToLower(code), Where: "page"}, Fills: true,
		Owns: func(a survey.AgencyID) bool { return a == own },
	}
}

func (d *taskDesk) bring(by round.Planner, year int, owner survey.AgencyID, text string) (survey.Change, error) {
	return d.Import(d.t.Context(), by, round.TaskFile{Year: year, Owner: owner, Table: storetest.Table(d.t, text)})
}

// task is the one of a year's plan with a number: I.1.
func (d *taskDesk) task(by round.Planner, year int, owner survey.AgencyID, number string) *round.TrackedTask {
	d.t.Helper()
	list, err := d.List(d.t.Context(), by, round.TaskQuery{Year: year, Owners: []survey.AgencyID{owner}})
	if err != nil {
		d.t.Fatal(err)
	}
	c := catalogue(d.t, d.db)
	for i := range list {
		if strings.HasSuffix(list[i].Ref(c), "/"+number) {
			return &list[i]
		}
	}
	d.t.Fatalf("no task %s", number)
	return nil
}

func (d *taskDesk) shares(year int, code string) round.Fraction {
	d.t.Helper()
	shares, err := d.db.TaskShares(d.t.Context(), year, 0, time.Time{})
	if err != nil {
		d.t.Fatal(err)
	}
	return shares[d.agency(code)]
}

func (d *taskDesk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err, storetest.Mistakes(err))
	}
}

// report says in an agency's name that a task was done on a day, with a file.
func (d *taskDesk) report(by round.Planner, task *round.TrackedTask, code string, on survey.Day) error {
	draft := round.TaskDraft{
		Agency: d.agency(code), DoneOn: on, Note: "xong", Name: `C:\Tài liệu\Quyết định.pdf`, File: strings.NewReader(aPDF + string(on)),
	}
	if last := task.Last(draft.Agency); last != nil {
		draft.After = last.ID
	}
	return d.Report(d.t.Context(), by, task.ID, draft)
}

func TestThePlanOf2022IsTakenInAndGivenOut(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := tasksOf(t, db)
		plan, err := round.PlanTasks2022()
		d.must(err)
		logged := len(actions(t, db, 0))
		tried, err := d.Import(t.Context(), d.office(), round.TaskFile{Year: 2022, Table: plan, Try: true})
		d.must(err)
		if tried.Added != 60 || len(tried.Steps) != 60 || len(actions(t, db, 0)) != logged {
			t.Fatal("a trial", tried.Added, len(tried.Steps))
		}
		changed(t, survey.Change{Added: 60})(d.Import(t.Context(), d.office(), round.TaskFile{Year: 2022, Table: plan}))
		if got := actions(t, db, logged); len(got) != 60 || got[0] != "task.add 2022/I.1" {
			t.Errorf("logged %v", got)
		}
		changed(t, survey.Change{Same: 60})(d.Import(t.Context(), d.office(), round.TaskFile{Year: 2022, Table: plan}))
		counted := map[round.Counted]int{}
		list, err := d.List(t.Context(), d.office(), round.TaskQuery{Year: 2022})
		d.must(err)
		states := map[round.TaskState]int{}
		for i := range list {
			counted[list[i].Counted]++
			states[list[i].State(nil, "2022-03-20")]++
		}
		if d := cmp.Diff(map[round.Counted]int{round.TaskCounted: 36, round.TaskOpen: 24}, counted); d != "" {
			t.Error(d)
		}
		if d := cmp.Diff(map[round.TaskState]int{
			round.TaskQuestioned: 3, round.TaskUnread: 21, round.TaskOverdue: 2, round.TaskDueSoon: 7, round.TaskNotDue: 27,
		}, states); d != "" {
			t.Error(d)
		}
		if len(d.sharesOf(2022)) != 0 {
			t.Error("agencies that nobody confirmed have shares")
		}
	})
}

func (d *taskDesk) sharesOf(year int) map[survey.AgencyID]round.Fraction {
	shares, err := d.db.TaskShares(d.t.Context(), year, 0, time.Time{})
	d.must(err)
	return shares
}

// What was decided and confirmed goes out and comes back, also into an empty database.
func TestTasksGoRoundInBothForms(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := tasksOf(t, db)
		plan, err := round.PlanTasks2022()
		d.must(err)
		_, err = d.Import(t.Context(), d.office(), round.TaskFile{Year: 2022, Table: plan})
		d.must(err)
		_, err = d.bring(d.office(), 2022, d.agency("STP"), "section,number,task,deadline\nI,1,Rà soát,Quý II\nI,2,Tổng kết,Theo chỉ đạo\n")
		d.must(err)
		for number, decision := range map[string]round.TaskDecision{
			"III.3": {Counted: round.TaskCounted, Due: "2022-06-30"}, "V.4": {Counted: round.TaskNotCounted},
		} {
			task := d.task(d.office(), 2022, 0, number)
			d.must(d.Decide(t.Context(), d.office(), task.ID, task.Mark(), decision))
		}
		task := d.task(d.office(), 2022, 0, "I.6")
		d.must(d.Confirm(t.Context(), d.office(), task.ID, task.Mark(), []round.TaskAgency{
			{Agency: d.agency("STP"), Leads: true}, {Agency: d.agency("UBND-NT")},
		}))
		task = d.task(d.office(), 2022, 0, "V.2")
		out, err := d.Table(t.Context(), d.office(), round.TaskQuery{Year: 2022})
		d.must(err)
		var csv, xlsx bytes.Buffer
		d.must(sheet.WriteCSV(&csv, sheet.FromTable("tasks", out)))
		d.must(sheet.WriteXLSX(&xlsx, sheet.FromTable("tasks", out)))
		for _, text := range [][]byte{csv.Bytes(), xlsx.Bytes()} {
			table, err := sheet.Read(bytes.NewReader(text))
			d.must(err)
			changed(t, survey.Change{Same: 62})(d.Import(t.Context(), d.office(), round.TaskFile{Year: 2022, Table: table}))
			empty := tasksOf(t, storetest.SQLite(t))
			_, err = empty.Import(t.Context(), empty.office(), round.TaskFile{Year: 2022, Table: table})
			empty.must(err)
			again, err := empty.Table(t.Context(), empty.office(), round.TaskQuery{Year: 2022})
			empty.must(err)
			if diff := cmp.Diff(out.Rows, again.Rows); diff != "" {
				t.Error(diff)
			}
		}
		if task.Mark() != d.task(d.office(), 2022, 0, "V.2").Mark() {
			t.Error("a task has changed by itself")
		}
	})
}

func TestWhatAFileMayNotSay(t *testing.T) {
	const head = "section,number,task,deadline,responsibility,owner,due,counted,agencies\n"
	for name, c := range map[string]struct{ row, want string }{
		"no number":               {"I,,Rà soát,Quý I,,,,,", "3:number import.needed"},
		"number nought":           {"I,0,Rà soát,Quý I,,,,,", "3:number import.between"},
		"no task":                 {"I,1,,Quý I,,,,,", "3:task import.needed"},
		"long":                    {"I,1," + strings.Repeat("ă", 2001) + ",Quý I,,,,,", "3:task import.long"},
		"twice":                   {"I,1,a,Quý I,,,,,\nI,1,b,Quý I,,,,,", "4:number task.twice"},
		"unknown owner":           {"I,1,a,Quý I,,XYZ,,,", "3:owner task.owner"},
		"no such day":             {"I,1,a,Quý I,,,2026-02-30,,", "3:due import.day"},
		"counted without a day":   {"I,1,a,Thường xuyên,,,,yes,", "3:due task.due_needed"},
		"not counted, with a day": {"I,1,a,Quý I,,,2026-03-31,no,", "3:due task.due_unneeded"},
		"counted perhaps":         {"I,1,a,Quý I,,,,perhaps,", "3:counted task.counted"},
		"unknown agency":          {"I,1,a,Quý I,,,,,STP|XYZ*", "3:agencies task.agency"},
		"an agency twice":         {"I,1,a,Quý I,,,,,STP|STP*", "3:agencies task.agency"},
		"agencies of an own plan": {"I,1,a,Quý I,,STP,,,SNV", "3:agencies task.agencies_own"},
	} {
		t.Run(name, func(t *testing.T) {
			d := tasksOf(t, storetest.SQLite(t))
			_, err := d.bring(d.office(), 2026, 0, head+"II,1,đúng,Quý I,,,,,\n"+c.row+"\n")
			if got := storetest.Mistakes(err); !strings.HasPrefix(got, c.want+" ") {
				t.Errorf("got %q, want %q", got, c.want)
			}
			if years, err := d.Years(t.Context()); len(years) != 0 {
				t.Error("something was stored", years, err)
			}
		})
	}
	d := tasksOf(t, storetest.SQLite(t))
	if _, err := d.bring(d.office(), 1999, 0, head); survey.KindOf(err) != survey.Invalid {
		t.Error("a plan of 1999", err)
	}
}

// An agency brings its own plan in the first quarter; what its deadlines do not say, and
// what comes later, is Sở Nội vụ's.
func TestAnAgencyBringsItsOwnPlanInTime(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := tasksOf(t, db)
		stp, by := d.agency("STP"), d.manager("STP")
		const head = "section,number,task,deadline,owner,due,counted\n"
		const plan = head + "I,1,Rà soát,Quý I,,,\nI,2,Tổng kết,Theo chỉ đạo,STP,,\n"
		changed(t, survey.Change{Added: 2})(d.bring(by, 2026, stp, plan))
		out, err := d.Table(t.Context(), by, round.TaskQuery{Year: 2026})
		d.must(err)
		changed(t, survey.Change{Same: 2})(d.Import(t.Context(), by, round.TaskFile{Year: 2026, Owner: stp, Table: out}))
		for row, want := range map[string]string{
			"I,3,Việc khác,Quý I,SNV,,\n":                 "2:owner task.owner_other map[column:owner line:2 value:SNV]",
			"I,2,Tổng kết,Theo chỉ đạo,,2026-12-31,yes\n": "2:due task.decided_elsewhere map[column:due line:2 value:2026-12-31]",
			"I,1,Rà soát,Quý I,,,no\n":                    "2:due task.decided_elsewhere map[column:due line:2 value:]",
		} {
			if _, err := d.bring(by, 2026, stp, head+row); storetest.Mistakes(err) != want {
				t.Errorf("%s: %s", row, storetest.Mistakes(err))
			}
		}
		if _, err := d.bring(by, 2026, 0, head+"I,9,Của tỉnh,Quý I,,,\n"); survey.KindOf(err) != survey.Invalid {
			t.Error("an agency writes the province's plan", err)
		}
		d.clock = time.Date(2026, 3, 31, 23, 0, 0, 0, storetest.Zone)
		_, err = d.bring(by, 2026, stp, head+"I,1,Rà soát lại,Quý II,,,\n")
		d.must(err)
		d.clock = d.clock.Add(time.Hour)
		if _, err := d.bring(by, 2026, stp, plan); !strings.Contains(storetest.Mistakes(err), "task.plan_late") {
			t.Error("an agency changes its plan in April", err)
		}
		changed(t, survey.Change{Changed: 1, Same: 1})(d.bring(d.office(), 2026, stp, plan))
	})
}

// A deadline that has changed is read anew; other words leave what people decided.
func TestDecisionsStayWithTheirDeadline(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := tasksOf(t, db)
		bring := func(row string) *round.TrackedTask {
			_, err := d.bring(d.office(), 2026, 0, "section,number,task,deadline,responsibility\n"+row+"\n")
			d.must(err)
			return d.task(d.office(), 2026, 0, "I.1")
		}
		task := bring("I,1,Rà soát,Theo chỉ đạo,Sở Tư pháp chủ trì")
		d.must(d.Decide(t.Context(), d.office(), task.ID, task.Mark(), round.TaskDecision{Counted: round.TaskNotCounted}))
		d.must(d.Confirm(t.Context(), d.office(), task.ID, d.task(d.office(), 2026, 0, "I.1").Mark(), task.Agencies))
		if task = bring("I,1,Rà soát hai lần,Theo chỉ đạo,Sở Nội vụ chủ trì"); task.Counted != round.TaskNotCounted ||
			task.DecidedBy != "thuky" || len(task.Agencies) != 1 || task.Agencies[0].ConfirmedBy != "thuky" {
			t.Errorf("%+v", task)
		}
		if task = bring("I,1,Rà soát hai lần,Quý II,Sở Nội vụ chủ trì"); task.Due != "2026-06-30" || task.DecidedBy != "" {
			t.Errorf("%+v", task)
		}
		d.must(d.Decide(t.Context(), d.office(), task.ID, task.Mark(), round.TaskDecision{Counted: round.TaskCounted, Due: "2026-05-05"}))
		task = d.task(d.office(), 2026, 0, "I.1")
		d.must(d.Decide(t.Context(), d.office(), task.ID, task.Mark(), round.TaskDecision{Counted: round.TaskOpen}))
		if task = d.task(d.office(), 2026, 0, "I.1"); task.Due != "2026-06-30" || task.Counted != round.TaskCounted {
			t.Errorf("as the deadline says: %+v", task)
		}
	})
}

func TestWhoMayDecideAndConfirm(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := tasksOf(t, db)
		_, err := d.bring(d.office(), 2026, 0, "section,number,task,deadline,responsibility\nI,1,Rà soát,Quý I,Sở Tư pháp chủ trì\n")
		d.must(err)
		_, err = d.bring(d.office(), 2026, d.agency("STP"), "section,number,task,deadline\nI,1,Rà soát,Quý I\n")
		d.must(err)
		task, own := d.task(d.office(), 2026, 0, "I.1"), d.task(d.office(), 2026, d.agency("STP"), "I.1")
		no := round.TaskDecision{Counted: round.TaskNotCounted}
		kinds := map[string]survey.Kind{
			"":              survey.KindOf(d.Decide(t.Context(), d.manager("STP"), task.ID, task.Mark(), no)),
			"own plan":      survey.KindOf(d.Decide(t.Context(), d.manager("STP"), own.ID, own.Mark(), no)),
			"confirm":       survey.KindOf(d.Confirm(t.Context(), d.manager("STP"), task.ID, task.Mark(), task.Agencies)),
			"all":           survey.KindOf(d.ConfirmProposed(t.Context(), d.manager("STP"), map[round.TaskID]string{task.ID: task.Mark()})),
			"sees proposed": survey.KindOf(taskErr(d.Task(t.Context(), d.manager("STP"), task.ID))),
			"unknown":       survey.KindOf(d.Decide(t.Context(), d.office(), 999, "", no)),
		}
		for name, kind := range kinds {
			if kind != survey.NotFound {
				t.Errorf("%s: %v", name, kind)
			}
		}
		d.must(d.ConfirmProposed(t.Context(), d.office(), map[round.TaskID]string{task.ID: task.Mark()}))
		if err := d.Decide(t.Context(), d.office(), task.ID, task.Mark(), no); survey.KindOf(err) != survey.Conflict {
			t.Error("a stale page decides", err)
		}
		if err := d.Confirm(t.Context(), d.office(), own.ID, own.Mark(), task.Agencies); survey.KindOf(err) != survey.Invalid {
			t.Error("an own plan is given to others", err)
		}
		for _, wrong := range []round.TaskDecision{{Counted: round.TaskCounted}, {Counted: "x"}, {Counted: round.TaskOpen, Due: "2026-01-01"}} {
			if err := d.Decide(t.Context(), d.office(), own.ID, own.Mark(), wrong); survey.KindOf(err) != survey.Invalid {
				t.Error(wrong, err)
			}
		}
		d.must(taskErr(d.Task(t.Context(), d.manager("STP"), task.ID)))
	})
}

func taskErr[T any](_ T, err error) error { return err }

func TestReportsCountFromTheDayThatTheyName(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := tasksOf(t, db)
		d.clock = time.Date(2026, 7, 20, 12, 0, 0, 0, storetest.Zone)
		_, err := d.bring(d.office(), 2026, 0, `section,number,task,deadline,responsibility,agencies
I,1,Chung,Quý I,,STP*|SNV*|UBND-NT
I,2,Đề xuất,Quý I,,STP*?
I,3,Không tính,Thường xuyên,,STP*
I,4,Sang năm,Tháng 3/2027,,STP*
`)
		d.must(err)
		_, err = d.bring(d.office(), 2026, d.agency("STP"), "section,number,task,deadline\nI,1,Riêng,Quý II\n")
		d.must(err)
		if got := d.shares(2026, "STP"); got != (round.Fraction{Den: 200}) {
			t.Fatal(got)
		}
		shared := func(by round.Planner) *round.TrackedTask { return d.task(by, 2026, 0, "I.1") }
		d.must(d.report(d.manager("STP"), shared(d.manager("STP")), "STP", "2026-03-31"))
		d.must(d.report(d.manager("SNV"), shared(d.manager("SNV")), "SNV", "2026-04-01"))
		d.must(d.report(d.manager("UBND-NT"), shared(d.manager("UBND-NT")), "UBND-NT", "2026-01-01"))
		own := d.task(d.manager("STP"), 2026, d.agency("STP"), "I.1")
		d.must(d.report(d.manager("STP"), own, "STP", "2026-07-01"))
		got := maps.Collect(maps.All(d.sharesOf(2026)))
		want := map[survey.AgencyID]round.Fraction{d.agency("STP"): {Num: 100, Den: 200}, d.agency("SNV"): {Den: 100}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		for by, state := range map[string]round.TaskState{"STP": round.TaskDone, "SNV": round.TaskDoneLate, "UBND-NT": round.TaskDone} {
			planner := d.manager(by)
			task := shared(planner)
			if got := task.State(planner.Of(&task.Task), "2026-07-20"); got != state || len(task.Reports) != 1 {
				t.Errorf("%s: %s, %d reports", by, got, len(task.Reports))
			}
		}
		office := d.office()
		all := shared(office)
		if got := all.State(office.Of(&all.Task), "2026-07-20"); got != round.TaskDoneLate || len(all.Reports) != 3 {
			t.Error(got, len(all.Reports))
		}
		// The last report counts: it was not done after all, and then it was, in time.
		task := shared(d.manager("STP"))
		d.must(d.Report(t.Context(), d.manager("STP"), task.ID, round.TaskDraft{
			Agency: d.agency("STP"), Note: "thu hồi", After: task.Last(d.agency("STP")).ID,
		}))
		if got := d.shares(2026, "STP"); got != (round.Fraction{Den: 200}) {
			t.Error("taken back", got)
		}
		task = shared(d.manager("STP"))
		d.must(d.Report(t.Context(), d.manager("STP"), task.ID, round.TaskDraft{ // the file is there from before
			Agency: d.agency("STP"), DoneOn: "2026-03-30", After: task.Last(d.agency("STP")).ID,
		}))
		if got := d.shares(2026, "STP"); got != (round.Fraction{Num: 100, Den: 200}) {
			t.Error("and again", got)
		}
	})
}

func TestAReportIsOfItsAgencyAlone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := tasksOf(t, db)
		_, err := d.bring(d.office(), 2026, 0, "section,number,task,deadline,agencies\nI,1,Chung,Quý I,STP*|SNV\nI,2,Của STP,Quý I,STP*|CDYT?\n")
		d.must(err)
		stp, snv := d.manager("STP"), d.manager("SNV")
		task := d.task(stp, 2026, 0, "I.1")
		d.must(d.report(stp, task, "STP", "2026-03-03"))
		last := d.task(stp, 2026, 0, "I.1").Reports[0]
		if last.Name != "Quyết định.pdf" || last.By != "quanly-stp" || last.File.Type != "application/pdf" || !last.At.Equal(storetest.Noon) {
			t.Errorf("%+v", last)
		}
		report, content, err := d.OpenReport(t.Context(), stp, task.ID, last.ID)
		d.must(err)
		raw, err := io.ReadAll(content)
		d.must(err)
		_ = content.Close()
		if report.ID != last.ID || string(raw) != aPDF+"2026-03-03" {
			t.Error(string(raw))
		}
		for name, err := range map[string]error{
			"the file":          fileErr(d.OpenReport(t.Context(), snv, task.ID, last.ID)),
			"another task":      fileErr(d.OpenReport(t.Context(), stp, d.task(stp, 2026, 0, "I.2").ID, last.ID)),
			"another's name":    d.report(snv, d.task(snv, 2026, 0, "I.1"), "STP", "2026-03-03"),
			"a task of another": taskErr(d.Task(t.Context(), snv, d.task(stp, 2026, 0, "I.2").ID)),
			"proposed only":     d.report(d.manager("CDYT"), d.task(stp, 2026, 0, "I.2"), "CDYT", "2026-03-03"),
			"a viewer":          d.report(round.Planner{Owns: stp.Owns}, d.task(stp, 2026, 0, "I.1"), "STP", "2026-03-03"),
			"Sở Nội vụ":         d.report(d.office(), d.task(stp, 2026, 0, "I.1"), "STP", "2026-03-03"),
		} {
			if survey.KindOf(err) != survey.NotFound {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := d.report(stp, task, "STP", "2026-03-02"); survey.KindOf(err) != survey.Conflict {
			t.Error("a stale page reports", err)
		}
		if got := actions(t, db, 0); got[len(got)-1] != "task.report 2026/I.1" || slices.Contains(got[:len(got)-1], "task.report 2026/I.1") {
			t.Error(got[len(got)-2:])
		}
	})
}

func fileErr[A, B any](_ A, _ B, err error) error { return err }

func TestWhatAReportMayNotSay(t *testing.T) {
	d := tasksOf(t, storetest.SQLite(t))
	stp := d.manager("STP")
	_, err := d.bring(d.office(), 2026, d.agency("STP"), "section,number,task,deadline\nI,1,Riêng,Quý II\n")
	d.must(err)
	task := d.task(stp, 2026, d.agency("STP"), "I.1")
	for want, draft := range map[string]round.TaskDraft{
		"done_on task.done_later map[]":           {DoneOn: "2026-03-05", Name: "a.pdf"},
		"done_on task.done_before map[year:2026]": {DoneOn: "2006-03-04", Name: "a.pdf"},
		"note task.report_empty map[]":            {Note: " "},
		"note task.note_odd map[]":                {Note: "a\x00"},
		"note task.note_long map[max:4000]":       {Note: strings.Repeat("ă", 4001)},
		"file task.file_needed map[]":             {DoneOn: "2026-03-04"},
	} {
		draft.Agency = d.agency("STP")
		if err := d.Report(t.Context(), stp, task.ID, draft); storetest.Mistakes(err) != want {
			t.Errorf("got %s, want %s", storetest.Mistakes(err), want)
		}
	}
	for name, content := range map[string]string{"a.exe": "MZ", "a.pdf": "MZ", "b.pdf": ""} {
		err := d.Report(t.Context(), stp, task.ID, round.TaskDraft{
			Agency: d.agency("STP"), DoneOn: "2026-03-04", Name: name, File: strings.NewReader(content),
		})
		if survey.KindOf(err) != survey.Invalid {
			t.Error(name, err)
		}
	}
	if task = d.task(stp, 2026, d.agency("STP"), "I.1"); len(task.Reports) != 0 {
		t.Error("a refused report is stored")
	}
}

// The database itself keeps what was reported.
func TestReportsAreNeverChanged(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := tasksOf(t, db)
		_, err := d.bring(d.office(), 2026, d.agency("STP"), "section,number,task,deadline\nI,1,Riêng,Quý II\n")
		d.must(err)
		d.must(d.report(d.manager("STP"), d.task(d.office(), 2026, d.agency("STP"), "I.1"), "STP", "2026-03-03"))
		for _, query := range []string{"UPDATE task_report SET done_on = ''", "DELETE FROM task_report"} {
			if _, err := db.Raw().Exec(query); err == nil {
				t.Errorf("%s was done", query)
			}
		}
	})
}

// Whoever is near an agency decides neither about its own tasks nor that it leads one.
func TestNobodyDecidesAboutHisOwnTasks(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := tasksOf(t, db)
		_, err := d.bring(d.office(), 2026, 0, "section,number,task,deadline,responsibility\n"+
			"I,1,Rà soát,Quý I,Sở Tư pháp chủ trì\nI,2,Báo cáo,Quý I,Sở Nội vụ chủ trì\n")
		d.must(err)
		near, far := d.office(), d.office()
		snv := d.agency("SNV")
		near.Near = func(a survey.AgencyID) bool { return a == snv }
		far.Near = func(survey.AgencyID) bool { return false }
		own, other := d.task(near, 2026, 0, "I.2"), d.task(near, 2026, 0, "I.1")
		no := round.TaskDecision{Counted: round.TaskNotCounted}
		takes := []round.TaskAgency{{Agency: snv, Leads: true}}
		both := map[round.TaskID]string{own.ID: own.Mark(), other.ID: other.Mark()}
		for name, err := range map[string]error{
			"decides":          d.Decide(t.Context(), near, own.ID, own.Mark(), no),
			"gives it away":    d.Confirm(t.Context(), near, own.ID, own.Mark(), nil),
			"takes another":    d.Confirm(t.Context(), near, other.ID, other.Mark(), takes),
			"confirms several": d.ConfirmProposed(t.Context(), near, both),
		} {
			if survey.KindOf(err) != survey.Forbidden {
				t.Error(name, err)
			}
		}
		if list := d.task(near, 2026, 0, "I.1").Agencies; len(list) != 1 || list[0].Confirmed() {
			t.Error("some were confirmed", list)
		}
		d.must(d.ConfirmProposed(t.Context(), far, both))
		own = d.task(near, 2026, 0, "I.2")
		d.must(d.Decide(t.Context(), far, own.ID, own.Mark(), no))
	})
}

// Shares of one agency alone, and by what was written up to a moment.
func TestSharesOfOneAgencyUpToAMoment(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := tasksOf(t, db)
		_, err := d.bring(d.office(), 2026, 0, "section,number,task,deadline,responsibility\n"+
			"I,1,Rà soát,Quý I,Sở Tư pháp chủ trì\nI,2,Báo cáo,Quý I,Sở Nội vụ chủ trì\n")
		d.must(err)
		marks := map[round.TaskID]string{}
		for _, number := range []string{"I.1", "I.2"} {
			task := d.task(d.office(), 2026, 0, number)
			marks[task.ID] = task.Mark()
		}
		d.must(d.ConfirmProposed(t.Context(), d.office(), marks))
		closed := d.clock
		shares := func(only survey.AgencyID, until time.Time) map[survey.AgencyID]round.Fraction {
			list, err := d.db.TaskShares(t.Context(), 2026, only, until)
			d.must(err)
			return list
		}
		stp := d.agency("STP")
		d.clock = closed.Add(time.Second)
		d.must(d.report(d.manager("STP"), d.task(d.manager("STP"), 2026, 0, "I.1"), "STP", "2026-03-01"))
		if all := shares(0, time.Time{}); len(all) != 2 || all[stp] != (round.Fraction{Num: 100, Den: 100}) {
			t.Error(all)
		}
		if one := shares(stp, time.Time{}); len(one) != 1 || one[stp] != (round.Fraction{Num: 100, Den: 100}) {
			t.Error(one)
		}
		for _, only := range []survey.AgencyID{0, stp} {
			if then := shares(only, closed); then[stp] != (round.Fraction{Den: 100}) {
				t.Error("what was reported later counts", then)
			}
		}
	})
}
