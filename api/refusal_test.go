package api_test

import (
	"net/url"
	"strings"
	"testing"

	"hailong/account"
)

// Whoever is refused stands in the program's log with route and login; what was typed
// and where it came from do not.
func TestRefusalsAreInTheLog(t *testing.T) {
	both(t, func(w *world) {
		manager := w.as(account.Manager, "STP")
		w.log.Reset()
		w.sendAs(manager, "GET", "/desk/log?q=secret-word", nil)
		w.send("POST", "/desk/me/sessions", "", asForm)
		w.send("POST", "/sign-in", url.Values{"login": {"typed-login"}, "password": {"typed-password"}}.Encode(), asForm)
		log := w.log.String()
		for _, want := range []string{
			"route=/desk/log status=403 who=test-manager-stp", "route=/desk/me/sessions status=401",
			`msg="sign-in refused" kind=unauthenticated`,
		} {
			if !strings.Contains(log, want) {
				t.Errorf("no %q in the log:\n%s", want, log)
			}
		}
		for _, never := range []string{"secret-word", "typed-login", "typed-password", "192.0.2.1"} {
			if strings.Contains(log, never) {
				t.Errorf("%q is in the log", never)
			}
		}
	})
}
