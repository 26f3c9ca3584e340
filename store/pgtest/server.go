// Package pgtest runs a throw-away PostgreSQL server for tests, from the
// binaries that are installed. It needs no network, no password and no fixed
// port, and it leaves nothing behind, not even when the test process is killed.
//
// A package whose tests need it says once
//
//	func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }
//
// and takes databases from Shared(t).Database(t) or Shared(t).Clone(t, template).
// Only tests import it.
package pgtest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// patience bounds starting and stopping; a loaded machine needs a second or two.
const patience = 60 * time.Second

// Server is one PostgreSQL server of our own, reached over a Unix socket.
// Its methods may be called from parallel tests; Kill, Shutdown, Freeze and Restart
// disturb every test on the same server, so such a test starts its own.
type Server struct {
	bin, dir string
	settings []string            // name=value, after ours
	cred     *syscall.Credential // nil: run as ourselves
	janitor  *exec.Cmd
	lifeline io.Closer // the janitor's standard input

	mu      sync.Mutex
	proc    *os.Process   // nil: not running
	ended   chan struct{} // closed when proc has ended
	logged  int64         // how long the log was when proc was started
	numbers int           // of databases named so far

	filling   sync.Mutex       // one template at a time
	templates map[string]error // how filling each one went
}

// Start makes a new database cluster and a server on it (about a second). Settings,
// name=value, override those that make tests quick: fsync=on for measurements.
func Start(settings ...string) (*Server, error) {
	bin, err := findBinaries()
	if err != nil {
		return nil, err
	}
	// Not os.TempDir: a socket's path has room for about 100 bytes, and another
	// user must be able to reach it.
	dir, err := os.MkdirTemp("/tmp", "hailong-pg-")
	if err != nil {
		return nil, fmt.Errorf("pgtest: %w", err)
	}
	s := &Server{bin: bin, dir: dir, settings: settings, templates: map[string]error{}}
	if err := s.startJanitor(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	if err := s.prepare(); err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	if err := s.Restart(); err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	return s, nil
}

// prepare hands the folder to the user who will run the server and fills it.
func (s *Server) prepare() error {
	if os.Getuid() == 0 { // PostgreSQL refuses to run as root
		cred, err := unprivileged()
		if err != nil {
			return err
		}
		if err := os.Chown(s.dir, int(cred.Uid), int(cred.Gid)); err != nil {
			return fmt.Errorf("pgtest: %w", err)
		}
		s.cred = cred
	}
	initdb := s.command("initdb", "-D", s.data(), "-U", "postgres", "-E", "UTF8",
		"--locale=C", "--auth=trust", "--no-sync")
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("pgtest: initdb: %w\n%s", err, out)
	}
	return nil
}

// tidy waits for the end of its input, wakes a server that was left frozen, so
// that it hears that it should end, and removes the folder once that is possible.
const tidy = `cat
read -r pid <"$0/data/postmaster.pid" && [ "/proc/$pid/cwd" -ef "$0/data" ] && kill -CONT "$pid"
for i in 1 2 3 4 5 6 7 8 9; do rm -rf "$0" && break; sleep 1; done`

// startJanitor starts a shell that waits for us to end, however we end, and
// then removes the folder. It has a process group of its own, so that Ctrl-C
// does not reach it.
func (s *Server) startJanitor() error {
	s.janitor = exec.Command("/bin/sh", "-c", tidy, s.dir)
	s.janitor.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	lifeline, err := s.janitor.StdinPipe()
	if err != nil {
		return fmt.Errorf("pgtest: %w", err)
	}
	s.lifeline = lifeline
	if err := s.janitor.Start(); err != nil {
		return fmt.Errorf("pgtest: %w", err)
	}
	return nil
}

// Restart starts the server on the same data and the same socket, after Kill or
// while it runs, and returns when it accepts connections.
func (s *Server) Restart() error {
	if err := s.Kill(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for deadline := time.Now().Add(patience); ; {
		err := s.launch()
		// A killed session may hold the shared memory for a moment longer.
		if err == nil || !strings.Contains(err.Error(), "still in use") || time.Now().After(deadline) {
			return err
		}
	}
}

// quick are the settings of a server for tests: its data need to outlive the
// server, not the machine.
var quick = []string{
	"listen_addresses=", "port=5432", "max_connections=200", "shared_buffers=32MB",
	"dynamic_shared_memory_type=mmap", "fsync=off", "full_page_writes=off",
}

// launch starts the server once.
func (s *Server) launch() error {
	args := []string{"-D", s.data(), "-k", s.dir}
	for _, setting := range append(slices.Clone(quick), s.settings...) {
		args = append(args, "-c", setting)
	}
	cmd := s.command("postgres", args...)
	endWithUs(cmd.SysProcAttr)
	started, ended := make(chan error), make(chan struct{})
	go func() {
		// The parent-death signal is sent when the *thread* that started the
		// server ends: this one lives until the server does.
		runtime.LockOSThread()
		defer close(ended)
		err := s.startLogged(cmd)
		started <- err
		if err == nil {
			_ = cmd.Wait() // how it ended stands in its log
		}
	}()
	if err := <-started; err != nil {
		return fmt.Errorf("pgtest: %w", err)
	}
	s.proc, s.ended = cmd.Process, ended
	return s.await()
}

// startLogged starts the command with its output added to the log.
func (s *Server) startLogged(cmd *exec.Cmd) error {
	log, err := os.OpenFile(s.logFile(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if s.logged, err = log.Seek(0, io.SeekEnd); err != nil {
		return errors.Join(err, log.Close())
	}
	cmd.Stdout, cmd.Stderr = log, log
	return errors.Join(cmd.Start(), log.Close())
}

// Log is what the server has written so far, over all its restarts.
func (s *Server) Log() (string, error) {
	text, err := os.ReadFile(s.logFile())
	if err != nil {
		return "", fmt.Errorf("pgtest: %w", err)
	}
	return string(text), nil
}

// await returns when the server accepts a connection, or says why it does not.
func (s *Server) await() error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	again := time.NewTicker(10 * time.Millisecond)
	defer again.Stop()
	for {
		conn, err := pgx.Connect(ctx, s.DSN("postgres"))
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-again.C:
			continue
		case <-s.ended:
			s.proc = nil
		case <-ctx.Done():
		}
		log, _ := s.Log()
		return fmt.Errorf("pgtest: the server does not start: %w\n%s", err, log[min(int(s.logged), len(log)):])
	}
}

// command prepares one of PostgreSQL's programs: as the right user, and without
// our environment, whose PG… variables are meant for another server.
func (s *Server) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(s.bin, name), args...)
	cmd.Dir = s.dir
	cmd.Env = []string{"LC_ALL=C", "TZ=UTC", "PATH=" + os.Getenv("PATH")}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.cred, Setpgid: true}
	return cmd
}

// Program is the path of one of PostgreSQL's own programs (pgbench, pg_dump) of the
// server's version.
func (s *Server) Program(name string) string { return filepath.Join(s.bin, name) }

// DSN is the URL of a database on this server. It is understood by pgx and by
// libpq (psql, pg_dump): hence "options", as libpq takes no TimeZone, and %20, as
// it does not read + as a space.
func (s *Server) DSN(database string) string {
	return "postgres:///" + database + "?host=" + url.QueryEscape(s.dir) +
		"&port=5432&user=postgres&sslmode=disable&options=-c%20TimeZone%3DUTC"
}

func (s *Server) data() string    { return filepath.Join(s.dir, "data") }
func (s *Server) logFile() string { return filepath.Join(s.dir, "log") }
