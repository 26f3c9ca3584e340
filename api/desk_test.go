package api_test

import (
	"net/http/httptest"
	"net/url"

	"hailong/account"
	"hailong/survey"
)

// as signs an account of a role and an agency in, and gives its cookie as a header. The
// account is made where there is none.
func (w *world) as(role account.Role, agency string) string {
	w.t.Helper()
	ctx := w.t.Context()
	login := "test-" + string(role) + "-" + account.FoldLogin(agency)
	catalogue := w.shelf.Now()
	a := &account.Account{
		Login: login, Name: "Nguyễn Văn " + agency, Role: role,
		Agency: catalogue.AgencyByCode(agency, survey.DayOf(w.clock, catalogue.Zone)).ID,
	}
	people := account.People{
		Store: w.db, Passwords: w.signIn.Passwords, Secret: w.signIn.Secret, Now: w.signIn.Now, Actor: survey.Program,
	}
	if _, err := people.Find(ctx, login); err != nil {
		if _, err := people.Add(ctx, catalogue, a); err != nil {
			w.t.Fatal(err)
		}
	}
	begun, err := w.signIn.Trusted(ctx, login, account.DemoWay)
	if err != nil {
		w.t.Fatal(err)
	}
	return "Cookie: __Host-hailong=" + begun.Token
}

// sendAs sends a form, or asks for a page where form is nil, with a cookie of as.
func (w *world) sendAs(cookie, method, target string, form url.Values) *httptest.ResponseRecorder {
	w.t.Helper()
	if form == nil {
		return w.send(method, target, "", cookie)
	}
	return w.send(method, target, form.Encode(), cookie, asForm)
}
