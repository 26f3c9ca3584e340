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

type columns[T any] []column[T]

func (cs columns[T]) names() string {
	names := make([]string, len(cs))
	for i, c := range cs {
		names[i] = c.name
	}
	return strings.Join(names, ", ")
}

// marks are the arguments of unnest, of which the first is the statement's n-th.
func (cs columns[T]) marks(n int) string {
	marks := make([]string, len(cs))
	for i, c := range cs {
		marks[i] = fmt.Sprintf("$%d::%s[]", n+i, c.postgres)
	}
	return strings.Join(marks, ", ")
}

// arrays are the values of these arguments.
func (cs columns[T]) arrays(list []*T) []any {
	args := make([]any, len(cs))
	for i, c := range cs {
		args[i] = c.array(list)
	}
	return args
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
	columns columns[T]
	head    string // INSERT INTO, with the names
	tail    string // ON CONFLICT and so on
	unnest  string
	single  string
}

func newInserter[T any](table, tail string, cs columns[T]) inserter[T] {
	head := "INSERT INTO " + table + " (" + cs.names() + ") "
	marks := strings.Repeat("?, ", len(cs)-1) + "?"
	return inserter[T]{
		columns: cs, head: head, tail: tail,
		unnest: head + "SELECT * FROM unnest(" + cs.marks(1) + ") " + tail,
		single: head + "VALUES (" + marks + ") " + tail,
	}
}

// insertAll inserts rows in the transaction that ctx carries.
func insertAll[T any](ctx context.Context, db *DB, in *inserter[T], list []*T) error {
	pool := db.conn(ctx).Statement.ConnPool
	if !db.dialect.postgres {
		return in.oneByOne(ctx, pool, list, func(int, int64) {})
	}
	_, err := pool.ExecContext(ctx, in.unnest, in.columns.arrays(list)...)
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
