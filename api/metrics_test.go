package api_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"hailong/api"
	"hailong/store/storetest"
)

// The measures name routes, never a counter's token, a host or a sender.
func TestMeasuresNameRoutesOnly(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t), api.Limits{})
	page, err := api.Measure(w.handler)
	if err != nil {
		t.Fatal(err)
	}
	w.send("GET", "/s/"+storetest.TokenSTP1, "")
	w.send("GET", "/made/up/"+storetest.TokenSTP1, "")
	rec := httptest.NewRecorder()
	page.ServeHTTP(rec, httptest.NewRequestWithContext(t.Context(), "GET", "/metrics", nil))
	text := rec.Body.String()
	if !strings.Contains(text, `url="/s/:token"`) {
		t.Errorf("lacks the route: %.500s", text)
	}
	for _, secret := range []string{storetest.TokenSTP1, "example.com", "192.0.2"} {
		if strings.Contains(text, secret) {
			t.Errorf("holds %q", secret)
		}
	}
}
