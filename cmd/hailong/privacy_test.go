package main

import (
	"bytes"
	"database/sql"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"hailong/store"
)

// TestNobodyIsRemembered sends answers with everything that could tell who sent
// them, believes a proxy's word on the address, logs all there is to log, and
// looks for it afterwards.
func TestNobodyIsRemembered(t *testing.T) {
	onBoth(t, func(t *testing.T, database string) {
		env := append(setUp(t, database), "HAILONG_LOG_LEVEL=debug", "HAILONG_TRUSTED_PROXIES=127.0.0.0/8",
			"HAILONG_LIMIT_ADDRESS=60", "HAILONG_LIMIT_COUNTER=60")
		p := start(t, env, "serve")
		c := citizen{t: t, address: p.address}
		const comment = "Cán bộ niềm nở, tên tôi là Nguyễn Văn Bí Mật"
		form := url.Values{"form": {"short@1"}, "stage": {"received"}, "q.TC": {"5"}, "comment": {comment}}
		form.Set("receipt", newReceipt())
		c.do("POST", "/s/"+walls[0], formMedia, form.Encode(), 303)
		c.do("POST", "/s/"+walls[0], formMedia, form.Encode(), 303) // the same again
		form.Set("q.TC", "1")
		c.do("POST", "/s/"+walls[0], formMedia, form.Encode(), 409)
		form.Set("q.TC", "9")
		c.do("POST", "/s/"+walls[0], formMedia, form.Encode(), 422)
		c.do("POST", "/s/"+walls[0], "text/plain", comment, 415)
		c.do("GET", "/s/"+walls[1]+"?q="+url.QueryEscape(comment), "", "", 200)
		c.do("GET", "/s/"+walls[1]+"/nowhere", "", "", 404)
		c.do("GET", "/q/"+walls[1]+".svg", "", "", 200)
		c.do("POST", "/api/v1/responses", jsonMedia, string(body(newReceipt(), walls[1], true)), 201)
		c.do("POST", "/api/v1/responses", jsonMedia, string(body(newReceipt(), walls[1], false)), 422)
		c.do("POST", "/api/v1/responses", jsonMedia, `{"counter":"`+walls[1]+`", "comment":"`+comment, 400)
		for limited := false; !limited; {
			limited = c.do("POST", "/api/v1/responses", jsonMedia,
				string(body(newReceipt(), walls[2], true)), 201, 429) == 429
		}
		p.terminate(t)

		log := p.stdout.String() + p.stderr.String()
		if !strings.Contains(log, "route=/s/:token") {
			t.Fatalf("the log holds no requests:\n%s", log)
		}
		for _, secret := range append(c.traces(), comment, "Bí Mật", walls[0], walls[1], walls[2]) {
			if strings.Contains(log, secret) {
				t.Errorf("the log holds %q", secret)
			}
		}
		// The address that is listened on is said; the sender's, with its port, is not.
		if rest := strings.ReplaceAll(log, p.address, ""); strings.Contains(rest, "127.0.0.1") {
			t.Error("the log holds the sender's address")
		}
		for place, cell := range cells(t, database) {
			for _, secret := range append(c.traces(), "127.0.0.1") {
				if strings.Contains(cell, secret) {
					t.Errorf("%s holds %q: %s", place, secret, cell)
				}
			}
			if strings.Contains(cell, "Bí Mật") && !strings.HasPrefix(place, "comment.text") {
				t.Errorf("%s holds the comment", place)
			}
		}
		inFiles(t, database, append(c.traces(), "127.0.0.1"))
	})
}

const (
	formMedia = "application/x-www-form-urlencoded"
	jsonMedia = "application/json"
)

// citizen is somebody whose phone tells a lot.
type citizen struct {
	t       *testing.T
	address string
}

var telling = map[string]string{
	"User-Agent":      "NokiaCuaToi/3310 (kenh-rieng)",
	"X-Forwarded-For": "203.0.113.77",
	"X-Real-IP":       "198.51.100.23",
	"Forwarded":       "for=192.0.2.43",
	"Referer":         "https://trang-rieng.example.vn/ho-so",
	"Cookie":          "theo-doi=dau-vet-rieng",
	"Accept-Language": "vi-VN-x-rieng",
}

func (c citizen) traces() []string {
	return []string{
		"NokiaCuaToi", "kenh-rieng", "203.0.113.77", "198.51.100.23", "192.0.2.43", "trang-rieng",
		"dau-vet-rieng", "vi-VN-x-rieng",
	}
}

// do sends a request and checks its status; it gives that which came.
func (c citizen) do(method, path, media, body string, want ...int) int {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), method, c.address+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	for name, value := range telling {
		r.Header.Set(name, value)
	}
	if media != "" {
		r.Header.Set("Content-Type", media)
	}
	answer, err := http.DefaultTransport.RoundTrip(r) // does not follow a redirect
	if err != nil {
		c.t.Fatal(err)
	}
	defer answer.Body.Close()
	if cookie := answer.Header.Get("Set-Cookie"); cookie != "" {
		c.t.Errorf("%s %s sets the cookie %s", method, path, cookie)
	}
	for _, status := range want {
		if answer.StatusCode == status {
			return status
		}
	}
	c.t.Fatalf("%s %s: %s, want %v", method, path, answer.Status, want)
	return 0
}

// cells is every value of every table, by table.column and row.
func cells(t *testing.T, database string) map[string]string {
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
	for _, cell := range []string{
		"response.levels 0", "comment.text 0", "counter_token.token 0", "log_entry.after 0",
	} {
		if all[cell] == "" {
			t.Fatalf("nothing was read of %s", cell)
		}
	}
	return all
}

// tableCells adds every value of one table.
func tableCells(t *testing.T, db *sql.DB, table string, all map[string]string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), `SELECT * FROM "`+table+`"`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for row := 0; rows.Next(); row++ {
		values, targets := make([]any, len(names)), make([]any, len(names))
		for i := range values {
			targets[i] = &values[i]
		}
		if err := rows.Scan(targets...); err != nil {
			t.Fatal(err)
		}
		for i, value := range values {
			if raw, isBytes := value.([]byte); isBytes {
				value = string(raw)
			}
			all[fmt.Sprintf("%s.%s %d", table, names[i], row)] = fmt.Sprint(value)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}

func column(t *testing.T, db *sql.DB, query string) (values []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var value string
		if err := rows.Scan(&value); err != nil {
			t.Fatal(err)
		}
		values = append(values, value)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return values
}

// inFiles looks into a SQLite database's bytes, where deleted values would be too.
func inFiles(t *testing.T, database string, secrets []string) {
	t.Helper()
	if store.IsPostgres(database) {
		return
	}
	for _, file := range []string{database, database + "-wal"} {
		raw, err := os.ReadFile(file)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		for _, secret := range secrets {
			if bytes.Contains(raw, []byte(secret)) {
				t.Errorf("the database's file holds %q", secret)
			}
		}
	}
}
