package store

import (
	"context"

	"hailong/migrations"
)

// Schema is the steps of the schema bound to this database.
func (db *DB) Schema() *migrations.Set { return db.schema }

// Ping tells whether the database can be reached.
func (db *DB) Ping(ctx context.Context) error {
	if err := db.sameFile(); err != nil {
		return err
	}
	return translate(db.reader.WithContext(ctx).Exec("SELECT 1").Error)
}

// Ready tells whether the database can be reached and has this program's schema.
func (db *DB) Ready(ctx context.Context) error {
	if err := db.Ping(ctx); err != nil {
		return err
	}
	return translate(db.schema.Check(ctx))
}

// Migrate applies what is pending, refreshes the planner's statistics, and names
// the steps applied.
func (db *DB) Migrate(ctx context.Context) ([]string, error) {
	names, err := db.schema.Up(ctx)
	if err != nil {
		return nil, translate(err)
	}
	if len(names) > 0 {
		err = db.Analyze(ctx)
	}
	return names, err
}

// Analyze refreshes the planner's statistics, after migrating and importing.
func (db *DB) Analyze(ctx context.Context) error {
	return translate(db.writer.WithContext(ctx).Exec("ANALYZE").Error)
}
