package migrations

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	_ "modernc.org/sqlite"             // the driver "sqlite"

	"hailong/store/pgtest"
)

var update = flag.Bool("update", false, "write schema.sql and hashes.txt anew")

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(pgtest.Main(m))
}

// place is an empty database that can be opened several times.
type place struct {
	dialect         Dialect
	driver, address string
	lockFile        string
}

func (p place) open(t *testing.T) (*sql.DB, *Set) {
	t.Helper()
	db, err := sql.Open(p.driver, p.address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	set, err := New(p.dialect, db, p.lockFile)
	if err != nil {
		t.Fatal(err)
	}
	return db, set
}

func sqlitePlace(t *testing.T) place {
	path := filepath.Join(t.TempDir(), "test.db")
	return place{SQLite, "sqlite", "file:" + path + "?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)", path + ".lock"}
}

func postgresPlace(t *testing.T) place {
	return place{PostgreSQL, "pgx", pgtest.Shared(t).Database(t), ""}
}

// each runs a test on an empty database of either kind.
func each(t *testing.T, test func(t *testing.T, p place)) {
	t.Run("sqlite", func(t *testing.T) { test(t, sqlitePlace(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, postgresPlace(t)) })
}

// steps are the names of all migrations.
func steps(t *testing.T) []string {
	t.Helper()
	names, err := fs.Glob(texts, "*.sql")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	return names
}

func TestUpAppliesWhatIsPendingOnce(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		_, set := p.open(t)
		var older *SchemaError
		if err := set.Check(t.Context()); !errors.As(err, &older) || older.Newer() {
			t.Errorf("an empty database: %v", err)
		}
		for i, want := range [][]string{steps(t), nil} {
			if pending, err := set.Pending(t.Context()); err != nil || !cmp.Equal(pending, want) {
				t.Errorf("round %d: pending %v, %v; want %v", i+1, pending, err, want)
			}
			if applied, err := set.Up(t.Context()); err != nil || !cmp.Equal(applied, want) {
				t.Errorf("round %d: applied %v, %v; want %v", i+1, applied, err, want)
			}
		}
		if err := set.Check(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestADatabaseNewerThanTheProgramIsRefusedAndBothVersionsAreNamed(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		db, set := p.open(t)
		if _, err := set.Up(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, TRUE)"); err != nil {
			t.Fatal(err)
		}
		_, upErr := set.Up(t.Context())
		_, pendingErr := set.Pending(t.Context())
		for name, err := range map[string]error{"check": set.Check(t.Context()), "pending": pendingErr, "up": upErr} {
			var newer *SchemaError
			if !errors.As(err, &newer) || !newer.Newer() || newer.Database != 99 || newer.Program != int64(len(steps(t))) {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if text := err.Error(); !strings.Contains(text, "99") || !strings.Contains(text, fmt.Sprint(newer.Program)) {
				t.Errorf("%s does not name both versions: %s", name, text)
			}
		}
	})
}

func TestSeveralProcessesMayMigrateAtOnce(t *testing.T) {
	each(t, func(t *testing.T, p place) {
		var wait sync.WaitGroup
		begin := make(chan struct{})
		for range 6 {
			_, set := p.open(t)
			wait.Go(func() {
				<-begin
				if _, err := set.Up(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		close(begin)
		wait.Wait()
		db, set := p.open(t)
		if err := set.Check(t.Context()); err != nil {
			t.Error(err)
		}
		var groups int
		if err := db.QueryRow("SELECT COUNT(*) FROM agency_group").Scan(&groups); err != nil || groups != 5 {
			t.Errorf("%d groups, %v: the first step ran more than once or not at all", groups, err)
		}
	})
}

func TestAnAppliedFileIsNeverEdited(t *testing.T) {
	var lines strings.Builder
	for _, name := range steps(t) {
		text, err := texts.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(text)
		fmt.Fprintf(&lines, "%s  %s\n", hex.EncodeToString(sum[:]), name)
	}
	same(t, "hashes.txt", lines.String(),
		"A migration that was applied anywhere is never edited: databases out there would differ from new ones.\n"+
			"Put the change into a further numbered file. For a new file, or before the first release: go test ./migrations -update")
}

// same compares a file of this folder with what it should hold, or writes it.
func same(t *testing.T, name, want, advice string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	have, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(have), want); d != "" {
		t.Errorf("%s is not as it should be (-there +wanted):\n%s\n%s", name, d, advice)
	}
}
