package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// room is a row of the table "who may import whom". Every path stands for
// itself and all below it; the row with the longest path that fits a package
// is the one that counts.
type room struct {
	path    string
	ours    []string // of our own packages, beside what lies in the same room
	outside []string // of other modules
	not     []string // of the standard library
	all     bool     // may import anything but test helpers
	helper  bool     // may be imported by tests (and other helpers) only
}

var (
	// Scoring gives the same ranking for the same input, now and in ten years:
	// it reaches no file, network, database, log or randomness by itself.
	impure = []string{
		"crypto/rand", "database/sql", "io/fs", "io/ioutil", "log", "math/rand",
		"net", "os", "plugin", "syscall",
	}
	floor1    = []string{"survey", "sheet", "job", "migrations"}
	floor2    = []string{"scoring", "account"}
	twoFloors = slices.Concat(floor1, floor2)
)

// rooms is the table. A package without a row fails the test: a new room is a
// decision, to be written down first.
var rooms = []room{
	{path: "survey", outside: []string{"golang.org/x/text"}},
	// x/text: cells are composed to NFC where they are read (ADR 0002).
	{path: "sheet", ours: []string{"survey"}, outside: []string{"golang.org/x/text", "github.com/xuri/excelize/v2"}},
	{
		path: "job", ours: []string{"survey"},
		outside: []string{"github.com/robfig/cron/v3", "github.com/wneessen/go-mail"},
	},
	{path: "migrations", ours: []string{"survey"}, outside: []string{"github.com/pressly/goose/v3"}},

	{path: "scoring", ours: []string{"survey"}, not: impure},
	{path: "scoring/round", ours: []string{"survey", "scoring", "sheet", "job"}, not: impure},
	// Strict JSON, which refuses a field that is there twice (ADR 0029).
	{
		path: "scoring/edition", ours: []string{"survey", "scoring", "sheet", "job"},
		outside: []string{"github.com/go-json-experiment/json"}, not: impure,
	},
	{
		path: "account", ours: []string{"survey"},
		outside: []string{"github.com/alexedwards/argon2id", "github.com/pquerna/otp"},
	},

	{
		path: "store", ours: twoFloors,
		outside: []string{
			"gorm.io", "github.com/jackc/pgx/v5", "modernc.org/sqlite", "github.com/pressly/goose/v3",
		},
	},
	{
		path: "store/file", ours: twoFloors,
		outside: []string{"github.com/minio/minio-go/v7", "github.com/gabriel-vasile/mimetype"},
	},
	{path: "store/pgtest", outside: []string{"github.com/jackc/pgx/v5"}, helper: true},
	{path: "store/storetest", all: true, helper: true},
	{
		path: "frontend", ours: twoFloors,
		outside: []string{
			"github.com/skip2/go-qrcode", "codeberg.org/go-pdf/fpdf", "golang.org/x/text",
		},
	},

	{
		path: "api", ours: append([]string{"frontend"}, twoFloors...),
		outside: []string{
			"github.com/labstack/echo/v4", "github.com/labstack/echo-contrib", "github.com/labstack/gommon",
			"github.com/alexedwards/scs/v2", "github.com/coreos/go-oidc/v3", "golang.org/x/oauth2",
			"golang.org/x/time/rate", "github.com/prometheus/client_golang",
			"github.com/getkin/kin-openapi", "github.com/oapi-codegen/runtime", "github.com/go-json-experiment/json",
		},
	},

	{path: "api/issuertest", helper: true},

	{path: "cmd/hailong", all: true},
	// It measures with the tests' PostgreSQL server (ADR 0020).
	{path: "cmd/bench", all: true, helper: true},
}

// listed is what the test wants to know of a package from "go list".
type listed struct {
	Dir, ImportPath, Doc string
	GoFiles, Imports     []string
}

const module = "hailong/"

// under says whether a path is the root or lies below it.
func under(path, root string) bool {
	return path == root || strings.HasPrefix(path, root+"/")
}

func underAny(path string, roots []string) bool {
	return slices.ContainsFunc(roots, func(root string) bool { return under(path, root) })
}

// roomOf finds the row for one of our packages, nil if it has none.
func roomOf(path string) *room {
	var best *room
	for i, r := range rooms {
		if under(path, r.path) && (best == nil || len(r.path) > len(best.path)) {
			best = &rooms[i]
		}
	}
	return best
}

// offences names each import of a package that the table does not allow.
func offences(pkg listed) []string {
	path := strings.TrimPrefix(pkg.ImportPath, module)
	r := roomOf(path)
	if r == nil {
		return []string{fmt.Sprintf("%s stands in no row of the table \"who may import whom\"", path)}
	}
	var found []string
	for _, imported := range pkg.Imports {
		if reason := r.refuses(imported); reason != "" {
			found = append(found, fmt.Sprintf("%s imports %s: %s", path, imported, reason))
		}
	}
	return found
}

// refuses says why a room may not import a package; empty if it may.
func (r *room) refuses(imported string) string {
	if own, ok := strings.CutPrefix(imported, module); ok {
		target := roomOf(own)
		switch {
		case target != nil && target.helper && !r.helper:
			return "a helper of tests"
		case under(own, "cmd"):
			return "nobody imports a command"
		case r.all || under(own, r.path) || underAny(own, r.ours):
			return ""
		}
		return "not a room below it"
	}
	first, _, _ := strings.Cut(imported, "/")
	switch {
	case r.all:
		return ""
	case strings.Contains(first, "."):
		if underAny(imported, r.outside) {
			return ""
		}
		return "not among its modules"
	case underAny(imported, r.not) && imported != "net/url" && imported != "math/rand/v2":
		return "not pure"
	}
	return ""
}

// packages asks the go command for all packages of the module. Directories
// with tests alone are left out.
func packages(t *testing.T) []listed {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-json=Dir,ImportPath,Doc,GoFiles,Imports", "./...")
	cmd.Dir = filepath.Join("..", "..")
	var complaint strings.Builder
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, &complaint)
	}
	var all []listed
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var pkg listed
		if err := decoder.Decode(&pkg); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if len(pkg.GoFiles) > 0 {
			all = append(all, pkg)
		}
	}
	if len(all) == 0 {
		t.Fatal("go list names no package")
	}
	return all
}

func TestImports(t *testing.T) {
	for _, pkg := range packages(t) {
		for _, offence := range offences(pkg) {
			t.Error(offence)
		}
	}
}

func TestEveryPackageHasADocComment(t *testing.T) {
	for _, pkg := range packages(t) {
		if pkg.Doc == "" {
			t.Errorf("%s has no doc comment", pkg.ImportPath)
		}
	}
}

func TestScoringDoesNotReadTheClock(t *testing.T) {
	for _, pkg := range packages(t) {
		if !under(pkg.ImportPath, module+"scoring") {
			continue
		}
		for _, name := range pkg.GoFiles {
			files, path := token.NewFileSet(), filepath.Join(pkg.Dir, name)
			file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			for _, use := range clockReads(file) {
				t.Errorf("%s: scoring is handed the time, it does not read the clock", files.Position(use))
			}
		}
	}
}

// clockReads finds where a file names time.Now or another function that asks
// the clock, whatever name the package was imported under.
func clockReads(file *ast.File) []token.Pos {
	clock := ""
	for _, spec := range file.Imports {
		if spec.Path.Value == `"time"` {
			clock = "time"
			if spec.Name != nil {
				clock = spec.Name.Name
			}
		}
	}
	if clock == "" {
		return nil
	}
	reads := []string{
		"Now", "Since", "Until", "After", "AfterFunc", "Tick", "NewTicker", "NewTimer", "Sleep",
	}
	var found []token.Pos
	if clock == "." { // then Now would be hard to see: not in these rooms
		found = append(found, file.Name.Pos())
	}
	ast.Inspect(file, func(node ast.Node) bool {
		if selector, ok := node.(*ast.SelectorExpr); ok {
			name, ok := selector.X.(*ast.Ident)
			if ok && name.Name == clock && slices.Contains(reads, selector.Sel.Name) {
				found = append(found, selector.Pos())
			}
		}
		return true
	})
	return found
}

// TestOffences shows that the judge can say no, and yes.
func TestOffences(t *testing.T) {
	allowed := map[string][]string{
		"survey":              {"os", "net/http", "golang.org/x/text/unicode/norm", "hailong/survey/draft"},
		"survey/draft":        {"hailong/survey"},
		"sheet":               {"hailong/survey", "github.com/xuri/excelize/v2"},
		"scoring":             {"hailong/survey", "math/big", "time", "net/url", "math/rand/v2"},
		"scoring/report":      {"hailong/survey", "hailong/scoring"},
		"scoring/edition":     {"hailong/sheet", "hailong/job", "archive/zip", "crypto"},
		"store":               {"hailong/survey", "hailong/scoring/round", "gorm.io/driver/postgres", "os"},
		"store/file":          {"github.com/minio/minio-go/v7", "hailong/survey"},
		"frontend":            {"hailong/account", "html/template", "github.com/skip2/go-qrcode"},
		"api":                 {"hailong/frontend", "github.com/labstack/echo/v4/middleware"},
		"cmd/hailong":         {"hailong/api", "hailong/store", "github.com/alecthomas/kong"},
		"store/pgtest":        {"testing", "github.com/jackc/pgx/v5"},
		"store/storetest":     {"hailong/store", "hailong/store/pgtest"},
		"store/storetest/any": {"hailong/store/pgtest"},
	}
	refused := map[string][]string{
		"survey":          {"hailong/sheet", "gorm.io/gorm", "hailong/surveyor"},
		"sheet":           {"hailong/scoring", "github.com/wneessen/go-mail", "hailong/job"},
		"job":             {"github.com/xuri/excelize/v2", "github.com/labstack/echo/v4"},
		"scoring":         {"os", "os/exec", "net/http", "database/sql", "io/fs", "hailong/sheet"},
		"scoring/round":   {"crypto/rand", "log/slog", "math/rand", "hailong/migrations"},
		"scoring/report":  {"hailong/job", "os", "golang.org/x/text/collate"},
		"scoring/edition": {"os", "hailong/store", "hailong/account"},
		"account":         {"hailong/scoring", "gorm.io/gorm"},
		"store":           {"hailong/api", "hailong/frontend", "hailong/store/pgtest", "hailong/cmd/hailong"},
		"store/file":      {"gorm.io/gorm"},
		"frontend":        {"hailong/store", "hailong/api", "gorm.io/gorm", "github.com/labstack/echo/v4"},
		"api":             {"hailong/store", "hailong/store/file", "gorm.io/gorm", "hailong/cmd/hailong"},
		"cmd/hailong":     {"hailong/store/storetest", "hailong/cmd/hailong/inner"},
	}
	for path, imports := range allowed {
		if found := offences(listed{ImportPath: module + path, Imports: imports}); len(found) > 0 {
			t.Errorf("refused: %q", found)
		}
	}
	for path, imports := range refused {
		found := offences(listed{ImportPath: module + path, Imports: imports})
		if len(found) != len(imports) {
			t.Errorf("%s: %d imports, refused only %q", path, len(imports), found)
		}
	}
	for _, path := range []string{"util", "surveyor", "cmd/other", "storehouse"} {
		if len(offences(listed{ImportPath: module + path})) != 1 {
			t.Errorf("%s has no row, and nothing is said", path)
		}
	}
}

func TestClockReads(t *testing.T) {
	for source, want := range map[string]int{
		`import "time"; var now = time.Now`:                                  1,
		`import clock "time"; var a, b = clock.Now(), clock.Since(start)`:    2,
		`import . "time"; var now = Now()`:                                   1,
		`import "time"; var t = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)`: 0,
		`var time struct{ Now int }; var n = time.Now`:                       0,
	} {
		file, err := parser.ParseFile(token.NewFileSet(), "made-up.go", "package scoring; "+source, 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(clockReads(file)); got != want {
			t.Errorf("%s: %d reads of the clock, want %d", source, got, want)
		}
	}
}
