package api_test

import (
	"net/url"
	"strings"
	"testing"

	"hailong/api"
	"hailong/store/storetest"
)

// Whatever a form or a program sends, the answer is one of the contract's and
// never a fault of ours.
func FuzzForm(f *testing.F) {
	f.Add("receipt=x&q.TC=5&comment=a", storetest.TokenSTP1)
	f.Add("q.TC=%00&stage=%ff", "7k3mq2xvto")
	f.Add("q.=&q.TC=1&q.TC=2&q.KQ=na&form=short@1", "%2e%2e")
	w := newWorld(f, storetest.SQLite(f), api.Limits{}) // one for all: a database for each input would test the disk
	f.Fuzz(func(t *testing.T, body, token string) {
		w.t = t
		rec := w.send("POST", "/s/"+url.PathEscape(token), body, asForm)
		if rec.Code >= 500 || rec.Code == 200 {
			t.Errorf("%d for %q", rec.Code, body)
		}
	})
}

func FuzzJSON(f *testing.F) {
	for _, s := range scenarios() {
		if s.target == "/api/v1/responses" && len(s.body) < 1000 {
			f.Add(strings.ReplaceAll(s.body, `"R"`, `"01957a3c-0000-7000-8000-000000000000"`))
		}
	}
	w := newWorld(f, storetest.SQLite(f), api.Limits{})
	f.Fuzz(func(t *testing.T, body string) {
		w.t = t
		if rec := w.post(body); rec.Code >= 500 {
			t.Errorf("%d for %q", rec.Code, body)
		}
	})
}
