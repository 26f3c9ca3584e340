package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hailong/store"
	"hailong/store/pgtest"
	"hailong/survey"
)

// onBoth runs a test on an empty SQLite file and an empty PostgreSQL database.
func onBoth(t *testing.T, test func(t *testing.T, database string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, filepath.Join(t.TempDir(), "hailong.db")) })
	t.Run("postgres", func(t *testing.T) { test(t, pgtest.Shared(t).Database(t)) })
}

// The counters that setUp makes.
var walls = []string{"AAAAAAAAA1", "AAAAAAAAA2", "AAAAAAAAA3"}

// setUp makes an agency with three counters and a running plan by the commands
// that an office would use, and gives the settings to serve it with.
func setUp(t *testing.T, database string) (env []string) {
	t.Helper()
	env = []string{
		"HAILONG_DATABASE=" + database, "HAILONG_ADDR=127.0.0.1:0", "HAILONG_LANG=en",
		"HAILONG_LIMIT_ADDRESS=0", "HAILONG_LIMIT_COUNTER=0",
	}
	counters := "code,agency,name_vi,token\n"
	for i, token := range walls {
		counters += fmt.Sprintf("Q%d,STP,Quầy số %d,%s\n", i+1, i+1, token)
	}
	today := survey.DayOf(time.Now(), office)
	plan := fmt.Sprintf("code,year,name_vi,starts,ends,form,target,agencies,official,public\n"+
		"nay,%s,Khảo sát,%s,%s,short@1,>83,STP,yes,yes\n", today[:4], today.AddDays(-1), today.AddDays(1))
	hailong(t, env, "migrate")
	hailong(t, env, "import", "agencies",
		write(t, "agencies.csv", "code,name_vi,group,sector\nSTP,Sở Tư pháp,department,administrative\n"))
	hailong(t, env, "import", "counters", write(t, "counters.csv", counters))
	hailong(t, env, "import", "plans", write(t, "plans.csv", plan))
	return env
}

func newReceipt() string {
	receipt, err := survey.NewReceipt(time.Now(), rand.Reader)
	if err != nil {
		panic(err)
	}
	return receipt.String()
}

// body is a response whose levels follow from its receipt, so that sending it
// again says the same.
func body(receipt, token string, valid bool) []byte {
	answers := map[string]int{}
	for i, code := range []string{"TC", "TTHC", "CC", "KQ", "O"} {
		answers[code] = 1 + int(receipt[len(receipt)-1-i])%5
	}
	comment := ""
	if receipt[len(receipt)-1] < '4' {
		comment = "Ý kiến của " + receipt
	}
	if !valid {
		answers["TC"] = 9
	}
	text, err := json.Marshal(map[string]any{
		"receipt": receipt, "counter": token, "answers": answers, "comment": comment, "channel": "qr",
	})
	if err != nil {
		panic(err)
	}
	return text
}

// send posts one response (with a new receipt where none is given) and gives the
// status and the receipt.
func send(t *testing.T, address, token, receipt string) (int, string) {
	t.Helper()
	if receipt == "" {
		receipt = newReceipt()
	}
	r, err := post(http.DefaultClient, address, body(receipt, token, true))
	if err != nil {
		t.Fatal(err)
	}
	return r.status, receipt
}

// reply is what a sender got.
type reply struct {
	status     int
	retryAfter string
	took       time.Duration
}

func post(client *http.Client, address string, body []byte) (r reply, err error) {
	started := time.Now()
	answer, err := client.Post(address+"/api/v1/responses", "application/json", bytes.NewReader(body))
	if err != nil {
		return r, err
	}
	defer answer.Body.Close()
	_, err = io.Copy(io.Discard, answer.Body)
	return reply{answer.StatusCode, answer.Header.Get("Retry-After"), time.Since(started)}, err
}

// ledger is what the senders know of their responses, by receipt.
type ledger struct {
	mu        sync.Mutex
	wall      map[string]string // the counter's token
	confirmed map[string]bool   // 201 or 200
	refused   map[string]bool   // 4xx
	unsure    map[string]bool   // no answer, or "not now"
	strange   []string
	enough    atomic.Int64 // confirmed so far
	away      atomic.Int64 // told "not now" so far
	slowest   time.Duration
}

func newLedger() *ledger {
	return &ledger{
		wall: map[string]string{}, confirmed: map[string]bool{}, refused: map[string]bool{},
		unsure: map[string]bool{},
	}
}

func (l *ledger) note(receipt, token string, valid bool, r reply, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.wall[receipt] = token
	l.slowest = max(l.slowest, r.took)
	delete(l.unsure, receipt)
	later := err != nil || notNow(r.status)
	if r.status == http.StatusServiceUnavailable && r.retryAfter == "" {
		l.strange = append(l.strange, receipt+": 503 without Retry-After")
	}
	if later {
		l.away.Add(1)
	}
	switch {
	case valid && later:
		l.unsure[receipt] = true
	case valid && (r.status == http.StatusCreated || r.status == http.StatusOK):
		l.confirmed[receipt] = true
		l.enough.Add(1)
	case !valid && (later || r.status == http.StatusUnprocessableEntity):
		l.refused[receipt] = true
	default:
		l.strange = append(l.strange, fmt.Sprintf("%s valid %v: %d", receipt, valid, r.status))
	}
}

// notNow tells whether the same response should be sent again: the service says
// so, or the proxy before it.
func notNow(status int) bool {
	switch status {
	case http.StatusServiceUnavailable, http.StatusBadGateway, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// load sends from sixteen sides until ctx ends or nobody listens any more.
func (l *ledger) load(ctx context.Context, address string) *sync.WaitGroup {
	client := &http.Client{
		Timeout:   40 * time.Second, // longer than the service's own patience
		Transport: &http.Transport{MaxIdleConnsPerHost: 16},
	}
	var senders sync.WaitGroup
	for range 16 {
		senders.Go(func() {
			for ctx.Err() == nil {
				receipt, token := newReceipt(), walls[mathrand.IntN(len(walls))]
				valid := mathrand.IntN(8) != 0
				r, err := post(client, address, body(receipt, token, valid))
				l.note(receipt, token, valid, r, err)
				if err != nil {
					return
				}
			}
		})
	}
	return &senders
}

// more waits until so many further responses are confirmed.
func (l *ledger) more(t *testing.T, count int64) {
	t.Helper()
	before := l.enough.Load()
	eventually(t, fmt.Sprint(count, " more responses are confirmed"), func() bool {
		return l.enough.Load() >= before+count
	})
}

// again sends what was not confirmed once more: each must be taken now.
func (l *ledger) again(t *testing.T, address string) {
	t.Helper()
	var open []string
	for receipt := range l.unsure {
		open = append(open, receipt)
	}
	for _, receipt := range open {
		r, err := post(http.DefaultClient, address, body(receipt, l.wall[receipt], true))
		if err != nil || r.status != http.StatusOK && r.status != http.StatusCreated {
			t.Errorf("response %s sent again: %d, %v", receipt, r.status, err)
		}
		l.note(receipt, l.wall[receipt], true, r, err)
	}
}

// check compares the ledger with the database: every confirmed response is there
// once, nothing else is, and the roll-ups are what the responses say.
func (l *ledger) check(t *testing.T, database string) {
	t.Helper()
	for _, s := range l.strange {
		t.Error("unexpected answer:", s)
	}
	stored := storedReceipts(t, database, "response")
	comments := storedReceipts(t, database, "comment")
	for receipt := range l.confirmed {
		if stored[receipt] != 1 {
			t.Errorf("confirmed response %s is in the database %d times", receipt, stored[receipt])
		}
		want := strings.Contains(string(body(receipt, "", true)), "kiến")
		if (comments[receipt] == 1) != want {
			t.Errorf("comment of %s: %d stored, sent: %v", receipt, comments[receipt], want)
		}
	}
	for receipt := range l.refused {
		if stored[receipt]+comments[receipt] != 0 {
			t.Errorf("refused response %s is in the database", receipt)
		}
	}
	if len(stored) != len(l.confirmed) {
		t.Errorf("%d responses stored, %d confirmed", len(stored), len(l.confirmed))
	}
	t.Logf("sent %d (refused %d, told to come back %d times); confirmed %d; found %d; slowest %v",
		len(l.wall), len(l.refused), l.away.Load(), len(l.confirmed), len(stored), l.slowest.Round(time.Millisecond))
	db := open(t, database)
	differences, err := db.RebuildTallies(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range differences {
		t.Errorf("tally %+v: stored %+v, counted %+v", d.Key, d.Stored, d.Counted)
	}
	if _, err := db.VerifyLog(t.Context()); err != nil {
		t.Error(err)
	}
}

// storedReceipts counts the rows of each receipt.
func storedReceipts(t *testing.T, database, table string) map[string]int {
	t.Helper()
	rows, err := rawDatabase(t, database).QueryContext(t.Context(), "SELECT receipt FROM "+table)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	found := map[string]int{}
	for rows.Next() {
		var raw []byte
		if err := rows.Scan(&raw); err != nil {
			t.Fatal(err)
		}
		found[survey.Receipt(raw).String()]++
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return found
}

// rawDatabase is a database without our store before it.
func rawDatabase(t *testing.T, database string) *sql.DB {
	t.Helper()
	driver := "sqlite"
	if store.IsPostgres(database) {
		driver = "pgx"
	}
	db, err := sql.Open(driver, database)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}
