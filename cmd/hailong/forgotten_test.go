package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"mime/quotedprintable"
	"net"
	"regexp"
	"strings"
	"testing"
	"time"

	"hailong/account"
	"hailong/job"
	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// letters is a mail server that keeps what it is handed.
func letters(t *testing.T) (address string, sent chan string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	sent = make(chan string, 10)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go takeLetter(conn, sent)
		}
	}()
	return "smtp://" + listener.Addr().String(), sent
}

func takeLetter(conn net.Conn, sent chan<- string) {
	defer conn.Close()
	lines := bufio.NewScanner(conn)
	fmt.Fprint(conn, "220 post\r\n")
	for lines.Scan() {
		answer := "250 ok"
		switch verb, _, _ := strings.Cut(lines.Text(), " "); verb {
		case "DATA":
			fmt.Fprint(conn, "354 go on\r\n")
			var letter strings.Builder
			for lines.Scan() && lines.Text() != "." {
				letter.WriteString(lines.Text() + "\n")
			}
			sent <- letter.String()
		case "QUIT":
			answer = "221 bye"
		}
		fmt.Fprint(conn, answer+"\r\n")
	}
}

// postOffice is the way of a forgotten password over a fresh database.
func postOffice(t *testing.T, db *store.DB) (*forgotten, *survey.Catalogue, chan string) {
	t.Helper()
	address, sent := letters(t)
	mail, err := job.NewMailer(address, "hailong@example.vn", time.Now, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := account.NewSecret(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	passwords, err := account.NewPasswords(1)
	if err != nil {
		t.Fatal(err)
	}
	people := account.People{Store: db, Passwords: passwords, Secret: &secret, Now: clock, Actor: survey.Program}
	catalogue := storetest.Province(t, db).Now()
	for login, email := range map[string]string{"an1": "an@example.vn", "binh": "", "cuc": "@"} {
		a := &account.Account{
			Login: login, Name: "Nguyễn Văn An", Email: email, Role: account.Clerk, Agency: catalogue.Agencies[0].ID,
		}
		if _, err := people.Add(t.Context(), catalogue, a); err != nil {
			t.Fatal(err)
		}
	}
	return &forgotten{db: db, people: people, mail: mail, origin: "https://hailong.example.vn"}, catalogue, sent
}

// doAll does what is queued, and gives the results and keys.
func (f *forgotten) doAll(ctx context.Context, t *testing.T) (results, keys []string) {
	t.Helper()
	for {
		j, err := f.db.ClaimJob(ctx, clock(), clock().Add(time.Minute))
		if err != nil {
			t.Fatal(err)
		}
		if j == nil {
			return results, keys
		}
		result, err := f.work(ctx, *j)
		if err != nil {
			t.Fatal(err)
		}
		results, keys = append(results, result), append(keys, j.Key)
		if err := f.db.EndJob(ctx, j.ID, result, clock()); err != nil {
			t.Fatal(err)
		}
	}
}

var mailedLink = regexp.MustCompile(`https://hailong\.example\.vn/sign-in/password\?t=([A-Za-z0-9_-]{43})`)

func TestAForgottenPasswordIsSetByAMailedLink(t *testing.T) {
	// Stands still: a slot that begins in between would let a second link through.
	now := time.Now().Truncate(ticketSlot)
	clock = func() time.Time { return now }
	t.Cleanup(func() { clock = time.Now })
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		f, _, sent := postOffice(t, db)
		for _, login := range []string{" AN1", "an1", "binh", "cuc", "nobody", "' OR 1=1", "\x00"} {
			if err := f.queue(t.Context(), login); err != nil {
				t.Fatal(err)
			}
		}
		results, keys := f.doAll(t.Context(), t)
		if len(results) != 6 {
			t.Errorf("%d jobs, want one for each login: %v", len(results), keys)
		}
		for i, result := range results {
			if result != results[0] {
				t.Errorf("the results differ: %q", result)
			}
			for _, secret := range []string{"an1", "binh", "nobody", "example"} {
				if strings.Contains(keys[i]+result, secret) {
					t.Errorf("%s %s holds %q", keys[i], result, secret)
				}
			}
		}
		if len(sent) != 1 {
			t.Fatalf("%d letters", len(sent))
		}
		letter := <-sent
		plain, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(letter)))
		if err != nil {
			t.Fatal(err)
		}
		link := mailedLink.FindStringSubmatch(string(plain))
		if link == nil || !strings.Contains(letter, "To: <an@example.vn>") {
			t.Fatalf("%s", plain)
		}
		vietnamese, english := strings.Index(string(plain), "Kính gửi"), strings.Index(string(plain), "Dear ")
		if vietnamese < 0 || english < vietnamese {
			t.Errorf("not Vietnamese and then English: %s", plain)
		}
		if err := f.people.SetPassword(t.Context(), link[1], "con mèo nằm trên mái"); err != nil {
			t.Error(err)
		}
	})
}

// Anybody may ask for links, for any login: the table must not grow by that for ever.
func TestLinksThatWereAskedForAreForgottenByNight(t *testing.T) {
	asked := time.Now().Truncate(ticketSlot)
	now := asked
	clock = func() time.Time { return now }
	t.Cleanup(func() { clock = time.Now })
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		shelf, err := survey.NewShelf(t.Context(), db)
		if err != nil {
			t.Fatal(err)
		}
		f, _, _ := postOffice(t, db)
		signIn := &account.SignIn{Store: db, Now: clock}
		night := newRunner(db, shelf, signIn, 1, slog.New(slog.DiscardHandler)).Works[expireKind]
		for i, tt := range []struct {
			after time.Duration
			jobs  int // that asking again in the first slot makes
		}{{0, 1}, {ticketMemory, 0}, {ticketMemory + time.Second, 1}} {
			now = asked.Add(tt.after)
			if _, err := night(t.Context(), job.Job{}); err != nil {
				t.Fatal(err)
			}
			now = asked
			if err := f.queue(t.Context(), "nobody"); err != nil {
				t.Fatal(err)
			}
			if results, _ := f.doAll(t.Context(), t); len(results) != tt.jobs {
				t.Errorf("%d: %d jobs, want %d", i, len(results), tt.jobs)
			}
		}
	})
}
