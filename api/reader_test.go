package api_test

import (
	"testing"

	"hailong/account"
	"hailong/api"
	"hailong/survey"
)

func TestReadersSeeTheirOwn(t *testing.T) {
	c := (&survey.Catalogue{Agencies: []survey.Agency{{ID: 1, Code: "A"}, {ID: 2, Code: "B"}, {ID: 3, Code: "C"}}}).Index()
	secret, open := &survey.Plan{}, &survey.Plan{Public: true}
	for _, tt := range []struct {
		role      account.Role
		agency    survey.AgencyID
		own, all  bool
		elsewhere bool
	}{
		{"", 0, false, false, false},
		{account.Manager, 1, true, false, false},
		{account.Clerk, 1, false, false, false},
		{account.Admin, 1, true, true, true},
		{account.Auditor, 2, true, true, true},
	} {
		var me *account.Account
		if tt.role != "" {
			me = &account.Account{Role: tt.role, Agency: tt.agency}
		}
		r := api.ReaderOf(c, me)
		if r.Sees(secret, 1) != tt.own || r.SeesAll(secret) != tt.all || r.Sees(secret, 3) != tt.elsewhere ||
			!r.Sees(open, 3) || !r.SeesAll(open) {
			t.Errorf("%+v", tt)
		}
	}
}
