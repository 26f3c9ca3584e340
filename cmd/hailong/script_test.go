package main

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"hailong/store"
	"hailong/store/pgtest"
)

// TestScripts runs the stories in testdata/script. Beside testscript's commands
// and hailong they know
//
//	postgres                       sets $PG to an empty database
//	sql ADDRESS STATEMENT          runs SQL behind the program's back
//	value ADDRESS QUERY            prints the one value that a query gives
//	status N hailong ...           runs hailong, which must end with status N
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		// A command that should fail may serve instead. The time is that of all scripts together.
		Deadline: time.Now().Add(8 * patience),
		Setup: func(env *testscript.Env) error {
			env.Values["t"] = env.T()
			for _, name := range []string{"sample/agencies_2022.csv", "testdata/agencies_2026.csv"} {
				list, err := os.ReadFile(filepath.FromSlash(name))
				if err != nil {
					return err
				}
				if err := os.WriteFile(filepath.Join(env.WorkDir, filepath.Base(name)), list, 0o600); err != nil {
					return err
				}
			}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"postgres": scriptPostgres, "sql": scriptSQL, "value": scriptValue, "status": scriptStatus,
		},
	})
}

func scriptPostgres(ts *testscript.TestScript, _ bool, _ []string) {
	t := ts.Value("t").(testing.TB)
	ts.Setenv("PG", pgtest.Shared(t).Database(t))
}

func scriptDatabase(ts *testscript.TestScript, address string) *sql.DB {
	driver := "pgx"
	if !store.IsPostgres(address) {
		driver, address = "sqlite", ts.MkAbs(address)
	}
	db, err := sql.Open(driver, address)
	ts.Check(err)
	return db
}

func scriptSQL(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: sql ADDRESS STATEMENT")
	}
	db := scriptDatabase(ts, args[0])
	defer db.Close()
	if _, err := db.Exec(args[1]); neg != (err != nil) {
		ts.Fatalf("%s: %v", args[1], err)
	}
}

func scriptValue(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: value ADDRESS QUERY")
	}
	db := scriptDatabase(ts, args[0])
	defer db.Close()
	var value string
	ts.Check(db.QueryRow(args[1]).Scan(&value))
	_, err := fmt.Fprintln(ts.Stdout(), value)
	ts.Check(err)
}

func scriptStatus(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: status N COMMAND ...")
	}
	said := "0"
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		said = fmt.Sprint(err)
	}
	if want := args[0]; said != want && said != "exit status "+want {
		ts.Fatalf("ended with %s, want status %s", said, want)
	}
}
