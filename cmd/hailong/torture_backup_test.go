package main

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"hailong/store/pgtest"
)

// keptCopy is a copy that was taken under load.
type keptCopy struct {
	file      string
	restore   string          // PostgreSQL: the line that was printed
	confirmed map[string]bool // before it began
}

// TestTortureBackup: a copy taken while answers come in holds, once, every answer that
// was confirmed before it began, none that was not sent, and is whole in itself.
func TestTortureBackup(t *testing.T) {
	onBoth(t, func(t *testing.T, database string) {
		env, book := setUp(t, database), newLedger()
		p := start(t, env, "serve")
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		senders := book.load(ctx, p.address)
		var copies []keptCopy
		for range scale(1, 10) {
			book.more(t, 400)
			copies = append(copies, book.backUp(t, env))
			book.more(t, 100) // nobody's answer waits for the copy
		}
		stop()
		senders.Wait()
		book.again(t, p.address)
		p.terminate(t)
		for i, c := range copies {
			t.Run(fmt.Sprint("copy ", i+1), func(t *testing.T) {
				copied := c.bring(t, database)
				book.checkCopy(t, copied, c)
				serves(t, append(env[:len(env):len(env)], "HAILONG_DATABASE="+copied))
			})
		}
		book.check(t, database)
	})
}

// backUp runs the command and, on PostgreSQL, the line that it prints.
func (l *ledger) backUp(t *testing.T, env []string) keptCopy {
	t.Helper()
	l.mu.Lock()
	c := keptCopy{file: filepath.Join(t.TempDir(), "it's a copy"), confirmed: maps.Clone(l.confirmed)}
	l.mu.Unlock()
	var lines []string
	for line := range strings.Lines(hailong(t, env, "backup", c.file)) {
		if !strings.HasPrefix(line, "#") {
			lines = append(lines, line)
		}
	}
	if strings.Contains(lines[0], "pg_dump") {
		runAsPrinted(t, lines[0])
		c.restore = lines[1]
	}
	info, err := os.Stat(c.file)
	if err != nil || info.Mode().Perm() != 0o600 || info.Size() == 0 {
		t.Fatalf("the copy is %+v, %v", info, err)
	}
	return c
}

// runAsPrinted runs a line in a shell that finds PostgreSQL's programs.
func runAsPrinted(t *testing.T, line string) {
	t.Helper()
	programs := filepath.Dir(pgtest.Shared(t).Program("pg_dump"))
	cmd := exec.Command("sh", "-c", line)
	cmd.Env = append(os.Environ(), "PATH="+programs+":"+os.Getenv("PATH"))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", line, err, out)
	}
}

// bring gives the address of the copy: the file as it is, or a new database that the
// printed line makes.
func (c *keptCopy) bring(t *testing.T, database string) string {
	t.Helper()
	if c.restore == "" {
		return c.file
	}
	runAsPrinted(t, c.restore)
	address, settings, _ := strings.Cut(database, "?")
	name := address[strings.LastIndex(address, "/")+1:] + "_restored"
	t.Cleanup(func() {
		server := rawDatabase(t, pgtest.Shared(t).DSN("postgres"))
		if _, err := server.Exec("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	})
	return address + "_restored?" + settings
}

// checkCopy compares a copy with what senders were told before it began, and with all
// that was ever confirmed.
func (l *ledger) checkCopy(t *testing.T, copied string, c keptCopy) {
	t.Helper()
	found := storedReceipts(t, copied, "response")
	for receipt := range c.confirmed {
		if found[receipt] != 1 {
			t.Errorf("response %s was confirmed before the copy began and is in it %d times", receipt, found[receipt])
		}
	}
	for receipt, times := range found {
		if !l.confirmed[receipt] || times != 1 {
			t.Errorf("response %s is in the copy %d times, sent: %v", receipt, times, l.confirmed[receipt])
		}
	}
	t.Logf("sent %d in all; confirmed %d before the copy began; found %d in the copy",
		len(l.wall), len(c.confirmed), len(found))
}

// serves checks that a copy is whole and that the service goes on with it.
func serves(t *testing.T, env []string) {
	t.Helper()
	if said := hailong(t, env, "recount"); !strings.Contains(said, "nothing differed") {
		t.Error(said)
	}
	hailong(t, env, "audit", "verify")
	p := start(t, env, "serve")
	if status, _ := send(t, p.address, walls[0], ""); status != http.StatusCreated {
		t.Errorf("a response to the restored service: %d", status)
	}
	p.terminate(t)
}

// TestTortureBackupFullDisk: a copy that has no room is not there, and says why.
func TestTortureBackupFullDisk(t *testing.T) {
	folder := t.TempDir()
	env := setUp(t, filepath.Join(folder, "hailong.db"))
	disk := newSmallDisk(t, "128k", folder)
	disk.letIn(t)
	out, err := command(env, "backup", filepath.Join(inside, "copy.db")).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "no room on the disk for "+inside+"/copy.db") {
		t.Errorf("%v: %s", err, out)
	}
	left, err := os.ReadDir(disk.path(""))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
