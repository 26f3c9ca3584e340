package api_test

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"hailong/account"
	"hailong/store/storetest"
	"hailong/survey"
)

// unknownKey has a key's form and is nobody's.
const unknownKey = "Authorization: Bearer hl_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// keyScenarios are those of keys and of the desk's pages about them, without rights.
func keyScenarios() []scenario {
	const denied = `WWW-Authenticate: Bearer realm="hailong", error="invalid_token"`
	refused := func(method, target string, status int, header string, headers ...string) scenario {
		return scenario{
			name: method + " " + target, method: method, target: target, headers: headers, status: status, header: header,
			never: []string{storetest.TokenSTP1},
		}
	}
	return []scenario{
		refused("GET", "/api/v1/counters", 401, `WWW-Authenticate: Bearer realm="hailong"`),
		refused("GET", "/api/v1/counters", 401, denied, unknownKey),
		refused("GET", "/api/v1/counters", 403, "", "Authorization: Basic eDp5"),
		refused("HEAD", "/api/v1/counters", 401, ""),
		refused("GET", "/api/v1/scores?year=2025", 401, denied, unknownKey),
		refused("GET", "/api/v1/scores?year=2025", 403, "", "Authorization: Basic eDp5"),
		refused("GET", "/api/v1/scores?year=2026", 200, "Cache-Control: no-cache", "Authorization: Basic eDp5"),
		{
			name: "a key that is nobody's", method: "POST", target: "/api/v1/responses", status: 401, header: denied,
			headers: []string{asJSON, unknownKey}, body: body(`"answers"`, `"channel":"paper","answers"`),
		},
		{
			name: "a key that is nobody's by an open channel", method: "POST", target: "/api/v1/responses", status: 401,
			headers: []string{asJSON, unknownKey}, body: good, header: denied,
		},
		{
			name: "a gateway's credential", method: "POST", target: "/api/v1/responses", status: 201,
			headers: []string{asJSON, "Authorization: Basic eDp5"}, body: good,
		},
		{
			name: "the time that stands for none", method: "POST", target: "/api/v1/responses", status: 422,
			headers: []string{asJSON}, body: body(`"answers"`, `"answered_at":"0001-01-01T00:00:00Z","answers"`),
		},
		refused("GET", "/desk/keys", 303, "Location: /sign-in?next=%2Fdesk%2Fkeys"),
		refused("POST", "/desk/keys", 401, "", asForm),
		refused("POST", "/desk/keys/1/revoke", 401, "", asForm),
	}
}

// bearer makes a key and gives it as a header; agency "" is the whole province.
func (w *world) bearer(name, agency string, scopes ...account.Scope) string {
	w.t.Helper()
	w.as(account.Admin, "UBND-NT")
	maker, err := w.db.AccountByLogin(w.t.Context(), "test-admin-ubnd-nt")
	if err != nil {
		w.t.Fatal(err)
	}
	c := w.shelf.Now()
	key := &account.Key{Name: name, Scopes: scopes}
	if agency != "" {
		key.Agency = c.AgencyByCode(agency, survey.DayOf(w.clock, c.Zone)).ID
	}
	keys := account.Keys{Store: w.db, Now: w.signIn.Now, By: maker.ID, Actor: maker.Actor("page")}
	secret, err := keys.Add(w.t.Context(), c, key, 90)
	if err != nil {
		w.t.Fatal(err)
	}
	return "Authorization: Bearer " + secret
}

// sent is a good response at a counter with more fields.
func sent(t *testing.T, token, more string) string {
	return strings.NewReplacer(storetest.TokenSTP1, token, `"R"`, `"`+storetest.Receipt(t)+`"`, `"answers"`, more+`"answers"`).
		Replace(good)
}

// Each way of sending that needs a key, with one: what counts, what comes late, and
// what is not taken.
func TestKeySendsWhatOthersMayNot(t *testing.T) {
	both(t, func(w *world) {
		key := w.bearer("Trung tâm", "", account.ScopeResponses)
		for _, try := range []struct {
			name, token, more string
			status            int
			must              string
		}{
			{"paper", storetest.TokenSTP1, `"channel":"paper",`, 201, `"counted":true`},
			{"a kiosk", storetest.TokenSTP1, `"channel":"kiosk",`, 201, `"counted":true`},
			{"with help", storetest.TokenSTP1, `"channel":"assisted",`, 201, `"counted":true`},
			{"a slip", storetest.TokenSTP1, `"channel":"slip",`, 201, `"counted":true`},
			{"another program", storetest.TokenSTP1, `"channel":"import",`, 201, `"counted":true`},
			{"a link of some days ago", storetest.TokenSTP1, `"answered_at":"2026-03-01T08:00:00+07:00",`, 201, `"counted":true`},
			{"the first hour of the period", storetest.TokenSTP1, `"answered_at":"2026-01-01T00:00:00+07:00",`, 201, `true`},
			{"before the period", storetest.TokenSTP1, `"answered_at":"2025-12-31T23:59:59+07:00",`, 410, ""},
			{"while the counter was open", storetest.TokenClosed, `"answered_at":"2026-02-01T17:00:00+07:00",`, 201, `true`},
			{"after the counter was closed", storetest.TokenClosed, `"answered_at":"2026-02-02T08:00:00+07:00",`, 410, "closed"},
			{"in time, received late", storetest.TokenEnded, `"answered_at":"2025-12-01T08:00:00+07:00",`, 201, `"counted":false`},
			{"after the survey", storetest.TokenEnded, `"answered_at":"2025-12-16T08:00:00+07:00",`, 410, ""},
			{"tomorrow", storetest.TokenSTP1, `"answered_at":"2026-03-05T08:00:00+07:00",`, 422, "answered_at"},
			{"without a zone", storetest.TokenSTP1, `"answered_at":"2026-03-01T08:00:00",`, 422, "answered_at"},
		} {
			rec := w.post(sent(t, try.token, try.more), key, "Accept-Language: en")
			if rec.Code != try.status || !strings.Contains(rec.Body.String(), try.must) {
				t.Errorf("%s: %d %s", try.name, rec.Code, rec.Body)
			}
		}
		if w.received() != 9 {
			t.Errorf("%d are stored, want 9", w.received())
		}
		again := sent(t, storetest.TokenSTP1, `"channel":"paper",`)
		if first, second := w.post(again, key), w.post(again, key); first.Code != 201 || second.Code != 200 {
			t.Errorf("the same twice: %d, %d", first.Code, second.Code)
		}
	})
}

func TestKeyReachesNoFurtherThanItSays(t *testing.T) {
	both(t, func(w *world) {
		own := w.bearer("Sở Tư pháp", "STP", account.ScopeResponses)
		province := w.bearer("Trung tâm", "", account.ScopeResponses)
		reader := w.bearer("Bảng số liệu", "", account.ScopeScores)
		paper := func(token string) string { return sent(t, token, `"channel":"paper",`) }
		for _, try := range []struct {
			name, body, key string
			status          int
			header          string
		}{
			{"its own counter", paper(storetest.TokenSTP1), own, 201, ""},
			{"another agency's", paper(storetest.TokenCDYT), own, 403, ""},
			{"another agency's by an open channel", sent(t, storetest.TokenCDYT, ""), own, 403, ""},
			{"no counter", paper("0000000000"), own, 404, ""},
			{"its own by an old code", paper(storetest.TokenOld), own, 410, ""},
			{"what it does not allow", paper(storetest.TokenSTP1), reader, 403, `error="insufficient_scope", scope="responses"`},
			{"its maker's agency's", paper(storetest.TokenNobody), province, 403, ""},
			{"what needs no key", sent(t, storetest.TokenSTP1, ""), reader, 201, ""},
		} {
			rec := w.post(try.body, try.key)
			if rec.Code != try.status || !strings.Contains(rec.Header().Get("WWW-Authenticate"), try.header) {
				t.Errorf("%s: %d %q %s", try.name, rec.Code, rec.Header().Get("WWW-Authenticate"), rec.Body)
			}
		}
		if rec := w.send("GET", "/api/v1/counters", "", own); rec.Code != 403 {
			t.Errorf("counters without the scope: %d", rec.Code)
		}
	})
}

// A key is as good as the right of who made it.
func TestKeyEndsWithItsMaker(t *testing.T) {
	both(t, func(w *world) {
		key := w.bearer("Trung tâm", "", account.ScopeCounters)
		status := func() int { return w.send("GET", "/api/v1/counters", "", key).Code }
		if status() != 200 {
			t.Fatal("the key does not work")
		}
		w.as(account.Admin, "SNV") // one administrator stays
		people := account.People{Store: w.db, Now: w.signIn.Now, Actor: survey.Program}
		for what, change := range map[string]func(a *account.Account){
			"switched off": func(a *account.Account) { a.Disabled = true },
			"a viewer now": func(a *account.Account) { a.Disabled, a.Role = false, account.Viewer },
		} {
			maker := w.account("test-admin-ubnd-nt")
			now := *maker
			change(&now)
			if err := people.Change(t.Context(), w.shelf.Now(), maker.Version(w.shelf.Now()), &now); err != nil {
				t.Fatal(err)
			}
			if status() != 401 {
				t.Errorf("its maker is %s, and the key works", what)
			}
		}
	})
}

func TestKeyEnds(t *testing.T) {
	both(t, func(w *world) {
		expiring, revoked := w.bearer("a", "", account.ScopeCounters), w.bearer("b", "", account.ScopeCounters)
		status := func(key string) int { return w.send("GET", "/api/v1/counters", "", key).Code }
		if a, b := status(expiring), status(revoked); a != 200 || b != 200 {
			t.Fatalf("%d, %d", a, b)
		}
		admin := w.as(account.Admin, "SNV")
		page := w.sendAs(admin, "GET", "/desk/keys", nil).Body.String()
		path := regexp.MustCompile(`/desk/keys/\d+/revoke`).FindString(page) // the newest stands first
		rec := w.sendAs(admin, "POST", path, url.Values{})
		if rec.Code != 303 || status(revoked) != 401 || status(expiring) != 200 {
			t.Errorf("revoking: %d, then %d and %d", rec.Code, status(revoked), status(expiring))
		}
		if twice := w.sendAs(admin, "POST", path, url.Values{}); twice.Code != 303 {
			t.Errorf("revoking twice: %d", twice.Code)
		}
		w.clock = w.clock.AddDate(0, 0, 90)
		if status(expiring) != 401 {
			t.Error("a key outlives its time")
		}
	})
}

// The page shows a key once; the database has its hash, the log neither.
func TestKeyIsShownOnce(t *testing.T) {
	both(t, func(w *world) {
		admin := w.as(account.Admin, "SNV")
		form := url.Values{"name": {"Trung tâm hành chính công"}, "agency": {"STP"}, "scopes": {"counters"}, "days": {"30"}}
		rec := w.sendAs(admin, "POST", "/desk/keys", form)
		secret := regexp.MustCompile(`hl_[A-Za-z0-9_-]{43}`).FindString(rec.Body.String())
		if rec.Code != 200 || secret == "" || rec.Header().Get("Cache-Control") != "no-store" {
			t.Fatalf("%d %q", rec.Code, rec.Header())
		}
		if answer := w.send("GET", "/api/v1/counters", "", "Authorization: bearer  "+secret); answer.Code != 200 {
			t.Errorf("%d", answer.Code)
		}
		all, err := w.db.Keys(t.Context())
		if err != nil || len(all) != 1 || all[0].Hash != account.Hash(secret) || all[0].UsedOn != "2026-03-04" ||
			!all[0].ExpiresAt.Equal(w.clock.AddDate(0, 0, 30)) {
			t.Errorf("%+v, %v", all, err)
		}
		list := w.sendAs(admin, "GET", "/desk/keys", nil).Body.String()
		if strings.Contains(list, secret) || strings.Contains(list, all[0].Hash) || !strings.Contains(list, "04/03/2026") {
			t.Error("the list shows a key, or not when it was used")
		}
		log := w.logged("key.add")
		if len(log) != 1 || strings.Contains(fmt.Sprint(log), secret) || strings.Contains(fmt.Sprint(log), all[0].Hash) {
			t.Errorf("the log: %+v", log)
		}
		if log[0].Actor != "test-admin-snv" || !strings.Contains(log[0].After, `"Agency":"STP"`) {
			t.Errorf("the log: %+v", log[0])
		}
		if again := w.sendAs(admin, "POST", "/desk/keys", form); again.Code != 409 || strings.Contains(again.Body.String(), "hl_A") {
			t.Errorf("the same name again: %d", again.Code)
		}
	})
}

// logged are the log's rows of an action.
func (w *world) logged(action string) []survey.LogRow {
	w.t.Helper()
	rows, err := w.db.LogRows(w.t.Context(), action)
	if err != nil {
		w.t.Fatal(err)
	}
	return rows
}

func TestKeyFormSaysWhatIsWrong(t *testing.T) {
	both(t, func(w *world) {
		admin := w.as(account.Admin, "SNV")
		for _, try := range []struct{ field, value, want string }{
			{"name", "", `href="#o-name"`},
			{"agency", "NOBODY", `href="#o-agency"`},
			{"scopes", "", `href="#o-scopes"`},
			{"scopes", "all", `href="#o-scopes"`},
			{"days", "367", `href="#o-days"`},
			{"days", "-1", `href="#o-days"`},
			{"days", "x", `href="#o-days"`},
			{"days", "99999999999", `href="#o-days"`},
		} {
			form := url.Values{"name": {"Thử"}, "scopes": {"scores"}, "days": {"90"}}
			form.Set(try.field, try.value)
			if try.value == "" {
				form.Del(try.field)
			}
			rec := w.sendAs(admin, "POST", "/desk/keys", form)
			if rec.Code != 422 || !strings.Contains(rec.Body.String(), try.want) {
				t.Errorf("%s=%s: %d", try.field, try.value, rec.Code)
			}
		}
		if all, err := w.db.Keys(t.Context()); err != nil || len(all) != 0 {
			t.Errorf("%d keys, %v", len(all), err)
		}
		for _, role := range account.Roles {
			if role == account.Admin {
				continue
			}
			who, read := w.as(role, "STP"), 403
			if role == account.Auditor {
				read = 200 // reads all, changes nothing
			}
			if get, post := w.sendAs(who, "GET", "/desk/keys", nil), w.sendAs(who, "POST", "/desk/keys", url.Values{}); get.Code != read ||
				post.Code != 403 {
				t.Errorf("%s: %d, %d", role, get.Code, post.Code)
			}
		}
	})
}

func TestCountersWithTokens(t *testing.T) {
	both(t, func(w *world) {
		all, own := w.bearer("a", "", account.ScopeCounters), w.bearer("b", "STP", account.ScopeCounters)
		read := func(key, query string) (codes []string, next string, rec *httptest.ResponseRecorder) {
			rec = w.send("GET", "/api/v1/counters?"+query, "", key)
			var out struct {
				Counters []struct{ Code, Token, Agency string }
				Next     string
			}
			if err := json.Unmarshal(rec.Body.Bytes(), &out); err != nil || rec.Code != 200 {
				t.Fatalf("%d %v %s", rec.Code, err, rec.Body)
			}
			for _, n := range out.Counters {
				codes = append(codes, n.Code)
			}
			return codes, out.Next, rec
		}
		codes, next, rec := read(all, "limit=5")
		rest, end, _ := read(all, "limit=5&cursor="+url.QueryEscape(next))
		if len(codes) != 5 || len(rest) != 3 || end != "" || rec.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%v, %v, %q", codes, rest, rec.Header())
		}
		if strings.Contains(rec.Body.String(), storetest.TokenOld) {
			t.Error("a replaced token is given out")
		}
		mine, _, rec := read(own, "")
		if !slices.Equal(mine, []string{"STP-01", "STP-02", "STP-03", "STP-04"}) || !strings.Contains(rec.Body.String(), storetest.TokenSTP1) {
			t.Errorf("%v", mine)
		}
		if others, _, _ := read(own, "agency=CDYT"); len(others) != 0 {
			t.Errorf("%v", others)
		}
	})
}

func TestScoresThatAreNotPublic(t *testing.T) {
	both(t, func(w *world) {
		all, stp := w.bearer("a", "", account.ScopeScores), w.bearer("b", "STP", account.ScopeScores)
		without := w.bearer("c", "", account.ScopeCounters)
		for _, try := range []struct {
			name, key, target string
			status            int
			must, never       string
		}{
			{"last year's", all, "?year=2025", 200, `"agency":"SNV"`, ""},
			{"last year's, its own", stp, "?year=2025", 200, `"agency":"STP"`, "SNV"},
			{"another agency by its code", stp, "?year=2025&agency=SNV", 404, "", ""},
			{"its own", stp, "?year=2026", 200, `"agency":"STP"`, "CDYT"},
			{"without the scope, public", without, "?year=2026", 200, `"agency":"CDYT"`, ""},
			{"without the scope", without, "?year=2025", 403, "", "SNV"},
		} {
			rec := w.send("GET", "/api/v1/scores"+try.target, "", try.key)
			text := rec.Body.String()
			if rec.Code != try.status || !strings.Contains(text, try.must) || try.never != "" && strings.Contains(text, try.never) {
				t.Errorf("%s: %d %s", try.name, rec.Code, text)
			}
		}
		if rec := w.send("GET", "/api/v1/scores?year=2025", "", all); rec.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("a cache may keep it: %q", rec.Header())
		}
	})
}

// A key's use is noted once a day: the rest of the day it costs one read.
func TestKeyUseIsNotedOnceADay(t *testing.T) {
	both(t, func(w *world) {
		key := w.bearer("a", "", account.ScopeCounters)
		used := func() survey.Day {
			w.send("GET", "/api/v1/counters", "", key)
			all, err := w.db.Keys(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return all[0].UsedOn
		}
		if a, b := used(), used(); a != "2026-03-04" || b != a {
			t.Errorf("%s, %s", a, b)
		}
		w.clock = w.clock.Add(12 * time.Hour)
		if day := used(); day != "2026-03-05" {
			t.Errorf("%s", day)
		}
	})
}
