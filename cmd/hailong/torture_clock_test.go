package main

import (
	"net/http"
	"regexp"
	"testing"
	"time"

	"hailong/survey"
)

// TestTortureClock: the clock jumps an hour forward and back, over midnight too, while
// answers come in. Each is stored once, under the day that its time says.
func TestTortureClock(t *testing.T) {
	onBoth(t, func(t *testing.T, database string) {
		late := until(time.Now(), 23, 40)
		env, book := setUp(t, database), newLedger()
		file := newClock(t, late)
		env = append(env, movedClock+"="+file)
		p := start(t, append(env, "HAILONG_LIMIT_COUNTER=4"), "serve")
		book.withinLimits(t, p.address, file, late)
		p.terminate(t)
		jobs := &queuedJobs{database: database}
		for i := range scale(2, 20) {
			first := late + time.Duration(i%2)*time.Hour
			moveClock(t, file, first)
			jobs.add(t, 1)
			p = start(t, append(env, "HAILONG_LIMIT_COUNTER=1000000"), "serve")
			book.again(t, p.address)
			senders := book.load(t.Context(), p.address)
			for _, jump := range []time.Duration{late + time.Hour, late, late - time.Hour, first} {
				moveClock(t, file, jump)
				book.fromPage(t, p.address)
				book.more(t, 100)
			}
			eventually(t, "the job is done", func() bool { return jobs.count(t, "done_at IS NULL") == 0 })
			p.terminate(t)
			senders.Wait()
			timesDone(t, []string{p.stderr.String()})
		}
		p = start(t, env, "serve")
		book.again(t, p.address)
		p.terminate(t)
		book.check(t, database)
		checkDays(t, database, len(book.confirmed))
	})
}

// until is how long it is until that time of today in the office.
func until(now time.Time, hour, minute int) time.Duration {
	local := now.In(office)
	return time.Date(local.Year(), local.Month(), local.Day(), hour, minute, 0, 0, office).Sub(now)
}

var receiptField = regexp.MustCompile(`name=receipt value="([^"]*)"`)

// fromPage sends an answer under the receipt that a page has made.
func (l *ledger) fromPage(t *testing.T, address string) {
	t.Helper()
	status, page := get(t, address+"/s/"+walls[0])
	found := receiptField.FindStringSubmatch(page)
	if status != http.StatusOK || found == nil {
		t.Fatalf("no form: %d\n%s", status, page)
	}
	r, err := post(http.DefaultClient, address, body(found[1], walls[0], true))
	if err != nil || r.status != http.StatusCreated {
		t.Errorf("answer from a page: %d, %v", r.status, err)
	}
	l.note(found[1], walls[0], true, r, err)
}

// withinLimits: a counter of four a minute takes two a minute from one sender, four at
// once. Whoever has used them up waits as long as ever when the clock goes back.
func (l *ledger) withinLimits(t *testing.T, address, file string, late time.Duration) {
	t.Helper()
	l.takes(t, address, 4)
	for _, jump := range []struct {
		offset time.Duration
		taken  int
	}{
		{late - time.Hour, 0},
		{late - time.Hour + time.Minute, 2},
		{late + time.Hour, 4},
		{late, 0},
		{late + 30*time.Second, 1},
	} {
		moveClock(t, file, jump.offset)
		l.takes(t, address, jump.taken)
	}
}

// takes sends until it is told to wait, which must be after so many.
func (l *ledger) takes(t *testing.T, address string, want int) {
	t.Helper()
	for taken := range want + 1 {
		receipt := newReceipt()
		r, err := post(http.DefaultClient, address, body(receipt, walls[1], true))
		if r.status != http.StatusTooManyRequests {
			l.note(receipt, walls[1], true, r, err)
			continue
		}
		l.refuse(receipt, walls[1])
		if taken != want || r.retryAfter == "" || len(r.retryAfter) > 2 {
			t.Errorf("%d taken, then told to wait %q seconds; want %d taken", taken, r.retryAfter, want)
		}
		return
	}
	t.Errorf("more than %d taken", want)
}

// refuse notes a valid response that was refused as it should be.
func (l *ledger) refuse(receipt, token string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.wall[receipt] = token
	l.refused[receipt] = true
}

// checkDays looks at each stored row's day and at the roll-ups' sums.
func checkDays(t *testing.T, database string, confirmed int) {
	t.Helper()
	db := rawDatabase(t, database)
	rows, err := db.QueryContext(t.Context(), "SELECT answered_at, received_at, day FROM response")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	days, sum := map[survey.Day]int{}, 0
	for rows.Next() {
		var answered, received time.Time
		var day survey.Day
		if err := rows.Scan(&answered, &received, &day); err != nil {
			t.Fatal(err)
		}
		if want := survey.DayOf(answered, office); day != want || !answered.Equal(received) {
			t.Errorf("answered %v, received %v: stored under %s, want %s", answered, received, day, want)
		}
		days[day]++
		sum++
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	if len(days) != 2 || sum != confirmed {
		t.Errorf("%d confirmed, by day %v: want all, on two days", confirmed, days)
	}
	var counted, least int
	const tallies = `
		SELECT CAST(sum(received) AS BIGINT),
			min(CASE WHEN received < late + n OR late < 0 OR n < 0 OR m < y OR y < 0 THEN -1 ELSE received END)
		FROM tally`
	if err := db.QueryRowContext(t.Context(), tallies).Scan(&counted, &least); err != nil {
		t.Fatal(err)
	}
	if counted != confirmed || least < 0 {
		t.Errorf("%d confirmed, the roll-ups count %d; the least of them %d", confirmed, counted, least)
	}
	t.Logf("by day %v", days)
}
