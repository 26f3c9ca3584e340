package pgtest_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"hailong/store/pgtest"
)

// abandon, set, makes this test binary start a server, say where it is and wait
// to be killed.
const abandon = "PGTEST_ABANDON"

func TestMain(m *testing.M) {
	if os.Getenv(abandon) != "" {
		os.Exit(abandoned())
	}
	os.Exit(pgtest.Main(m))
}

func connect(t *testing.T, dsn string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

func run(t *testing.T, dsn, statement string) {
	t.Helper()
	conn := connect(t, dsn)
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}

func ask(t *testing.T, dsn, query string) string {
	t.Helper()
	conn := connect(t, dsn)
	defer conn.Close(t.Context())
	var answer string
	if err := conn.QueryRow(t.Context(), query).Scan(&answer); err != nil {
		t.Fatal(err)
	}
	return answer
}

func TestDatabaseIsEmptyAndGoesAway(t *testing.T) {
	server := pgtest.Shared(t)
	var dsn string
	t.Run("in use", func(t *testing.T) {
		dsn = server.Database(t)
		if !strings.HasPrefix(dsn, "postgres://") {
			t.Errorf("not a URL: %s", dsn)
		}
		settings := `SELECT concat_ws(' ', current_setting('server_encoding'), current_setting('TimeZone'),
			(SELECT datcollate FROM pg_database WHERE datname = current_database()),
			(SELECT count(*) FROM pg_tables WHERE schemaname = 'public'))`
		if got, want := ask(t, dsn, settings), "UTF8 UTC C 0"; got != want {
			t.Errorf("database is %q, want %q", got, want)
		}
		connect(t, dsn) // left open: dropping must not wait for it
	})
	if _, err := pgx.Connect(t.Context(), dsn); err == nil {
		t.Error("the database outlives its test")
	}
}

func TestCloneOfTemplate(t *testing.T) {
	server := pgtest.Shared(t)
	filled := 0
	prepare := func(dsn string) error {
		filled++
		run(t, dsn, "CREATE TABLE quay AS SELECT 'một cửa' AS ten")
		return nil
	}
	for range 3 {
		dsn := server.Clone(t, server.Template(t, "quay", prepare))
		if got := ask(t, dsn, "SELECT string_agg(ten, ',') FROM quay"); got != "một cửa" {
			t.Errorf("clone holds %q", got)
		}
		run(t, dsn, "INSERT INTO quay VALUES ('khác')") // must not reach the next clone
	}
	if filled != 1 {
		t.Errorf("the template was filled %d times, want once", filled)
	}
}

func TestParallelClones(t *testing.T) {
	server := pgtest.Shared(t)
	for i := range 6 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			template := server.Template(t, "parallel", func(dsn string) error {
				run(t, dsn, "CREATE TABLE one (n int)")
				return nil
			})
			run(t, server.Clone(t, template), "INSERT INTO one VALUES (1)")
		})
	}
}

func TestKillAndRestart(t *testing.T) {
	server := ownServer(t)
	dsn := server.Database(t)
	run(t, dsn, "CREATE TABLE kept AS SELECT 'here' AS word")
	busy := connect(t, dsn)
	failed := make(chan error, 1)
	go func() { // a session that looks at nothing but its query
		_, err := busy.Exec(t.Context(), "SELECT count(*) FROM generate_series(1, 1e12::bigint)")
		failed <- err
	}()
	if err := server.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := <-failed; err == nil {
		t.Error("a session outlives the server")
	}
	if _, err := pgx.Connect(t.Context(), dsn); err == nil {
		t.Error("the killed server accepts a connection")
	}
	for range 2 { // a second time while it runs
		if err := server.Restart(); err != nil {
			t.Fatal(err)
		}
		if got := ask(t, dsn, "SELECT word FROM kept"); got != "here" {
			t.Errorf("after the restart: %q", got)
		}
	}
}

// ownServer is a server that a test may disturb.
func ownServer(t *testing.T) *pgtest.Server {
	t.Helper()
	server, err := pgtest.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
	})
	return server
}

func TestShutdownTellsTheSessions(t *testing.T) {
	server := ownServer(t)
	dsn := server.Database(t)
	run(t, dsn, "CREATE TABLE kept AS SELECT 'here' AS word")
	conn := connect(t, dsn)
	if err := server.Shutdown(); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Exec(t.Context(), "SELECT 1"); err == nil {
		t.Error("a session outlives the server")
	}
	if err := server.Freeze(); err == nil {
		t.Error("a server that does not run was frozen")
	}
	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
	if got := ask(t, dsn, "SELECT word FROM kept"); got != "here" {
		t.Errorf("after the restart: %q", got)
	}
	log, err := server.Log()
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(log, "ready to accept connections"); n != 2 {
		t.Errorf("the log tells of %d starts, want both:\n%s", n, log)
	}
	for _, want := range []string{"received fast shutdown request", "terminating connection due to"} {
		if !strings.Contains(log, want) {
			t.Errorf("the log lacks %q:\n%s", want, log)
		}
	}
}

func TestFreezeAndThaw(t *testing.T) {
	server := ownServer(t)
	dsn := server.Database(t)
	conn := connect(t, dsn)
	if err := server.Freeze(); err != nil {
		t.Fatal(err)
	}
	answered := make(chan error, 1)
	go func() {
		_, err := conn.Exec(t.Context(), "SELECT 1")
		answered <- err
	}()
	brief, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if _, err := pgx.Connect(brief, dsn); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("connecting to a frozen server: %v; want silence", err)
	}
	select {
	case err := <-answered:
		t.Errorf("a frozen session answers: %v", err)
	default:
	}
	if err := server.Thaw(); err != nil {
		t.Fatal(err)
	}
	if err := <-answered; err != nil {
		t.Errorf("the session did not outlive the frost: %v", err)
	}
}

func TestAFrozenServerCanBeEnded(t *testing.T) {
	server := ownServer(t)
	for name, end := range map[string]func() error{
		"shutdown": server.Shutdown, "kill": server.Kill, "restart": server.Restart,
	} {
		if err := server.Freeze(); err != nil {
			t.Fatal(name, err)
		}
		if err := end(); err != nil {
			t.Fatal(name, err)
		}
		if err := server.Restart(); err != nil {
			t.Fatal(name, err)
		}
	}
}

// TestNothingIsLeftBehind kills a test process that has no chance to clean up.
func TestNothingIsLeftBehind(t *testing.T) {
	for _, state := range []string{"running", "frozen"} {
		t.Run(state, func(t *testing.T) { leavesNothingBehind(t, state) })
	}
}

func leavesNothingBehind(t *testing.T, state string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), abandon+"="+state)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	dsn := strings.TrimSpace(line)
	if state == "running" {
		run(t, dsn, "SELECT 1")
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()

	address, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	folder := address.Query().Get("host")
	eventually(t, "the folder is gone", func() bool {
		_, err := os.Stat(folder)
		return errors.Is(err, fs.ErrNotExist)
	})
	eventually(t, "no process works on the folder", func() bool {
		commands, err := filepath.Glob("/proc/[0-9]*/cmdline")
		return err == nil && !slices.ContainsFunc(commands, func(file string) bool {
			command, _ := os.ReadFile(file) // the process may have ended meanwhile
			return strings.Contains(string(command), folder)
		})
	})
}

func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for deadline := time.Now().Add(30 * time.Second); !holds(); <-again.C {
		if time.Now().After(deadline) {
			t.Fatalf("not so in time: %s", what)
		}
	}
}

func abandoned() int {
	server, err := pgtest.Start()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if os.Getenv(abandon) == "frozen" {
		if err := server.Freeze(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	fmt.Println(server.DSN("postgres"))
	select {}
}
