package api_test

import (
	"database/sql"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hailong/account"
	"hailong/api"
	"hailong/store/storetest"
)

// readsResponses are the routes that look at single responses: those of one agency,
// by stage and by question. Every other page, table and list is made of roll-ups and
// the catalogue, and costs the same however many answers there are.
var readsResponses = []string{
	"/agencies/:code/detail", "/agencies/:code/table.xlsx", "/agencies/:code/table.csv",
}

func TestPagesAreDrawnWithoutASingleResponse(t *testing.T) {
	addresses := map[string]func(t *testing.T) (driver, address string){
		"sqlite":   func(t *testing.T) (string, string) { return "sqlite", filepath.Join(t.TempDir(), "test.db") },
		"postgres": func(t *testing.T) (string, string) { return "pgx", storetest.PostgresAddress(t) },
	}
	for name, place := range addresses {
		t.Run(name, func(t *testing.T) {
			driver, address := place(t)
			db := storetest.Open(t, address)
			if _, err := db.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			w := newWorld(t, db, api.Limits{})
			if rec := w.post(body("R", storetest.Receipt(t))); rec.Code != http.StatusCreated {
				t.Fatal(rec.Code, rec.Body)
			}
			existing := w.existing()
			away(t, driver, address)
			w.drawAll()
			w.drawDesk(existing)
		})
	}
}

// away puts the responses where the program does not find them.
func away(t *testing.T, driver, address string) {
	t.Helper()
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), "ALTER TABLE response RENAME TO elsewhere"); err != nil {
		t.Fatal(err)
	}
}

// drawAll asks for every page of the scenarios and expects it as if nothing had
// happened, but for those that read responses.
func (w *world) drawAll() {
	w.t.Helper()
	for _, s := range scenarios() {
		if s.method != http.MethodGet && s.method != http.MethodHead {
			continue
		}
		r, err := http.NewRequestWithContext(w.t.Context(), s.method, s.target, nil)
		if err != nil {
			w.t.Fatal(err)
		}
		c := w.handler.NewContext(r, nil)
		w.handler.Router().Find(s.method, r.URL.Path, c)
		want := s.status
		if want == http.StatusOK && slices.Contains(readsResponses, c.Path()) {
			want = http.StatusInternalServerError
		}
		if rec := w.send(s.method, s.target, "", s.headers...); rec.Code != want {
			w.t.Errorf("%s (%s): %d, want %d", s.name, c.Path(), rec.Code, want)
		}
	}
}

// drawDesk asks for every page and file of those who are signed in, each as one who may.
func (w *world) drawDesk(existing *strings.Replacer) {
	w.t.Helper()
	roles := []account.Role{account.Admin, account.Secretary, account.Publisher, account.Manager, account.Appraiser}
	cookies := map[account.Role]string{}
	for _, role := range roles {
		cookies[role] = w.as(role, map[bool]string{true: "STP", false: "SNV"}[role == account.Manager])
	}
	for _, r := range api.DeskRoutes() {
		if r.Method != http.MethodGet {
			continue
		}
		how := triedRoutes[r.Method+" "+r.Path]
		at := slices.IndexFunc(roles, func(role account.Role) bool {
			return role.Reach(r.Needs) != account.None && (how.may == nil || how.may(role))
		})
		target := existing.Replace(how.target)
		if rec := w.sendAs(cookies[roles[at]], r.Method, target, nil); rec.Code != http.StatusOK {
			w.t.Errorf("%s (%s): %d", target, r.Path, rec.Code)
		}
	}
}
