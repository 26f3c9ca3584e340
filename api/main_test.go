package api_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/api"
	"hailong/frontend"
	"hailong/scoring/edition"
	"hailong/scoring/round"
	"hailong/store"
	"hailong/store/file"
	"hailong/store/storetest"
	"hailong/survey"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// world is the surfaces over a real database with the small province in it.
type world struct {
	t       testing.TB
	db      *store.DB
	shelf   *survey.Shelf
	intake  *survey.Intake
	clock   time.Time // what the surfaces take for now
	handler *echo.Echo
	config  api.Config // of the handler
	log     *bytes.Buffer
	signIn  *account.SignIn

	files     survey.Files
	published survey.Day // of the index of every year; empty: it is not

	editionKey func() ([]byte, error) // what the service says of its key
}

func newWorld(t testing.TB, db *store.DB, limits api.Limits) *world {
	t.Helper()
	return openWorld(t, db, storetest.Province(t, db), limits)
}

// openWorld is the surfaces over what shelf holds.
func openWorld(t testing.TB, db *store.DB, shelf *survey.Shelf, limits api.Limits) *world {
	t.Helper()
	w := &world{t: t, db: db, shelf: shelf, clock: storetest.Noon, log: &bytes.Buffer{}}
	w.editionKey = func() ([]byte, error) { return nil, nil }
	now := func() time.Time { return w.clock }
	w.intake = survey.NewIntake(w.shelf, db, now)
	t.Cleanup(func() { w.intake.Close(context.Background()) })
	w.signIn = newSignIn(t, db, now)
	files, err := file.Open(t.TempDir(), file.Keys{})
	if err != nil {
		t.Fatal(err)
	}
	w.files = files
	w.config = api.Config{
		Editions: edition.Editions{Store: db, Now: now, Zone: storetest.Zone}, Publishing: w.publishing, Flags: db, Past: db,
		EditionKey: func() ([]byte, error) { return w.editionKey() },
		Rounds:     round.Rounds{Store: db, Files: files, Now: now, Tasks: db}, Published: w,
		Tasks: round.Tasks{Store: db, Files: files, Now: now}, Criteria: round.Criteria{Store: db, Now: now},
		SignIn: w.signIn, Setup: survey.Setup{Store: db, Now: now, Random: rand.Reader},
		Keys:   account.Keys{Store: db, Now: now},
		People: account.People{Store: db, Passwords: w.signIn.Passwords, Secret: w.signIn.Secret, Now: now},
		Shelf:  w.shelf, Intake: w.intake, Reports: db, Health: db, Comments: db, Books: db, Corrections: db, Proposals: db,
		Privacy: frontend.PrivacyTerms{CommentMonths: survey.CommentMonths},
		Origin:  "https://hailong.example.vn", Province: survey.Text{VI: "tỉnh Khánh Hòa", EN: "Khanh Hoa province"},
		Limits: limits, Now: now, Random: rand.Reader,
		Log: slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	w.handler = api.New(w.config)
	return w
}

// patient serves the same with other limits of what is uploaded.
func (w *world) patient(limits api.Patience) {
	w.config.Patience = limits
	w.handler = api.New(w.config)
}

// both runs a test over both databases.
func both(t *testing.T, test func(w *world)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db *store.DB) { test(newWorld(t, db, api.Limits{})) })
}

// send sends one request; headers are "Name: value".
func (w *world) send(method, target, body string, headers ...string) *httptest.ResponseRecorder {
	w.t.Helper()
	r := httptest.NewRequestWithContext(w.t.Context(), method, target, strings.NewReader(body))
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, r)
	return rec
}

const (
	asJSON = "Content-Type: application/json"
	asForm = "Content-Type: application/x-www-form-urlencoded"
)

// post sends a response as a program does.
func (w *world) post(body string, headers ...string) *httptest.ResponseRecorder {
	w.t.Helper()
	return w.send(http.MethodPost, "/api/v1/responses", body, append([]string{asJSON}, headers...)...)
}

// form sends a page's form; pairs are names and values.
func (w *world) form(token string, pairs ...string) *httptest.ResponseRecorder {
	w.t.Helper()
	fields := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		fields.Add(pairs[i], pairs[i+1])
	}
	return w.send(http.MethodPost, "/s/"+token, fields.Encode(), asForm)
}

// received is how many responses are stored.
func (w *world) received() int64 {
	w.t.Helper()
	differences, err := w.db.Verify(w.t.Context())
	if err != nil || len(differences) > 0 {
		w.t.Fatalf("the tallies are not what the responses say: %v, %v", differences, err)
	}
	var sum int64
	for i := range w.shelf.Now().Plans {
		var forms []survey.QuestionnaireID
		for _, q := range w.shelf.Now().Questionnaires {
			forms = append(forms, q.ID)
		}
		tallies, err := w.db.Tallies(w.t.Context(), survey.TallyQuery{Plan: w.shelf.Now().Plans[i].ID, Questionnaires: forms})
		if err != nil {
			w.t.Fatal(err)
		}
		for _, t := range tallies {
			sum += t.Received
		}
	}
	return sum
}

// testPasswords is shared: making it computes a hash.
var testPasswords = sync.OnceValues(func() (*account.Passwords, error) { return account.NewPasswords(4) })

func newSignIn(t testing.TB, db *store.DB, now func() time.Time) *account.SignIn {
	t.Helper()
	passwords, err := testPasswords()
	if err != nil {
		t.Fatal(err)
	}
	secret, err := account.NewSecret(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return &account.SignIn{Store: db, Passwords: passwords, Secret: &secret, Now: now, Demo: true}
}
