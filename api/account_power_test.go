package api_test

import (
	"fmt"
	"strings"
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

// Nor those whom the year's index asks for: who appraises his agency's sheet, unlocks it or
// runs its round is not his to make, nor who publishes what he may close.
func TestNobodyMakesHisOwnCouncilOrPublisher(t *testing.T) {
	both(t, func(w *world) {
		admin := w.as(account.Admin, "SNV")
		w.as(account.Viewer, "STP")
		w.as(account.Publisher, "SNV")
		w.as(account.Viewer, "SNV")
		snv, stp := w.account("test-publisher-snv"), w.account("test-viewer-stp")
		add := func(role account.Role, agency survey.AgencyID) (int, string) {
			made := &account.Account{Login: "moi-" + string(role), Name: "Người mới", Role: role, Agency: agency}
			form := w.accountForm(made)
			form.Set("login", made.Login)
			rec := w.sendAs(admin, "POST", "/desk/accounts/new", form)
			return rec.Code, rec.Body.String()
		}
		for _, role := range []account.Role{account.Appraiser, account.Secretary, account.Chair, account.Publisher, account.Admin} {
			if code, _ := add(role, stp.Agency); code != 422 {
				t.Errorf("makes a %s elsewhere: %d", role, code)
			}
			form := w.accountForm(stp)
			form.Set("role", string(role))
			w.wants("raises to "+string(role), w.sendAs(admin, "POST", pathOf(stp), form), 422)
			w.as(role, "CDYT")
			other := w.account("test-" + string(role) + "-cdyt")
			for _, act := range []string{"/link", "/factor", "/sessions"} {
				w.wants(string(role)+act, w.sendAs(admin, "POST", pathOf(other)+act, with(nil)), 403)
			}
		}
		if code, body := add(account.Publisher, snv.Agency); code != 422 || !strings.Contains(body, "hai người thực hiện") {
			t.Error("makes a publisher at home", code)
		}
		form := w.accountForm(snv)
		form.Set("email", "ke.gian@example.vn")
		w.wants("changes the publisher", w.sendAs(admin, "POST", pathOf(snv), form), 422, "hai người thực hiện")
		form = w.accountForm(snv)
		form.Set("role", string(account.Viewer))
		w.wants("lowers the publisher", w.sendAs(admin, "POST", pathOf(snv), form), 422)
		for _, act := range []string{"/link", "/factor", "/sessions"} {
			w.wants("publisher"+act, w.sendAs(admin, "POST", pathOf(snv)+act, with(nil)), 403, "hai người thực hiện")
		}
		for _, role := range []account.Role{account.Appraiser, account.Secretary} {
			if code, _ := add(role, snv.Agency); code != 200 {
				t.Errorf("makes a %s at home: %d", role, code)
			}
		}
		if code, _ := add(account.Manager, stp.Agency); code != 200 {
			t.Errorf("makes a manager elsewhere: %d", code)
		}
		if log := fmt.Sprint(w.logged("account.ticket")); strings.Count(log, `"ShownTo":"test-admin-snv"`) != 3 {
			t.Error("who was shown the links is not told:", log)
		}
	})
}
