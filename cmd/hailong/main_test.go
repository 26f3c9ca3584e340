package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"hailong/store"
	"hailong/store/pgtest"
	"hailong/survey"
)

// lifeline, set, makes the program end with whoever holds its standard input, so
// that tests that are killed leave no server behind.
const lifeline = "HAILONG_TEST_LIFELINE"

// movedClock names a file, where it is set, that says how far the program's clock
// is off, 1h or -1h: a test moves it by writing the file anew.
const movedClock = "HAILONG_TEST_CLOCK"

// TestMain makes this test binary, called by the name hailong, the program itself.
func TestMain(m *testing.M) {
	testscript.Main(tests{m}, map[string]func(){"hailong": func() {
		if os.Getenv(lifeline) != "" {
			go func() {
				_, _ = io.Copy(io.Discard, os.Stdin)
				os.Exit(3)
			}()
		}
		if file := os.Getenv(movedClock); file != "" {
			clock = func() time.Time { return time.Now().Round(0).Add(offset(file)) }
		}
		os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
	}})
}

// offset reads how far the clock is off. The clock that it moves has no monotonic
// reading (Round), so that every difference of two times sees the jump.
func offset(file string) time.Duration {
	text, err := os.ReadFile(file)
	if err != nil {
		panic(err)
	}
	d, err := time.ParseDuration(string(text))
	if err != nil {
		panic(err)
	}
	return d
}

// tests are all tests of the room, with what they share.
type tests struct{ m *testing.M }

// Run runs them and then ends what they shared: the demonstration, the browser,
// the PostgreSQL server.
func (r tests) Run() int {
	dir, err := os.MkdirTemp("", "hailong-test-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	sharedDir = dir
	code := pgtest.Main(r.m)
	stopBrowser()
	if sharedDemo.program != nil {
		sharedDemo.program.kill()
	}
	if err := os.RemoveAll(dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return max(code, 1)
	}
	return code
}

// sharedDir holds what all tests share.
var sharedDir string

// program is a running hailong, a process of its own.
type program struct {
	cmd     *exec.Cmd
	address string // http(s)://127.0.0.1:…, once it listens
	stdout  *text
	stderr  *text
	ready   time.Duration // from its start till it listened
	ended   chan struct{}
	err     error // how it ended
}

// text is what a process has written so far.
type text struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (t *text) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.b.Write(p)
}

func (t *text) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.b.String()
}

var listensAt = regexp.MustCompile(`https?://127\.0\.0\.1:\d+`)

// patience bounds what no test measures.
const patience = 60 * time.Second

// command prepares hailong without the settings of whoever runs the tests.
func command(env []string, args ...string) *exec.Cmd {
	cmd := exec.Command("hailong", args...) // TestMain has put it into PATH
	for _, setting := range os.Environ() {
		if !strings.HasPrefix(setting, "HAILONG_") {
			cmd.Env = append(cmd.Env, setting)
		}
	}
	// One secret for all databases: a copy of one is served like its original.
	cmd.Env = append(cmd.Env, "HAILONG_SECRET_FILE="+filepath.Join(sharedDir, "secret"))
	cmd.Env = append(cmd.Env, "HAILONG_FILES="+filepath.Join(sharedDir, "files"))
	cmd.Env = append(cmd.Env, env...)
	return cmd
}

// launch starts a command that serves and returns when it listens.
func launch(env []string, args ...string) (*program, error) {
	p := &program{
		cmd:    command(append(env, lifeline+"=1"), args...),
		stdout: &text{}, stderr: &text{}, ended: make(chan struct{}),
	}
	p.cmd.Stderr = p.stderr
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if _, err := p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	started := time.Now()
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	listening := make(chan string, 1)
	go func() {
		defer close(p.ended)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			_, _ = p.stdout.Write(append(lines.Bytes(), '\n'))
			if address := listensAt.FindString(lines.Text()); address != "" {
				select {
				case listening <- address:
				default:
				}
			}
		}
		p.err = p.cmd.Wait()
	}()
	select {
	case p.address = <-listening:
		p.ready = time.Since(started)
		return p, nil
	case <-p.ended:
		return nil, fmt.Errorf("hailong %s: %w\n%s%s", args, p.err, p.stdout, p.stderr)
	case <-time.After(patience):
		p.kill()
		return nil, fmt.Errorf("hailong %s does not listen\n%s%s", args, p.stdout, p.stderr)
	}
}

// start launches a command that ends with the test at the latest.
func start(t *testing.T, env []string, args ...string) *program {
	t.Helper()
	p, err := launch(env, args...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.kill)
	return p
}

// kill ends the process as a crash would.
func (p *program) kill() {
	_ = p.cmd.Process.Kill() // may have ended by itself
	<-p.ended
}

// terminate asks the process to end and checks that it does so in time and well.
func (p *program) terminate(t *testing.T) {
	t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	p.endsWell(t)
}

// endsWell waits for the end after SIGTERM: status 0, within ten seconds.
func (p *program) endsWell(t *testing.T) {
	t.Helper()
	select {
	case <-p.ended:
	case <-time.After(10 * time.Second):
		t.Fatal("does not end within 10 s of SIGTERM")
	}
	if p.err != nil {
		t.Fatalf("ended with %v\n%s", p.err, p.stderr)
	}
}

// hailong runs a command to its end and gives what it wrote; it must succeed.
func hailong(t *testing.T, env []string, args ...string) string {
	t.Helper()
	out, err := command(env, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("hailong %s: %v\n%s", args, err, out)
	}
	return string(out)
}

// eventually polls until a condition holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for deadline := time.Now().Add(patience); !holds(); <-again.C {
		if time.Now().After(deadline) {
			t.Fatalf("not so in time: %s", what)
		}
	}
}

// freeAddress is an address that nobody listens on: printed codes hold the
// address as it was set, so it cannot be left to the system.
func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}

// get fetches a page and gives its status and body.
func get(t *testing.T, address string) (int, string) {
	t.Helper()
	answer, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}

// write puts a file into a folder of the test's own.
func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

var office = func() *time.Location {
	zone, err := time.LoadLocation("Asia/Ho_Chi_Minh")
	if err != nil {
		panic(err)
	}
	return zone
}()

// open opens a database beside the program that serves it.
func open(t *testing.T, address string) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), address, office)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// demonstration is a running "hailong demo".
type demonstration struct {
	*program
	database string
	years    demoCalendar
	tokens   map[string]string // by the counter's code
}

var sharedDemo struct {
	once sync.Once
	demonstration
	err error
}

// demo is the one demonstration of all tests, made by the first that asks. Tests
// may add answers and counters to it.
func demo(t *testing.T) *demonstration {
	t.Helper()
	sharedDemo.once.Do(func() { sharedDemo.demonstration, sharedDemo.err = makeSharedDemo() })
	if sharedDemo.err != nil {
		t.Fatal(sharedDemo.err)
	}
	return &sharedDemo.demonstration
}

func makeSharedDemo() (d demonstration, err error) {
	d.database = filepath.Join(sharedDir, "demo.db")
	address, err := freeAddress()
	if err != nil {
		return d, err
	}
	d.program, err = launch([]string{"HAILONG_DATABASE=" + d.database, "HAILONG_ADDR=" + address}, "demo")
	if err != nil {
		return d, err
	}
	db, err := store.Open(context.Background(), d.database, office)
	if err != nil {
		return d, err
	}
	catalogue, err := db.Catalogue(context.Background())
	if err != nil {
		return d, errors.Join(err, db.Close())
	}
	d.years, d.tokens = demoYears(survey.DayOf(time.Now(), office)), map[string]string{}
	for i := range catalogue.Counters {
		d.tokens[catalogue.Counters[i].Code] = string(catalogue.Counters[i].Token)
	}
	return d, db.Close()
}
