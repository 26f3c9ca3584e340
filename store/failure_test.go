package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"hailong/store"
	"hailong/store/pgtest"
	"hailong/store/storetest"
	"hailong/survey"
)

// try sends one answer.
func (p *province) try(t *testing.T) error {
	t.Helper()
	d := draft(t, "7K3MQ2XVTD", levels(5, 4, 3, 2, 1))
	d.Comment = strings.Repeat("Chờ lâu. ", 200)
	_, err := p.intake.Submit(t.Context(), d)
	return err
}

// unavailable checks that people are told to come back, and when.
func unavailable(t *testing.T, what string, err error) {
	t.Helper()
	if e, ok := errors.AsType[*survey.Error](err); !ok || e.Kind != survey.Unavailable || e.Retry <= 0 {
		t.Errorf("%s: %v; want unavailable, and when to try again", what, err)
	}
}

// pragma sets something on SQLite's one connection that writes.
func pragma(t *testing.T, db *store.DB, setting string) {
	t.Helper()
	if _, err := db.Raw().Exec("PRAGMA " + setting); err != nil {
		t.Fatal(err)
	}
}

func TestASQLiteFileThatIsReadOnly(t *testing.T) {
	db := storetest.SQLite(t)
	p := setUp(t, db)
	p.send(t, draft(t, "7K3MQ2XVTD", levels(5, 0, 0, 0, 0)))
	pragma(t, db, "query_only = 1")
	unavailable(t, "an answer", p.try(t))
	unavailable(t, "a change", db.InTx(t.Context(), func(ctx context.Context) error { return db.AddGroup(ctx, group("x")) }))
	if s := p.agency(t, "STP").Score; s.Responses != 1 {
		t.Errorf("what is there can be read: %+v", s)
	}
	pragma(t, db, "query_only = 0")
	if err := p.try(t); err != nil {
		t.Errorf("writable again: %v", err)
	}
	tidy(t, db, 2)
}

func TestASQLiteFileThatIsFull(t *testing.T) {
	db := storetest.SQLite(t)
	p := setUp(t, db)
	var pages int
	if err := db.Raw().QueryRow("PRAGMA page_count").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	pragma(t, db, fmt.Sprintf("max_page_count = %d", pages+4))
	stored := int64(0)
	var err error
	for ; err == nil && stored < 1000; stored++ {
		err = p.try(t)
	}
	stored--
	unavailable(t, "an answer on a full disk", err)
	tidy(t, db, stored)
	pragma(t, db, "max_page_count = 100000")
	if err := p.try(t); err != nil {
		t.Errorf("room again: %v", err)
	}
	tidy(t, db, stored+1)
}

func TestASQLiteFileThatAnotherProgramWritesTo(t *testing.T) {
	address := t.TempDir() + "/test.db"
	db, other := storetest.Open(t, address), storetest.Open(t, address)
	if _, err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	p := setUp(t, db)
	pragma(t, db, "busy_timeout = 20") // the program waits five seconds
	tx, err := other.Raw().BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	unavailable(t, "an answer", p.try(t))
	unavailable(t, "a change", db.InTx(t.Context(), func(ctx context.Context) error { return db.AddGroup(ctx, group("x")) }))
	if s := p.agency(t, "STP").Score; s.Responses != 0 {
		t.Errorf("readers go on: %+v", s)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if err := p.try(t); err != nil {
		t.Errorf("free again: %v", err)
	}
	tidy(t, db, 1)
}

// ownServer is a server that the test may kill, with a migrated database on it.
func ownServer(t *testing.T) (*pgtest.Server, *store.DB) {
	t.Helper()
	server, err := pgtest.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
	})
	db := storetest.Open(t, server.Database(t))
	if _, err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return server, db
}

func TestAPostgreSQLServerThatDiesAndComesBack(t *testing.T) {
	server, db := ownServer(t)
	p := setUp(t, db)
	if err := p.try(t); err != nil {
		t.Fatal(err)
	}
	if err := server.Kill(); err != nil {
		t.Fatal(err)
	}
	lost := draft(t, "7K3MQ2XVTD", levels(5, 5, 5, 5, 5))
	for range 3 { // each connection of the pool has yet to find out
		_, err := p.intake.Submit(t.Context(), lost)
		unavailable(t, "an answer", err)
	}
	unavailable(t, "ping", db.Ping(t.Context()))
	unavailable(t, "ready", db.Ready(t.Context()))
	_, err := db.CatalogueVersion(t.Context())
	unavailable(t, "the catalogue", err)
	_, err = db.Tallies(t.Context(), survey.TallyQuery{Plan: 1, Questionnaires: []survey.QuestionnaireID{1}})
	unavailable(t, "figures", err)
	unavailable(t, "a change", db.InTx(t.Context(), func(ctx context.Context) error { return db.AddGroup(ctx, group("x")) }))
	_, err = setupOf(db).ImportAgencies(t.Context(), province2022(t), nil, "")
	unavailable(t, "an import", err)

	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
	if out, err := p.intake.Submit(t.Context(), lost); err != nil || !out.Counted {
		t.Errorf("the same again after the restart: %+v, %v", out, err)
	}
	if err := db.Ready(t.Context()); err != nil {
		t.Error(err)
	}
	tidy(t, db, 2)
}

func TestAPostgreSQLServerThatRestartsBetweenTwoAnswers(t *testing.T) {
	server, db := ownServer(t)
	p := setUp(t, db)
	d := draft(t, "7K3MQ2XVTD", levels(5, 5, 5, 5, 5))
	if _, err := p.intake.Submit(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
	// The first may meet a connection that is dead; it must say so as "later".
	for tries := 0; ; tries++ {
		out, err := p.intake.Submit(t.Context(), d)
		if err == nil {
			if !out.Repeated {
				t.Errorf("%+v", out)
			}
			break
		}
		unavailable(t, "an answer over a dead connection", err)
		if tries == 20 {
			t.Fatal("it does not come back")
		}
	}
	tidy(t, db, 1)
}

func TestAnImpatientCallerIsToldToComeBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx, cancel := context.WithDeadline(t.Context(), time.Unix(0, 0))
		defer cancel()
		_, err := db.CatalogueVersion(ctx)
		unavailable(t, "the catalogue", err)
		unavailable(t, "a change", db.InTx(ctx, func(ctx context.Context) error { return db.AddGroup(ctx, group("x")) }))
	})
}

func TestAddressesThatLeadNowhere(t *testing.T) {
	for _, address := range []string{t.TempDir(), t.TempDir() + "/no/such/folder/x.db", "postgres:///x?host=" + t.TempDir()} {
		if db, err := store.Open(t.Context(), address, storetest.Zone); err == nil {
			_ = db.Close()
			t.Errorf("%s was opened", address)
		}
	}
	const secret = "s3cret"
	_, err := store.Open(t.Context(), "postgres://hailong:"+secret+"@[::1/x", storetest.Zone)
	if err == nil || strings.Contains(err.Error(), secret) {
		t.Errorf("the password is repeated, or all is well: %v", err)
	}
	_, err = store.Open(t.Context(), "postgres://hailong:"+secret+"@127.0.0.1:1/x", storetest.Zone)
	if err == nil || strings.Contains(err.Error(), secret) || survey.KindOf(err) != survey.Unavailable {
		t.Errorf("nobody listens: %v", err)
	}
}
