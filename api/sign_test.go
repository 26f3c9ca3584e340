package api_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"hailong/account"
	"hailong/api"
	"hailong/store/storetest"
	"hailong/survey"
)

const longPassword = "con mèo nằm trên mái"

// newcomer adds an account with a password.
func (w *world) newcomer(login string, role account.Role) *account.Account {
	w.t.Helper()
	a := &account.Account{Login: login, Name: "Nguyễn Văn An", Role: role, Agency: w.shelf.Now().Agencies[0].ID}
	people := w.people()
	ticket, err := people.Add(w.t.Context(), w.shelf.Now(), a)
	if err == nil {
		err = people.SetPassword(w.t.Context(), ticket, longPassword)
	}
	if err != nil {
		w.t.Fatal(err)
	}
	return a
}

func (w *world) people() *account.People {
	return &account.People{
		Store: w.db, Passwords: w.signIn.Passwords, Secret: w.signIn.Secret, Now: w.signIn.Now, Actor: survey.Program,
	}
}

// browser keeps cookies as a browser does, and sends what a browser sends.
type browser struct {
	w       *world
	address string
	cookies map[string]*http.Cookie
}

func (w *world) browser() *browser {
	return &browser{w: w, address: "192.0.2.1:40000", cookies: map[string]*http.Cookie{}}
}

// ask sends a request; pairs are a form's names and values, none is a page.
func (b *browser) ask(method, target string, pairs ...string) *httptest.ResponseRecorder {
	b.w.t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequestWithContext(b.w.t.Context(), method, target, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.RemoteAddr = b.address
	for _, c := range b.cookies {
		r.AddCookie(c)
	}
	rec := httptest.NewRecorder()
	b.w.handler.ServeHTTP(rec, r)
	for _, c := range rec.Result().Cookies() {
		if b.cookies[c.Name] = c; c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		}
	}
	return rec
}

// enter tries a password and gives the status and where it led.
func (b *browser) enter(login, password string) (int, string) {
	b.w.t.Helper()
	rec := b.ask("POST", "/sign-in", "login", login, "password", password)
	return rec.Code, rec.Header().Get("Location")
}

func (b *browser) token() string {
	if c := b.cookies["__Host-hailong"]; c != nil {
		return c.Value
	}
	return ""
}

// inside tells whether the browser may see the desk.
func (b *browser) inside() bool {
	b.w.t.Helper()
	rec := b.ask("GET", "/desk/me")
	if rec.Code != 200 && rec.Code != 303 {
		b.w.t.Fatal(rec.Code, rec.Body)
	}
	return rec.Code == 200
}

var shownKey = regexp.MustCompile(`name="key" value="([A-Z2-7]+)"`)

// enrol sets a second factor up on the page that asks for it.
func (b *browser) enrol(path string, pairs ...string) (key string, rec *httptest.ResponseRecorder) {
	b.w.t.Helper()
	shown := shownKey.FindStringSubmatch(b.ask("GET", path).Body.String())
	if shown == nil {
		b.w.t.Fatal("no key is shown")
	}
	return shown[1], b.ask("POST", path, append(pairs, "key", shown[1], "code", b.w.code(shown[1]))...)
}

// code is what an authenticator app shows now.
func (w *world) code(key string) string {
	w.t.Helper()
	c, err := totp.GenerateCodeCustom(key, w.clock, totp.ValidateOpts{Period: 30, Digits: otp.DigitsSix})
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

func TestSigningInAndOut(t *testing.T) {
	both(t, func(w *world) {
		w.newcomer("an1", account.Manager)
		b := w.browser()
		if b.inside() {
			w.t.Fatal("anybody is in")
		}
		for login, password := range map[string]string{
			"an1": "sai mật khẩu rồi", "nobody": longPassword, "": "", "an1\x00": longPassword, "\xff": "\xff",
		} {
			rec := b.ask("POST", "/sign-in", "login", login, "password", password)
			if rec.Code != 401 || !strings.Contains(rec.Body.String(), "hoặc mật khẩu không đúng") || b.token() != "" {
				if rec.Code != 422 && rec.Code != 400 { // a form that is no text is refused before
					w.t.Errorf("%q: %d", login, rec.Code)
				}
			}
		}
		if status, to := b.enter(" AN1", longPassword); status != 303 || to != "/agencies/CDYT" {
			w.t.Fatal(status, to)
		}
		first := b.token()
		if !b.inside() {
			w.t.Fatal("not in")
		}
		b.checkCookies()
		if status, _ := b.enter("an1", longPassword); status != 303 || b.token() == first {
			w.t.Error("signing in again keeps the session", status)
		}
		if s, _, err := w.signIn.Find(w.t.Context(), first); s != nil || err != nil {
			w.t.Error("the session before goes on", err)
		}
		last := b.token()
		if rec := b.ask("POST", "/sign-out"); rec.Code != 303 || b.token() != "" || b.inside() {
			w.t.Error(rec.Code, "signing out leaves the cookie")
		}
		if s, _, err := w.signIn.Find(w.t.Context(), last); s != nil || err != nil {
			w.t.Error("signing out leaves the session on the server", err)
		}
	})
}

func (b *browser) checkCookies() {
	b.w.t.Helper()
	for name, age := range map[string]time.Duration{
		"__Host-hailong": account.SessionTime, "__Host-hailong_known": account.KnownTime,
	} {
		c := b.cookies[name]
		if c == nil {
			b.w.t.Fatal("no cookie ", name)
		}
		if !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" ||
			c.MaxAge != int(age/time.Second) {
			b.w.t.Errorf("%s", c.Raw)
		}
	}
}

func TestWhoIsSwitchedOffIsAStranger(t *testing.T) {
	both(t, func(w *world) {
		a := w.newcomer("an1", account.Manager)
		b := w.browser()
		b.enter("an1", longPassword)
		stored, err := w.people().Find(w.t.Context(), "an1")
		if err != nil {
			w.t.Fatal(err)
		}
		off := *stored
		off.Disabled = true
		if err := w.people().Change(w.t.Context(), w.shelf.Now(), stored.Version(w.shelf.Now()), &off); err != nil {
			w.t.Fatal(err)
		}
		if b.inside() {
			w.t.Error("the session goes on")
		}
		known := w.browser().ask("POST", "/sign-in", "login", a.Login, "password", longPassword)
		unknown := w.browser().ask("POST", "/sign-in", "login", "bn1", "password", longPassword)
		same := strings.ReplaceAll(known.Body.String(), "an1", "bn1") == unknown.Body.String()
		if known.Code != 401 || unknown.Code != 401 || !same {
			w.t.Error("the answers tell who has an account", known.Code, unknown.Code)
		}
	})
}

// The same number of hashes for every login: nobody can tell by the time taken who has
// an account.
func TestEveryTryCostsOneHash(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t), api.Limits{})
	w.newcomer("an1", account.Manager)
	off := w.newcomer("off", account.Manager)
	without := &account.Account{Login: "oidc", Name: "An", Role: account.Clerk, Agency: off.Agency}
	if _, err := w.people().Add(w.t.Context(), w.shelf.Now(), without); err != nil {
		w.t.Fatal(err)
	}
	changed := *off
	changed.Disabled = true
	stored, err := w.people().Find(w.t.Context(), "off")
	if err == nil {
		err = w.people().Change(w.t.Context(), w.shelf.Now(), stored.Version(w.shelf.Now()), &changed)
	}
	if err != nil {
		w.t.Fatal(err)
	}
	passwords, err := account.NewPasswords(1)
	if err != nil {
		w.t.Fatal(err)
	}
	calls := 0
	passwords.Calls = func() { calls++ }
	w.signIn.Passwords = passwords
	count := map[string]int{}
	for i := range 200 {
		w.clock = w.clock.Add(16 * time.Minute) // past every delay
		login := []string{"an1", "off", "oidc", "nobody", fmt.Sprintf("nobody%d", i)}[i%5]
		calls = 0
		_, err := w.signIn.Password(w.t.Context(), login, "sai mật khẩu rồi", "192.0.2.1", "")
		if survey.KindOf(err) != survey.Unauthenticated {
			w.t.Fatal(login, err)
		}
		count[fmt.Sprint(i%5, " ", calls)]++
	}
	if len(count) != 5 {
		w.t.Error(count)
	}
	for kind, n := range count {
		if n != 40 || !strings.HasSuffix(kind, " 1") {
			w.t.Errorf("%s hashes: %d times", kind, n)
		}
	}
}

// waits is how long a try has to wait, 0 for one that is heard.
func waits(err error) time.Duration {
	if e, ours := errors.AsType[*survey.Error](err); ours && e.Kind == survey.Limited {
		return e.Retry
	}
	return 0
}

func TestFailuresSlowTheirOwnSenderDown(t *testing.T) {
	both(t, func(w *world) {
		w.newcomer("an1", account.Manager)
		owner := w.browser()
		owner.enter("an1", longPassword)
		owner.ask("POST", "/sign-out")
		try := func(address string) error {
			_, err := w.signIn.Password(w.t.Context(), "an1", "sai mật khẩu rồi", address, "")
			return err
		}
		var grown []time.Duration
		for range 12 {
			for wait := waits(try("192.0.2.1")); wait > 0; wait = waits(try("192.0.2.1")) {
				grown = append(grown, wait)
				w.clock = w.clock.Add(wait)
			}
		}
		for i := 1; i < len(grown); i++ {
			if grown[i] < grown[i-1] {
				w.t.Errorf("the wait shrinks: %v", grown)
			}
		}
		if len(grown) < 7 || grown[0] != time.Second {
			w.t.Errorf("%v", grown)
		}
		rec := w.browser().ask("POST", "/sign-in", "login", "an1", "password", longPassword)
		if rec.Code != 429 || rec.Header().Get("Retry-After") == "" {
			w.t.Error("the right password is heard in between", rec.Code)
		}
		if status, _ := owner.enter("an1", longPassword); status != 303 {
			w.t.Error("the owner's browser waits for a stranger at the same address", status)
		}
		w.clock = w.clock.Add(5 * time.Minute)
		elsewhere := w.browser()
		elsewhere.address = "198.51.100.7:40000"
		if status, _ := elsewhere.enter("an1", longPassword); status != 303 {
			w.t.Error("the owner is locked out elsewhere", status)
		}
	})
}

// One sender who tries one password on many accounts is slowed down too.
func TestTryingManyAccountsIsSlowedDown(t *testing.T) {
	both(t, func(w *world) {
		w.newcomer("an1", account.Manager)
		colleague := w.browser()
		colleague.enter("an1", longPassword)
		colleague.ask("POST", "/sign-out")
		limited := 0
		for i := range 40 {
			_, err := w.signIn.Password(w.t.Context(), fmt.Sprintf("nobody%d", i), "sai", "192.0.2.1", "")
			if waits(err) > 0 {
				limited++
			}
		}
		if limited < 9 {
			w.t.Errorf("%d of 40 were limited", limited)
		}
		if _, err := w.signIn.Password(w.t.Context(), "nobody", "sai", "192.0.2.2", ""); waits(err) > 0 {
			w.t.Error("another address waits too")
		}
		if status, _ := colleague.enter("an1", longPassword); status != 303 {
			w.t.Error("a browser that is known at the same address waits too", status)
		}
	})
}

func TestNoPageIsReachedWithoutTheSecondFactor(t *testing.T) {
	both(t, func(w *world) {
		for _, role := range []account.Role{account.Admin, account.Publisher} {
			b, login := w.browser(), "an-"+string(role)
			w.newcomer(login, role)
			if status, to := b.enter(login, longPassword); status != 303 || to != "/sign-in/factor" {
				w.t.Fatal(status, to)
			}
			half := b.token()
			for _, r := range api.DeskRoutes() {
				want := map[string]int{"GET": 303, "POST": 401}[r.Method]
				if rec := b.ask(r.Method, r.Path); rec.Code != want {
					w.t.Errorf("%s %s: %d", r.Method, r.Path, rec.Code)
				} else if to := rec.Header().Get("Location"); r.Method == "GET" && !strings.HasPrefix(to, "/sign-in/factor?next=") {
					w.t.Errorf("%s leads to %s", r.Path, to)
				}
			}
			if rec := b.ask("POST", "/sign-in/code", "code", "000000"); rec.Code != 401 {
				w.t.Error(rec.Code)
			}
			if rec := b.ask("POST", "/sign-in/factor", "key", strings.Repeat("A", 32), "code", "000000"); rec.Code != 422 {
				w.t.Error(rec.Code)
			}
			key, rec := b.enrol("/sign-in/factor")
			if rec.Code != 200 || strings.Count(rec.Body.String(), "<li><code>") != 10 || !b.inside() || b.token() == half {
				w.t.Fatal(rec.Code, rec.Body)
			}
			b.checkCookies()
			w.secondTime(login, key)
		}
	})
}

// secondTime signs in with the app's code, which works once.
func (w *world) secondTime(login, key string) {
	w.t.Helper()
	w.clock = w.clock.Add(time.Minute)
	b := w.browser()
	if status, to := b.enter(login, longPassword); status != 303 || to != "/sign-in/code" {
		w.t.Fatal(status, to)
	}
	half, code := b.token(), w.code(key)
	if b.inside() {
		w.t.Error("the password is enough")
	}
	if rec := b.ask("GET", "/sign-in/factor"); rec.Code != 303 {
		w.t.Error("a second factor is set up over the present one", rec.Code)
	}
	if rec := b.ask("POST", "/sign-in/code", "code", "12 34 56"); rec.Code != 401 {
		w.t.Error(rec.Code)
	}
	if rec := b.ask("POST", "/sign-in/code?next=/desk/me", "code", code); rec.Code != 303 || rec.Header().Get("Location") != "/desk/me" {
		w.t.Error(rec.Code, rec.Header())
	}
	if !b.inside() || b.token() == half {
		w.t.Error("not in, or with the token of before")
	}
	again := w.browser()
	again.enter(login, longPassword)
	if rec := again.ask("POST", "/sign-in/code", "code", code); rec.Code != 401 || again.inside() {
		w.t.Error("a code works twice", rec.Code)
	}
}

func TestNextLeadsNowhereElse(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t), api.Limits{})
	w.newcomer("an1", account.Manager)
	const own = "/agencies/CDYT" // who sees one agency alone begins with its figures
	for next, want := range map[string]string{
		"/desk/me": "/desk/me", "/agencies/STP?year=2026": "/agencies/STP?year=2026", "": own,
		"//evil.example": own, "https://evil.example": own, `/\evil.example`: own, `\\evil.example`: own,
		"/\t/evil.example": own, "javascript:alert(1)": own, "evil.example": own, "///evil.example": own,
		"/\r\nSet-Cookie: x=y": own, "http:/evil": own, "/%zz": own, "@evil.example": own, " /desk": own,
	} {
		b := w.browser()
		rec := b.ask("POST", "/sign-in?next="+url.QueryEscape(next), "login", "an1", "password", longPassword)
		if rec.Code != 303 || rec.Header().Get("Location") != want || rec.Header().Get("Set-Cookie") == "" {
			w.t.Errorf("%q leads to %q (%d)", next, rec.Header().Get("Location"), rec.Code)
		}
		if rec := b.ask("GET", "/sign-in?next="+url.QueryEscape(next)); rec.Header().Get("Location") != want {
			w.t.Errorf("%q leads who is in to %q", next, rec.Header().Get("Location"))
		}
	}
}

// Another site's page can change nothing, with whatever cookie the browser sends.
func TestNoOtherSiteCanAct(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t), api.Limits{})
	w.newcomer("an1", account.Manager)
	b := w.browser()
	b.enter("an1", longPassword)
	cookie := "Cookie: __Host-hailong=" + b.token()
	var posts []string
	for _, r := range w.handler.Routes() {
		if r.Method == "POST" && (strings.HasPrefix(r.Path, "/desk") || strings.HasPrefix(r.Path, "/sign-") || strings.HasPrefix(r.Path, "/demo")) {
			posts = append(posts, r.Path)
		}
	}
	if len(posts) < 9 {
		w.t.Fatal(posts)
	}
	for _, path := range posts {
		for _, header := range []string{
			"Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site", "Origin: https://evil.example", "Origin: null",
		} {
			if rec := w.send("POST", path, "login=an1", cookie, asForm, header); rec.Code != 403 || rec.Header().Get("Set-Cookie") != "" {
				w.t.Errorf("%s with %s: %d", path, header, rec.Code)
			}
		}
	}
	if !b.inside() {
		w.t.Error("it signed somebody out")
	}
}

func TestTheDemonstrationsDoorIsInADemonstrationOnly(t *testing.T) {
	both(t, func(w *world) {
		w.newcomer("an1", account.Admin)
		rec := w.browser().ask("POST", "/demo/sign-in", "login", "an1")
		if rec.Code != 404 || rec.Header().Get("Set-Cookie") != "" {
			w.t.Error(rec.Code)
		}
		w.demonstrate(true)
		b := w.browser()
		if rec := b.ask("POST", "/demo/sign-in", "login", "an1"); rec.Code != 404 || b.token() != "" {
			w.t.Error("the database is nobody's demonstration", rec.Code)
		}
		if err := w.db.InTx(w.t.Context(), w.db.MarkSimulated); err != nil {
			w.t.Fatal(err)
		}
		if _, err := w.shelf.Fresh(w.t.Context()); err != nil {
			w.t.Fatal(err)
		}
		if rec := b.ask("POST", "/demo/sign-in", "login", "an1"); rec.Code != 303 || !b.inside() {
			w.t.Error("not in", rec.Code)
		}
		w.demonstrate(false) // "serve" goes on with the demonstration's database
		if rec := w.browser().ask("POST", "/demo/sign-in", "login", "an1"); rec.Code != 404 {
			w.t.Error(rec.Code)
		}
		if b.inside() {
			w.t.Error("a session without proof goes on outside the demonstration")
		}
	})
}

// demonstrate serves the same database as a demonstration, or not.
func (w *world) demonstrate(on bool) {
	w.signIn.Demo = on
	w.served(func(c *api.Config) { c.Demo = on })
}

// forgetful serves with a way to send links.
func (w *world) forgetful(send func(login string) error) {
	w.served(func(c *api.Config) {
		c.Forgotten = func(_ context.Context, login string) error { return send(login) }
	})
}

// served serves the same database in another way.
func (w *world) served(how func(*api.Config)) {
	c := api.Config{
		SignIn: w.signIn, People: *w.people(), Shelf: w.shelf, Intake: w.intake, Reports: w.db, Health: w.db,
		Origin: "https://hailong.example.vn", Province: survey.Text{VI: "tỉnh Khánh Hòa"},
		Now: w.signIn.Now, Random: rand.Reader, Log: slog.New(slog.DiscardHandler),
	}
	how(&c)
	w.handler = api.New(c)
}

// Whatever a browser says its session is, the answer leads to signing in.
func FuzzSessionCookie(f *testing.F) {
	w := newWorld(f, storetest.SQLite(f), api.Limits{})
	w.t = f
	good := strings.TrimPrefix(w.as(account.Viewer, "STP"), "Cookie: __Host-hailong=")
	for _, seed := range []string{"", "x", good[:42], good + "x", strings.ToUpper(good), account.Hash(good), strings.Repeat("A", 43), "\x00", "ế"} {
		f.Add(seed, seed)
	}
	f.Fuzz(func(t *testing.T, session, known string) {
		w.t = t
		if session == good {
			return
		}
		cookie := "Cookie: __Host-hailong=" + session + "; __Host-hailong_known=" + known
		if strings.Contains(session+known, good) {
			return
		}
		if rec := w.send("GET", "/desk/me", "", cookie); rec.Code != 303 {
			w.t.Errorf("%q: %d", session, rec.Code)
		}
		if rec := w.send("POST", "/sign-in", "login=%00&password=x", cookie, asForm); rec.Code >= 500 {
			w.t.Errorf("%q: %d", known, rec.Code)
		}
	})
}
