package migrations

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"path"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// Set is the schema's steps bound to one database.
type Set struct {
	provider *goose.Provider
	lockFile string // SQLite: locked while migrating; empty on PostgreSQL
}

// New binds the steps to a database. Starting processes wait for each other: by a
// session lock on PostgreSQL, by lockFile on SQLite.
func New(d Dialect, db *sql.DB, lockFile string) (*Set, error) {
	files, err := Render(d)
	if err != nil {
		return nil, err
	}
	options := []goose.ProviderOption{goose.WithSlog(slog.New(slog.DiscardHandler))}
	if lockFile == "" {
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300))
		if err != nil {
			return nil, err
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	provider, err := goose.NewProvider(goose.Dialect(d.Name), db, files, options...)
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	return &Set{provider: provider, lockFile: lockFile}, nil
}

// SchemaError says that the database's schema is not this program's.
type SchemaError struct{ Database, Program int64 }

// Error names both versions.
func (e *SchemaError) Error() string {
	return fmt.Sprintf("the database has schema %d, this program needs %d", e.Database, e.Program)
}

// Newer tells whether the database was migrated by a newer program.
func (e *SchemaError) Newer() bool { return e.Database > e.Program }

// Check is nil where the database has exactly this program's schema, else a *SchemaError.
func (s *Set) Check(ctx context.Context) error {
	have, want, err := s.provider.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	if have != want {
		return &SchemaError{Database: have, Program: want}
	}
	return nil
}

// Pending names the steps that are not applied yet. A database newer than the
// program is a *SchemaError: goose alone would call it up to date.
func (s *Set) Pending(ctx context.Context) ([]string, error) {
	have, want, err := s.provider.GetVersions(ctx)
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	if have > want {
		return nil, &SchemaError{Database: have, Program: want}
	}
	var names []string
	for _, source := range s.provider.ListSources() {
		if source.Version > have {
			names = append(names, path.Base(source.Path))
		}
	}
	return names, nil
}

// Up applies what is pending and names it.
func (s *Set) Up(ctx context.Context) ([]string, error) {
	unlock, err := lockPath(ctx, s.lockFile)
	if err != nil {
		return nil, err
	}
	defer unlock()
	if names, err := s.Pending(ctx); err != nil || len(names) == 0 {
		return nil, err
	}
	applied, err := s.provider.Up(ctx)
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	var names []string // another process may have been first
	for _, step := range applied {
		names = append(names, path.Base(step.Source.Path))
	}
	return names, nil
}
