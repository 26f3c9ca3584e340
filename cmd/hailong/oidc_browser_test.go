package main

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hailong/api/issuertest"
)

// TestSignInByOIDC is the way in with the province's account, on a phone without
// JavaScript: to a real issuer and back, by the claim that names the account.
func TestSignInByOIDC(t *testing.T) {
	onBoth(t, func(t *testing.T, database string) {
		issuer := issuertest.New(t, time.Now)
		env := append(setUp(t, database),
			"HAILONG_SECRET_FILE="+filepath.Join(t.TempDir(), "secret"), "HAILONG_OIDC_ISSUER="+issuer.URL,
			"HAILONG_OIDC_CLIENT_ID="+issuertest.ClientID, "HAILONG_OIDC_CLIENT_SECRET="+issuertest.ClientSecret,
			"HAILONG_OIDC_NAME=Tài khoản Khánh Hòa",
		)
		hailong(t, env, "user", "add", "hoa@khanhhoa.example", "--name", "Đặng Ngọc Hoa", "--role", "manager", "--agency", "STP")
		p := start(t, env, "serve")
		b := newPerson(t, p.address, 360, false)

		// Somebody whom the issuer knows and we do not.
		issuer.Person = map[string]any{"email": "ai@khanhhoa.example", "email_verified": true}
		b.open(p.address + "/sign-in")
		b.must(200, "Tài khoản Khánh Hòa")
		b.leave(tap(`a[href^="/sign-in/oidc"]`))
		b.must(403, "Không có tài khoản nào ứng với người vừa xác thực")

		issuer.Person = map[string]any{"email": "Hoa@KhanhHoa.example", "email_verified": true}
		b.open(p.address + "/desk/me")
		b.leave(tap(`a[href^="/sign-in/oidc"]`))
		b.must(200, "Đặng Ngọc Hoa", "Tài khoản của tôi")
		if _, address := b.shown(); !strings.HasSuffix(address, "/desk/me") {
			t.Errorf("leads to %s", address)
		}
	})
}
