package api_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"strings"
	"testing"

	"hailong/account"
	"hailong/scoring/edition"
	"hailong/scoring/round"
	"hailong/store/storetest"
)

// publishing are the use cases with a key of the test's own.
func (w *world) publishing(context.Context) (*edition.Editions, error) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	return &edition.Editions{Store: w.db, Files: w.files, Signer: key, Now: w.signIn.Now, Zone: storetest.Zone}, err
}

// The index is seen before it is published by those in charge alone; what it would be
// without flagged responses is logged each time.
func TestTheIndexIsPreviewed(t *testing.T) {
	both(t, func(w *world) {
		y := w.openYear(2026)
		y.fillAll("STP")
		y.submit("STP")
		at := fmt.Sprintf("/desk/rounds/%d/index", y.id)
		page := w.sendAs(y.secretary, "GET", at, nil)
		w.wants("preview", page, 200, "Đợt đang ở bước: Tự chấm", y.path("STP", ""), "/agencies/STP?year=2026",
			"mới xếp hạng", `method="post" action="`+at+`"`, "Nếu bỏ phiếu bị gắn cờ", "Cơ quan hành chính")
		for _, role := range account.Roles {
			want := 403
			if role.Reach(account.SeeIndex) != account.None {
				want = 200
			}
			w.wants(string(role), w.sendAs(w.as(role, "STP"), "GET", at, nil), want)
		}
		looks := func() int {
			entries := w.sendAs(w.as(account.Auditor, "SNV"), "GET", "/desk/log?action=index.without_flagged", nil)
			return strings.Count(entries.Body.String(), "xem thử chỉ số khi bỏ phiếu gắn cờ")
		}
		before := looks()
		w.wantsNot("an address alone asks nothing", w.sendAs(y.secretary, "GET", at+"?without=flagged", nil), 200, "Đang xem nếu bỏ")
		if looks() != before {
			t.Error("reading a page was logged")
		}
		w.wants("without", w.sendAs(y.secretary, "POST", at, nil), 200,
			"Đang xem nếu bỏ 0 phiếu", "có tính phiếu gắn cờ: không đổi", `href="`+at+`"`)
		if looks() != before+1 {
			t.Error("nobody knows that somebody looked")
		}
	})
}

// The figures are frozen as they were shown, published by somebody else by a signed
// decision, and corrected by another edition.
func TestAnEditionIsPreparedAndPublished(t *testing.T) {
	both(t, func(w *world) {
		y := w.openYear(2026)
		y.fillAll("STP")
		y.submit("STP")
		close, what := "/desk/editions/close", fmt.Sprintf("round:%d", y.id)
		w.wants("empty", w.sendAs(y.secretary, "GET", "/desk/editions", nil), 200, "Chưa có bản công bố nào", close)
		w.wants("not yet", w.sendAs(y.secretary, "GET", close, nil), 200, "Đợt chấm điểm năm 2026 chưa khóa", "Mức độ hài lòng năm 2025")
		w.wants("refused", w.sendAs(y.secretary, "POST", close, values("what", what, "do", "close")), 409)
		w.wants("nothing", w.sendAs(y.secretary, "POST", close, values("what", "year:1999")), 422, "Xin chọn số liệu")
		y.advance(round.Appraising)
		y.finish()
		y.advance(round.Closed)

		tried := w.sendAs(y.secretary, "POST", close, values("what", what, "do", "try"))
		w.wants("trial", tried, 200, "Sở, ban, ngành", "Sau khi chốt")
		w.wants("without having looked", w.sendAs(y.secretary, "POST", close, values("what", what, "do", "close", "mark", "x")), 409, "xin xem lại rồi chốt")
		path := w.closeYear(y.secretary, what)
		w.wants("one at a time", w.sendAs(y.secretary, "POST", close, values("what", what, "do", "try")), 409, "chờ công bố")
		item := w.sendAs(y.secretary, "GET", path, nil)
		w.wants("item", item, 200, "đã chốt, chưa công bố", "annex.docx", "submission.docx", path+"/withdraw")
		w.wantsNot("item", item, 200, path+"/publish", path+"/archive")
		for _, file := range []string{"annex.docx", "annex.pdf", "annex.xlsx", "annex.json", "submission.docx"} {
			rec := w.sendAs(y.secretary, "GET", path+"/files/"+file, nil)
			w.wants(file, rec, 200)
			if !strings.HasPrefix(rec.Header().Get("Content-Disposition"), "attachment;") || rec.Header().Get("Cache-Control") != "no-store" {
				t.Error(file, rec.Header())
			}
		}
		w.wants("no such file", w.sendAs(y.secretary, "GET", path+"/files/annex.exe", nil), 404)
		w.wants("no archive yet", w.sendAs(y.secretary, "GET", path+"/archive", nil), 404)
		w.wants("manager", w.sendAs(y.manager, "GET", path, nil), 403)
		w.wants("manager's file", w.sendAs(y.manager, "GET", path+"/files/annex.docx", nil), 403)

		publisher := w.as(account.Publisher, "UBND-NT")
		w.wants("publisher", w.sendAs(publisher, "GET", path, nil), 200, path+"/publish")
		w.wants("secretary does not publish", w.upload(y.secretary, path+"/publish", fields(), nil), 403)
		w.wants("nothing given", w.upload(publisher, path+"/publish", fields("decision", "7/QĐ"), nil), 422, "Xin ghi ngày", "tệp PDF", `value="7/QĐ"`)
		w.publishAt(path, "123/QĐ-UBND")
		w.wants("published", w.sendAs(publisher, "GET", path, nil), 200, "123/QĐ-UBND", path+"/archive")
		w.wants("archive", w.sendAs(y.secretary, "GET", path+"/archive", nil), 200, "PK")
		w.wants("too late", w.sendAs(y.secretary, "POST", path+"/withdraw", values("why", "x")), 409)
		w.wants("list", w.sendAs(publisher, "GET", "/desk/editions", nil), 200, "đã công bố", "123/QĐ-UBND")

		w.wants("a correction says why", w.sendAs(y.secretary, "POST", close, values("what", what, "do", "try")), 422, "Xin ghi lý do")
		form := values("what", what, "do", "try", "why", "Sai điểm của <STP>")
		tried = w.sendAs(y.secretary, "POST", close, form)
		w.wants("correction", tried, 200, "thay cho lần 1", "Sai điểm của &lt;STP&gt;")
		form.Set("do", "close")
		form.Set("mark", markOf(tried))
		rec := w.sendAs(y.secretary, "POST", close, form)
		w.wants("corrected", rec, 303)
		second, _, _ := strings.Cut(rec.Header().Get("Location"), "?")
		w.wants("second", w.sendAs(y.secretary, "GET", second, nil), 200, "lần 2", "Thay cho")
		w.wants("no reason", w.sendAs(y.secretary, "POST", second+"/withdraw", values("why", " ")), 422, "Xin ghi lý do")
		w.wants("withdrawn", w.sendAs(y.secretary, "POST", second+"/withdraw", values("why", "Nhầm")), 303)
		w.wants("no files", w.sendAs(y.secretary, "GET", second+"/files/annex.docx", nil), 404)
	})
}

// Whoever froze the figures does not publish them, whatever his role has become.
func TestWhoClosedDoesNotPublish(t *testing.T) {
	both(t, func(w *world) {
		admin := w.as(account.Admin, "SNV")
		path := w.closeYear(admin, "year:2025")
		a, err := w.db.AccountByLogin(w.t.Context(), "test-admin-snv")
		if err != nil {
			t.Fatal(err)
		}
		a.Role = account.Publisher
		if err := w.db.InTx(w.t.Context(), func(ctx context.Context) error { return w.db.PutAccount(ctx, a) }); err != nil {
			t.Fatal(err)
		}
		page := w.sendAs(admin, "GET", path, nil)
		w.wants("says it", page, 200, "Người đã chốt số liệu không được công bố")
		w.wantsNot("offers nothing", page, 200, path+"/publish")
		rec := w.upload(admin, path+"/publish", fields("decision", "1/QĐ", "date", "2026-03-04"), [][3]string{{"pdf", "a.pdf", aPDF}})
		w.wants("refused", rec, 403)
	})
}
