package migrations

import (
	"database/sql"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// shape is a table as both databases should have it.
type shape struct {
	Columns  []string // name type, "null" where it may be
	Key      string
	Indexes  []string // columns, "unique" and "partial" where they are
	Foreign  []string // column -> table
	Triggers []string
}

// same words for the types of both.
var types = map[string]string{
	"BLOB": "bytea", "DATETIME": "timestamptz", "timestamp with time zone": "timestamptz",
}

func typeName(s string) string {
	if name, ok := types[s]; ok {
		return name
	}
	return strings.ToLower(s)
}

// strs reads rows of texts.
func strs(t *testing.T, db *sql.DB, query string, args ...any) [][]string {
	t.Helper()
	rows, err := db.Query(query, args...)
	if err != nil {
		t.Fatal(query, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var list [][]string
	for rows.Next() {
		row, targets := make([]string, len(columns)), make([]any, len(columns))
		for i := range row {
			targets[i] = &row[i]
		}
		if err := rows.Scan(targets...); err != nil {
			t.Fatal(query, err)
		}
		list = append(list, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

func sqliteShapes(t *testing.T, db *sql.DB) map[string]shape {
	all := map[string]shape{}
	for _, table := range strs(t, db, `SELECT name, sql FROM sqlite_master
		WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'goose_db_version'`) {
		var s shape
		var key []string
		for _, c := range strs(t, db, `SELECT name, type, "notnull", pk FROM pragma_table_info(?) ORDER BY name`, table[0]) {
			name, kind, null := c[0], typeName(c[1]), c[2] == "0"
			if c[1] == "INTEGER" && c[3] == "1" { // the row's own number, never NULL
				null = false
				if strings.Contains(table[1], "AUTOINCREMENT") {
					kind = "bigint"
				}
			}
			s.Columns = append(s.Columns, column(name, kind, null))
		}
		for _, c := range strs(t, db, `SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk`, table[0]) {
			key = append(key, c[0])
		}
		s.Key = strings.Join(key, ", ")
		for _, x := range strs(t, db, `SELECT name, "unique", partial FROM pragma_index_list(?) WHERE origin <> 'pk'`, table[0]) {
			var columns []string
			for _, c := range strs(t, db, `SELECT name FROM pragma_index_info(?) ORDER BY seqno`, x[0]) {
				columns = append(columns, c[0])
			}
			s.Indexes = append(s.Indexes, index(strings.Join(columns, ", "), x[1] == "1", x[2] == "1"))
		}
		for _, f := range strs(t, db, `SELECT "from", "table" FROM pragma_foreign_key_list(?)`, table[0]) {
			s.Foreign = append(s.Foreign, f[0]+" -> "+f[1])
		}
		for _, g := range strs(t, db, `SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?`, table[0]) {
			s.Triggers = append(s.Triggers, strings.ToLower(g[0]))
		}
		all[table[0]] = s.sorted()
	}
	return all
}

func postgresShapes(t *testing.T, db *sql.DB) map[string]shape {
	all := map[string]shape{}
	for _, table := range strs(t, db, `SELECT table_name FROM information_schema.tables
		WHERE table_schema = 'public' AND table_name <> 'goose_db_version'`) {
		var s shape
		for _, c := range strs(t, db, `SELECT column_name, data_type, is_nullable FROM information_schema.columns
			WHERE table_schema = 'public' AND table_name = $1`, table[0]) {
			s.Columns = append(s.Columns, column(c[0], typeName(c[1]), c[2] == "YES"))
		}
		for _, x := range strs(t, db, `
			SELECT string_agg(a.attname, ', ' ORDER BY k.place), x.indisprimary::text, x.indisunique::text, (x.indpred IS NOT NULL)::text
			FROM pg_index x CROSS JOIN unnest(x.indkey) WITH ORDINALITY AS k (number, place)
			JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.number
			WHERE x.indrelid = $1::regclass
			GROUP BY x.indexrelid, x.indisprimary, x.indisunique, x.indpred IS NOT NULL`, table[0]) {
			if x[1] == "true" {
				s.Key = x[0]
				continue
			}
			s.Indexes = append(s.Indexes, index(x[0], x[2] == "true", x[3] == "true"))
		}
		for _, f := range strs(t, db, `
			SELECT a.attname, c.confrelid::regclass::text FROM pg_constraint c
			JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
			WHERE c.contype = 'f' AND c.conrelid = $1::regclass`, table[0]) {
			s.Foreign = append(s.Foreign, f[0]+" -> "+f[1])
		}
		for _, g := range strs(t, db, `SELECT tgname FROM pg_trigger
			WHERE NOT tgisinternal AND tgrelid = $1::regclass AND tgname NOT LIKE '%_no_truncate'`, table[0]) {
			s.Triggers = append(s.Triggers, strings.ToLower(g[0]))
		}
		all[table[0]] = s.sorted()
	}
	return all
}

func column(name, kind string, null bool) string {
	if null {
		return name + " " + kind + " null"
	}
	return name + " " + kind
}

func index(columns string, unique, partial bool) string {
	if unique {
		columns += " unique"
	}
	if partial {
		columns += " partial"
	}
	return columns
}

func (s shape) sorted() shape {
	for _, list := range [][]string{s.Columns, s.Indexes, s.Foreign, s.Triggers} {
		slices.Sort(list)
	}
	return s
}

func migrated(t *testing.T, p place) *sql.DB {
	t.Helper()
	db, set := p.open(t)
	if _, err := set.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
	return db
}

func TestBothDatabasesGetTheSameSchema(t *testing.T) {
	sqlite := sqliteShapes(t, migrated(t, sqlitePlace(t)))
	postgres := postgresShapes(t, migrated(t, postgresPlace(t)))
	if len(sqlite) == 0 {
		t.Fatal("no table")
	}
	ordered, kept := sqlite["response"], postgres["response"]
	if ordered.Key != "counter_id, receipt" || !slices.Equal(ordered.Indexes, []string{"receipt unique"}) ||
		kept.Key != "receipt" || !slices.Equal(kept.Indexes, []string{"counter_id"}) {
		t.Errorf("a response is found in SQLite by %s, %s, in PostgreSQL by %s, %s",
			ordered.Key, ordered.Indexes, kept.Key, kept.Indexes)
	}
	kept.Key, kept.Indexes = ordered.Key, ordered.Indexes // the one thing that differs (00013)
	postgres["response"] = kept
	if d := cmp.Diff(sqlite, postgres); d != "" {
		t.Errorf("SQLite's (-) and PostgreSQL's (+) schema differ:\n%s", d)
	}
	for _, table := range []string{"log_entry", "response"} {
		if len(sqlite[table].Triggers) == 0 {
			t.Errorf("%s has no guard", table)
		}
	}
}

// TestSchemaIsWrittenDown keeps schema.sql, which is for reading only, up to date.
func TestSchemaIsWrittenDown(t *testing.T) {
	var b strings.Builder
	b.WriteString("-- The schema after all migrations, as SQLite has it. For reading: nothing runs this\n" +
		"-- file, and a test keeps it up to date (go test ./migrations -update).\n")
	for _, row := range strs(t, migrated(t, sqlitePlace(t)), `SELECT sql FROM sqlite_master
		WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND tbl_name <> 'goose_db_version'
		ORDER BY tbl_name, CASE type WHEN 'table' THEN 1 WHEN 'index' THEN 2 ELSE 3 END, name`) {
		b.WriteString("\n" + row[0] + ";\n")
	}
	same(t, "schema.sql", b.String(), "After a change of the schema: go test ./migrations -update")
}
