package main

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"hailong/job"
	"hailong/store"
	"hailong/survey"
)

func TestACheckThatNoJobBringsIsDoneAllTheSame(t *testing.T) {
	ran, fault := 0, error(nil)
	own := &ownCheck{last: clock(), log: slog.New(slog.DiscardHandler), run: func(context.Context) (string, error) {
		ran++
		return "", fault
	}}
	begin := own.last
	after := func(d time.Duration, want int) {
		t.Helper()
		if err := own.overdue(t.Context(), begin.Add(d)); !errors.Is(err, fault) || ran != want {
			t.Errorf("after %v: %d checks, %v; want %d", d, ran, err, want)
		}
	}
	after(withoutCheck-1, 0)
	after(withoutCheck, 1)
	after(withoutCheck+time.Hour, 1)
	fault = errors.New("database away")
	after(2*withoutCheck, 2)
	after(2*withoutCheck+time.Minute, 3) // again at the next look
	fault = nil
	after(2*withoutCheck+2*time.Minute, 4)
	if _, err := own.work(t.Context(), job.Job{}); err != nil || ran != 5 {
		t.Error(ran, err)
	}
	begin = own.last
	after(withoutCheck-1, 5) // a job's check counts

	own.run = func(context.Context) (string, error) { panic("a bent row") }
	if err := own.overdue(t.Context(), begin.Add(withoutCheck)); err == nil {
		t.Error("a panic is no result")
	}
}

// A forged row for every night to come, marked as done, holds the check off for two
// days and no longer.
func TestForgedJobsDoNotSwitchTheNightlyCheckOff(t *testing.T) {
	onBoth(t, func(t *testing.T, database string) {
		setUp(t, database)
		db := open(t, database)
		shelf, err := survey.NewShelf(t.Context(), db)
		if err != nil {
			t.Fatal(err)
		}
		var said bytes.Buffer
		runner := newRunner(db, shelf, nil, 1, slog.New(slog.NewTextHandler(&said, nil)))
		now := clock()
		for day := range 5 {
			night := now.AddDate(0, 0, day).In(shelf.Now().Zone).Format(time.DateOnly)
			if err := db.AddJob(t.Context(), checkKind, checkKind+" "+night, now); err != nil {
				t.Fatal(err)
			}
		}
		for {
			forged, err := db.ClaimJob(t.Context(), now, now.Add(time.Minute))
			if err != nil || forged == nil {
				break
			}
			if err := db.EndJob(t.Context(), forged.ID, "tallies that differ: 0", now); err != nil {
				t.Fatal(err)
			}
		}
		if err := runner.Plan(t.Context(), now.Add(withoutCheck+time.Minute)); err != nil {
			t.Fatal(err)
		}
		if text := said.String(); !strings.Contains(text, "checked without a job") || !strings.Contains(text, "log whole") {
			t.Error(text)
		}
	})
}

// sqlOf runs statements as somebody with all rights could, past the program.
func sqlOf(t *testing.T, database string, statements ...string) {
	t.Helper()
	driver := "sqlite"
	if store.IsPostgres(database) {
		driver = "pgx"
	}
	db, err := sql.Open(driver, database)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatal(s, err)
		}
	}
}

// rewrite gives the last row of the log another actor, and hashes it anew.
func rewrite(t *testing.T, db *store.DB, database string) {
	t.Helper()
	var last survey.LogRow
	if err := db.EachLogRow(t.Context(), func(r survey.LogRow) error { last = r; return nil }); err != nil {
		t.Fatal(err)
	}
	last.Actor = "x"
	last.Hash = last.Sum()
	onEntry, onHead := "", ""
	if store.IsPostgres(database) {
		onEntry, onHead = " ON log_entry", " ON log_head"
	}
	sqlOf(t, database, "DROP TRIGGER log_entry_no_UPDATE"+onEntry, "DROP TRIGGER log_head_no_UPDATE"+onHead,
		fmt.Sprintf("UPDATE log_entry SET actor = 'x', hash = '%s' WHERE number = %d", last.Hash, last.Number),
		fmt.Sprintf("UPDATE log_head SET hash = '%s'", last.Hash))
}

// Whoever has all rights can write the log anew so that it fits; the process that has
// walked the old one knows where it ended.
func TestALogWrittenAnewUnderARunningServiceIsNoticed(t *testing.T) {
	onBoth(t, func(t *testing.T, database string) {
		env := setUp(t, database)
		db := open(t, database)
		var said bytes.Buffer
		log := slog.New(slog.NewTextHandler(&said, nil))
		nightly := &nightCheck{db: db, log: log}
		night := func(c *nightCheck, want string) {
			t.Helper()
			if result, err := c.run(t.Context()); err != nil || !strings.Contains(result, want) {
				t.Errorf("%q, %v; want %q", result, err, want)
			}
		}
		night(nightly, survey.LogWhole)
		hailong(t, env, "import", "counters", write(t, "counters.csv", "code,agency,name_vi\nQ1,STP,Quầy mới\n"))
		night(nightly, survey.LogWhole) // the log went on
		if said.Len() > 0 {
			t.Error(said.String())
		}
		noteGuards(t.Context(), db, log)
		if said.Len() > 0 {
			t.Error(said.String())
		}
		rewrite(t, db, database)
		night(nightly, "audit.rewritten")
		night(nightly, "audit.rewritten") // what was seen first stays what has to be there
		night(&nightCheck{db: db, log: log}, survey.LogWhole)
		if !strings.Contains(said.String(), "the log was tampered with") {
			t.Error(said.String())
		}
		noteGuards(t.Context(), db, log)
		for _, name := range []string{"log_entry_no_UPDATE", "log_head_no_UPDATE"} {
			if !strings.Contains(said.String(), "guard="+name) {
				t.Error(name, said.String())
			}
		}
	})
}
