package api_test

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"hailong/account"
	"hailong/survey"
)

// accountScenarios are those of the pages about accounts, without rights.
func accountScenarios() []scenario {
	var list []scenario
	for _, path := range []string{"/desk/accounts", "/desk/accounts/new", "/desk/accounts/1"} {
		list = append(list, scenario{
			name: "GET " + path, method: "GET", target: path, status: 303,
			header: "Location: /sign-in?next=" + url.QueryEscape(path),
		})
	}
	for _, path := range []string{"new", "1", "1/link", "1/factor", "1/sessions"} {
		list = append(list, scenario{
			name: "POST " + path, method: "POST", target: "/desk/accounts/" + path, headers: []string{asForm}, status: 401,
		})
	}
	return list
}

// account is an account by its login.
func (w *world) account(login string) *account.Account {
	w.t.Helper()
	a, err := w.db.AccountByLogin(w.t.Context(), login)
	if err != nil || a == nil {
		w.t.Fatalf("%s: %v, %v", login, a, err)
	}
	return a
}

// accountForm is an account's form as its page sends it.
func (w *world) accountForm(a *account.Account) url.Values {
	c := w.shelf.Now()
	form := url.Values{
		"version": {a.Version(c)}, "name": {a.Name}, "email": {a.Email}, "role": {string(a.Role)},
		"agency": {c.Agency(a.Agency).Code}, "areas": {strings.Join(a.Areas, " ")},
	}
	if a.Disabled {
		form.Set("disabled", "yes")
	}
	return form
}

func pathOf(a *account.Account) string { return fmt.Sprint("/desk/accounts/", a.ID) }

// with is a form with one field changed.
func with(form url.Values, pairs ...string) url.Values {
	changed := url.Values{}
	for name, values := range form {
		changed[name] = slices.Clone(values)
	}
	for i := 0; i < len(pairs); i += 2 {
		changed.Set(pairs[i], pairs[i+1])
	}
	return changed
}

// From the form to the first sign-in: the link is shown once, works once, and is in
// neither the list nor the log.
func TestAccountIsAddedWithALink(t *testing.T) {
	both(t, func(w *world) {
		admin := w.as(account.Admin, "SNV")
		form := url.Values{
			"login": {" Lan.TT@stp "}, "name": {"Bùi Thanh Lan"}, "email": {"lan@stp.example.vn"}, "role": {"appraiser"},
			"agency": {"SNV"}, "areas": {"TTHC, CCVC"},
		}
		rec := w.sendAs(admin, "POST", "/desk/accounts/new", form)
		link := regexp.MustCompile(`https://hailong\.example\.vn(/sign-in/password\?t=[A-Za-z0-9_-]{43})`).
			FindStringSubmatch(rec.Body.String())
		if rec.Code != 200 || link == nil || rec.Header().Get("Cache-Control") != "no-store" {
			t.Fatalf("%d %.300s", rec.Code, rec.Body)
		}
		a := w.account("lan.tt@stp")
		if a.Password != "" || !slices.Equal(a.Areas, []string{"TTHC", "CCVC"}) || a.Email != "lan@stp.example.vn" {
			t.Errorf("%+v", a)
		}
		token := link[1][len("/sign-in/password?t="):]
		log := fmt.Sprint(w.logged("account.add"))
		list := w.sendAs(admin, "GET", "/desk/accounts?q=bui+thanh", nil).Body.String()
		if strings.Contains(log+list, token) || strings.Contains(log, account.Hash(token)) || !strings.Contains(list, "lan.tt@stp") {
			t.Errorf("the link is told again, or the account is not listed: %s", log)
		}
		if strings.Contains(log, "lan@stp.example.vn") {
			t.Errorf("the log holds an address: %s", log)
		}
		const password = "con thuyền nằm nghỉ 47"
		set := url.Values{"t": {token}, "password": {password}, "again": {password}}
		if first, second := w.sendAs("", "POST", "/sign-in/password", set), w.sendAs("", "POST", "/sign-in/password", set); first.Code != 303 ||
			second.Code != 404 {
			t.Errorf("the link: %d, then %d", first.Code, second.Code)
		}
		again := w.sendAs(admin, "POST", "/desk/accounts/new", form)
		if again.Code != 409 || !strings.Contains(again.Body.String(), `value="lan@stp.example.vn"`) {
			t.Errorf("the same login again: %d", again.Code)
		}
	})
}

func TestAccountFormSaysWhatIsWrong(t *testing.T) {
	both(t, func(w *world) {
		admin := w.as(account.Admin, "SNV")
		good := url.Values{"login": {"lan.tt"}, "name": {"Bùi Thanh Lan"}, "role": {"viewer"}, "agency": {"STP"}}
		for _, try := range [][2]string{
			{"login", "Lân"},
			{"name", " "},
			{"email", "lan"},
			{"role", "king"},
			{"role", ""},
			{"agency", "NOBODY"},
			{"agency", ""},
			{"areas", strings.Repeat("A ", 300)},
		} {
			rec := w.sendAs(admin, "POST", "/desk/accounts/new", with(good, try[0], try[1]))
			if rec.Code != 422 || !strings.Contains(rec.Body.String(), `href="#o-`+try[0]+`"`) ||
				!strings.Contains(rec.Body.String(), `value="Bùi Thanh Lan"`) && try[0] != "name" {
				t.Errorf("%s=%.20s: %d", try[0], try[1], rec.Code)
			}
		}
		for _, path := range []string{"/desk/accounts/x", "/desk/accounts/999999", "/desk/accounts/99999999999999999999"} {
			if rec := w.sendAs(admin, "GET", path, nil); rec.Code != 404 {
				t.Errorf("%s: %d", path, rec.Code)
			}
		}
	})
}

// Two administrators edit one account: the second is shown both versions, nothing is
// lost, and sending once more is a decision.
func TestAccountThatAnotherChanged(t *testing.T) {
	both(t, func(w *world) {
		admin := w.as(account.Admin, "SNV")
		w.as(account.Viewer, "STP")
		a := w.account("test-viewer-stp")
		form := w.accountForm(a)
		if rec := w.sendAs(admin, "POST", pathOf(a), with(form, "email", "first@example.vn")); rec.Code != 303 {
			t.Fatalf("%d", rec.Code)
		}
		rec := w.sendAs(admin, "POST", pathOf(a), with(form, "email", "second@example.vn", "role", "manager"))
		page := rec.Body.String()
		if rec.Code != 409 || !strings.Contains(page, `">first@example.vn</td><td`) ||
			!strings.Contains(page, `">second@example.vn</td>`) {
			t.Fatalf("%d %s", rec.Code, page)
		}
		now := w.account(a.Login)
		if now.Email != "first@example.vn" || now.Role != account.Viewer {
			t.Errorf("something was overwritten: %+v", now)
		}
		if !strings.Contains(page, now.Version(w.shelf.Now())) || !strings.Contains(page, `value="second@example.vn"`) {
			t.Error("the page cannot be sent again")
		}
		again := with(w.accountForm(now), "email", "second@example.vn")
		if rec := w.sendAs(admin, "POST", pathOf(a), again); rec.Code != 303 || w.account(a.Login).Email != "second@example.vn" {
			t.Errorf("%d", rec.Code)
		}
	})
}

func TestAccountActs(t *testing.T) {
	both(t, func(w *world) {
		admin, viewer := w.as(account.Admin, "SNV"), w.as(account.Viewer, "STP")
		a := w.account("test-viewer-stp")
		a.Factor = account.Factor{Sealed: []byte("x")}
		if err := w.db.InTx(t.Context(), func(ctx context.Context) error { return w.db.PutAccount(ctx, a) }); err != nil {
			t.Fatal(err)
		}
		link := w.sendAs(admin, "POST", pathOf(a)+"/link", url.Values{})
		if link.Code != 200 || !strings.Contains(link.Body.String(), "/sign-in/password?t=") {
			t.Errorf("a link: %d", link.Code)
		}
		if rec := w.sendAs(viewer, "GET", "/desk/me", nil); rec.Code != 200 {
			t.Errorf("a link ends sessions: %d", rec.Code)
		}
		if rec := w.sendAs(admin, "POST", pathOf(a)+"/factor", url.Values{}); rec.Code != 303 || w.account(a.Login).Factor.On() {
			t.Errorf("the second factor: %d", rec.Code)
		}
		if rec := w.sendAs(admin, "POST", pathOf(a)+"/factor", url.Values{}); rec.Code != 303 {
			t.Errorf("the second factor again: %d", rec.Code)
		}
		viewer = w.as(account.Viewer, "STP")
		if rec := w.sendAs(admin, "POST", pathOf(a)+"/sessions", url.Values{}); rec.Code != 303 {
			t.Errorf("ending sessions: %d", rec.Code)
		}
		if rec := w.sendAs(viewer, "GET", "/desk/me", nil); rec.Code != 303 {
			t.Errorf("the session goes on: %d", rec.Code)
		}
		if len(w.logged("session.revoke")) != 1 || len(w.logged("account.second_factor")) != 1 || len(w.logged("account.ticket")) != 1 {
			t.Error("an act is not in the log, or twice")
		}
	})
}

// Nobody shuts himself out, and one administrator stays, whoever asks.
func TestAdministratorsCannotShutThemselvesOut(t *testing.T) {
	both(t, func(w *world) {
		admin := w.as(account.Admin, "SNV")
		a, c := w.account("test-admin-snv"), w.shelf.Now()
		for _, change := range [][2]string{{"disabled", "yes"}, {"role", "viewer"}} {
			rec := w.sendAs(admin, "POST", pathOf(a), with(w.accountForm(a), change[0], change[1]))
			if rec.Code != 409 || !strings.Contains(rec.Body.String(), `href="#o-`+change[0]+`"`) {
				t.Errorf("one's own %s: %d", change[0], rec.Code)
			}
		}
		command := account.People{Store: w.db, Now: w.signIn.Now, Actor: survey.Actor{Name: a.Login, Where: "command"}}
		turn := func(login string, off bool, role account.Role) error {
			stored := w.account(login)
			changed := *stored
			changed.Disabled, changed.Role = off, role
			return command.Change(t.Context(), c, stored.Version(c), &changed)
		}
		if err := turn(a.Login, true, account.Admin); survey.KindOf(err) != survey.Conflict {
			t.Errorf("the last administrator is switched off: %v", err)
		}
		if err := turn(a.Login, false, account.Viewer); survey.KindOf(err) != survey.Conflict {
			t.Errorf("the last administrator is made a viewer: %v", err)
		}
		other := w.as(account.Admin, "STP")
		if err := turn(a.Login, true, account.Admin); err != nil {
			t.Errorf("one of two: %v", err)
		}
		if err := turn("test-admin-stp", true, account.Admin); survey.KindOf(err) != survey.Conflict {
			t.Errorf("one that is switched off counts as an administrator: %v", err)
		}
		// An administrator of another agency opens no account that may approve for his own.
		if rec := w.sendAs(other, "POST", pathOf(a), with(w.accountForm(w.account(a.Login)), "disabled", "")); rec.Code != 422 {
			t.Errorf("switched on by somebody of another agency: %d", rec.Code)
		}
		if err := turn(a.Login, false, account.Admin); err != nil {
			t.Errorf("switching on again: %v", err)
		}
	})
}

func TestAuditorSeesAccountsAndChangesNone(t *testing.T) {
	both(t, func(w *world) {
		auditor := w.as(account.Auditor, "SNV")
		a := w.account("test-auditor-snv")
		list := w.sendAs(auditor, "GET", "/desk/accounts", nil)
		if list.Code != 200 || !strings.Contains(list.Body.String(), a.Login) || strings.Contains(list.Body.String(), "/desk/accounts/new") {
			t.Errorf("the list: %d", list.Code)
		}
		for _, path := range []string{"/new", "", "/link", "/factor", "/sessions"} {
			target := pathOf(a) + path
			if path == "/new" {
				target = "/desk/accounts/new"
			}
			if rec := w.sendAs(auditor, "POST", target, url.Values{}); rec.Code != 403 {
				t.Errorf("POST %s: %d", target, rec.Code)
			}
		}
		for role, want := range map[account.Role]int{account.Manager: 403, account.Clerk: 403, account.Chair: 403, account.Admin: 200} {
			if rec := w.sendAs(w.as(role, "STP"), "GET", "/desk/accounts", nil); rec.Code != want {
				t.Errorf("%s: %d", role, rec.Code)
			}
		}
		admin := w.as(account.Admin, "STP")
		for query, want := range map[string]bool{
			"role=auditor": true, "role=clerk": false, "agency=SNV": true, "agency=STP": false, "q=auditor": true, "q=zzz": false,
		} {
			page := w.sendAs(admin, "GET", "/desk/accounts?"+query, nil).Body.String()
			if strings.Contains(page, a.Login) != want {
				t.Errorf("%s: %v", query, !want)
			}
		}
	})
}
