package store

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	_ "time/tzdata" // the office's zone, also where the system has no zone files

	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
	_ "modernc.org/sqlite" // the driver "sqlite", pure Go

	"hailong/migrations"
	"hailong/survey"
)

// DB is one database with everything kept in it.
type DB struct {
	writer  *gorm.DB
	reader  *gorm.DB // refuses to write, so a write outside InTx fails at once
	dialect dialect
	zone    *time.Location
	schema  *migrations.Set
	path    string      // of the SQLite file
	file    os.FileInfo // which file that was when it was opened
}

// IsPostgres tells whether an address names a PostgreSQL server; otherwise it is
// the path of a SQLite file.
func IsPostgres(address string) bool {
	return strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://")
}

// Open connects to a database by its address. It neither migrates nor checks the
// schema. Days are cut in zone.
func Open(ctx context.Context, address string, zone *time.Location) (*DB, error) {
	db, err := open(address, zone)
	if err != nil {
		return nil, translate(fmt.Errorf("open database: %w", err))
	}
	if err := db.Ping(ctx); err != nil {
		_ = db.Close()
		return nil, translate(fmt.Errorf("open database: %w", err))
	}
	return db, nil
}

func open(address string, zone *time.Location) (*DB, error) {
	if IsPostgres(address) {
		return openPostgres(address, zone)
	}
	return openSQLite(address, zone)
}

const poolSize = 16

// sessionOptions hold for each connection to PostgreSQL. Where reading a table as a whole
// is switched off (dialect.many, dialect.oneAgency) and has to be done all the same, the
// planner's price for it is so high that it would compile the statement to machine code
// first: 50 to 100 ms for one that takes less than 1. A statement outside a transaction,
// as the intake's, decides each row by its key also where the server would have it otherwise.
var sessionOptions = []string{
	"timezone", "UTC", "jit", "off", "default_transaction_isolation", "read committed",
}

func openPostgres(address string, zone *time.Location) (*DB, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("the address is not a URL") // the parser's message would repeat the password
	}
	writer, err := connect(postgres.Open(withQuery(*u, sessionOptions...)), poolSize)
	if err != nil {
		return nil, err
	}
	readOnly := append(slices.Clone(sessionOptions), "default_transaction_read_only", "on")
	reader, err := connect(postgres.Open(withQuery(*u, readOnly...)), poolSize)
	if err != nil {
		return nil, err
	}
	db := &DB{writer: writer, reader: reader, dialect: postgresDialect, zone: zone}
	return db.withSchema("")
}

// withQuery sets settings of the session on an address. PostgreSQL's addresses
// know a blank as %20 only.
func withQuery(u url.URL, pairs ...string) string {
	q := u.Query()
	for pair := range slices.Chunk(pairs, 2) {
		q.Set(pair[0], pair[1])
	}
	u.RawQuery = strings.ReplaceAll(q.Encode(), "+", "%20")
	return u.String()
}

// sqliteOptions passed eight concurrent writers; synchronous FULL, because what
// was answered 201 must survive a power cut; recursive_triggers, because without it
// REPLACE deletes rows past the guards of DELETE.
const sqliteOptions = "?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=foreign_keys(1)" +
	"&_pragma=synchronous(FULL)&_pragma=recursive_triggers(1)&_time_format=sqlite&_timezone=UTC"

// writerOptions: each counter's answers have a page of their own, and the same pages
// come again with each batch. Kept in memory (16 MB), and copied from the WAL to the
// file after 8,000 pages (32 MB) instead of 1,000, they took half the time.
const writerOptions = "&_txlock=immediate&_pragma=cache_size(-16000)&_pragma=wal_autocheckpoint(8000)"

func openSQLite(path string, zone *time.Location) (*DB, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	if err := private(path); err != nil {
		return nil, err
	}
	address := "file:" + (&url.URL{Path: path}).EscapedPath() + sqliteOptions
	writer, err := connect(sqlite.Dialector{DriverName: "sqlite", DSN: address + writerOptions}, 1)
	if err != nil {
		return nil, err
	}
	// Readers begin without a lock, so that a long look holds no answer up.
	readOnly := sqlite.Dialector{DriverName: "sqlite", DSN: address + "&_pragma=query_only(1)"}
	reader, err := connect(readOnly, poolSize)
	if err != nil {
		return nil, err
	}
	file, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	db := &DB{writer: writer, reader: reader, dialect: sqliteDialect, zone: zone, path: path, file: file}
	return db.withSchema(path + ".lock")
}

// private makes a new database file readable by its owner only: ballots and
// comments are nobody else's business.
func private(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		if _, statErr := os.Stat(path); statErr == nil {
			return nil // it is there and may be read-only: the pragmas will tell
		}
		return err
	}
	return f.Close()
}

// sameFile tells whether the SQLite file is still the one that was opened. Writing
// to one that was deleted or replaced succeeds and is lost.
func (db *DB) sameFile() error {
	if db.file == nil {
		return nil
	}
	if now, err := os.Stat(db.path); err != nil || !os.SameFile(db.file, now) {
		return survey.Busy(fmt.Errorf("the database file %s was deleted or replaced", db.path))
	}
	return nil
}

func connect(d gorm.Dialector, connections int) (*gorm.DB, error) {
	g, err := gorm.Open(d, &gorm.Config{
		TranslateError:         true,
		Logger:                 logger.Discard, // errors are returned; SQL would put tokens into the log
		DisableAutomaticPing:   true,
		SkipDefaultTransaction: true,
	})
	if err != nil {
		return nil, err
	}
	pool, err := g.DB()
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	return g, nil
}

func (db *DB) withSchema(lockFile string) (*DB, error) {
	pool, err := db.writer.DB()
	if err != nil {
		return nil, err
	}
	db.schema, err = migrations.New(db.dialect.Dialect, pool, lockFile)
	return db, err
}

// Close lets go of all connections.
func (db *DB) Close() error {
	for _, g := range []*gorm.DB{db.reader, db.writer} {
		pool, err := g.DB()
		if err != nil {
			return err
		}
		if err := pool.Close(); err != nil {
			return err
		}
	}
	return nil
}
