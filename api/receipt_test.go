package api_test

import (
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"hailong/api"
	"hailong/store/storetest"
)

// A receipt counts once however often and from however many connections it is sent.
func TestFortySendsOfOneReceiptCountOnce(t *testing.T) {
	both(t, func(w *world) {
		response := strings.ReplaceAll(good, `"R"`, `"`+storetest.Receipt(t)+`"`)
		codes := make([]int, 40)
		var wait sync.WaitGroup
		for i := range codes {
			wait.Go(func() { codes[i] = w.post(response).Code })
		}
		wait.Wait()
		created := 0
		for _, code := range codes {
			switch code {
			case 201:
				created++
			case 200:
			default:
				t.Errorf("status %d", code)
			}
		}
		if created != 1 || w.received() != 1 {
			t.Errorf("%d created, %d stored; want one", created, w.received())
		}
	})
}

// Other answers under a used receipt are refused, whatever differs, and the first
// stand; the comment is not compared.
func TestOtherAnswersUnderAUsedReceipt(t *testing.T) {
	both(t, func(w *world) {
		first := strings.ReplaceAll(good, `"R"`, `"`+storetest.Receipt(t)+`"`)
		if rec := w.post(first); rec.Code != 201 {
			t.Fatal(rec.Code, rec.Body)
		}
		for change, with := range map[string]string{
			`"TC":5`: `"TC":4`, storetest.TokenSTP1: storetest.TokenSTP2, `"answers"`: `"stage":"other","answers"`,
			`"TTHC":4}`: `"TTHC":4},"na":["KQ"]`, `"answers":{"TC":5,"TTHC":4}`: `"form":"sipas@1","answers":{"15":5}`,
		} {
			rec := w.post(strings.Replace(first, change, with, 1))
			if rec.Code != 409 || !strings.Contains(rec.Body.String(), "receipt") {
				t.Errorf("%s: %d %s", with, rec.Code, rec.Body)
			}
		}
		if rec := w.post(strings.Replace(first, `"answers"`, `"comment":"x","answers"`, 1)); rec.Code != 200 {
			t.Errorf("another comment: %d", rec.Code)
		}
		if w.received() != 1 {
			t.Errorf("%d stored", w.received())
		}
	})
}

// The page's way: 303 to the thanks page; the same again the same 303; other
// answers 409 with a link to a new form.
func TestFormIsSentOnce(t *testing.T) {
	both(t, func(w *world) {
		receipt := storetest.Receipt(t)
		send := func(level string) *httptest.ResponseRecorder {
			return w.form(storetest.TokenSTP1, "receipt", receipt, "form", "short@1", "stage", "submitted",
				"q.TC", level, "q.KQ", "na", "comment", "Nhanh, gọn")
		}
		first, again, other := send("5"), send("5"), send("1")
		location := first.Header().Get("Location")
		if first.Code != 303 || !strings.HasPrefix(location, "/s/"+storetest.TokenSTP1+"/thanks?r=") {
			t.Errorf("%d to %q", first.Code, location)
		}
		if again.Code != 303 || again.Header().Get("Location") != location {
			t.Errorf("again: %d to %q", again.Code, again.Header().Get("Location"))
		}
		if other.Code != 409 || !strings.Contains(other.Body.String(), `/s/`+storetest.TokenSTP1) ||
			!strings.Contains(other.Body.String(), "Phiếu này đã gửi") {
			t.Errorf("other answers: %d %s", other.Code, other.Body)
		}
		if w.received() != 1 {
			t.Errorf("%d stored", w.received())
		}
	})
}

// What cannot be taken comes back with everything typed, under the same receipt.
func TestFormKeepsWhatWasTyped(t *testing.T) {
	both(t, func(w *world) {
		receipt := storetest.Receipt(t)
		for name, c := range map[string]struct {
			fields []string
			status int
			must   []string
		}{
			"nothing answered": {nil, 422, []string{"Ông/Bà chưa chọn câu nào"}},
			"only a stage":     {[]string{"stage", "refused"}, 422, []string{`checked type=radio name=stage value=refused>`}},
			"out of range":     {[]string{"q.TC", "9", "q.CC", "2"}, 422, []string{"Câu 1", `checked type=radio name=q.CC value=2>`}},
			"no number":        {[]string{"q.TC", "good"}, 422, []string{"Câu 1"}},
			"two answers":      {[]string{"q.TC", "1", "q.TC", "5"}, 422, []string{"Câu 1"}},
			"unknown question": {[]string{"q.XX", "5", "q.CC", "2"}, 422, []string{`checked type=radio name=q.CC value=2>`}},
			"unknown stage":    {[]string{"stage", "lunch", "q.TC", "5"}, 422, []string{`checked type=radio name=q.TC value=5>`}},
			"long comment": {
				[]string{"q.TC", "5", "comment", strings.Repeat("ă", 2001)},
				422,
				[]string{"2.001", strings.Repeat("ă", 2001), `checked type=radio name=q.TC value=5>`},
			},
			"very long comment": {
				[]string{"q.TC", "5", "comment", strings.Repeat("ă", 100_000)},
				422,
				[]string{"100.000", strings.Repeat("ă", 100_000)},
			},
			"NUL":           {[]string{"q.TC", "5", "comment", "a\x00b"}, 422, []string{`checked type=radio name=q.TC value=5>`}},
			"invalid UTF-8": {[]string{"q.TC", "5", "comment", "a\xffb"}, 422, []string{`checked type=radio name=q.TC value=5>`}},
			"markup":        {[]string{"comment", "<script>x</script>", "q.TC", "9"}, 422, []string{"&lt;script&gt;x"}},
		} {
			rec := w.form(storetest.TokenSTP1, append(c.fields, "receipt", receipt, "form", "short@1")...)
			text := rec.Body.String()
			if rec.Code != c.status || !strings.Contains(text, "<title>Chưa gửi được") {
				t.Errorf("%s: %d %.200s", name, rec.Code, text)
			}
			for _, must := range append(c.must, receipt) {
				if !strings.Contains(text, must) {
					t.Errorf("%s: lacks %.60q", name, must)
				}
			}
		}
		if w.received() != 0 {
			t.Errorf("%d stored", w.received())
		}
	})
}

// Too many in a minute: 429 with Retry-After, what was typed kept, nothing stored;
// a minute later it goes on.
func TestLimits(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t), api.Limits{Counter: 4, Address: 100})
	send := func() *httptest.ResponseRecorder {
		return w.form(storetest.TokenSTP1, "receipt", storetest.Receipt(t), "form", "short@1", "q.TC", "5")
	}
	for range 4 {
		if rec := send(); rec.Code != 303 {
			t.Fatal(rec.Code, rec.Body)
		}
	}
	// What is not newly stored uses nothing up.
	for range 9 {
		w.form(storetest.TokenSTP2, "receipt", "broken", "q.TC", "5")
	}
	rec := send()
	if rec.Code != 429 || rec.Header().Get("Retry-After") == "" || !strings.Contains(rec.Body.String(), "checked type=radio name=q.TC value=5>") {
		t.Errorf("%d, Retry-After %q", rec.Code, rec.Header().Get("Retry-After"))
	}
	if api := w.post(strings.ReplaceAll(good, `"R"`, `"`+storetest.Receipt(t)+`"`)); api.Code != 429 {
		t.Errorf("the API: %d", api.Code)
	}
	if other := w.form(storetest.TokenSTP2, "receipt", storetest.Receipt(t), "q.TC", "5"); other.Code != 303 {
		t.Errorf("another counter: %d", other.Code)
	}
	// One address has half of a counter; another still gets through.
	another := strings.ReplaceAll(good, `"R"`, `"`+storetest.Receipt(t)+`"`)
	r := httptest.NewRequestWithContext(t.Context(), "POST", "/api/v1/responses", strings.NewReader(another))
	r.Header.Set("Content-Type", "application/json")
	r.RemoteAddr = "198.51.100.7:1234"
	fresh := httptest.NewRecorder()
	if w.handler.ServeHTTP(fresh, r); fresh.Code != 201 {
		t.Errorf("another address: %d", fresh.Code)
	}
	w.clock = w.clock.Add(time.Minute)
	if rec := send(); rec.Code != 303 {
		t.Errorf("a minute later: %d", rec.Code)
	}
}

// A database that is away: the form still shows, sending gives 503 with
// Retry-After and everything typed, and the office's pages say so too.
func TestDatabaseAway(t *testing.T) {
	both(t, func(w *world) {
		if rec := w.send("GET", "/readyz", ""); rec.Code != 200 {
			t.Fatal(rec.Code)
		}
		if err := w.db.Close(); err != nil {
			t.Fatal(err)
		}
		if rec := w.send("GET", "/s/"+storetest.TokenSTP1, ""); rec.Code != 200 {
			t.Errorf("the form: %d", rec.Code)
		}
		rec := w.form(storetest.TokenSTP1, "receipt", storetest.Receipt(t), "form", "short@1", "q.TC", "5", "comment", "giữ lại")
		if text := rec.Body.String(); rec.Code != 503 || rec.Header().Get("Retry-After") == "" ||
			!strings.Contains(text, "giữ lại") || !strings.Contains(text, "checked type=radio name=q.TC value=5>") {
			t.Errorf("sending: %d %s", rec.Code, text)
		}
		rec = w.post(strings.ReplaceAll(good, `"R"`, `"`+storetest.Receipt(t)+`"`))
		if rec.Code != 503 || rec.Header().Get("Retry-After") == "" {
			t.Errorf("the API: %d %s", rec.Code, rec.Body)
		}
		for _, page := range []string{"/", "/groups/department", "/agencies/STP", "/api/v1/scores?year=2026", "/readyz"} {
			if rec := w.send("GET", page, ""); rec.Code != 503 {
				t.Errorf("%s: %d", page, rec.Code)
			}
		}
	})
}

// Nothing about a person or a counter's token reaches the log.
func TestLogHoldsNothingPersonal(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t), api.Limits{})
	w.form(storetest.TokenSTP1, "receipt", storetest.Receipt(t), "q.TC", "5", "comment", "bí mật")
	w.form("<token>", "comment", "bí mật")
	w.send("GET", "/s/"+storetest.TokenSTP1, "", "User-Agent: peculiar", "X-Request-Id: peculiar", "X-Forwarded-For: 192.0.2.7")
	log := w.log.String()
	if !strings.Contains(log, "/s/:token") {
		t.Error("the log lacks the route")
	}
	for _, secret := range []string{storetest.TokenSTP1, "bí mật", "peculiar", "192.0.2", "token>"} {
		if strings.Contains(log, secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
}

// An outage and a fault each leave a line in the log, from pages and the API alike.
func TestOutagesAndFaultsAreLogged(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t), api.Limits{})
	if err := w.db.Close(); err != nil {
		t.Fatal(err)
	}
	for _, page := range []string{"/", "/agencies/STP", "/api/v1/scores?year=2026"} {
		w.log.Reset()
		w.send("GET", page, "")
		if !strings.Contains(w.log.String(), "level=WARN msg=unavailable") {
			t.Errorf("%s: no line: %s", page, w.log)
		}
	}
	w.log.Reset()
	w.post(strings.ReplaceAll(good, `"R"`, `"`+storetest.Receipt(t)+`"`))
	if !strings.Contains(w.log.String(), "level=WARN msg=unavailable") {
		t.Errorf("an answer: no line: %s", w.log)
	}
}

// What came to nothing uses nothing up, however long it took to find out.
func TestAnOutageUsesNoLimitUp(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t), api.Limits{Counter: 4, Address: 1000})
	d := strings.ReplaceAll(good, `"answers"`, `"form":"short@9","answers"`)
	for range 50 {
		w.post(strings.ReplaceAll(d, `"R"`, `"`+storetest.Receipt(t)+`"`))
		w.clock = w.clock.Add(100 * time.Millisecond)
	}
	for i := range 4 {
		if rec := w.post(strings.ReplaceAll(good, `"R"`, `"`+storetest.Receipt(t)+`"`)); rec.Code != 201 {
			t.Errorf("the %d. valid one: %d", i+1, rec.Code)
		}
	}
}
