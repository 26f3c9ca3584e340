package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"hailong/store"
)

// A step of the schema that this program does not know, and back: columns more, as a
// newer program's step would add.
var (
	newerSteps = []string{
		"ALTER TABLE response ADD COLUMN later TEXT NOT NULL DEFAULT ''",
		"ALTER TABLE counter ADD COLUMN later TEXT NOT NULL DEFAULT ''",
		"UPDATE property SET value = value + 1 WHERE name = 'catalogue'",
		"INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, TRUE)",
	}
	backSteps = []string{
		"DELETE FROM goose_db_version WHERE version_id = 999",
		"ALTER TABLE response DROP COLUMN later",
		"ALTER TABLE counter DROP COLUMN later",
	}
	// The last step, as if it had not been applied.
	withoutLast = "UPDATE goose_db_version SET version_id = -version_id " +
		"WHERE version_id = (SELECT max(version_id) FROM goose_db_version)"
	withLast = "UPDATE goose_db_version SET version_id = -version_id WHERE version_id < 0"
)

// TestTortureNewerSchema: a newer program migrates the database of a running
// instance. That one goes on taking answers, as what it writes is still allowed, or
// the database itself would refuse it; it says that it is not ready, so that whoever
// starts and stops instances replaces it; and none of its kind starts any more.
func TestTortureNewerSchema(t *testing.T) {
	onBoth(t, func(t *testing.T, database string) {
		env, book := setUp(t, database), newLedger()
		p, ours := start(t, env, "serve"), schemaOf(t, database)
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		again := book.repeat(ctx, p.address)
		var senders *sync.WaitGroup
		for i := range scale(2, 20) { // at first with nobody beside the one who repeats
			book.more(t, 100)
			expectReady(t, p, true)
			change(t, database, newerSteps...)
			expectReady(t, p, false)
			book.more(t, 200)
			refusesToStart(t, env,
				fmt.Sprintf("The database has schema 999, newer than this program's %d.", ours))
			change(t, database, backSteps...)
			if i == 0 {
				senders = book.load(ctx, p.address)
			}
		}
		book.more(t, 100)
		expectReady(t, p, true)
		stop()
		senders.Wait()
		again.Wait()
		book.again(t, p.address)
		p.terminate(t)
		for line := range strings.Lines(p.stderr.String()) {
			if strings.Contains(line, "level=ERROR") {
				t.Error(line)
			}
		}
		p = start(t, env, "serve")
		p.terminate(t)
		book.check(t, database)
	})
}

// TestTortureOlderSchema: on a database that is not migrated far enough nothing
// starts on PostgreSQL, where migrating is a step of its own; SQLite's file is
// migrated by whoever serves it. A running instance is no longer ready.
func TestTortureOlderSchema(t *testing.T) {
	onBoth(t, func(t *testing.T, database string) {
		refused := []string{"HAILONG_DATABASE=" + database, "HAILONG_ADDR=127.0.0.1:0", "HAILONG_LANG=en"}
		if store.IsPostgres(database) {
			refusesToStart(t, refused, "The database has schema 0, this program needs")
		}
		env, book := setUp(t, database), newLedger()
		p := start(t, env, "serve")
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		senders := book.load(ctx, p.address)
		book.more(t, 100)
		ours := schemaOf(t, database)
		change(t, database, withoutLast)
		expectReady(t, p, false)
		if store.IsPostgres(database) {
			refusesToStart(t, refused,
				fmt.Sprintf("schema %d, this program needs %d", schemaOf(t, database), ours))
		}
		change(t, database, withLast)
		expectReady(t, p, true)
		book.more(t, 100)
		stop()
		senders.Wait()
		book.again(t, p.address)
		p.terminate(t)
		book.check(t, database)
	})
}

// repeat sends one response again and again: it is compared with what is stored, under
// whatever schema.
func (l *ledger) repeat(ctx context.Context, address string) *sync.WaitGroup {
	receipt := newReceipt()
	var sender sync.WaitGroup
	sender.Go(func() {
		for ctx.Err() == nil {
			r, err := post(http.DefaultClient, address, body(receipt, walls[0], true))
			l.note(receipt, walls[0], true, r, err)
		}
	})
	return &sender
}

// change runs statements behind the program's back, one by one.
func change(t *testing.T, database string, statements ...string) {
	t.Helper()
	if !store.IsPostgres(database) {
		database += "?_pragma=busy_timeout(20000)"
	}
	db := rawDatabase(t, database)
	for _, statement := range statements {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

// schemaOf is the version that a database says it has.
func schemaOf(t *testing.T, database string) (version int64) {
	t.Helper()
	const query = "SELECT max(version_id) FROM goose_db_version"
	if err := rawDatabase(t, database).QueryRowContext(t.Context(), query).Scan(&version); err != nil {
		t.Fatal(err)
	}
	return version
}

// expectReady asks as a balancer would; the answer names nothing of the database.
func expectReady(t *testing.T, p *program, ready bool) {
	t.Helper()
	status, said := get(t, p.address+"/readyz")
	want, words := http.StatusServiceUnavailable, "not ready\n"
	if ready {
		want, words = http.StatusOK, "ready\n"
	}
	if status != want || said != words {
		t.Errorf("/readyz: %d %q, want %d %q\n%s", status, said, want, words, p.stderr)
	}
}

// refusesToStart: serve ends with status 1 and says why.
func refusesToStart(t *testing.T, env []string, why string) {
	t.Helper()
	p, err := launch(env, "serve")
	if err == nil {
		p.kill()
		t.Fatal("serve starts on another schema")
	}
	ended, ok := errors.AsType[*exec.ExitError](err)
	if !ok || ended.ExitCode() != 1 || !strings.Contains(err.Error(), why) {
		t.Errorf("serve on another schema, want %q: %v", why, err)
	}
}
