package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"hailong/store/pgtest"
)

// smallDisk is a file system of a few megabytes, in memory. It hangs in a mount
// namespace of its own, which the system gives up with its last process: nothing
// is left on the machine, however the test ends.
type smallDisk struct {
	holder int // the process that keeps it
}

// inside is where those who are let in find the disk.
const inside = "/mnt"

// holdDisk mounts the disk, and keeps it as the given user until its input ends.
const holdDisk = `mount -t tmpfs -o size="$0",mode=0700,uid="$1",gid="$2" tmpfs ` + inside + ` || exit
echo ready
[ "$1" = "$(id -u)" ] && exec cat
exec setpriv --reuid="$1" --regid="$2" --clear-groups cat`

// newSmallDisk makes a disk that belongs to whoever owns a folder. A plain user
// becomes root of a user namespace first.
func newSmallDisk(t *testing.T, size, folder string) *smallDisk {
	t.Helper()
	uid, gid := "0", "0"
	args := []string{"--mount"}
	if os.Getuid() == 0 {
		uid, gid = ownerOf(t, folder)
	} else {
		args = append(args, "--user", "--map-root-user")
	}
	cmd := exec.Command("unshare", append(args, "sh", "-c", holdDisk, size, uid, gid)...)
	complaint := &text{}
	cmd.Stderr = complaint
	input, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	output, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal("a small disk needs Linux and util-linux's unshare: ", err)
	}
	t.Cleanup(func() {
		_ = input.Close()
		_ = cmd.Wait()
	})
	if line, err := bufio.NewReader(output).ReadString('\n'); line != "ready\n" {
		t.Fatalf("a small disk needs a mount namespace: run the tests as root with CAP_SYS_ADMIN, or allow user "+
			"namespaces (kernel.unprivileged_userns_clone=1, kernel.apparmor_restrict_unprivileged_userns=0): %v\n%s",
			err, complaint)
	}
	return &smallDisk{cmd.Process.Pid}
}

func ownerOf(t *testing.T, folder string) (uid, gid string) {
	t.Helper()
	info, err := os.Stat(folder)
	if err != nil {
		t.Fatal(err)
	}
	owner, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		t.Fatalf("no owner of %s", folder)
	}
	return fmt.Sprint(owner.Uid), fmt.Sprint(owner.Gid)
}

// path is a file of the disk as everybody else sees it. SQLite cannot be told
// this path: it follows links by their text.
func (d *smallDisk) path(name string) string {
	return filepath.Join(fmt.Sprintf("/proc/%d/root", d.holder), inside, name)
}

// letIn makes every hailong that this test starts see the disk: a script of that
// name comes first in PATH.
func (d *smallDisk) letIn(t *testing.T) {
	t.Helper()
	program, err := exec.LookPath("hailong")
	if err != nil {
		t.Fatal(err)
	}
	into := "--mount"
	if os.Getuid() != 0 {
		into += " --user --preserve-credentials"
	}
	script := fmt.Sprintf("#!/bin/sh\nexec nsenter --target %d %s -- '%s' \"$@\"\n", d.holder, into, program)
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "hailong"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", folder+":"+os.Getenv("PATH"))
}

// fill leaves no room on the disk, as a log that nobody rotates would.
func (d *smallDisk) fill(t *testing.T) {
	t.Helper()
	f, err := os.Create(d.path("ballast"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	zero, err := os.Open("/dev/zero")
	if err != nil {
		t.Fatal(err)
	}
	defer zero.Close()
	if n, err := io.Copy(f, zero); !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("the disk is not full after %d bytes: %v", n, err)
	}
}

// clear makes room again.
func (d *smallDisk) clear(t *testing.T) {
	t.Helper()
	if err := os.Remove(d.path("ballast")); err != nil {
		t.Fatal(err)
	}
}

// copyOf is a copy of a SQLite database on the disk.
func (d *smallDisk) copyOf(t *testing.T, name string) string {
	t.Helper()
	copied := filepath.Join(t.TempDir(), name)
	for _, part := range []string{"", "-wal"} {
		text, err := os.ReadFile(d.path(name + part))
		if errors.Is(err, os.ErrNotExist) && part != "" {
			continue
		}
		if err == nil {
			err = os.WriteFile(copied+part, text, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return copied
}

// crowded is a service under load whose disk is, or will be, full.
type crowded struct {
	*program
	book   *ledger
	people *callers
	stop   func()
	done   interface{ Wait() }
}

func crowd(t *testing.T, env []string) *crowded {
	t.Helper()
	book, p := newLedger(), start(t, env, "serve")
	ctx, stop := context.WithCancel(t.Context())
	t.Cleanup(stop)
	c := &crowded{program: p, book: book, stop: stop, done: book.insist(ctx, p.address)}
	book.more(t, 200)
	c.people = &callers{address: p.address, book: book, pages: map[string]int{
		formPage: 200, "/": 200, "/agencies/STP": 200, "/readyz": 200,
	}}
	return c
}

// stuck returns when nothing has been confirmed for a second: what little room
// was left within the files is used up.
func (c *crowded) stuck(t *testing.T) {
	t.Helper()
	last, since := c.book.enough.Load(), time.Now()
	eventually(t, "nothing is confirmed any more", func() bool {
		if now := c.book.enough.Load(); now != last {
			last, since = now, time.Now()
		}
		return time.Since(since) > time.Second
	})
	if c.book.away.Load() == 0 {
		t.Error("nobody was told to come back")
	}
}

// goesOn checks that the same process confirms again, soon after there is room,
// and that the database then holds exactly what senders were told.
func (c *crowded) goesOn(t *testing.T, database func() string) {
	t.Helper()
	room := time.Now()
	c.book.more(t, 100)
	back := time.Since(room)
	if back > backWithin() {
		t.Errorf("confirms again %v after there is room, later than %v", back, backWithin())
	}
	c.stop()
	c.done.Wait()
	c.people.judge(t)
	c.book.again(t, c.address)
	c.terminate(t)
	c.book.check(t, database())
	t.Logf("full for %v; confirms again %v after there is room",
		c.people.end.Sub(c.people.begin).Round(time.Millisecond), back.Round(time.Millisecond))
}

// says checks that the log names the trouble in plain words.
func says(t *testing.T, log, words string) {
	t.Helper()
	for line := range strings.Lines(log) {
		if strings.Contains(line, words) {
			t.Logf("the log says: %s", line)
			return
		}
	}
	t.Errorf("the log does not say %q:\n%s", words, log)
}

// TestTortureFullDiskSQLite: on a full disk answers are refused for now and all
// pages show; with room again the same process goes on.
func TestTortureFullDiskSQLite(t *testing.T) {
	disk := newSmallDisk(t, "16m", t.TempDir())
	disk.letIn(t)
	c := crowd(t, setUp(t, inside+"/hailong.db"))
	disk.fill(t)
	c.stuck(t)
	c.people.begin = time.Now()
	c.people.call(scale(time.Second, time.Minute))
	c.people.end = time.Now()
	says(t, c.stderr.String(), "database or disk is full")
	intact(t, disk.copyBehind(t, c.program, "hailong.db"))
	disk.clear(t)
	c.goesOn(t, func() string { return disk.copyOf(t, "hailong.db") })
}

// copyBehind copies a database while its program stands still: what a crash
// would leave.
func (d *smallDisk) copyBehind(t *testing.T, p *program, name string) string {
	t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = p.cmd.Process.Signal(syscall.SIGCONT) }()
	return d.copyOf(t, name)
}

func intact(t *testing.T, database string) {
	t.Helper()
	var verdict string
	err := rawDatabase(t, database).QueryRowContext(t.Context(), "PRAGMA integrity_check").Scan(&verdict)
	if err != nil || verdict != "ok" {
		t.Errorf("the database on the full disk: %s, %v", verdict, err)
	}
}

// postgresOn is a server with a small disk beside it, and its folder.
func postgresOn(t *testing.T, size string, settings ...string) (*pgtest.Server, *smallDisk, string) {
	t.Helper()
	server := ownPostgres(t, settings...)
	address, err := url.Parse(server.DSN("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	folder := address.Query().Get("host")
	disk := newSmallDisk(t, size, folder)
	t.Cleanup(func() { // before the disk goes
		if err := server.Kill(); err != nil {
			t.Error(err)
		}
	})
	return server, disk, folder
}

func statement(t *testing.T, database, text string) {
	t.Helper()
	if _, err := rawDatabase(t, database).ExecContext(t.Context(), text); err != nil {
		t.Fatal(text, ": ", err)
	}
}

// hand gives a file or folder to whoever owns another.
func hand(t *testing.T, path, like string) {
	t.Helper()
	if out, err := exec.Command("chown", "-R", "--reference="+like, path).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

// TestTortureFullDiskPostgreSQL: answers are refused for now while the disk of the
// tables is full, or that of the server's log of changes.
func TestTortureFullDiskPostgreSQL(t *testing.T) {
	for name, test := range map[string]func(*testing.T){
		"tables": fullOfTables, "log of changes": fullOfChanges,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t)
		})
	}
}

// fullOfTables: the server refuses what needs room and goes on; so does the service.
func fullOfTables(t *testing.T) {
	server, disk, folder := postgresOn(t, "32m")
	if err := os.Mkdir(disk.path("tables"), 0o700); err != nil {
		t.Fatal(err)
	}
	hand(t, disk.path("tables"), folder)
	database := server.Database(t)
	name, _, _ := strings.Cut(strings.TrimPrefix(database, "postgres:///"), "?")
	keeper := server.DSN("postgres")
	statement(t, keeper, "CREATE TABLESPACE small LOCATION '"+disk.path("tables")+"'")
	statement(t, keeper, "ALTER DATABASE "+name+" SET TABLESPACE small")
	c := crowd(t, setUp(t, database))
	disk.fill(t)
	c.stuck(t)
	c.people.begin = time.Now()
	c.people.call(scale(time.Second, time.Minute))
	c.people.end = time.Now()
	says(t, c.stderr.String(), "No space left on device")
	disk.clear(t)
	c.goesOn(t, func() string { return database })
}

// fullOfChanges: the server ends itself. It is started again when there is room, as
// whoever looks after it would do.
func fullOfChanges(t *testing.T) {
	server, disk, folder := postgresOn(t, "64m", "min_wal_size=32MB", "max_wal_size=32MB")
	if err := server.Shutdown(); err != nil {
		t.Fatal(err)
	}
	changes := filepath.Join(folder, "data", "pg_wal")
	if out, err := exec.Command("mv", changes, disk.path("changes")).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if err := os.Symlink(disk.path("changes"), changes); err != nil {
		t.Fatal(err)
	}
	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
	database := server.Database(t)
	c := crowd(t, setUp(t, database))
	disk.fill(t)
	hurry := rawDatabase(t, server.DSN("postgres"))
	eventually(t, "the server ends", func() bool {
		_, err := hurry.ExecContext(t.Context(), "SELECT pg_switch_wal()")
		return err != nil && !c.ready()
	})
	c.stuck(t)
	c.people.pages = map[string]int{formPage: 200, "/": 503, "/agencies/STP": 503, "/readyz": 503}
	c.people.begin = time.Now()
	c.people.call(scale(time.Second, time.Minute))
	c.people.end = time.Now()
	log, err := server.Log()
	if err != nil {
		t.Fatal(err)
	}
	says(t, log, "No space left on device")
	says(t, c.stderr.String(), "database away")
	disk.clear(t)
	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
	c.goesOn(t, func() string { return database })
}

// ready tells whether the service calls itself so.
func (c *crowded) ready() bool {
	answer := c.people.get("/readyz")
	return answer.err == nil && answer.status == http.StatusOK
}
