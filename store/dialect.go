package store

import (
	"hailong/migrations"
)

// dialect is what the two databases do differently, gathered in one place.
type dialect struct {
	migrations.Dialect
	// shareLock ends a SELECT that must see the newest row and keep it until commit.
	shareLock string
	// lockTallies keeps every intake out until the transaction ends.
	lockTallies string
	// lockCatalogue waits for every intake that has begun and keeps others out until
	// the transaction ends. As its first statement: the look at what they stored comes
	// after. Reading the catalogue's version goes on.
	lockCatalogue string
	// many comes before many rows that refer to others of the same transaction:
	// PostgreSQL plans the look-up behind a foreign key once, when the other table
	// may still be small enough to be read as a whole, and keeps that plan.
	many string
	// oneAgency comes before a read of one agency's responses by its counters' key:
	// PostgreSQL would read the table as a whole where the agency has a twentieth of
	// all answers, and so need longer the more answers others have.
	oneAgency string
	// wipe makes what is deleted, and the old place of what is changed, be overwritten.
	wipe string
	// guards are the names of the triggers that there are and that are switched on.
	guards   string
	postgres bool
}

var sqliteDialect = dialect{
	Dialect: migrations.SQLite,
	wipe:    "PRAGMA secure_delete = ON",
	guards:  "SELECT name FROM sqlite_master WHERE type = 'trigger'",
}

var postgresDialect = dialect{
	Dialect:       migrations.PostgreSQL,
	shareLock:     " FOR SHARE",
	lockTallies:   "LOCK TABLE tally IN SHARE ROW EXCLUSIVE MODE",
	lockCatalogue: "LOCK TABLE property IN EXCLUSIVE MODE",
	many:          "SET LOCAL enable_seqscan = off",
	oneAgency:     "SET LOCAL enable_seqscan = off",
	guards: `
		SELECT t.tgname AS name FROM pg_trigger t
		JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname = current_schema() AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')`,
	postgres: true,
}
