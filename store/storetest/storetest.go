// Package storetest gives tests a fresh, migrated database of either kind: every
// test of what is stored runs on both.
package storetest

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"hailong/store"
	"hailong/store/pgtest"
)

// Zone is the office's zone in tests.
var Zone = time.FixedZone("ICT", 7*3600)

// Main runs a package's tests and ends the PostgreSQL server that they shared.
func Main(m *testing.M) { os.Exit(pgtest.Main(m)) }

// Each runs a test on SQLite and on PostgreSQL, a fresh database each.
func Each(t *testing.T, test func(t *testing.T, db *store.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, Postgres(t)) })
}

// SQLite is a fresh database in a file of the test's own.
func SQLite(t testing.TB) *store.DB {
	t.Helper()
	db := Open(t, filepath.Join(t.TempDir(), "test.db"))
	if _, err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return db
}

// Postgres is a fresh database on the tests' own server, cloned from a migrated one.
func Postgres(t testing.TB) *store.DB {
	t.Helper()
	return Open(t, PostgresAddress(t))
}

// PostgresAddress is the address of a fresh, migrated database.
func PostgresAddress(t testing.TB) string {
	t.Helper()
	server := pgtest.Shared(t)
	return server.Clone(t, server.Template(t, "migrated", migrate))
}

func migrate(address string) error {
	db, err := store.Open(context.Background(), address, Zone)
	if err != nil {
		return err
	}
	if _, err := db.Migrate(context.Background()); err != nil {
		return err
	}
	return db.Close()
}

// Open connects to an address and lets go at the test's end.
func Open(t testing.TB, address string) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), address, Zone)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}
