package store

import "database/sql"

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
