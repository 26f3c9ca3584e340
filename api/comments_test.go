package api_test

import (
	"bytes"
	"crypto/rand"
	"database/sql"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hailong/account"
	"hailong/api"
	"hailong/store/storetest"
	"hailong/survey"
)

// said leaves comments at a counter on a day and lets them be shown.
func (w *world) said(token string, day survey.Day, texts ...string) {
	w.t.Helper()
	c := w.shelf.Now()
	counter, err := c.CounterByToken(token)
	if err != nil {
		w.t.Fatal(err)
	}
	plan := c.OfficialPlans(2026)[0]
	list := make([]survey.Response, len(texts))
	for i, text := range texts {
		at := day.Time().Add(time.Duration(i) * time.Minute)
		receipt, err := survey.NewReceipt(at, rand.Reader)
		if err != nil {
			w.t.Fatal(err)
		}
		list[i] = survey.Response{
			Receipt: receipt, Counter: counter.ID, Plan: plan.ID, Questionnaire: plan.Questionnaire,
			AnsweredAt: at, ReceivedAt: at, Day: day, Channel: survey.ChannelQR, Status: survey.StatusValid,
			Levels: "5-----", Comment: text,
		}
		list[i].Tally = survey.TallyOf(&list[i], counter.Agency, c.Questionnaire(plan.Questionnaire))
	}
	if _, err := w.db.AddResponses(w.t.Context(), c.Version, list); err != nil {
		w.t.Fatal(err)
	}
	if _, err := survey.ReleaseComments(w.t.Context(), w.db, c, w.clock); err != nil {
		w.t.Fatal(err)
	}
}

func five(text string) []string {
	list := make([]string, 5)
	for i := range list {
		list[i] = fmt.Sprintf("%s số %d", text, i+1)
	}
	return list
}

// readings are the log's entries of an action.
func (w *world) readings(action string) []survey.LogRow {
	w.t.Helper()
	rows, err := w.db.LogRows(w.t.Context(), action)
	if err != nil {
		w.t.Fatal(err)
	}
	return rows
}

func (w *world) holds(cookie, target string, status int, must, never []string) {
	w.t.Helper()
	rec := w.send("GET", target, "", cookie)
	s := scenario{status: status, must: must, never: never}
	for _, problem := range s.judge(rec.Code, rec.Body.String(), rec.Header()) {
		w.t.Errorf("%s: %s", target, problem)
	}
	if got := rec.Header().Get("Cache-Control"); cookie != "" && status == 200 && got != "no-store" {
		w.t.Errorf("%s: Cache-Control %q", target, got)
	}
}

func TestCommentsAreReadByTheirOwnAndOthersAreLogged(t *testing.T) {
	both(t, func(w *world) {
		w.said(storetest.TokenSTP1, "2026-03-02", five("Thái độ tốt")...)
		w.said(storetest.TokenCDYT, "2026-03-02", five("Chờ lâu")...)
		manager, auditor := w.as(account.Manager, "STP"), w.as(account.Auditor, "SNV")

		w.holds(manager, "/desk/comments", 200, []string{"Thái độ tốt số 5", "02/03/2026"}, []string{"Chờ lâu", "07:0"})
		w.holds(manager, "/desk/comments?agency=STP&q=THAI+do", 200, []string{"Thái độ tốt số 1"}, nil)
		w.holds(manager, "/desk/comments?agency=STP&q=khong+co", 200, []string{"Không có ý kiến nào khớp"}, []string{"Thái độ"})
		w.holds(manager, "/desk/comments?agency=CDYT", 404, nil, []string{"Chờ lâu", "Cao đẳng"})
		w.holds(w.as(account.Clerk, "STP"), "/desk/comments", 403, nil, []string{"Thái độ"})
		w.holds(manager, "/agencies/STP", 200, []string{"Ý kiến mới nhất", "Thái độ tốt số 3"}, nil)
		w.holds(manager, "/agencies/CDYT", 200, nil, []string{"Chờ lâu", "Ý kiến mới nhất", "Việc nên làm"})
		w.holds("", "/agencies/STP", 200, nil, []string{"Thái độ", "Ý kiến mới nhất", "Việc nên làm"})
		if rows := w.readings("comment.read"); len(rows) != 0 {
			w.t.Errorf("reading one's own is logged: %v", rows)
		}

		w.holds(auditor, "/agencies/CDYT", 200, []string{"được ghi vào nhật ký"}, []string{"Chờ lâu"})
		w.holds(auditor, "/desk/comments?agency=CDYT&q=lau", 200, []string{"Chờ lâu số 2"}, []string{"Thái độ"})
		rows := w.readings("comment.read")
		if len(rows) != 1 || rows[0].Subject != "CDYT" || rows[0].Actor != "test-auditor-snv" ||
			strings.Contains(rows[0].After, "lau") {
			w.t.Errorf("the reading of another agency's comments: %v", rows)
		}
	})
}

// A plan that is not public is seen by those of the agency, and of no other one.
func TestWhatIsNotPublicIsSeenByItsOwn(t *testing.T) {
	both(t, func(w *world) {
		manager, viewer, admin := w.as(account.Manager, "SNV"), w.as(account.Viewer, "STP"), w.as(account.Admin, "SNV")
		secret := []string{"chưa công bố: chỉ người đã đăng nhập"}
		w.holds("", "/agencies/SNV?year=2025", 403, nil, nil)
		w.holds(manager, "/agencies/SNV?year=2025", 200, secret, nil)
		w.holds(manager, "/agencies/SNV/detail?year=2025", 200, secret, nil)
		w.holds(manager, "/agencies/SNV/table.csv?year=2025", 200, nil, nil)
		w.holds(manager, "/agencies/STP?year=2025", 403, nil, []string{"Sở Tư pháp"})
		w.holds(manager, "/agencies/STP/table.xlsx?year=2025", 403, nil, nil)
		w.holds(manager, "/groups/department?year=2025", 403, nil, []string{"Sở Tư pháp"})
		w.holds(manager, "/table.csv?year=2025", 403, nil, nil)
		w.holds(viewer, "/agencies/SNV?year=2025", 403, nil, []string{"Sở Nội vụ<"})
		for _, target := range []string{"/groups/department?year=2025", "/?year=2025", "/agencies/SNV?year=2025"} {
			w.holds(admin, target, 200, secret, nil)
		}
		w.holds(admin, "/table.xlsx?year=2025", 200, nil, nil)
		w.holds(admin, "/api/v1/scores?year=2025", 403, nil, nil)
	})
}

// Below the minimum the public and other agencies see a number, the agency its interval.
func TestBelowTheMinimumTheIntervalIsItsOwn(t *testing.T) {
	both(t, func(w *world) {
		for range 12 {
			if rec := w.post(body("R", storetest.Receipt(w.t))); rec.Code != http.StatusCreated {
				w.t.Fatal(rec.Code, rec.Body)
			}
		}
		hint := "chỉ để tham khảo"
		stranger, own := w.as(account.Manager, "CDYT"), w.as(account.Viewer, "STP")
		for _, target := range []string{"/agencies/STP", "/agencies/STP/detail", "/groups/department", "/"} {
			w.holds("", target, 200, nil, []string{hint, "stroke-dasharray=\"5 3\""})
			w.holds(stranger, target, 200, nil, []string{hint, "stroke-dasharray=\"5 3\""})
		}
		w.holds(own, "/agencies/STP", 200, []string{hint, "Việc nên làm trước"}, nil)
		w.holds(own, "/groups/department", 200, []string{hint}, nil)
		public, mine := w.send("GET", "/agencies/STP/table.csv", ""), w.send("GET", "/agencies/STP/table.csv", "", own)
		low := func(csv string) string { return strings.Split(strings.Split(csv, "\n")[1], ",")[7] }
		if low(public.Body.String()) != "" || low(mine.Body.String()) == "" {
			w.t.Errorf("low: %q for the public, %q for the agency", low(public.Body.String()), low(mine.Body.String()))
		}
		if name := mine.Header().Get("Content-Disposition"); !strings.Contains(name, "noi-bo") {
			w.t.Errorf("%s does not say that it is not for the public", name)
		}
	})
}

// Who brings no cookie is never looked up: the public's pages do without sessions, and
// are the same to the last byte as for who signed out.
func TestThePublicAsksForNoSession(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	db := storetest.Open(t, path)
	if _, err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, db, api.Limits{})
	targets := []string{"/", "/agencies/STP", "/groups/department", "/agencies/STP/detail", "/agencies/STP/table.csv"}
	before := map[string][]byte{}
	for _, target := range targets {
		before[target] = w.send("GET", target, "", "Cookie: __Host-hailong=nobody").Body.Bytes()
	}
	raw, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	if _, err := raw.ExecContext(t.Context(), "ALTER TABLE session RENAME TO elsewhere"); err != nil {
		t.Fatal(err)
	}
	for _, target := range targets {
		rec := w.send("GET", target, "")
		if rec.Code != http.StatusOK || !bytes.Equal(rec.Body.Bytes(), before[target]) {
			t.Errorf("%s: %d, or another page", target, rec.Code)
		}
		if got := rec.Header().Get("Cache-Control"); got != "no-cache" {
			t.Errorf("%s: %s", target, got)
		}
	}
}
