package api_test

import (
	"testing"

	"hailong/account"
	"hailong/survey"
)

// An administrator of Sở Nội vụ who wants its figures better must not become, make or
// open the second person whom the rule asks for.
func TestNobodyMakesHisOwnSecondPerson(t *testing.T) {
	both(t, func(w *world) {
		admin := w.as(account.Admin, "SNV")
		w.as(account.Chair, "STP")
		me, chair := w.account("test-admin-snv"), w.account("test-chair-stp")
		w.as(account.Secretary, "STP")
		clerk := w.account("test-secretary-stp")

		for name, try := range map[string]struct {
			path string
			form map[string]string
			of   *account.Account
		}{
			"leaves his agency":        {pathOf(me), map[string]string{"agency": "STP"}, me},
			"raises another's account": {pathOf(clerk), map[string]string{"role": "admin"}, clerk},
			"changes the chair":        {pathOf(chair), map[string]string{"email": "ke.gian@example.vn"}, chair},
			"lowers the chair":         {pathOf(chair), map[string]string{"role": "viewer"}, chair},
		} {
			form := w.accountForm(try.of)
			for field, value := range try.form {
				form.Set(field, value)
			}
			if rec := w.sendAs(admin, "POST", try.path, form); rec.Code != 422 && rec.Code != 409 {
				t.Errorf("%s: %d", name, rec.Code)
			}
			if now := w.account(try.of.Login); now.Role != try.of.Role || now.Agency != try.of.Agency || now.Email != try.of.Email {
				t.Errorf("%s: %+v", name, now)
			}
		}
		for _, act := range []string{"/link", "/factor", "/sessions"} {
			if rec := w.sendAs(admin, "POST", pathOf(chair)+act, with(nil)); rec.Code != 403 {
				t.Errorf("%s of the chair: %d", act, rec.Code)
			}
		}
		made := &account.Account{Login: "an.moi", Name: "Người mới", Role: account.Admin, Agency: chair.Agency}
		form := w.accountForm(made)
		form.Set("login", made.Login)
		if rec := w.sendAs(admin, "POST", "/desk/accounts/new", form); rec.Code != 422 {
			t.Errorf("makes an administrator elsewhere: %d", rec.Code)
		}
		if a, err := w.db.AccountByLogin(w.t.Context(), made.Login); err != nil || a != nil {
			t.Errorf("it is stored: %v, %v", a, err)
		}

		// The operator of the machine may.
		people := account.People{Store: w.db, Now: w.signIn.Now, Actor: survey.Program}
		if _, err := people.Add(w.t.Context(), w.shelf.Now(), made); err != nil {
			t.Error(err)
		}
	})
}
