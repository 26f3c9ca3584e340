package store

import (
	"fmt"
	"strings"
)

// column is a column of a batch insert with its values, one per row.
type column struct {
	name     string
	postgres string            // its type there
	array    any               // all values, for unnest
	value    func(row int) any // one value, for VALUES
}

// columnOf makes a column from a list of T.
type columnOf[T any] struct{ of func(list []T) column }

func col[T, V any](name, postgres string, value func(*T) V) columnOf[T] {
	return columnOf[T]{of: func(list []T) column {
		values := make([]V, len(list))
		for i := range list {
			values[i] = value(&list[i])
		}
		return column{name, postgres, values, func(row int) any { return values[row] }}
	}}
}

// insert is an INSERT of so many rows. The one place where the databases get
// different texts (ADR 0004): PostgreSQL takes an array per column, so that one
// prepared statement serves every size; SQLite knows no arrays and gets VALUES.
func (d dialect) insert(table string, columns []column, rows int) (query string, args []any) {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.name
	}
	head := fmt.Sprintf("INSERT INTO %s (%s) ", table, strings.Join(names, ", "))
	if d.postgres {
		arrays := make([]string, len(columns))
		for i, c := range columns {
			arrays[i] = fmt.Sprintf("$%d::%s[]", i+1, c.postgres)
			args = append(args, c.array)
		}
		return head + "SELECT * FROM unnest(" + strings.Join(arrays, ", ") + ")", args
	}
	tuple := "(" + strings.Repeat("?, ", len(columns)-1) + "?)"
	for row := range rows {
		for _, c := range columns {
			args = append(args, c.value(row))
		}
	}
	return head + "VALUES " + strings.Repeat(tuple+", ", rows-1) + tuple, args
}
