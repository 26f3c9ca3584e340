package api_test

import (
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"strings"
	"testing"
	"time"

	"hailong/account"
	"hailong/api"
	"hailong/store/storetest"
)

func TestChangingOnesPassword(t *testing.T) {
	both(t, func(w *world) {
		w.newcomer("an1", account.Manager)
		here, there := w.browser(), w.browser()
		here.enter("an1", longPassword)
		there.enter("an1", longPassword)
		const fresh = "con chó nằm dưới gầm bàn"
		for _, tt := range []struct {
			old, fresh, again string
			status            int
			says              string
		}{
			{"sai mật khẩu rồi", fresh, fresh, 422, "Mật khẩu hiện tại không đúng"},
			{longPassword, "ngắn", "ngắn", 422, "từ 12 đến 128"},
			{longPassword, fresh, fresh + "!", 422, "chưa giống nhau"},
			{longPassword, "an1an1an1an1", "an1an1an1an1", 422, "quá dễ đoán"},
			{longPassword, fresh, fresh, 303, ""},
		} {
			rec := here.ask("POST", "/desk/me/password", "old", tt.old, "new", tt.fresh, "again", tt.again)
			if rec.Code != tt.status || !strings.Contains(rec.Body.String(), tt.says) {
				w.t.Errorf("%v: %d", tt, rec.Code)
			}
			if body := rec.Body.String(); strings.Contains(body, tt.old) || strings.Contains(body, tt.fresh) {
				w.t.Errorf("%v: the page holds a password", tt)
			}
		}
		if !here.inside() || there.inside() {
			w.t.Error("the other session goes on, or this one does not")
		}
		if status, _ := there.enter("an1", longPassword); status != 401 {
			w.t.Error("the old password works", status)
		}
	})
}

func TestEndingOnesSessions(t *testing.T) {
	both(t, func(w *world) {
		w.newcomer("an1", account.Manager)
		w.newcomer("binh", account.Manager)
		var all [3]*browser
		for i := range all {
			all[i] = w.browser()
			all[i].enter("an1", longPassword)
		}
		stranger := w.browser()
		stranger.enter("binh", longPassword)
		end := func(b *browser, session string) {
			if rec := b.ask("POST", "/desk/me/sessions", "session", session); rec.Code != 303 {
				w.t.Errorf("%q: %d", session, rec.Code)
			}
		}
		end(stranger, account.Hash(all[1].token()))
		end(all[0], "\x00")
		end(all[0], strings.Repeat("x", 64))
		if !all[1].inside() {
			w.t.Fatal("somebody ends another's session")
		}
		end(all[0], account.Hash(all[1].token()))
		if all[1].inside() || !all[2].inside() {
			w.t.Error("not the session that was meant")
		}
		end(all[0], "")
		if all[2].inside() || !all[0].inside() || !stranger.inside() {
			w.t.Error("not all others, or more than those")
		}
	})
}

func TestReplacingTheSecondFactorAsksForIt(t *testing.T) {
	both(t, func(w *world) {
		w.newcomer("an1", account.Manager)
		b := w.browser()
		b.enter("an1", longPassword)
		if _, rec := b.enrol("/desk/me/factor", "proof", "sai"); rec.Code != 422 || !strings.Contains(rec.Body.String(), "Mật khẩu hiện tại không đúng") {
			w.t.Error(rec.Code)
		}
		key, rec := b.enrol("/desk/me/factor", "proof", longPassword)
		if rec.Code != 200 || rec.Header().Get("Cache-Control") != "no-store" {
			w.t.Fatal(rec.Code, rec.Body)
		}
		w.clock = w.clock.Add(time.Minute)
		for _, proof := range []string{"", longPassword, "000000"} {
			if _, rec := b.enrol("/desk/me/factor", "proof", proof); rec.Code != 422 {
				w.t.Errorf("%q: %d", proof, rec.Code)
			}
		}
		if _, rec := b.enrol("/desk/me/factor", "proof", w.code(key)); rec.Code != 200 {
			w.t.Error(rec.Code)
		}
		if rec := b.ask("POST", "/desk/me/factor", "key", "x", "code", "1"); rec.Code != 422 {
			w.t.Error(rec.Code)
		}
	})
}

func TestOneMayReadWhatIsStoredAboutOneself(t *testing.T) {
	both(t, func(w *world) {
		w.newcomer("an1", account.Manager)
		b := w.browser()
		b.enter("an1", longPassword)
		rec := b.ask("GET", "/desk/me/held.json")
		var held account.Held
		if err := json.Unmarshal(rec.Body.Bytes(), &held); err != nil || held.Login != "an1" || len(held.Log) == 0 {
			w.t.Fatal(err, rec.Body)
		}
		if rec.Header().Get("Cache-Control") != "no-store" {
			w.t.Error(rec.Header())
		}
		w.secrets(b.token()).mustNotBeIn(w, "the answer", rec.Body.String())
	})
}

// secrets are what nobody must be able to read.
type secrets []string

func (w *world) secrets(more ...string) secrets {
	return append(secrets{longPassword, url.QueryEscape(longPassword), "$argon2id", "192.0.2.1"}, more...)
}

func (s secrets) mustNotBeIn(w *world, place, text string) {
	w.t.Helper()
	for _, secret := range s {
		if secret != "" && strings.Contains(text, secret) {
			w.t.Errorf("%s holds %q", place, secret)
		}
	}
}

// The answer to a forgotten password is the same for all, and nothing is done before it.
func TestForgottenAnswersAllAlike(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t), api.Limits{})
	if rec := w.browser().ask("POST", "/sign-in/forgotten", "login", "an1"); rec.Code != 404 {
		t.Error("without mail", rec.Code)
	}
	var asked []string
	w.forgetful(func(login string) error { asked = append(asked, login); return nil })
	w.newcomer("an1", account.Manager)
	answers := map[string]bool{}
	for _, login := range []string{"an1", "nobody", "", "' OR 1=1", "an1"} {
		b := w.browser()
		b.address = fmt.Sprintf("192.0.2.%d:1", len(asked)+1)
		rec := b.ask("POST", "/sign-in/forgotten", "login", login)
		answers[fmt.Sprint(rec.Code, rec.Header(), rec.Body)] = true
	}
	if len(answers) != 1 || len(asked) != 5 {
		t.Error(answers, asked)
	}
	limited := 0
	for range 10 {
		if rec := w.browser().ask("POST", "/sign-in/forgotten", "login", "an1"); rec.Code == 429 && rec.Header().Get("Retry-After") != "" {
			limited++
		}
	}
	if limited < 4 {
		t.Errorf("%d of 10 were limited", limited)
	}
}

func TestALinkSetsAPassword(t *testing.T) {
	both(t, func(w *world) {
		w.newcomer("an1", account.Manager)
		_, ticket, err := w.people().NewTicket(w.t.Context(), "an1")
		if err != nil {
			w.t.Fatal(err)
		}
		b := w.browser()
		b.enter("an1", longPassword)
		path := "/sign-in/password?t=" + ticket
		for range 2 { // looking uses nothing up
			rec := b.ask("GET", path)
			if rec.Code != 200 || rec.Header().Get("Cache-Control") != "no-store" || !strings.Contains(rec.Body.String(), "an1") {
				w.t.Fatal(rec.Code, rec.Header())
			}
		}
		const fresh = "con chó nằm dưới gầm bàn"
		set := func(ticket, password, again string) int {
			return b.ask("POST", "/sign-in/password", "t", ticket, "password", password, "again", again).Code
		}
		if got := set(ticket, fresh, "khác"); got != 422 {
			w.t.Error(got)
		}
		if got := set(ticket, "ngắn", "ngắn"); got != 422 {
			w.t.Error(got)
		}
		if got := set(ticket+"x", fresh, fresh); got != 404 {
			w.t.Error(got)
		}
		if got := set(ticket, fresh, fresh); got != 303 {
			w.t.Error(got)
		}
		if got := set(ticket, fresh, fresh); got != 404 {
			w.t.Error("it works twice", got)
		}
		if rec := b.ask("GET", path); rec.Code != 404 || !strings.Contains(html.UnescapeString(rec.Body.String()), "đã dùng rồi") {
			w.t.Error(rec.Code)
		}
		if b.inside() {
			w.t.Error("a session outlives the password")
		}
		if status, _ := b.enter("an1", fresh); status != 303 {
			w.t.Error(status)
		}
		w.secrets(ticket, fresh, b.token()).mustNotBeIn(w, "the log", w.log.String())
	})
}
