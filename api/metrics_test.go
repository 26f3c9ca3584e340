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
	w.send("GET", "/s/"+storetest.TokenOld, "")
	w.send("GET", "/made/up/"+storetest.TokenSTP1, "")
	w.send("PECULIAR", "/", "")
	rec := httptest.NewRecorder()
	page.ServeHTTP(rec, httptest.NewRequestWithContext(t.Context(), "GET", "/metrics", nil))
	text := rec.Body.String()
	for _, series := range []string{
		`hailong_echo_requests_total{code="200",host="",method="GET",url="/s/:token"} 1`,
		`hailong_echo_requests_total{code="410",host="",method="GET",url="/s/:token"} 1`,
		`hailong_echo_requests_total{code="404",`,
	} {
		if !strings.Contains(text, series) {
			t.Errorf("lacks %s", series)
		}
	}
	for _, secret := range []string{storetest.TokenSTP1, "example.com", "192.0.2", "PECULIAR"} {
		if strings.Contains(text, secret) {
			t.Errorf("holds %q", secret)
		}
	}
}
