package main

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"hailong/store"
)

var printedTicket = regexp.MustCompile(`/sign-in/password\?t=([A-Za-z0-9_-]{43})`)

// member is a browser of somebody who signs in, through a proxy that says from where.
type member struct {
	t       *testing.T
	address string
	client  *http.Client
	bodies  strings.Builder
}

func newMember(t *testing.T, address string) *member {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &member{t: t, address: address, client: &http.Client{Jar: jar, CheckRedirect: stay}}
}

// post sends a form and checks the status.
func (m *member) post(path string, want int, pairs ...string) {
	m.t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	r, err := http.NewRequestWithContext(m.t.Context(), "POST", m.address+path, strings.NewReader(form.Encode()))
	if err != nil {
		m.t.Fatal(err)
	}
	r.Header.Set("Content-Type", formMedia)
	m.send(r, want)
}

func (m *member) get(path string, want int) {
	m.t.Helper()
	r, err := http.NewRequestWithContext(m.t.Context(), "GET", m.address+path, nil)
	if err != nil {
		m.t.Fatal(err)
	}
	m.send(r, want)
}

func (m *member) send(r *http.Request, want int) {
	m.t.Helper()
	for name, value := range telling {
		if name != "Cookie" {
			r.Header.Set(name, value)
		}
	}
	answer, err := m.client.Do(r)
	if err != nil {
		m.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		m.t.Fatal(err)
	}
	m.bodies.Write(body)
	if answer.StatusCode != want {
		m.t.Fatalf("%s %s: %s, want %d", r.Method, r.URL.Path, answer.Status, want)
	}
}

func (m *member) token() string {
	m.t.Helper()
	u, err := url.Parse(m.address)
	if err != nil {
		m.t.Fatal(err)
	}
	for _, c := range m.client.Jar.Cookies(u) {
		if c.Name == "hailong" {
			return c.Value
		}
	}
	m.t.Fatal("no session")
	return ""
}

// TestNoSecretOfAnAccountIsKept signs in by all steps, fails in all ways, logs all there
// is to log, and looks for what must not be anywhere.
func TestNoSecretOfAnAccountIsKept(t *testing.T) {
	onBoth(t, func(t *testing.T, database string) {
		secretFile := filepath.Join(t.TempDir(), "secret")
		env := append(setUp(t, database), "HAILONG_LOG_LEVEL=debug", "HAILONG_TRUSTED_PROXIES=127.0.0.0/8",
			"HAILONG_SECRET_FILE="+secretFile)
		said := hailong(t, env, "user", "add", "an1", "--name", "Nguyễn Văn An", "--role", "manager", "--agency", "STP")
		ticket := printedTicket.FindStringSubmatch(said)
		if ticket == nil {
			t.Fatal(said)
		}
		p := start(t, env, "serve")
		m := newMember(t, p.address)
		const password, wrong, fresh = "con mèo nằm trên mái", "sai-mat-khau-rieng", "con chó nằm dưới gầm bàn"
		m.get("/sign-in/password?t="+ticket[1], 200)
		m.post("/sign-in/password", 303, "t", ticket[1], "password", password, "again", password)
		m.post("/sign-in", 401, "login", "an1", "password", wrong)
		m.post("/sign-in", 401, "login", "nguoi-la-rieng", "password", wrong)
		m.post("/sign-in", 303, "login", "an1", "password", password)
		first := m.token()
		m.post("/desk/me/password", 422, "old", wrong, "new", fresh, "again", fresh)
		m.post("/desk/me/password", 303, "old", password, "new", fresh, "again", fresh)
		m.get("/desk/me/held.json", 200)
		m.post("/sign-out", 303)
		m.post("/sign-in", 303, "login", "an1", "password", fresh)
		m.post("/demo/sign-in", 404, "login", "an1")
		tokens := []string{first, m.token()}
		p.terminate(t)
		info, err := os.Stat(secretFile)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Fatal(info, err)
		}
		key, err := os.ReadFile(secretFile)
		if err != nil {
			t.Fatal(err)
		}
		secrets := slices.Concat(tokens, []string{
			ticket[1], password, wrong, fresh, url.QueryEscape(password), "nguoi-la-rieng",
			strings.TrimSpace(string(key)), "203.0.113.77", "198.51.100.23", "192.0.2.43", "127.0.0.1", "NokiaCuaToi",
		})
		log := strings.ReplaceAll(p.stdout.String()+p.stderr.String(), p.address, "")
		for _, secret := range secrets {
			if strings.Contains(log, secret) {
				t.Errorf("the log holds %q", secret)
			}
		}
		for place, cell := range peopleCells(t, database) {
			for _, secret := range secrets {
				if strings.Contains(cell, secret) {
					t.Errorf("%s holds %q: %s", place, secret, cell)
				}
			}
		}
		inFiles(t, database, secrets)
	})
}

// peopleCells is every value of every table.
func peopleCells(t *testing.T, database string) map[string]string {
	t.Helper()
	db := rawDatabase(t, database)
	list := "SELECT name FROM sqlite_master WHERE type = 'table'"
	if store.IsPostgres(database) {
		list = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
	}
	all := map[string]string{}
	for _, table := range column(t, db, list) {
		tableCells(t, db, table, all)
	}
	for _, cell := range []string{"account.password 0", "session.hash 0", "sign_in_try.mark 0", "log_entry.after 0"} {
		if all[cell] == "" {
			t.Fatalf("nothing was read of %s", cell)
		}
	}
	return all
}

// A demonstration's database that is served as the real thing lets nobody in without
// proof, and forgets who came in that way.
func TestServeClosesTheDemonstrationsDoor(t *testing.T) {
	database := filepath.Join(t.TempDir(), "demo.db")
	env := []string{"HAILONG_DATABASE=" + database, "HAILONG_ADDR=127.0.0.1:0"}
	p := start(t, env, "demo")
	m := newMember(t, p.address)
	m.post("/demo/sign-in", 303, "login", "quantri")
	m.get("/desk/me", 200)
	p.terminate(t)
	p = start(t, env, "serve")
	u, err := url.Parse(p.address)
	if err != nil {
		t.Fatal(err)
	}
	again := newMember(t, p.address)
	again.client.Jar.SetCookies(u, []*http.Cookie{{Name: "hailong", Value: m.token(), Path: "/"}})
	again.get("/desk/me", 303)
	again.post("/demo/sign-in", 404, "login", "quantri")
	again.post("/sign-in", 401, "login", "quantri", "password", "")
	p.terminate(t)
}
