package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

const (
	// honestWithin is the longest that an honest sender may wait beside the crowd:
	// as long as the service waits for a silent one, many times what is usual.
	honestWithin = headerTime
	// dropSlack is how late a busy machine may drop a connection.
	dropSlack = 3 * time.Second
	// spareFiles are open in the service and in the test besides the crowd's.
	spareFiles = 500
)

// pest is a way to hold a connection without using it well.
type pest struct {
	name  string
	limit time.Duration // when the service must have dropped it
	says  string        // at once
	drips string        // then, a byte a second, over and over
	// answered: it waits for one answer, and time counts from there.
	answered bool
	// sips: it takes the answers a byte a second.
	sips bool
}

// asked is how many files a sipping pest asks for: more than lie in buffers.
const asked = 100

var (
	slowPests = []pest{
		{
			name: "slow headers", limit: headerTime, drips: "z",
			says: "POST /api/v1/responses HTTP/1.1\r\nHost: x\r\nX-Slow: ",
		},
		{
			name: "slow body", limit: readTime, drips: "{\"counter\": ",
			says: "POST /api/v1/responses HTTP/1.1\r\nHost: x\r\n" +
				"Content-Type: application/json\r\nContent-Length: 4000\r\n\r\n",
		},
		{
			name: "slow reader", limit: writeTime, sips: true, drips: "G",
			says: strings.Repeat("GET /api/v1/openapi.yaml HTTP/1.1\r\nHost: x\r\n\r\n", asked),
		},
	}
	silent = pest{name: "silent", limit: headerTime}
	idle   = pest{
		name: "idle", limit: idleTime, answered: true,
		says: "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
	}
	// Few are silent from the start: they would spend the machine on coming again.
	idlePests = append(slices.Repeat([]pest{idle}, 9), silent)
)

// swarm is a crowd of pests. Who is dropped comes again.
type swarm struct {
	host     string
	entering chan struct{} // a place for each who connects just now
	open     atomic.Int64
	all      sync.WaitGroup

	mu     sync.Mutex
	drops  map[string]int
	latest map[string]time.Duration // how long the service has borne one
	odd    map[string]int           // what should not be
}

func (s *swarm) come(ctx context.Context, kinds []pest, count int) {
	for i := range count {
		p := kinds[i%len(kinds)]
		// Addresses of their own, so that the ports last for all of them.
		from := &net.TCPAddr{IP: net.IPv4(127, 0, 0, byte(2+i%50))}
		s.all.Go(func() {
			for ctx.Err() == nil {
				s.pester(ctx, &p, from)
			}
		})
	}
}

// pester holds one connection until it is dropped, or ctx ends.
func (s *swarm) pester(ctx context.Context, p *pest, from net.Addr) {
	c, err := s.enter(ctx, p, from)
	if err != nil {
		if ctx.Err() == nil {
			s.note(p, 0, err.Error())
		}
		return
	}
	s.open.Add(1)
	defer s.open.Add(-1)
	defer c.Close()
	defer context.AfterFunc(ctx, func() { _ = c.Close() })()
	s.drip(ctx, p, c, time.Now())
}

// enter connects and says what is said at once. Few do so at a time: the system
// connects faster than any service takes connections up.
func (s *swarm) enter(ctx context.Context, p *pest, from net.Addr) (net.Conn, error) {
	select {
	case s.entering <- struct{}{}:
		defer func() { <-s.entering }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	c, err := s.dial(ctx, p, from)
	if err != nil {
		return nil, err
	}
	if err := p.greet(c); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

// greet says what is said at once, and takes the answer where one is waited for.
func (p *pest) greet(c net.Conn) error {
	if _, err := io.WriteString(c, p.says); err != nil || !p.answered {
		return err
	}
	answer, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, answer.Body)
	return errors.Join(err, answer.Body.Close())
}

func (s *swarm) dial(ctx context.Context, p *pest, from net.Addr) (net.Conn, error) {
	d := &net.Dialer{LocalAddr: from, Timeout: patience}
	d.Control = func(_, _ string, raw syscall.RawConn) error {
		return raw.Control(func(fd uintptr) {
			// Packets as on a network: by those of the loopback, of 64 KB, the system
			// would hold megabytes for each connection.
			_ = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, syscall.TCP_MAXSEG, 1400)
			if p.sips { // little room of its own, so that the answers pile up with the service
				_ = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVBUF, 4096)
			}
		})
	}
	return d.DialContext(ctx, "tcp", s.host)
}

// drip sends a byte a second, or nothing, until the service closes the connection.
func (s *swarm) drip(ctx context.Context, p *pest, c net.Conn, began time.Time) {
	second := time.NewTicker(time.Second)
	defer second.Stop()
	answer := make([]byte, 512)
	if p.sips {
		answer = answer[:1]
	}
	for n := 0; ctx.Err() == nil; n++ {
		if p.drips != "" {
			_ = c.SetReadDeadline(time.Now().Add(time.Second))
		}
		_, err := c.Read(answer)
		for err == nil && !p.sips { // it is told what is wrong before the end
			_, err = c.Read(answer)
		}
		if err == nil || errors.Is(err, os.ErrDeadlineExceeded) {
			// Who has much to read yet learns of the end by speaking.
			_, err = c.Write([]byte{p.drips[n%len(p.drips)]})
		}
		if err != nil {
			if ctx.Err() == nil {
				s.note(p, time.Since(began), "")
			}
			return
		}
		if p.sips {
			<-second.C
		}
	}
}

func (s *swarm) note(p *pest, lived time.Duration, odd string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if odd != "" {
		s.odd[p.name+": "+odd]++
		return
	}
	s.drops[p.name]++
	s.latest[p.name] = max(s.latest[p.name], lived.Round(time.Millisecond))
}

// judge checks that each kind was dropped in its time, where the test was long
// enough to see it.
func (s *swarm) judge(t *testing.T, length time.Duration) {
	t.Helper()
	for what, count := range s.odd {
		t.Errorf("%s (%d times)", what, count)
	}
	for _, p := range append(slices.Clone(slowPests), idle, silent) {
		if s.latest[p.name] > p.limit+scale(patience, dropSlack) {
			t.Errorf("%s: borne for %v, longer than %v", p.name, s.latest[p.name], p.limit)
		}
		if s.drops[p.name] == 0 && length > p.limit+2*dropSlack {
			t.Errorf("%s: none was dropped in %v", p.name, length)
		}
	}
	t.Logf("dropped: %v; borne for at most: %v", s.drops, s.latest)
}

// swarmSize is how many slow and idle connections there are to be: as many as open
// files allow, and not fewer than the short form's.
func swarmSize(t *testing.T) (slow, idling int) {
	t.Helper()
	var files syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &files); err != nil {
		t.Fatal(err)
	}
	// The service, like every Go program, raises its own limit to the hard one.
	files.Cur = files.Max
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &files); err != nil {
		t.Fatal(err)
	}
	slow, idling = scale(500, 2000), scale(2000, 10000)
	room := int(min(files.Max, 1<<20)) - spareFiles
	if room < 500+2000 {
		t.Fatalf("%d open files are allowed (ulimit -Hn), at least %d are needed", files.Max, 500+2000+spareFiles)
	}
	if room < slow+idling {
		t.Logf("only %d open files are allowed (ulimit -Hn): fewer idle connections", files.Max)
		slow = min(slow, room/5)
		idling = room - slow
	}
	return slow, idling
}

// TestTortureBadClients: slow and idle connections by the thousand hold nobody up,
// and each is dropped in its time. Which database is behind them makes no difference
// to them; the short form takes SQLite alone.
func TestTortureBadClients(t *testing.T) {
	if *torture {
		onBoth(t, holdOut)
		return
	}
	holdOut(t, filepath.Join(t.TempDir(), "hailong.db"))
}

// holdOut serves honest people beside a crowd of others.
func holdOut(t *testing.T, database string) {
	slow, idling := swarmSize(t)
	env, book := setUp(t, database), newLedger()
	p := start(t, env, "serve")
	alone := p.usage()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	s := &swarm{
		host: strings.TrimPrefix(p.address, "http://"), entering: make(chan struct{}, 64),
		drops: map[string]int{}, latest: map[string]time.Duration{}, odd: map[string]int{},
	}
	began := time.Now()
	s.come(ctx, idlePests, idling)
	s.come(ctx, slowPests, slow)
	eventually(t, "the crowd is there", func() bool { return int(s.open.Load()) >= (slow+idling)*99/100 })
	t.Logf("%d slow and %d idle connections stand after %v", slow, idling, time.Since(began))

	people := &callers{
		address: p.address, book: book, pages: map[string]int{formPage: 200, "/": 200, "/readyz": 200},
	}
	honest, leave := context.WithCancel(t.Context())
	defer leave()
	senders := book.come(honest, p.address)
	people.call(scale(headerTime+dropSlack, idleTime+3*dropSlack))
	open, crowded := s.open.Load(), p.usage()
	leave()
	senders.Wait()
	people.judge(t)
	length := time.Since(began)
	stop()
	s.all.Wait()
	s.judge(t, length)
	if n := book.away.Load(); n > 0 || book.slowest > scale(patience, honestWithin) {
		t.Errorf("%d honest answers were refused, the slowest took %v; want none, within %v",
			n, book.slowest, scale(patience, honestWithin))
	}
	p.terminate(t)
	book.check(t, database)
	t.Logf("%d connections open at the end; the service alone: %s; with all of them: %s", open, alone, crowded)
}

// come sends at a walk: from eight sides over connections that last, from four
// over a new one each time.
func (l *ledger) come(ctx context.Context, address string) *sync.WaitGroup {
	lasting := &http.Client{Timeout: patience, Transport: &http.Transport{MaxIdleConnsPerHost: 8}}
	fresh := &http.Client{Timeout: patience, Transport: &http.Transport{DisableKeepAlives: true}}
	var senders sync.WaitGroup
	for side := range 12 {
		client := lasting
		if side >= 8 {
			client = fresh
		}
		senders.Go(func() {
			step := time.NewTicker(20 * time.Millisecond)
			defer step.Stop()
			for n := side; ctx.Err() == nil; n++ {
				l.deliver(ctx, client, address, walls[n%len(walls)])
				<-step.C
			}
			client.CloseIdleConnections()
		})
	}
	return &senders
}

// usage is the memory that a program holds and the files that it has open, where
// the system tells.
func (p *program) usage() string {
	folder := fmt.Sprintf("/proc/%d", p.cmd.Process.Pid)
	status, err := os.ReadFile(folder + "/status")
	if err != nil {
		return "unknown"
	}
	files, _ := os.ReadDir(folder + "/fd")
	words := []string{fmt.Sprintf("%d open files", len(files))}
	for line := range strings.Lines(string(status)) {
		if name, value, _ := strings.Cut(line, ":"); name == "VmRSS" || name == "VmHWM" {
			words = append(words, name+" "+strings.TrimSpace(value))
		}
	}
	return strings.Join(words, ", ")
}
