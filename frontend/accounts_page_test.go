package frontend

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"hailong/account"
	"hailong/survey"
)

// roleFrame is the frame of a page that an account of a role looks at.
func roleFrame(lang survey.Lang, path string, role account.Role) Frame {
	f := testFrame(lang, path, "")
	f.Me = &account.Account{ID: 1, Login: "lan", Name: "Bùi Thanh Lan", Role: role, Agency: 1}
	return f
}

func someAccounts() []account.Account {
	at := time.Date(2022, 3, 4, 5, 0, 0, 0, time.UTC)
	return []account.Account{
		{ID: 1, Login: "lan", Name: "Bùi Thanh Lan", Role: account.Admin, Agency: 1, SignedAt: at},
		{
			ID: 2, Login: "hoa", Name: "<b>Đặng Hoa</b>", Role: account.Appraiser, Agency: 2, Disabled: true,
			Areas: []string{"TTHC"}, Factor: account.Factor{Sealed: []byte("x")},
		},
	}
}

func someKeys(now time.Time) []account.Key {
	return []account.Key{
		{ID: 3, Name: "Kiosk", Agency: 1, Scopes: account.Scopes, ExpiresAt: now.Add(time.Hour), UsedOn: "2022-03-04"},
		{ID: 2, Name: "Cũ", Scopes: account.Scopes[:1], ExpiresAt: now},
		{ID: 1, Name: "Mất", Scopes: account.Scopes[1:], ExpiresAt: now.Add(time.Hour), RevokedAt: now},
	}
}

// accountPages are those of accounts and keys.
func accountPages(all map[string]any, p *province, lang survey.Lang) {
	c, today, now := p.catalogue, survey.Day("2022-03-04"), time.Date(2022, 3, 4, 5, 0, 0, 0, time.UTC)
	list := someAccounts()
	for _, role := range []account.Role{account.Admin, account.Auditor} {
		f := roleFrame(lang, "/desk/accounts", role)
		all["accounts "+string(role)] = NewAccountsPage(f, c, today, list, nil)
		all["accounts none "+string(role)] = NewAccountsPage(f, c, today, list, url.Values{"q": {"zzz"}})
		all["accounts empty "+string(role)] = NewAccountsPage(f, c, today, nil, nil)
	}
	f := roleFrame(lang, "/desk/accounts/2", account.Admin)
	all["account new"] = NewAccountPage(f, c, today, nil, nil, nil)
	all["account"] = NewAccountPage(f, c, today, &list[1], nil, nil)
	all["account stale"] = NewAccountPage(f, c, today, &list[1], url.Values{"name": {"x"}, "role": {"chair"}},
		survey.Fail(survey.Conflict, "stale", nil))
	all["account link"] = NewAccountLinkPage(f, c, &list[1], "https://hailong.example.vn/sign-in/password?t=x", time.Hour)
	f = roleFrame(lang, "/desk/keys", account.Admin)
	all["keys"] = NewKeysPage(f, c, now, someKeys(now), nil, nil)
	all["keys empty"] = NewKeysPage(f, c, now, nil, url.Values{"scopes": {"scores"}}, nil)
	all["key"] = NewKeyPage(f, c, &someKeys(now)[0], "hl_x")
}

// Both versions stand side by side, in words, where they differ and nowhere else.
func TestStaleAccountShowsBothVersions(t *testing.T) {
	p, list := newProvince(), someAccounts()
	f := roleFrame(survey.Vietnamese, "/desk/accounts/2", account.Admin)
	typed := url.Values{"name": {list[1].Name}, "role": {"chair"}, "agency": {"SNV"}, "areas": {"TTHC"}}
	page := NewAccountPage(f, p.catalogue, "2022-03-04", &list[1], typed, survey.Fail(survey.Conflict, "stale", nil))
	want := []StaleRow{{"Vai trò", "Người thẩm định", "Chủ tịch hội đồng"}, {"Trạng thái", "Khóa", "Đang dùng"}}
	if len(page.Stale) != len(want) || page.Stale[0] != want[0] || page.Stale[1] != want[1] {
		t.Errorf("%v", page.Stale)
	}
}

// A key that ended has no button, one that works has one.
func TestOnlyWorkingKeysCanBeRevoked(t *testing.T) {
	now := time.Date(2022, 3, 4, 5, 0, 0, 0, time.UTC)
	f := roleFrame(survey.English, "/desk/keys", account.Admin)
	html := drawn(t, NewKeysPage(f, newProvince().catalogue, now, someKeys(now), nil, nil))
	if strings.Count(html, "/revoke") != 1 || !strings.Contains(html, "/desk/keys/3/revoke") {
		t.Error(html)
	}
	if !strings.Contains(html, "Expired") || !strings.Contains(html, "Revoked on 04/03/2022") {
		t.Error("the list does not say what ended a key")
	}
}
