package store_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"hailong/scoring/edition"
	"hailong/scoring/round"
	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// auditedIndex are the differences that an audit finds of the index, as noun code field
// logged > present.
func auditedIndex(t *testing.T, db *store.DB) (found []string, brief int) {
	t.Helper()
	result, err := survey.Audit(t.Context(), db, nil, slices.Concat(round.Audited(db), edition.Audited(db))...)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range result.Differs {
		what := strings.Join([]string{d.Noun, d.Code, d.Field}, " ")
		if strings.HasSuffix(d.Field, "Figure") || d.Field == "Step" || d.Field == "Counts" {
			what += fmt.Sprintf(" %s > %s", d.Logged, d.Present)
		}
		found = append(found, strings.TrimSpace(what))
	}
	return found, result.Brief
}

// loggedSet writes the council's set as people do, so that the log knows it.
func (c *council) loggedSet() {
	c.Helper()
	use := &round.Criteria{Store: c.db, Now: c.rounds.Now, Actor: c.secretary.Actor}
	id, err := use.FromSample(c.Context(), "cchc", 2026, "department")
	c.ok(err)
	c.ok(use.Save(c.Context(), id, storedSet(c.T, c.db, id).Mark(), aSet("department")))
}

// wholeYear is a year with all that the log is held against: a closed round with a petition,
// a published edition, tasks with a report.
func wholeYear(t *testing.T, db *store.DB) *council {
	t.Helper()
	c := convene(t, db)
	ctx := t.Context()
	c.loggedSet()
	id, err := c.rounds.Open(ctx, c.secretary, c.opening())
	c.ok(err)
	c.id = id
	days := c.opening().Deadlines
	later := c.opening().Deadlines
	later[round.Reappraising] = "2027-01-09"
	c.ok(c.rounds.SetDeadlines(ctx, c.secretary, id, days, later))
	c.tasks()
	_, err = importPast(t, db, false, pastFile)
	c.ok(err)
	c.closed()
	closed, err := c.rounds.FilePetition(ctx, c.stp, id, c.agency("STP"), "1.1", "Văn bản có từ tháng 11", storetest.On("2026-11-30"))
	c.ok(err)
	given := points(450)
	c.ok(c.rounds.AnswerPetition(ctx, c.chair, closed, "Chấp nhận", &given))
	u := editionsIn(t, db, c.now)
	err = db.InTx(ctx, func(ctx context.Context) error {
		content, err := c.rounds.Content(ctx, id, round.ContentOptions{Kind: edition.CCHC, Province: survey.Text{VI: "tỉnh thử"}})
		if err == nil {
			_, err = u.Close(ctx, closer, content, 0, "")
		}
		return err
	})
	c.ok(err)
	e, err := u.List(ctx)
	c.ok(err)
	_, err = u.Publish(ctx, publisher, e[0].ID, signed("1/QĐ-UBND", survey.DayOf(*c.now, storetest.Zone)))
	c.ok(err)
	return c
}

// tasks brings a plan in, decides about one, and reports it as done.
func (c *council) tasks() {
	c.Helper()
	d := &taskDesk{t: c.T, db: c.db, clock: *c.now}
	d.Tasks = &round.Tasks{Store: c.db, Files: c.rounds.Files, Now: c.rounds.Now}
	_, err := d.bring(d.office(), 2026, 0, "section,number,task,deadline,agencies\nI,1,Việc một,Quý I/2026,STP*\nI,2,Việc hai,Khi cần,SNV*\n")
	c.ok(err)
	task := d.task(d.office(), 2026, 0, "I.2")
	c.ok(d.Decide(c.Context(), d.office(), task.ID, task.Mark(), round.TaskDecision{Counted: round.TaskNotCounted}))
	task = d.task(d.office(), 2026, 0, "I.1")
	c.ok(d.report(d.manager("STP"), task, "STP", "2026-03-01"))
}

func TestWhatTheProgramWritesOfTheIndexIsAsTheLogSays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		wholeYear(t, db)
		if found, brief := auditedIndex(t, db); found != nil || brief != 0 {
			t.Errorf("%d are brief, and nobody changed %q", brief, found)
		}
	})
}

// tampered is something that somebody with all rights does to the index past the program.
type tampered struct {
	name, do, undo string
	want           string // what is named first
}

func TestWhatIsChangedOfTheIndexPastTheProgramIsNamed(t *testing.T) {
	const stp = "agency_id = (SELECT id FROM agency WHERE code = 'STP')"
	const first = "id = (SELECT MIN(id) FROM assessment WHERE part = 'self' AND leaf = '1.1' AND " + stp + ")"
	const long = "'2020-01-02 03:04:05+00:00'"
	const anotherSet = "INSERT INTO criteria_set (family, year, group_code, version, content, frozen, changed_by, changed_at) SELECT family, year, group_code, 2, REPLACE(content, '\"Version\":1', '\"Version\":2'), frozen, changed_by, changed_at FROM criteria_set"
	tampers := []tampered{
		{"one digit of own points", "UPDATE assessment SET points = points + 1 WHERE " + first, "UPDATE assessment SET points = points - 1 WHERE " + first, "entry cchc/2026/STP/1.1/self#1 Figure \"4\" > \"4.01\""},
		{"a figure that is not shown", "UPDATE assessment SET den = 7 WHERE " + first, "UPDATE assessment SET den = 0 WHERE " + first, "entry cchc/2026/STP/1.1/self, log row"},
		{"who wrote it", "UPDATE assessment SET login = login || '§' WHERE " + first, "UPDATE assessment SET login = REPLACE(login, '§', '') WHERE " + first, "entry cchc/2026/STP/1.1/self, log row"},
		{"an entry put in", "INSERT INTO assessment (round_id, agency_id, leaf, part, is_out, points, num, den, agrees, note, login, at) SELECT round_id, agency_id, leaf, 'second', is_out, 500, num, den, agrees, note, login, at FROM assessment WHERE " + first, "DELETE FROM assessment WHERE part = 'second' AND points = 500", "entry cchc/2026/STP/1.1/second#1"},
		{"a step back", "UPDATE round SET step = 'second'", "UPDATE round SET step = 'closed'", "round cchc/2026 Step \"closed\" > \"second\""},
		{"a deadline", "UPDATE round SET deadlines = REPLACE(deadlines, '2027-01-09', '2027-01-19')", "UPDATE round SET deadlines = REPLACE(deadlines, '2027-01-19', '2027-01-09')", "round cchc/2026 Deadlines.second"},
		{"an agency left out", "UPDATE round_agency SET left_out = 'x' WHERE " + stp, "UPDATE round_agency SET left_out = '' WHERE " + stp, "round cchc/2026 LeftOut.STP"},
		{"a sheet that was handed in", "UPDATE round_agency SET submitted_by = 'x' WHERE " + stp, "UPDATE round_agency SET submitted_by = 'stp' WHERE " + stp, "sheet cchc/2026/STP By"},
		{"a frozen set", "UPDATE criteria_set SET content = REPLACE(content, '\"Per\":100', '\"Per\":10')", "UPDATE criteria_set SET content = REPLACE(content, '\"Per\":10,', '\"Per\":100,')", "criteria cchc/2026/department@1 Digest"},
		{"a petition's reason", "UPDATE petition SET reason = reason || '§'", "UPDATE petition SET reason = REPLACE(reason, '§', '')", "petition cchc/2026/STP/1.1#1 Digest"},
		{"a petition's answer", "UPDATE petition SET answer = answer || '§'", "UPDATE petition SET answer = REPLACE(answer, '§', '')", "petition cchc/2026/STP/1.1#1, answer Digest"},
		{"evidence", "UPDATE evidence_use SET dropped_by = 'x' WHERE leaf = '1.1' AND part = 'self'", "UPDATE evidence_use SET dropped_by = ''", "evidence cchc/2026/SNV/1.1/self"},
		{"a decision about a task", "UPDATE task SET counted = 'yes', due = '2026-05-01' WHERE number = 2", "UPDATE task SET counted = 'no', due = '' WHERE number = 2", "task 2026/I.2 Counts \"no\" > \"yes\""},
		{"the day of a report", "UPDATE task_report SET done_on = '2026-02-01'", "UPDATE task_report SET done_on = '2026-03-01'", "task_report 2026/I.1/STP#1 DoneOn"},
		{"the text of a report", "UPDATE task_report SET note = note || '§'", "UPDATE task_report SET note = REPLACE(note, '§', '')", "task_report 2026/I.1/STP#1 Digest"},
		{"an edition's hash", "UPDATE edition SET hash = '§' || hash", "UPDATE edition SET hash = REPLACE(hash, '§', '')", "edition cchc-2026-1 Hash"},
		{"the decision's number", "UPDATE edition SET decision = '2/QĐ-UBND'", "UPDATE edition SET decision = '1/QĐ-UBND'", "edition cchc-2026-1 Decision"},
		{"an edition put in", "INSERT INTO edition (kind, family, year, number, state, replaces, why, content, hash, closed_by, closed_at, decision, decided_on, decision_file, archive, archive_hash, published_by) SELECT kind, family, 2025, number, state, replaces, why, content, hash, closed_by, closed_at, decision, decided_on, decision_file, archive, archive_hash, published_by FROM edition", "DELETE FROM edition WHERE year = 2025", "edition cchc-2025-1"},
		{"an agency moved to another group", "UPDATE round_agency SET group_code = 'district' WHERE " + stp, "UPDATE round_agency SET group_code = 'department' WHERE " + stp, "round cchc/2026 Members.STP.Group"},
		{"an agency given another set", anotherSet + "; UPDATE round_agency SET set_id = (SELECT id FROM criteria_set WHERE version = 2) WHERE " + stp, "UPDATE round_agency SET set_id = (SELECT id FROM criteria_set WHERE version = 1) WHERE " + stp + "; DELETE FROM criteria_set WHERE version = 2", "round cchc/2026 Members.STP.Set"},
		{"a set that was frozen", "UPDATE criteria_set SET frozen = FALSE", "UPDATE criteria_set SET frozen = TRUE", "round cchc/2026 Sets.department"},
		{"when a round was opened", "UPDATE round SET opened_at = " + long, "UPDATE round SET opened_at = closed_at", "round cchc/2026 OpenedAt"},
		{"when a sheet was handed in", "UPDATE round_agency SET submitted_at = " + long + " WHERE " + stp, "UPDATE round_agency SET submitted_at = (SELECT closed_at FROM round) WHERE " + stp, "sheet cchc/2026/STP At"},
		{"when an edition was closed", "UPDATE edition SET closed_at = " + long, "UPDATE edition SET closed_at = published_at", "edition cchc-2026-1 ClosedAt"},
		{"when an edition was published", "UPDATE edition SET published_at = " + long, "UPDATE edition SET published_at = closed_at", "edition cchc-2026-1 PublishedAt"},
		{"a file's name", "UPDATE evidence SET name = name || '§' WHERE " + stp, "UPDATE evidence SET name = REPLACE(name, '§', '')", "evidence cchc/2026/STP/"},
		{"who added a file", "UPDATE evidence SET added_by = added_by || '§' WHERE " + stp, "UPDATE evidence SET added_by = REPLACE(added_by, '§', '')", "evidence cchc/2026/STP/"},
		{"who appraises what", "UPDATE round_assignment SET area = 'II'", "UPDATE round_assignment SET area = ''", "assignment cchc/2026/binh/*/* Times"},
		{"who decided about a task", "UPDATE task SET decided_by = decided_by || '§' WHERE number = 2", "UPDATE task SET decided_by = REPLACE(decided_by, '§', '')", "task 2026/I.2 DecidedBy"},
		{"who confirmed an agency", "UPDATE task_agency SET confirmed_by = confirmed_by || '§' WHERE " + stp, "UPDATE task_agency SET confirmed_by = REPLACE(confirmed_by, '§', '')", "task 2026/I.1 ConfirmedBy"},
		{"a rank of an earlier year", "UPDATE past_ranking SET rank = rank + 1 WHERE year = 2021 AND " + stp, "UPDATE past_ranking SET rank = rank - 1 WHERE year = 2021 AND " + stp, "past_ranking cchc/2021/STP Rank"},
		{"a row of an earlier year put in", "INSERT INTO past_ranking SELECT family, 2019, agency_id, group_code, points, max, index_text, rank, ranked, class, decision, imported_by, imported_at FROM past_ranking WHERE year = 2020", "DELETE FROM past_ranking WHERE year = 2019", "past_ranking cchc/2019/STP"},
		{"the archive's bytes", "UPDATE edition SET archive = content", "", "edition cchc-2026-1 Archive"},
		{"the content's bytes", "UPDATE edition SET content = ''", "", "edition cchc-2026-1 Content"},
		{"an entry taken out", "DELETE FROM assessment WHERE " + first, "", "entry cchc/2026/STP/1.1/self#1"},
		{"an earlier year taken out", "DELETE FROM past_ranking WHERE year = 2021", "", "past_ranking cchc/2021/STP"},
		{"an assignment taken out", "DELETE FROM round_assignment", "", "assignment cchc/2026/binh/*/* Times"},
		{"a file taken out", "DELETE FROM evidence WHERE " + stp, "", "evidence cchc/2026/STP/"},
		{"a report taken out", "DELETE FROM task_report", "", "task_report 2026/I.1/STP#1"},
		{"a round taken out", "DELETE FROM round", "", "round cchc/2026"},
		{"a set taken out", "DELETE FROM criteria_set", "", "criteria cchc/2026/department@1"},
		{"an edition taken out", "DELETE FROM edition", "", "edition cchc-2026-1"},
	}
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		wholeYear(t, db)
		withoutGuards(t, db)
		var was []string
		for _, tt := range tampers {
			behind(t, db, tt.do)
			found, _ := auditedIndex(t, db)
			isNamed := func(f string) bool { return strings.HasPrefix(f, tt.want) && !slices.Contains(was, f) }
			if !slices.ContainsFunc(found, isNamed) {
				t.Errorf("%s: found %q, want %s", tt.name, found, tt.want)
			}
			if tt.undo == "" {
				was = found
				continue
			}
			behind(t, db, tt.undo)
			if found, _ := auditedIndex(t, db); len(found) > 0 {
				t.Fatalf("%s: after it was undone %q", tt.name, found)
			}
		}
	})
}

// withoutGuards takes the guards of the index away, as somebody with all rights could.
func withoutGuards(t *testing.T, db *store.DB) {
	t.Helper()
	for _, guard := range []string{
		"assessment UPDATE", "assessment DELETE", "assessment INSERT", "round UPDATE", "round DELETE",
		"round_agency UPDATE", "criteria_set UPDATE", "criteria_set DELETE", "petition UPDATE", "evidence_use UPDATE",
		"task_report UPDATE", "task_report DELETE", "edition UPDATE", "edition DELETE", "edition INSERT",
		"evidence UPDATE", "evidence DELETE",
	} {
		table, event, _ := strings.Cut(guard, " ")
		unguarded(t, db, table, event)
	}
}

// Entries from before the log held digests are compared as far as it says, and counted.
func TestEntriesOfOlderVersionsAreCounted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := convene(t, db)
		c.loggedSet()
		err := db.InTx(t.Context(), func(ctx context.Context) error {
			return db.Record(ctx, survey.Entry{
				At: *c.now, Actor: c.secretary.Actor, Action: "criteria.change", Subject: "cchc/2026/department@1",
				After: map[string]string{"Mark": "x"},
			})
		})
		c.ok(err)
		if found, brief := auditedIndex(t, db); len(found) != 0 || brief != 1 {
			t.Errorf("%d %q", brief, found)
		}
	})
}
