package main

import (
	"io"
	"log/slog"
	"mime/quotedprintable"
	"strings"
	"testing"
	"time"

	"hailong/account"
	"hailong/job"
	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

func TestAChangedPasswordIsToldByMail(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		f, catalogue, sent := postOffice(t, db)
		n := &signNotices{db: db, secret: f.people.Secret, mail: f.mail, zone: office}
		people := f.people
		people.Notify = n.queue
		_, ticket, err := people.NewTicket(t.Context(), "an1")
		if err != nil {
			t.Fatal(err)
		}
		if err := people.SetPassword(t.Context(), ticket, "con mèo nằm trên mái"); err != nil {
			t.Fatal(err)
		}
		a, err := people.Find(t.Context(), "an1")
		if err != nil {
			t.Fatal(err)
		}
		version := a.Version(catalogue)
		a.Email = "" // the mail goes to the address of that moment all the same
		if err := people.Change(t.Context(), catalogue, version, a); err != nil {
			t.Fatal(err)
		}
		told, key := map[string]bool{}, ""
		for range 2 {
			j, err := db.ClaimJob(t.Context(), clock(), clock().Add(time.Minute))
			if err != nil || j == nil || j.Kind != securedKind || strings.Contains(j.Key, "example") {
				t.Fatal(j, err)
			}
			key = j.Key
			result, err := n.work(t.Context(), *j)
			if err != nil || result != "sent" {
				t.Fatal(result, err)
			}
			if err := db.EndJob(t.Context(), j.ID, result, clock()); err != nil {
				t.Fatal(err)
			}
			letter := <-sent
			plain, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(letter)))
			if err != nil {
				t.Fatal(err)
			}
			text := string(plain)
			told["password"] = told["password"] || strings.Contains(text, "Mật khẩu tài khoản") && strings.Contains(text, "The password of your account")
			told["address"] = told["address"] || strings.Contains(text, "Địa chỉ thư của tài khoản")
			if !strings.Contains(letter, "To: <an@example.vn>") || strings.Contains(text, "http") {
				t.Error(text)
			}
		}
		if !told["password"] || !told["address"] {
			t.Error(told)
		}
		n.forgottenByNight(t, key)
	})
}

// forgottenByNight wants no sealed address to stay in the queue for more than a day: what was
// queued under a key is known there as long as it stays.
func (n *signNotices) forgottenByNight(t *testing.T, key string) {
	t.Helper()
	shelf, err := survey.NewShelf(t.Context(), n.db)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now().Add(ticketMemory + time.Minute)
	clock = func() time.Time { return now }
	t.Cleanup(func() { clock = time.Now })
	signIn := &account.SignIn{Store: n.db, Now: clock}
	night := newRunner(n.db, shelf, signIn, 1, slog.New(slog.DiscardHandler)).Works[expireKind]
	if _, err := night(t.Context(), job.Job{}); err != nil {
		t.Fatal(err)
	}
	if err := n.db.AddJob(t.Context(), securedKind, key, now); err != nil {
		t.Fatal(err)
	}
	if j, err := n.db.ClaimJob(t.Context(), now, now.Add(time.Minute)); err != nil || j == nil {
		t.Error("the notice is left", j, err)
	}
}

func TestWithoutMailNobodyIsTold(t *testing.T) {
	var off *signNotices
	if result, err := off.work(t.Context(), job.Job{Key: "secured password 1 2 x"}); err != nil || result == "sent" {
		t.Error(result, err)
	}
	on := &signNotices{}
	for _, key := range []string{"", "secured password x 1 y", "secured password 1 x y"} {
		if result, err := on.work(t.Context(), job.Job{Key: key}); err != nil || result != "not a notice" {
			t.Error(key, result, err)
		}
	}
}
