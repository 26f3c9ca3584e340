package api_test

import (
	"net/url"
	"strings"
	"testing"

	"hailong/account"
)

// A form that comes when the session has ended is not lost: the page keeps it, to be
// sent again. Passwords are typed again.
func TestAFormThatCameTooLateIsKept(t *testing.T) {
	both(t, func(w *world) {
		form := url.Values{"name_vi": {`Quầy "số" <một>`}, "version": {"x"}, "groups": {"department", "district"}}
		rec := w.send("POST", "/desk/counters/STP-01", form.Encode(), asForm)
		body := rec.Body.String()
		for _, want := range []string{
			`action="/desk/counters/STP-01"`, `name="name_vi" value="Quầy &#34;số&#34; &lt;một&gt;"`,
			`name="groups" value="department"`, `name="groups" value="district"`, "Gửi lại", `target="_blank"`,
		} {
			if rec.Code != 401 || !strings.Contains(body, want) {
				t.Errorf("%d, no %q", rec.Code, want)
			}
		}
		rec = w.send("POST", "/desk/me/password", url.Values{"old": {"mat khau cu cua toi"}}.Encode(), asForm)
		if rec.Code != 401 || strings.Contains(rec.Body.String(), "mat khau cu") {
			t.Errorf("a password is repeated: %d", rec.Code)
		}
		rec = w.send("POST", "/desk/counters/STP-01", form.Encode(), asForm, "Sec-Fetch-Site: cross-site")
		if rec.Code != 403 || strings.Contains(rec.Body.String(), "Quầy &#34;") {
			t.Errorf("another site's form is kept: %d", rec.Code)
		}
	})
}

// Who alone may change and approve is told so before the first change waits for ever.
func TestTheDeskSaysThatNobodyCouldApprove(t *testing.T) {
	both(t, func(w *world) {
		admin := w.as(account.Admin, "SNV")
		alone := func() bool {
			return strings.Contains(w.sendAs(admin, "GET", "/desk", nil).Body.String(), "hailong user add")
		}
		if !alone() {
			t.Error("it is not said")
		}
		w.as(account.Chair, "STP")
		if alone() {
			t.Error("there is a chair of another agency")
		}
	})
}
