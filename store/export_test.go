package store

import (
	"context"
	"database/sql"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// Raw is the connection that writes, for tests that do to a database what the
// program never does.
func (db *DB) Raw() *sql.DB {
	pool, err := db.writer.DB()
	if err != nil {
		panic(err)
	}
	return pool
}

// Postgres tells the two databases apart where a test must.
func (db *DB) Postgres() bool { return db.dialect.postgres }

// Reading is the database with a note of each statement that it reads by, values
// filled in.
func (db *DB) Reading(note func(statement string)) *DB {
	other := *db
	other.reader = db.reader.Session(&gorm.Session{Logger: noting{logger.Discard, note}})
	return &other
}

type noting struct {
	logger.Interface
	note func(string)
}

func (n noting) Trace(_ context.Context, _ time.Time, statement func() (string, int64), _ error) {
	text, _ := statement()
	n.note(text)
}

// Path is where a SQLite database's file lies.
func (db *DB) Path() string { return db.path }
