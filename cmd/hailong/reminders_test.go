package main

import (
	"context"
	"crypto/rand"
	"io"
	"iter"
	"log/slog"
	"mime/quotedprintable"
	"slices"
	"strings"
	"testing"
	"time"

	"hailong/account"
	"hailong/job"
	"hailong/scoring/round"
	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// council is a round of the departments, with the people who may be told of it.
type council struct {
	*testing.T
	db     *store.DB
	told   *reminders
	runner *job.Runner
	sent   chan string
	id     round.ID
}

func convene(t *testing.T, db *store.DB) *council {
	t.Helper()
	shelf := storetest.Province(t, db)
	address, sent := letters(t)
	mail, err := job.NewMailer(address, "hailong@example.vn", time.Now, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	rounds := &round.Rounds{Store: db, Now: clock, Tasks: db}
	c := &council{
		T: t, db: db, sent: sent,
		told: &reminders{db: db, shelf: shelf, rounds: rounds, mail: mail, origin: "https://hailong.example.vn"},
	}
	criteria := round.Criteria{Store: db, Now: clock, Actor: survey.Program}
	if _, err := criteria.FromSample(t.Context(), "cchc", 2026, "department"); err != nil {
		t.Fatal(err)
	}
	c.id, err = rounds.Open(t.Context(), round.Person{Actor: survey.Program}, round.Opening{
		Family: "cchc", Year: 2026, Groups: []string{"department"}, Deadlines: round.SampleCalendar(2026),
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range []account.Account{
		{Login: "quanly", Email: "quanly@example.vn", Role: account.Manager, Agency: 1},
		{Login: "khongthu", Role: account.Manager, Agency: 1},
		{Login: "nghi", Email: "nghi@example.vn", Role: account.Manager, Agency: 1, Disabled: true},
		{Login: "xem", Email: "xem@example.vn", Role: account.Viewer, Agency: 1},
		{Login: "truong", Email: "truong@example.vn", Role: account.Manager, Agency: 5},
		{Login: "thamdinh", Email: "thamdinh@example.vn", Role: account.Appraiser, Agency: 5},
		{Login: "saidiachi", Email: "@", Role: account.Manager, Agency: 2},
	} {
		c.account(a)
	}
	c.runner = newRunner(db, shelf, &account.SignIn{Store: db, Now: clock}, 1, slog.New(slog.DiscardHandler))
	c.told.join(c.runner)
	return c
}

// morning does what the calendar asks for, reminders alone, and gives who got a letter.
func (c *council) morning() []string {
	c.Helper()
	if err := c.runner.Plan(c.Context(), clock()); err != nil {
		c.Fatal(err)
	}
	for {
		j, err := c.db.ClaimJob(c.Context(), clock(), clock().Add(time.Minute))
		if err != nil {
			c.Fatal(err)
		}
		if j == nil {
			break
		}
		result := "another's"
		if j.Kind == remindKind || j.Kind == noticeKind {
			if result, err = c.runner.Works[j.Kind](c.Context(), *j); err != nil {
				c.Fatal(err)
			}
		}
		if err := c.db.EndJob(c.Context(), j.ID, result, clock()); err != nil {
			c.Fatal(err)
		}
	}
	var letters []string
	for len(c.sent) > 0 {
		letters = append(letters, <-c.sent)
	}
	slices.Sort(letters)
	return letters
}

// Those who fill a sheet in are told seven, three and one days before the last day and on
// it, once each; then those who appraise.
func TestPeopleAreRemindedOnceBeforeADeadline(t *testing.T) {
	noon := time.Date(2026, 12, 2, 12, 0, 0, 0, storetest.Zone)
	now := noon
	clock = func() time.Time { return now }
	t.Cleanup(func() { clock = time.Now })
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		now = noon
		c := convene(t, db)
		letters := map[int]int{}
		for day := 2; day <= 11; day++ {
			now = noon.AddDate(0, 0, day-2)
			for range 2 {
				for _, letter := range c.morning() {
					letters[day]++
					c.readLetter(letter, day)
				}
			}
		}
		for day, want := range map[int]int{2: 0, 3: 1, 7: 1, 9: 1, 10: 1, 11: 0} {
			if letters[day] != want {
				t.Errorf("December %d: %d letters, want %d", day, letters[day], want)
			}
		}
		c.appraisal()
		now = time.Date(2026, 12, 24, 6, 0, 0, 0, storetest.Zone)
		if early := c.morning(); len(early) != 0 {
			t.Errorf("%d letters before the day has begun", len(early))
		}
		now = now.Add(2 * time.Hour)
		if got := c.morning(); len(got) != 1 || !strings.Contains(got[0], "To: <thamdinh@example.vn>") {
			t.Errorf("%d letters: %v", len(got), got)
		}
	})
}

func (c *council) readLetter(letter string, day int) {
	c.Helper()
	plain, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(letter)))
	if err != nil {
		c.Fatal(err)
	}
	when := map[int]string{3: "còn 7 ngày", 7: "còn 3 ngày", 9: "còn 1 ngày", 10: "hôm nay"}[day]
	for _, want := range []string{"To: <quanly@example.vn>", "Sở Tư pháp", "10/12/2026 (" + when, "https://hailong.example.vn/desk", "Dear "} {
		if !strings.Contains(string(plain), want) {
			c.Errorf("December %d: no %q in %s", day, want, plain)
		}
	}
}

// appraisal goes on to the first appraisal and gives it all to one member of the council.
func (c *council) appraisal() {
	c.Helper()
	nowhere := func(survey.AgencyID) bool { return false }
	to := round.Person{Login: "thamdinh", Near: nowhere}
	by := round.Person{Actor: survey.Program}
	if err := c.told.rounds.Assign(c.Context(), by, c.id, round.Assignment{Login: "thamdinh"}, to); err != nil {
		c.Fatal(err)
	}
	if err := c.told.rounds.Advance(c.Context(), by, c.id, round.Appraising, ""); err != nil {
		c.Fatal(err)
	}
}

// readRounds counts how often the entries of all sheets are read.
type readRounds struct {
	*store.DB
	reads *int
}

func (s readRounds) Assessments(ctx context.Context, q round.EntryQuery) iter.Seq2[[]round.Entry, error] {
	*s.reads++
	return s.DB.Assessments(ctx, q)
}

// All mails of a morning are made from one reading of the round; the next day it is read
// anew, and who chairs the council gets none.
func TestMailsOfAMorningReadTheRoundOnce(t *testing.T) {
	now := time.Date(2026, 12, 10, 12, 0, 0, 0, storetest.Zone)
	clock = func() time.Time { return now }
	t.Cleanup(func() { clock = time.Now })
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		now = time.Date(2026, 12, 10, 12, 0, 0, 0, storetest.Zone)
		c := convene(t, db)
		for _, login := range []string{"quanly2", "quanly3"} {
			c.account(account.Account{Login: login, Email: login + "@example.vn", Role: account.Manager, Agency: 2})
		}
		c.account(account.Account{Login: "chutich", Email: "chutich@example.vn", Role: account.Chair, Agency: 5})
		reads := 0
		c.told.rounds.Store = readRounds{db, &reads}
		if got := c.morning(); len(got) != 3 || reads != 1 {
			t.Errorf("%d letters, %d readings", len(got), reads)
		}
		now = now.AddDate(0, 0, 1)
		c.appraisal()
		now, reads = time.Date(2026, 12, 24, 8, 0, 0, 0, storetest.Zone), 0
		if got := c.morning(); len(got) != 1 || !strings.Contains(got[0], "<thamdinh@") || reads != 1 {
			t.Errorf("%d letters, %d readings: %v", len(got), reads, got)
		}
	})
}

func (c *council) account(a account.Account) {
	c.Helper()
	a.Name, a.CreatedAt = "Nguyễn "+a.Login, clock()
	if err := c.db.InTx(c.Context(), func(ctx context.Context) error { return c.db.PutAccount(ctx, &a) }); err != nil {
		c.Fatal(err)
	}
}

// Without mail nothing is queued, and what was queued before ends.
func TestNobodyIsRemindedWithoutMail(t *testing.T) {
	runner := &job.Runner{Works: map[string]job.Work{}}
	(*reminders)(nil).join(runner)
	if runner.Plan != nil {
		t.Error("something is planned")
	}
	for kind, work := range runner.Works {
		if result, err := work(t.Context(), job.Job{Kind: kind, Key: kind + " 2026-12-03 1 1"}); err != nil || result == "" {
			t.Error(kind, result, err)
		}
	}
}
