package api_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"hailong/account"
	"hailong/api"
	"hailong/store/storetest"
)

// Every answer, also that there is nothing here, forbids scripts, frames, guessing of
// types, and going back to plain HTTP.
func TestEveryAnswerIsHardened(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t), api.Limits{})
	cookie := w.as(account.Admin, "SNV")
	targets := []string{"/nothing", "/api/v1/nothing", "/static/other.css", "/s/ZZZ", "/desk/nothing"}
	for _, route := range w.handler.Routes() {
		targets = append(targets, route.Path)
	}
	for _, target := range targets {
		for _, method := range []string{"GET", "POST"} {
			h := w.send(method, target, "", cookie).Header()
			policy := h.Get("Content-Security-Policy")
			for _, part := range []string{"default-src 'none'", "frame-ancestors 'none'"} {
				if !strings.Contains(policy, part) {
					t.Errorf("%s %s: the policy %q lacks %s", method, target, policy, part)
				}
			}
			if strings.Contains(policy, "script") || strings.Contains(policy, "unsafe") {
				t.Errorf("%s %s: the policy %q", method, target, policy)
			}
			for name, want := range map[string]string{
				"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
				"Strict-Transport-Security": "max-age=31536000", "Server": "", "X-Powered-By": "",
			} {
				if got := h.Get(name); got != want {
					t.Errorf("%s %s: %s is %q, want %q", method, target, name, got, want)
				}
			}
		}
	}
}

// broken is what falls over in a way that nobody thought of.
type broken struct{}

func (broken) Ready(context.Context) error { panic("bí mật: postgres://hailong:mat-khau@db") }

// A fault that nobody foresaw becomes a page with a number, under which the log tells
// the operator what happened, and nobody else.
func TestAFaultSaysItsNumberAndNothingElse(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t), api.Limits{})
	log := &bytes.Buffer{}
	w.served(func(c *api.Config) {
		c.Health, c.Log = broken{}, slog.New(slog.NewTextHandler(log, nil))
	})
	rec := w.send("GET", "/readyz", "")
	body := rec.Body.String()
	if rec.Code != 500 {
		t.Fatal(rec.Code, body)
	}
	for _, inside := range []string{"mat-khau", "goroutine", ".go:", "panic"} {
		if strings.Contains(body, inside) {
			t.Errorf("the page holds %q", inside)
		}
	}
	number := regexp.MustCompile(`request=([0-9a-f]{12})`).FindStringSubmatch(log.String())
	if len(number) != 2 || !strings.Contains(body, number[1]) {
		t.Errorf("the page has no number of the log: %s", log)
	}
	if rec := w.send("GET", "/healthz", ""); rec.Code != 200 {
		t.Error("the service does not go on:", rec.Code)
	}
}

// What somebody typed or imported is shown as text, whatever it looks like.
func TestMarkupIsShownAsText(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t), api.Limits{})
	const markup = `<img src=x onerror="alert('1')">{{.}}`
	setup, check := storetest.Setup(t, w.db)
	check(setup.ImportAgencies(t.Context(), storetest.Table(t, "code,name_vi,group,sector\nXSS,"+
		`"`+strings.ReplaceAll(markup, `"`, `""`)+`",department,administrative`), nil, ""))
	if _, err := w.shelf.Fresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	typed := url.QueryEscape(markup)
	for target, shows := range map[string]bool{
		"/agencies": true, "/groups/department?q=" + typed: true, "/sign-in?next=" + typed: false,
		"/?plan=" + typed: false, "/agencies/" + url.PathEscape(markup): false, "/agencies?on=" + typed: false,
	} {
		body := w.send("GET", target, "").Body.String()
		if strings.Contains(body, "<img src=x") || strings.Contains(body, `onerror="`) {
			t.Errorf("%s holds the markup", target)
		}
		if shows && !strings.Contains(body, "&lt;img src=x") {
			t.Errorf("%s does not show it as text", target)
		}
	}
	list := w.send("GET", "/api/v1/agencies", "").Body.String()
	if strings.Contains(list, "<img") || !strings.Contains(list, `\u003cimg`) {
		t.Error("a browser that took the list for a page would find markup in it")
	}
}

// Whoever reads somebody's mail can set a password, and still has no second factor.
func TestALinkIsNoWayAroundTheSecondFactor(t *testing.T) {
	both(t, func(w *world) {
		w.newcomer("an1", account.Admin)
		owner := w.browser()
		owner.enter("an1", longPassword)
		if _, rec := owner.enrol("/sign-in/factor"); rec.Code != 200 {
			w.t.Fatal(rec.Code, rec.Body)
		}
		_, ticket, err := w.people().NewTicket(w.t.Context(), "an1")
		if err != nil {
			w.t.Fatal(err)
		}
		const fresh = "con chó nằm dưới gầm bàn"
		thief := w.browser()
		if rec := thief.ask("POST", "/sign-in/password", "t", ticket, "password", fresh, "again", fresh); rec.Code != 303 {
			w.t.Fatal(rec.Code, rec.Body)
		}
		if status, to := thief.enter("an1", fresh); status != 303 || to != "/sign-in/code" || thief.inside() {
			w.t.Errorf("%d, led to %s", status, to)
		}
	})
}
