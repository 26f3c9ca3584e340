package pgtest

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
)

// shared is the one server of a test process.
var shared struct {
	once   sync.Once
	server *Server
	err    error
}

// Shared returns the server that all tests of this process have in common,
// started by the first that asks. Without PostgreSQL the test fails and says
// what to install; it is never skipped.
func Shared(tb testing.TB) *Server {
	tb.Helper()
	shared.once.Do(func() { shared.server, shared.err = Start() })
	if shared.err != nil {
		tb.Fatal(shared.err)
	}
	return shared.server
}

// Main runs the tests and then stops the shared server, if one was started.
// It is for TestMain and returns the exit code.
func Main(m *testing.M) int {
	code := m.Run()
	if shared.server != nil {
		if err := shared.server.Stop(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return max(code, 1)
		}
	}
	return code
}

// Database creates an empty database (UTF8, locale C), dropped when the test
// ends, and returns its URL; sessions opened with it are in UTC.
func (s *Server) Database(tb testing.TB) string {
	tb.Helper()
	return s.Clone(tb, "template0")
}

// Clone creates a database like the template, dropped when the test ends, and
// returns its URL. Nobody may be connected to the template meanwhile.
func (s *Server) Clone(tb testing.TB, template string) string {
	tb.Helper()
	name := s.newName()
	if err := s.exec("CREATE DATABASE " + name + " TEMPLATE " + quote(template)); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if !s.running() { // a test has taken the server away: nothing to drop
			return
		}
		if err := s.exec("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			tb.Error(err)
		}
	})
	return s.DSN(name)
}

// Template fills a database once per server and returns its name for Clone: the
// first call with a name runs prepare, which must close what it opens; later
// calls return at once. If prepare failed, every call fails.
func (s *Server) Template(tb testing.TB, name string, prepare func(dsn string) error) string {
	tb.Helper()
	s.filling.Lock()
	defer s.filling.Unlock()
	template := "template_" + name
	err, done := s.templates[template]
	if !done {
		err = s.exec("CREATE DATABASE " + quote(template) + " TEMPLATE template0")
		if err == nil {
			err = prepare(s.DSN(template))
		}
		s.templates[template] = err
	}
	if err != nil {
		tb.Fatalf("pgtest: template %s: %v", name, err)
	}
	return template
}

// exec runs one statement on the maintenance database, on a connection of its
// own, as such statements stand outside transactions and outlive a restart.
func (s *Server) exec(statement string) error {
	// Not the test's context: it has ended when databases are dropped.
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	conn, err := pgx.Connect(ctx, s.DSN("postgres"))
	if err != nil {
		return fmt.Errorf("pgtest: %w", err)
	}
	defer func() { _ = conn.Close(ctx) }()
	if _, err := conn.Exec(ctx, statement); err != nil {
		return fmt.Errorf("pgtest: %s: %w", statement, err)
	}
	return nil
}

func (s *Server) newName() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.numbers++
	return fmt.Sprintf("test_%d", s.numbers)
}

func (s *Server) running() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.proc == nil {
		return false
	}
	select {
	case <-s.ended: // by itself
		return false
	default:
		return true
	}
}

func quote(name string) string {
	return `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
}
