package main

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	_ "modernc.org/sqlite"             // the driver "sqlite"

	"hailong/store"
	"hailong/store/pgtest"
)

// kind is which of the two databases.
type kind string

const (
	onSQLite   kind = "sqlite"
	onPostgres kind = "postgres"
)

var kinds = []kind{onSQLite, onPostgres}

// serverSettings are the PostgreSQL server's, the same for both sides: it keeps what
// it confirms, has some memory, and makes no checkpoint in the middle of a measurement.
var serverSettings = []string{
	"fsync=on", "full_page_writes=on", "synchronous_commit=on", "shared_buffers=256MB",
	"max_connections=300", "max_wal_size=8GB", "checkpoint_timeout=1h",
}

// server is the run's PostgreSQL server, started by whoever needs it first.
func (b *bench) server() (*pgtest.Server, error) {
	if b.postgres == nil {
		s, err := pgtest.Start(serverSettings...)
		if err != nil {
			return nil, err
		}
		b.postgres = s
	}
	return b.postgres, nil
}

// create makes an empty database and gives its address: for SQLite that of a file
// which is not there yet.
func (b *bench) create(ctx context.Context, k kind) (string, error) {
	return b.copyOf(ctx, k, "")
}

// copyOf makes a copy of a database that nobody uses, and sees to it that nothing
// is left to be written to the disk.
func (b *bench) copyOf(ctx context.Context, k kind, template string) (string, error) {
	defer settle()
	b.databases++
	name := fmt.Sprintf("bench_%d", b.databases)
	if k == onSQLite {
		path := filepath.Join(b.dir, name+".db")
		if template == "" {
			return path, nil
		}
		return path, copyFile(template, path)
	}
	server, err := b.server()
	if err != nil {
		return "", err
	}
	source := "template0"
	if template != "" {
		source = nameOf(template)
	}
	for _, statement := range []string{"CREATE DATABASE " + name + " TEMPLATE " + source, "CHECKPOINT"} {
		if err := execute(ctx, server.DSN("postgres"), statement); err != nil {
			return "", err
		}
	}
	return server.DSN(name), nil
}

// nameOf is the name of a database of our own server.
func nameOf(dsn string) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(dsn, "postgres:///"), "?")
	return name
}

// drop removes a database.
func (b *bench) drop(ctx context.Context, address string) error {
	if store.IsPostgres(address) {
		return execute(ctx, b.postgres.DSN("postgres"), "DROP DATABASE "+nameOf(address)+" WITH (FORCE)")
	}
	for _, suffix := range []string{"", "-wal", "-shm", ".lock"} {
		if err := os.Remove(address + suffix); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	return nil
}

func connect(address string) (*sql.DB, error) {
	if store.IsPostgres(address) {
		return sql.Open("pgx", address)
	}
	return sql.Open("sqlite", "file:"+address+"?_pragma=busy_timeout(60000)")
}

// execute runs statements on a connection of their own.
func execute(ctx context.Context, address string, statements ...string) error {
	db, err := connect(address)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	for _, statement := range statements {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("%.60s: %w", statement, err)
		}
	}
	return nil
}

// number reads a single number.
func number(ctx context.Context, address, query string) (n int64, err error) {
	err = scan(ctx, address, query, &n)
	return n, err
}

// text reads a single text.
func text(ctx context.Context, address, query string) (s string, err error) {
	err = scan(ctx, address, query, &s)
	return s, err
}

func scan(ctx context.Context, address, query string, target any) error {
	db, err := connect(address)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	if err := db.QueryRowContext(ctx, query).Scan(target); err != nil {
		return fmt.Errorf("%.60s: %w", query, err)
	}
	return nil
}

// copyFile copies a file and waits until the disk has it.
func copyFile(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }()
	target, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	if err == nil {
		err = target.Sync()
	}
	if closed := target.Close(); err == nil {
		err = closed
	}
	return err
}
