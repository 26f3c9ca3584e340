package api_test

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"hailong/api"
	"hailong/store/storetest"
)

// erase sends the form that erases a comment.
func (w *world) erase(token, code string) *httptest.ResponseRecorder {
	w.t.Helper()
	return w.send("POST", "/s/"+token+"/erase", url.Values{"r": {code}}.Encode(), asForm)
}

// remark leaves a comment at a counter and gives its code, as the thanks page has it.
func (w *world) remark(token, text string) string {
	w.t.Helper()
	rec := w.form(token, "receipt", storetest.Receipt(w.t), "form", "short@1", "q.TC", "5", "comment", text)
	thanks, err := url.Parse(rec.Header().Get("Location"))
	if err != nil || rec.Code != 303 {
		w.t.Fatal(rec.Code, rec.Body, err)
	}
	return thanks.Query().Get("r")
}

// The whole way: the thanks page leads to the form, the form erases, once.
func TestErasingAComment(t *testing.T) {
	both(t, func(w *world) {
		const secret = "Ý kiến sẽ bị xóa"
		code := w.remark(storetest.TokenSTP1, secret)
		stays := w.remark(storetest.TokenSTP1, "Ý kiến ở lại")
		link := "/s/" + storetest.TokenSTP1 + "/erase?r=" + code
		thanks := w.send("GET", "/s/"+storetest.TokenSTP1+"/thanks?r="+code, "")
		if !strings.Contains(thanks.Body.String(), `href="`+link+`"`) {
			t.Error("the thanks page does not lead there")
		}
		if form := w.send("GET", link, ""); form.Code != 200 || !strings.Contains(form.Body.String(), `value="`+code+`"`) {
			t.Errorf("the form: %d", form.Code)
		}
		typed := strings.ToLower(strings.Replace(code, "-", "", 1))
		for _, step := range []struct {
			what, token, code string
			status            int
			must              string
		}{
			{"another counter", storetest.TokenSTP2, code, 404, "Không có ý kiến nào với mã này"},
			{"no code", storetest.TokenSTP1, "", 422, "Mã phiếu chưa đúng"},
			{"a broken code", storetest.TokenSTP1, `K7"<b>`, 422, `value="K7&#34;&lt;b&gt;"`},
			{"as it is typed in haste", strings.ToLower(storetest.TokenSTP1), typed, 200, "Đã xóa ý kiến"},
			{"a second time", storetest.TokenSTP1, code, 404, `value="` + code + `"`},
		} {
			rec := w.erase(step.token, step.code)
			text := rec.Body.String()
			if rec.Code != step.status || !strings.Contains(text, step.must) {
				t.Errorf("%s: %d, lacks %s: %.200s", step.what, rec.Code, step.must, text)
			}
			if strings.Contains(text, secret) || rec.Header().Get("Set-Cookie") != "" ||
				rec.Header().Get("Cache-Control") != "no-store" {
				t.Errorf("%s: tells or keeps too much", step.what)
			}
		}
		if w.received() != 2 {
			t.Errorf("%d answers are counted, want both", w.received())
		}
		if rec := w.erase(storetest.TokenSTP1, stays); rec.Code != 200 {
			t.Errorf("the other: %d", rec.Code)
		}
		for _, personal := range []string{secret, code, typed, storetest.TokenSTP1} {
			if strings.Contains(w.log.String(), personal) {
				t.Errorf("the log holds %q", personal)
			}
		}
	})
}

// A comment written just before the survey's end or the counter's can be erased after.
func TestErasingWhereNothingIsTakenAnyMore(t *testing.T) {
	both(t, func(w *world) {
		code := w.remark(storetest.TokenSTP1, "x")
		w.clock = w.clock.AddDate(2, 0, 0)
		if rec := w.send("GET", "/s/"+storetest.TokenSTP1, ""); rec.Code != 410 {
			t.Errorf("the form: %d", rec.Code)
		}
		// The code that hung there before, at the same counter.
		if rec := w.erase(storetest.TokenOld, code); rec.Code != 200 {
			t.Errorf("erasing: %d %.300s", rec.Code, rec.Body)
		}
	})
}

func TestErasingWhileTheDatabaseIsAway(t *testing.T) {
	both(t, func(w *world) {
		if err := w.db.Close(); err != nil {
			t.Fatal(err)
		}
		if rec := w.send("GET", "/s/"+storetest.TokenSTP1+"/erase", ""); rec.Code != 200 {
			t.Errorf("the form: %d", rec.Code)
		}
		rec := w.erase(storetest.TokenSTP1, "K7Q4-92TD")
		if rec.Code != 503 || rec.Header().Get("Retry-After") == "" || !strings.Contains(rec.Body.String(), `value="K7Q4-92TD"`) {
			t.Errorf("%d %s", rec.Code, rec.Body)
		}
		if rec := w.send("GET", "/privacy", ""); rec.Code != 200 {
			t.Errorf("the page about privacy: %d", rec.Code)
		}
	})
}

// Nobody tries codes one after the other, whether they are well formed or not; a
// minute later it goes on. The limits of answers have nothing to do with it.
func TestErasingIsLimited(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t), api.Limits{})
	for i, code := range strings.Fields(strings.Repeat("0000-0000 xyz ", 10)) {
		if rec := w.erase(storetest.TokenSTP1, code); rec.Code == 429 {
			t.Fatalf("try %d: %d", i, rec.Code)
		}
	}
	rec := w.erase(storetest.TokenSTP2, "K7Q4-92TD")
	if rec.Code != 429 || rec.Header().Get("Retry-After") == "" || !strings.Contains(rec.Body.String(), "K7Q4-92TD") {
		t.Errorf("%d, Retry-After %q", rec.Code, rec.Header().Get("Retry-After"))
	}
	w.clock = w.clock.Add(time.Minute)
	if rec := w.erase(storetest.TokenSTP1, "K7Q4-92TD"); rec.Code != 404 {
		t.Errorf("a minute later: %d", rec.Code)
	}
}
