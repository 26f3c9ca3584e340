package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// instance is a program at an address of its own: started again, it comes back there.
type instance struct {
	*program
	env  []string
	past []*program // those that were killed
}

// restart kills the program and, once others have confirmed more, starts it again.
func (i *instance) restart(t *testing.T, book *ledger, meanwhile func()) {
	t.Helper()
	i.kill()
	i.past = append(i.past, i.program)
	book.more(t, 100) // the other instances go on
	meanwhile()
	i.program = start(t, i.env, "serve")
}

// startInstances starts several programs on one database at the same moment.
func startInstances(t *testing.T, env []string, count int) []*instance {
	t.Helper()
	list := make([]*instance, count)
	var starting sync.WaitGroup
	for i := range list {
		address, err := freeAddress()
		if err != nil {
			t.Fatal(err)
		}
		own := slices.Concat(env, []string{"HAILONG_ADDR=" + address, "HAILONG_TRUSTED_PROXIES=127.0.0.1/32"})
		list[i] = &instance{env: own}
		starting.Go(func() {
			if list[i].program, err = launch(own, "serve"); err != nil {
				t.Error(err)
			}
		})
	}
	starting.Wait()
	for _, i := range list {
		if i.program == nil {
			t.FailNow()
		}
		t.Cleanup(i.program.kill)
	}
	return list
}

// proxyConfig keeps all of nginx within its folder. Where an instance does not listen
// the next one is asked, and no instance is given up, as they come and go faster than
// nginx forgets (max_fails). What was sent to one that ended is not sent to another:
// whether to send again is for the sender to decide.
const proxyConfig = `
daemon off;
master_process off;
pid nginx.pid;
error_log error.log;
events { worker_connections 256; }
http {
	access_log off;
	client_body_temp_path body;
	proxy_temp_path proxy;
	fastcgi_temp_path fastcgi;
	uwsgi_temp_path uwsgi;
	scgi_temp_path scgi;
	upstream instances {
		%s
		keepalive 16;
	}
	server {
		listen %s;
		location / {
			proxy_pass http://instances;
			proxy_http_version 1.1;
			proxy_set_header Connection "";
			proxy_set_header Host $host;
			proxy_set_header X-Forwarded-For $remote_addr;
		}
	}
}
`

// startProxy puts nginx before instances. A shell holds it that ends it when its
// standard input does: no proxy outlives the tests, however they end.
func startProxy(t *testing.T, list []*instance) (address string) {
	t.Helper()
	address, err := freeAddress()
	if err != nil {
		t.Fatal(err)
	}
	var servers []string
	for _, i := range list {
		host := strings.TrimPrefix(i.address, "http://")
		servers = append(servers, "server "+host+" max_fails=0;")
	}
	config := write(t, "nginx.conf", fmt.Sprintf(proxyConfig, strings.Join(servers, "\n\t\t"), address))
	said := &text{}
	holder := exec.Command("/bin/sh", "-c", `"$0" -p "$1" -c "$2" & cat; kill "$!"; wait "$!"`,
		nginx(t), filepath.Dir(config)+"/", config)
	holder.Stdout, holder.Stderr = said, said
	lifeline, err := holder.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := holder.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := lifeline.Close(); err != nil {
			t.Error(err)
		}
		if err := holder.Wait(); err != nil || t.Failed() {
			t.Logf("nginx: %v\n%s", err, said)
		}
	})
	eventually(t, "nginx listens", func() bool {
		c, err := net.Dial("tcp", address)
		if err == nil {
			_ = c.Close()
		}
		return err == nil
	})
	return "http://" + address
}

// nginx finds the proxy, also where Debian keeps it from all but root.
func nginx(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"nginx", "/usr/sbin/nginx"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal("no nginx; on Debian and Ubuntu: apt-get install nginx-light (tools/setup.sh does)")
	return ""
}

// TestTortureInstances: three instances behind a proxy, of which one after another
// is killed and comes back, lose and double nothing, and share the jobs.
func TestTortureInstances(t *testing.T) {
	server := ownPostgres(t) // its log is this test's alone
	database := server.Database(t)
	env, book := setUp(t, database), newLedger()
	jobs := &queuedJobs{database: database}
	jobs.add(t, 12)
	list := startInstances(t, env, 3)
	address := startProxy(t, list)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	senders := book.load(ctx, address)
	kills := scale(2, 20)
	for range kills {
		enough := book.enough.Load() + rand.Int64N(200) // now and then amid the jobs
		eventually(t, "some more are confirmed", func() bool { return book.enough.Load() >= enough })
		list[rand.IntN(len(list))].restart(t, book, func() { jobs.add(t, 3) })
	}
	eventually(t, "each job was taken", func() bool { return jobs.count(t, "leased_till IS NULL") == 0 })
	stop()
	senders.Wait()
	book.again(t, address)
	var logs []string
	for _, i := range list {
		i.terminate(t)
		for _, p := range append(i.past, i.program) {
			logs = append(logs, p.stderr.String())
		}
	}
	book.check(t, database)
	jobs.check(t, env, logs, kills+len(list))
	said, err := server.Log()
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(said, "deadlock") {
		t.Errorf("PostgreSQL saw a deadlock:\n%s", said)
	}
}

// queuedJobs are the jobs that a test has queued: of the nightly kind, due since
// yesterday, whatever the clock says.
type queuedJobs struct {
	database string
	queued   int
}

func (q *queuedJobs) add(t *testing.T, count int) {
	t.Helper()
	db := open(t, q.database)
	for range count {
		q.queued++
		key, due := fmt.Sprintf("torture-%d", q.queued), time.Now().AddDate(0, 0, -1)
		if err := db.AddJob(t.Context(), checkKind, key, due); err != nil {
			t.Fatal(err)
		}
	}
}

func (q *queuedJobs) count(t *testing.T, which string) (n int) {
	t.Helper()
	query := "SELECT count(*) FROM job WHERE key LIKE 'torture-%' AND " + which
	if err := rawDatabase(t, q.database).QueryRowContext(t.Context(), query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

var jobDone = regexp.MustCompile(`msg="job done" kind=check key=(torture-\d+) result="([^"]*)"`)

// check: whatever was done was done once. What an instance took and did not finish,
// because it was ended, is done by another when its lease has ended.
func (q *queuedJobs) check(t *testing.T, env, logs []string, ends int) {
	t.Helper()
	left := q.left(t)
	if len(left) > ends {
		t.Errorf("%d jobs are leased and not done, %d instances ended", len(left), ends)
	}
	done := timesDone(t, logs)
	workers := 0
	for _, log := range logs {
		if jobDone.MatchString(log) {
			workers++
		}
	}
	for i := range q.queued {
		key := fmt.Sprintf("torture-%d", i+1)
		switch {
		case !left[key] && done[key] != 1:
			t.Errorf("job %s was done %d times", key, done[key])
		case left[key] && done[key] > 1: // at most the end of it was not kept
			t.Errorf("job %s is not done and was done %d times", key, done[key])
		}
	}
	later := start(t, append(env, movedClock+"="+newClock(t, 16*time.Minute)), "serve")
	eventually(t, "another instance did what was left", func() bool {
		return q.count(t, "done_at IS NULL") == 0
	})
	later.terminate(t)
	for key, times := range timesDone(t, []string{later.stderr.String()}) {
		if !left[key] || times != 1 {
			t.Errorf("job %s, left over: %v, was done %d times after its lease", key, left[key], times)
		}
	}
	t.Logf("%d jobs done, by %d of %d processes; %d of them left by ended ones and done after their lease",
		q.queued, workers, len(logs), len(left))
}

// left are the jobs that somebody took and nobody ended.
func (q *queuedJobs) left(t *testing.T) map[string]bool {
	t.Helper()
	query := "SELECT key FROM job WHERE key LIKE 'torture-%' AND done_at IS NULL"
	rows, err := rawDatabase(t, q.database).QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	left := map[string]bool{}
	for rows.Next() {
		var key string
		if err := rows.Scan(&key); err != nil {
			t.Fatal(err)
		}
		left[key] = true
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return left
}

// timesDone counts in the instances' logs; each check must have found nothing wrong.
func timesDone(t *testing.T, logs []string) map[string]int {
	t.Helper()
	done := map[string]int{}
	for _, log := range logs {
		for _, found := range jobDone.FindAllStringSubmatch(log, -1) {
			done[found[1]]++
			if !strings.HasPrefix(found[2], "tallies that differ: 0; log whole") {
				t.Errorf("job %s: %s", found[1], found[2])
			}
		}
	}
	return done
}

// newClock is a file for movedClock.
func newClock(t *testing.T, offset time.Duration) (file string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "clock")
	moveClock(t, file, offset)
	return file
}

// moveClock writes the file anew in one step, as the program reads it all the time.
func moveClock(t *testing.T, file string, offset time.Duration) {
	t.Helper()
	if err := os.WriteFile(file+".new", []byte(offset.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(file+".new", file); err != nil {
		t.Fatal(err)
	}
}
