package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"hailong/store/pgtest"
)

const (
	// answeredWithin is the longest that anybody waits: the time that the service
	// gives a request whose database is silent, and a second for a busy machine.
	answeredWithin = 21 * time.Second
)

// backWithin is how soon answers are confirmed again once the database is back. The
// short form runs beside other tests and only asks that they are.
func backWithin() time.Duration { return scale(patience, 5*time.Second) }

// outage is a way in which a PostgreSQL server goes away, and comes back.
type outage struct {
	name       string
	length     time.Duration
	away, back func(*pgtest.Server) error
}

// TestTortureDatabaseAway: while the database is away everybody is told to come
// back and nobody waits for long; once it is back the same process goes on.
func TestTortureDatabaseAway(t *testing.T) {
	for _, o := range []outage{
		{"killed", scale(2*time.Second, time.Minute), (*pgtest.Server).Kill, (*pgtest.Server).Restart},
		{"shut down", scale(2*time.Second, time.Minute), (*pgtest.Server).Shutdown, (*pgtest.Server).Restart},
		// Longer than a batch's own patience, so that somebody runs out of it.
		{"frozen", scale(12*time.Second, time.Minute), (*pgtest.Server).Freeze, (*pgtest.Server).Thaw},
	} {
		t.Run(o.name, func(t *testing.T) {
			t.Parallel()
			o.strike(t)
		})
	}
}

// ownPostgres is a server that the test may disturb.
func ownPostgres(t *testing.T, settings ...string) *pgtest.Server {
	t.Helper()
	server, err := pgtest.Start(settings...)
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

func (o outage) strike(t *testing.T) {
	server := ownPostgres(t)
	database := server.Database(t)
	env, book := setUp(t, database), newLedger()
	p := start(t, env, "serve")
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	senders := book.insist(ctx, p.address)
	book.more(t, 200)

	people := &callers{address: p.address, book: book, pages: map[string]int{formPage: 200, "/readyz": 503}}
	if err := o.away(server); err != nil {
		t.Fatal(err)
	}
	people.begin = time.Now()
	people.call(o.length)
	people.end = time.Now()
	if err := o.back(server); err != nil {
		t.Fatal(err)
	}
	back := time.Now()
	book.more(t, 100)
	confirmed := time.Since(back)
	eventually(t, "the service calls itself ready", func() bool {
		answer := people.get("/readyz")
		return answer.err == nil && answer.status == http.StatusOK
	})
	ready := time.Since(back)
	if ready > backWithin() {
		t.Errorf("confirms again after %v, ready after %v: later than %v", confirmed, ready, backWithin())
	}
	stop()
	senders.Wait()
	people.judge(t)
	book.again(t, p.address)
	p.terminate(t)
	book.check(t, database)
	if book.slowest > answeredWithin {
		t.Errorf("an answer took %v, longer than %v", book.slowest, answeredWithin)
	}
	t.Logf("away for %v; confirms again %v after the return, ready after %v",
		people.end.Sub(people.begin), confirmed, ready)
}

// insist sends from eight sides until ctx ends, each response again until it is
// taken, with a moment between. Every request must get an answer.
func (l *ledger) insist(ctx context.Context, address string) *sync.WaitGroup {
	client := &http.Client{
		Timeout:   40 * time.Second, // longer than the service's own patience
		Transport: &http.Transport{MaxIdleConnsPerHost: 8},
	}
	var senders sync.WaitGroup
	for side := range 8 {
		senders.Go(func() {
			for n := side; ctx.Err() == nil; n++ {
				l.deliver(ctx, client, address, walls[n%len(walls)])
			}
			client.CloseIdleConnections()
		})
	}
	return &senders
}

// deliver sends one new response until it is taken or ctx ends.
func (l *ledger) deliver(ctx context.Context, client *http.Client, address, token string) {
	moment := time.NewTicker(50 * time.Millisecond)
	defer moment.Stop()
	for receipt := newReceipt(); ; <-moment.C {
		r, err := post(client, address, body(receipt, token, true))
		l.note(receipt, token, true, r, err)
		if err != nil {
			l.wonder(receipt + ": " + err.Error())
		}
		if err == nil && !notNow(r.status) || ctx.Err() != nil {
			return
		}
	}
}

// wonder notes an answer that should not be.
func (l *ledger) wonder(what string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.strange = append(l.strange, what)
}

// formPage is the citizen's form at the first counter.
var formPage = "/s/" + walls[0]

// callers are what people and monitors see of a service whose database is away.
type callers struct {
	address    string
	book       *ledger
	pages      map[string]int // what is opened, and the status it must have meanwhile
	begin, end time.Time      // between these the database was away for certain
	wait       sync.WaitGroup
	mu         sync.Mutex
	list       []call
}

// call is one request with what came back.
type call struct {
	what         string // the page
	began, ended time.Time
	status       int
	retryAfter   string
	text         string
	kept         []string // what the page must hold, where it was refused for now
	err          error
}

// call opens the pages and sends a form, twice a second, for some time.
func (c *callers) call(length time.Duration) {
	beat := time.NewTicker(500 * time.Millisecond)
	defer beat.Stop()
	for until := time.Now().Add(length); time.Now().Before(until); <-beat.C {
		for page := range c.pages {
			c.wait.Go(func() { c.add(c.get(page)) })
		}
		c.wait.Go(func() { c.add(c.send(walls[1])) })
	}
}

func (c *callers) add(one call) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.list = append(c.list, one)
}

// straight follows no redirect: that an answer was taken is told by one.
var straight = &http.Client{
	Timeout:       40 * time.Second,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

func (c *callers) get(page string) call {
	began := time.Now()
	answer, err := straight.Get(c.address + page)
	return callOf(page, began, answer, err)
}

func callOf(page string, began time.Time, answer *http.Response, err error) call {
	one := call{what: page, began: began, err: err}
	if err == nil {
		defer answer.Body.Close()
		var text []byte
		text, one.err = io.ReadAll(answer.Body)
		one.text, one.status, one.retryAfter = string(text), answer.StatusCode, answer.Header.Get("Retry-After")
	}
	one.ended = time.Now()
	return one
}

// send fills the form in with what the ledger would send under the same receipt.
func (c *callers) send(token string) call {
	var d struct {
		Answers map[string]int
		Comment string
	}
	receipt := newReceipt()
	if err := json.Unmarshal(body(receipt, token, true), &d); err != nil {
		return call{err: err}
	}
	fields := url.Values{"receipt": {receipt}, "form": {"short@1"}, "comment": {d.Comment}}
	kept := []string{receipt, d.Comment}
	for code, level := range d.Answers {
		fields.Set("q."+code, fmt.Sprint(level))
		kept = append(kept, fmt.Sprintf("checked type=radio name=q.%s value=%d>", code, level))
	}
	began := time.Now()
	answer, err := straight.PostForm(c.address+"/s/"+token, fields)
	one := callOf("form", began, answer, err)
	one.kept = kept
	r := reply{one.status, one.retryAfter, one.ended.Sub(began)}
	if r.status == http.StatusSeeOther {
		r.status = http.StatusCreated
	}
	c.book.note(receipt, token, true, r, one.err)
	return one
}

// judge checks what was seen. A call that overlaps the going or the coming may
// have met either.
func (c *callers) judge(t *testing.T) {
	t.Helper()
	c.wait.Wait()
	seen, slowest := map[string]int{}, map[string]time.Duration{}
	for _, one := range c.list {
		took := one.ended.Sub(one.began)
		seen[fmt.Sprintf("%s %d", one.what, one.status)]++
		slowest[one.what] = max(slowest[one.what], took.Round(time.Millisecond))
		if one.err != nil || took > answeredWithin {
			t.Errorf("%s: %d after %v, %v", one.what, one.status, took, one.err)
			continue
		}
		want, opened := c.pages[one.what]
		if !opened {
			want = http.StatusServiceUnavailable // a form that was sent
		}
		away := !one.began.Before(c.begin) && !one.ended.After(c.end)
		if away && one.status != want {
			t.Errorf("%s: %d while the database is away, want %d: %s", one.what, one.status, want, one.text)
		}
		if one.what == formPage {
			one.shown(t)
		} else if one.status == http.StatusServiceUnavailable {
			one.refused(t)
		}
	}
	t.Logf("seen meanwhile: %v; slowest: %v", seen, slowest)
}

// shown checks the empty form, which needs no database: it is there at once.
func (one *call) shown(t *testing.T) {
	t.Helper()
	took := one.ended.Sub(one.began)
	if one.status != http.StatusOK || took > backWithin() || !strings.Contains(one.text, "q.TC") {
		t.Errorf("the form: %d after %v: %s", one.status, took, one.text)
	}
}

// refused checks that people are told when to come back, and lose nothing.
// Monitors have a beat of their own.
func (one *call) refused(t *testing.T) {
	t.Helper()
	if one.retryAfter == "" && one.what != "/readyz" {
		t.Errorf("%s: 503 without Retry-After", one.what)
	}
	for _, words := range one.kept {
		if !strings.Contains(one.text, words) {
			t.Errorf("%s: %q is lost: %s", one.what, words, one.text)
		}
	}
}
