package api_test

import (
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"hailong/account"
	"hailong/api"
	"hailong/api/issuertest"
	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// abroad is a world whose people may sign in with the account of an issuer.
type abroad struct {
	*world
	issuer *issuertest.Issuer
	sso    *api.SSO
}

// onAbroad runs a test over both databases, with the viewer of STP known to the issuer.
func onAbroad(t *testing.T, test func(w *abroad)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db *store.DB) { test(newAbroad(t, db)) })
}

func newAbroad(t *testing.T, db *store.DB) *abroad {
	t.Helper()
	w := &abroad{world: newWorld(t, db, api.Limits{})}
	w.as(account.Viewer, "STP")
	now := func() time.Time { return w.clock }
	w.issuer = issuertest.New(t, now)
	w.issuer.Person = map[string]any{"email": "Test-Viewer-STP", "email_verified": true}
	w.sso = &api.SSO{
		Issuer: w.issuer.URL, ClientID: issuertest.ClientID, ClientSecret: issuertest.ClientSecret, Claim: "email",
	}
	w.handler = api.New(api.Config{
		SignIn: w.signIn, SSO: w.sso, Shelf: w.shelf, Intake: w.intake, Reports: db, Health: db,
		People: account.People{Store: db, Passwords: w.signIn.Passwords, Secret: w.signIn.Secret, Now: now},
		Origin: "https://hailong.example.vn", Province: survey.Text{VI: "tỉnh", EN: "province"},
		Now: now, Random: rand.Reader, Log: slog.New(slog.NewTextHandler(w.log, nil)),
	})
	return w
}

// begin goes to the issuer and gives the sealed cookie with the address to come back to.
func (w *abroad) begin(query string) (cookie string, back *url.URL) {
	w.t.Helper()
	rec := w.send("GET", "/sign-in/oidc"+query, "")
	if rec.Code != http.StatusSeeOther {
		w.t.Fatalf("%d %s", rec.Code, rec.Body)
	}
	kept := rec.Result().Cookies()[0]
	if !kept.HttpOnly || !kept.Secure || kept.SameSite != http.SameSiteLaxMode || kept.MaxAge != 600 {
		w.t.Errorf("the cookie: %v", kept)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	r, err := http.NewRequestWithContext(w.t.Context(), "GET", rec.Header().Get("Location"), nil)
	if err != nil {
		w.t.Fatal(err)
	}
	answer, err := client.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	_ = answer.Body.Close()
	if back, err = url.Parse(answer.Header.Get("Location")); err != nil || back.Path != "/sign-in/oidc/return" {
		w.t.Fatalf("%d: back to %v, %v", answer.StatusCode, back, err)
	}
	return "Cookie: " + kept.Name + "=" + kept.Value, back
}

// end comes back from the issuer.
func (w *abroad) end(cookie string, back *url.URL) *httptest.ResponseRecorder {
	w.t.Helper()
	return w.send("GET", back.RequestURI(), "", cookie)
}

// session is the cookie of a session that an answer hands out; empty: none.
func session(rec *httptest.ResponseRecorder) string {
	for _, c := range rec.Result().Cookies() {
		if c.Name == "__Host-hailong" && c.Value != "" {
			return "Cookie: " + c.Name + "=" + c.Value
		}
	}
	return ""
}

func TestIssuerVouchesForAPerson(t *testing.T) {
	onAbroad(t, func(w *abroad) {
		if page := w.send("GET", "/sign-in", ""); !strings.Contains(page.Body.String(), `href="/sign-in/oidc`) {
			t.Error("no button leads to the issuer")
		}
		rec := w.end(w.begin("?next=/desk/me&lang=en"))
		me := session(rec)
		if rec.Code != 303 || rec.Header().Get("Location") != "/desk/me" || me == "" {
			t.Fatalf("%d %q %.300s", rec.Code, rec.Header(), rec.Body)
		}
		if page := w.send("GET", "/desk/me", "", me); page.Code != 200 || !strings.Contains(page.Body.String(), "test-viewer-stp") {
			t.Errorf("%d", page.Code)
		}
		if log := w.logged("session.begin"); !strings.Contains(log[len(log)-1].After, "oidc") {
			t.Errorf("%+v", log)
		}
	})
}

// The issuer is no second factor: a role that needs one, or a person who has one, is
// asked for it.
func TestIssuerIsNoSecondFactor(t *testing.T) {
	onAbroad(t, func(w *abroad) {
		w.as(account.Admin, "SNV")
		w.issuer.Person["email"] = "test-admin-snv"
		rec := w.end(w.begin(""))
		if rec.Code != 303 || !strings.HasPrefix(rec.Header().Get("Location"), "/sign-in/factor") {
			t.Errorf("%d %q", rec.Code, rec.Header().Get("Location"))
		}
		if desk := w.send("GET", "/desk", "", session(rec)); desk.Code != 303 {
			t.Errorf("in without a second factor: %d", desk.Code)
		}
	})
}

func TestIssuerIsNotBelievedBlindly(t *testing.T) {
	w := newAbroad(t, storetest.SQLite(t))
	good := w.issuer.Person
	twist := func(name string, value any) func() {
		return func() { w.issuer.Twist = func(claims map[string]any) { claims[name] = value } }
	}
	for _, try := range []struct {
		name   string
		spoil  func()
		status int
	}{
		{"nothing wrong", func() {}, 303},
		{"another nonce", twist("nonce", "x"), 401},
		{"no nonce", twist("nonce", ""), 401},
		{"for another client", twist("aud", "other"), 401},
		{"of another issuer", twist("iss", "https://other.example.vn"), 401},
		{"expired", twist("exp", w.clock.Add(-time.Minute).Unix()), 401},
		{"not signed", func() { w.issuer.Unsigned = true }, 401},
		{"signed with another key", func() { w.issuer.Strange = true }, 401},
		{"cancelled", func() { w.issuer.Cancelled = true }, 401},
		{"an address that is not verified", twist("email_verified", false), 403},
		{"verified in words only", twist("email_verified", "true"), 403},
		{"no address", twist("email", ""), 403},
		{"an address that is no text", twist("email", 7), 403},
		{"a stranger", twist("email", "stranger@example.vn"), 403},
		{"a wrong secret", func() { w.sso.ClientSecret = "x" }, 401},
	} {
		w.issuer.Person, w.issuer.Twist = good, nil
		w.issuer.Unsigned, w.issuer.Strange, w.issuer.Cancelled = false, false, false
		w.sso.ClientSecret = issuertest.ClientSecret
		try.spoil()
		rec := w.end(w.begin(""))
		if rec.Code != try.status || (session(rec) != "") != (try.status == 303) {
			t.Errorf("%s: %d, session %q", try.name, rec.Code, session(rec))
		}
		if try.status != 303 && (!strings.Contains(rec.Body.String(), "<h1>") || strings.Contains(rec.Body.String(), "code=")) {
			t.Errorf("%s: no page, or one that holds the code: %s", try.name, rec.Body)
		}
	}
}

func TestReturnBelongsToTheBrowserThatBegan(t *testing.T) {
	w := newAbroad(t, storetest.SQLite(t))
	refused := func(name string, rec *httptest.ResponseRecorder) {
		t.Helper()
		if rec.Code != 401 || session(rec) != "" {
			t.Errorf("%s: %d, session %q", name, rec.Code, session(rec))
		}
	}
	cookie, back := w.begin("")
	refused("without the cookie", w.send("GET", back.RequestURI(), ""))
	refused("with a made-up cookie", w.send("GET", back.RequestURI(), "", "Cookie: __Host-hailong_oidc=AAAA"))
	other, _ := w.begin("")
	refused("another browser's", w.end(other, back))
	wrong := *back
	wrong.RawQuery = "state=x&code=" + back.Query().Get("code")
	refused("another state", w.end(cookie, &wrong))
	wrong.RawQuery = "code=" + back.Query().Get("code")
	refused("no state", w.end(cookie, &wrong))
	if rec := w.end(cookie, back); rec.Code != 303 || session(rec) == "" {
		t.Errorf("%d", rec.Code)
	}
	refused("the same code again", w.end(cookie, back))
	cookie, back = w.begin("")
	w.clock = w.clock.Add(11 * time.Minute)
	refused("too late", w.end(cookie, back))
}

// The test's own issuer minds PKCE, or the tests above would show nothing.
func TestIssuerAsksForTheVerifier(t *testing.T) {
	w := newAbroad(t, storetest.SQLite(t))
	for _, verifier := range []string{"", "x"} {
		_, back := w.begin("")
		form := url.Values{
			"grant_type": {"authorization_code"}, "code": {back.Query().Get("code")}, "code_verifier": {verifier},
			"redirect_uri": {"https://hailong.example.vn/sign-in/oidc/return"},
		}
		r, err := http.NewRequestWithContext(t.Context(), "POST", w.issuer.URL+"/token", strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.SetBasicAuth(issuertest.ClientID, url.QueryEscape(issuertest.ClientSecret))
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if answer.StatusCode != 400 {
			t.Errorf("verifier %q: %d", verifier, answer.StatusCode)
		}
	}
}

// While the issuer is away the service runs, says so, and offers the password; it
// finds the issuer as soon as it is there.
func TestIssuerThatIsAway(t *testing.T) {
	w := newAbroad(t, storetest.SQLite(t))
	there := w.sso.Issuer
	w.sso.Issuer = "http://127.0.0.1:1"
	rec := w.send("GET", "/sign-in/oidc", "")
	if rec.Code != 503 || !strings.Contains(rec.Body.String(), "bằng mật khẩu") || rec.Header().Get("Retry-After") == "" {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
	w.sso.Issuer = there
	if rec := w.end(w.begin("")); rec.Code != 303 {
		t.Errorf("%d", rec.Code)
	}
}
