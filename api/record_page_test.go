package api_test

import (
	"strings"
	"testing"

	"hailong/account"
)

// A thing about which a proposal waits says so, and the proposal leads to the thing and
// calls people by their names.
func TestAProposalAndItsThingLeadToEachOther(t *testing.T) {
	both(t, func(w *world) {
		admin := w.as(account.Admin, "SNV")
		const page = "/desk/counters/SNV-01"
		path := w.propose(admin, page, "name_vi", "Quầy một cửa", "agency", "SNV", "closed_on", "2026-03-31")
		w.wants("the counter", w.sendAs(admin, "GET", page, nil), 200, "Có đề nghị đang chờ", `href="`+path+`"`)
		proposal := w.sendAs(admin, "GET", path, nil)
		w.wants("the proposal", proposal, 200, `href="`+page+`"`, "Xem quầy SNV-01")
		all, err := w.db.Accounts(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range all {
			if a.Role == account.Admin && a.Name != "" {
				w.wants("its people", proposal, 200, a.Name+" ("+a.Login+")")
			}
		}
		w.wants("withdrawn", w.sendAs(admin, "POST", path, values("state", "withdrawn")), 303)
		if rec := w.sendAs(admin, "GET", page, nil); rec.Code != 200 || strings.Contains(rec.Body.String(), "Có đề nghị đang chờ") {
			t.Errorf("still said to wait: %d", rec.Code)
		}
	})
}
