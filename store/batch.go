package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"gorm.io/gorm"
)

// column is a column of a batch insert.
type column[T any] struct {
	name     string
	postgres string         // its type there
	array    func([]*T) any // all values, for unnest
	value    func(*T) any   // one value
}

func col[T, V any](name, postgres string, value func(*T) V) column[T] {
	return column[T]{
		name: name, postgres: postgres,
		array: func(list []*T) any {
			values := make([]V, len(list))
			for i, t := range list {
				values[i] = value(t)
			}
			return values
		},
		value: func(t *T) any { return value(t) },
	}
}

// expectMany tells the database that many rows come which refer to others of the same
// transaction.
func (db *DB) expectMany(ctx context.Context) error {
	if db.dialect.many == "" {
		return nil
	}
	return db.conn(ctx).Exec(db.dialect.many).Error
}

// inserter adds many rows to a table. It is the one place where the databases get
// different texts for what the service does (ADR 0004): PostgreSQL takes an array per column, so that one
// statement serves every size; SQLite runs a prepared statement for each row, which
// costs it less than one statement for all.
type inserter[T any] struct {
	columns []column[T]
	unnest  string
	single  string
}

// newInserter makes the texts; tail follows them, ON CONFLICT and so on.
func newInserter[T any](table, tail string, columns []column[T]) inserter[T] {
	var names, arrays, marks []string
	for i, c := range columns {
		names = append(names, c.name)
		arrays = append(arrays, fmt.Sprintf("$%d::%s[]", i+1, c.postgres))
		marks = append(marks, "?")
	}
	head := "INSERT INTO " + table + " (" + strings.Join(names, ", ") + ") "
	return inserter[T]{
		columns: columns,
		unnest:  head + "SELECT * FROM unnest(" + strings.Join(arrays, ", ") + ") " + tail,
		single:  head + "VALUES (" + strings.Join(marks, ", ") + ") " + tail,
	}
}

// arrays are the arguments of unnest.
func (in *inserter[T]) arrays(list []*T) []any {
	args := make([]any, len(in.columns))
	for i, c := range in.columns {
		args[i] = c.array(list)
	}
	return args
}

// insertAll inserts rows in the transaction that ctx carries.
func insertAll[T any](ctx context.Context, db *DB, in *inserter[T], list []*T) error {
	pool := db.conn(ctx).Statement.ConnPool
	if !db.dialect.postgres {
		return in.oneByOne(ctx, pool, list, func(int, int64) {})
	}
	_, err := pool.ExecContext(ctx, in.unnest, in.arrays(list)...)
	return err
}

// oneByOne runs the statement for each row and tells done how many rows it wrote.
func (in *inserter[T]) oneByOne(
	ctx context.Context, pool gorm.ConnPool, list []*T, done func(i int, written int64),
) error {
	statement, err := pool.PrepareContext(ctx, in.single)
	if err != nil {
		return err
	}
	defer func() { _ = statement.Close() }()
	args := make([]any, len(in.columns))
	for i, t := range list {
		for n, c := range in.columns {
			args[n] = c.value(t)
		}
		written, err := rowsWritten(statement.ExecContext(ctx, args...))
		if err != nil {
			return err
		}
		done(i, written)
	}
	return nil
}

func rowsWritten(result sql.Result, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

func pointers[T any](list []T) []*T {
	pointers := make([]*T, len(list))
	for i := range list {
		pointers[i] = &list[i]
	}
	return pointers
}
