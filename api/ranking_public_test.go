package api_test

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"hailong/account"
	"hailong/api"
	"hailong/scoring/edition"
	"hailong/scoring/round"
	"hailong/store/storetest"
)

// The key that a citizen takes home is the one that editions are checked with, and the page
// prints its fingerprint. Where the key is another by now, or there is none, the page says so.
func TestThePublicKeyIsGiven(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t), api.Limits{})
	w.publish(yearContent(t, 2025), 0, "")
	archive := w.send("GET", "/editions/cchc-2025-1.zip", "").Body.Bytes()
	signed, err := edition.SigningKey(archive)
	if err != nil {
		t.Fatal(err)
	}
	const elsewhere = "Xin đối chiếu mã SHA-256"
	w.says("/editions/key", 404)
	page := w.says("/rankings/2025", 200, "hiện chưa đưa ra khóa công khai", elsewhere, "hailong verify cchc-2025-1.zip</code>")
	if strings.Contains(page, "/editions/key") {
		t.Error("a key is offered that is not there")
	}

	w.editionKey = func() ([]byte, error) { return signed, nil }
	fours := inFours(edition.Hash(signed))
	w.says("/rankings/2025", 200, `href="/editions/key"`, fours, elsewhere, "hailong verify cchc-2025-1.zip --key khoa-cua-tinh.pem")
	rec := w.send("GET", "/editions/key", "")
	key, err := edition.ParseKey(rec.Body.Bytes())
	if err != nil || rec.Header().Get("Content-Type") != "text/plain; charset=UTF-8" || rec.Header().Get("Cache-Control") != "public, no-cache" {
		t.Error(err, rec.Header())
	}
	report, err := edition.Verify(bytes.NewReader(archive), int64(len(archive)), key)
	if err != nil || len(report.Faults) > 0 || !report.Known {
		t.Errorf("the archive is not checked by it: %+v, %v", report, err)
	}
	if again := w.send("GET", "/editions/key", "", "If-None-Match: "+rec.Header().Get("ETag")); again.Code != 304 {
		t.Error("asked again", again.Code)
	}

	public, _, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	other, err := edition.EncodeKey(public)
	if err != nil {
		t.Fatal(err)
	}
	w.editionKey = func() ([]byte, error) { return other, nil }
	page = w.says("/rankings/2025", 200, "bằng một khóa trước đó", fours, inFours(edition.Hash(other)))
	if strings.Contains(page, "--key") {
		t.Error("a command that would fail")
	}
	w.editionKey = func() ([]byte, error) { return nil, errors.New("/etc/secret/place") }
	w.says("/rankings/2025", 200, "hiện chưa đưa ra khóa công khai")
	if rec := w.send("GET", "/editions/key", ""); rec.Code != 503 || strings.Contains(rec.Body.String(), "/etc/") {
		t.Error(rec.Code, rec.Body)
	}
}

func inFours(hash string) string {
	var parts []string
	for ; len(hash) > 4; hash = hash[4:] {
		parts = append(parts, hash[:4])
	}
	return strings.Join(append(parts, hash), " ")
}

// The signed decision is taken by itself, as it was attached.
func TestTheSignedDecisionIsDownloaded(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t), api.Limits{})
	e := w.publish(yearContent(t, 2025), 0, "")
	w.says("/rankings/2025", 200, "Quyết định đã ký", `href="/editions/cchc-2025-1.decision.pdf"`)
	rec := w.send("GET", "/editions/cchc-2025-1.decision.pdf", "")
	h := rec.Header()
	if rec.Code != 200 || rec.Body.String() != "%PDF-1.4\n%%EOF\n" || edition.Hash(rec.Body.Bytes()) != string(e.DecisionFile) {
		t.Error(rec.Code, rec.Body)
	}
	for name, want := range map[string]string{
		"Content-Type": "application/pdf", "Cache-Control": "public, max-age=31536000, immutable",
		"ETag": `"` + string(e.DecisionFile) + `"`,
	} {
		if h.Get(name) != want {
			t.Errorf("%s: %s", name, h.Get(name))
		}
	}
	if !strings.HasPrefix(h.Get("Content-Disposition"), `attachment; filename="cchc-2025-1.decision.pdf"`) {
		t.Error(h)
	}
	w.says("/editions/cchc-2025-1.decision.docx", 404)
	w.says("/editions/cchc-2025-2.decision.pdf", 404)
}

// What there cannot be is refused by name, not answered with nothing.
func TestAnUnknownKindIsRefused(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t), api.Limits{})
	w.publish(yearContent(t, 2025), 0, "")
	w.publish(satisfactionOf(yearContent(t, 2025)), 0, "")
	for _, target := range []string{"/rankings?kind=evil", "/rankings/2025?kind=evil", "/rankings/2025/STP?kind=evil", "/rankings/2019?kind=evil"} {
		w.says(target, 422, "Địa chỉ chưa đúng", "chỉ nhận cchc hoặc satisfaction", `href="/rankings/2025"`)
	}
	bodies := w.described("/api/v1/rankings/2025?kind=evil", "/api/v1/rankings/2025?kind=satisfaction", "/api/v1/editions?kind=evil",
		"/api/v1/rankings/2025?kind=cchc", "/api/v1/editions?kind=satisfaction")
	for i, body := range bodies[:3] {
		if !strings.Contains(body, `"status":422`) || !strings.Contains(body, `"field":"kind"`) {
			t.Error(i, body)
		}
	}
	if !strings.Contains(bodies[3], "cchc-2025-1") || !strings.Contains(bodies[4], "satisfaction-2025-1") || strings.Contains(bodies[4], "cchc-2025-1") {
		t.Error(bodies[3:])
	}
	w.says("/agencies/STP/history", 200, "cchc-2025-1")
	w.says("/agencies/STP/history?family=evil", 404)
	w.says("/groups/department/history?family=evil", 404)
}

// Whoever is in charge comes from what was published to its public page and to its
// correction, and is told what the correction changes before it is closed and published.
func TestACorrectionIsShownBeforeItIsMade(t *testing.T) {
	both(t, func(w *world) {
		y := w.openYear(2026)
		y.fillAll("STP")
		y.submit("STP")
		y.advance(round.Appraising)
		y.finish()
		y.advance(round.Closed)
		what, close := fmt.Sprintf("round:%d", y.id), "/desk/editions/close"
		first := w.closeYear(y.secretary, what)
		w.wantsNot("closed", w.sendAs(y.secretary, "GET", first, nil), 200, "Lập bản đính chính", "Trang công khai")
		w.publishAt(first, "123/QĐ-UBND")
		correct := close + "?what=" + url.QueryEscape(what)
		w.wants("published", w.sendAs(y.secretary, "GET", first, nil), 200, `href="/rankings/2026"`, "Trang công khai năm 2026", `href="`+correct+`"`)
		publisher := w.as(account.Publisher, "UBND-NT")
		w.wantsNot("publisher", w.sendAs(publisher, "GET", first, nil), 200, "Lập bản đính chính")
		w.wants("chosen", w.sendAs(y.secretary, "GET", correct, nil), 200, `value="`+what+`" selected`)

		form := values("what", what, "do", "try", "why", "Sai tên")
		tried := w.sendAs(y.secretary, "POST", close, form)
		w.wants("nothing changes", tried, 200, "Không con số nào khác lần 1")
		form.Set("do", "close")
		form.Set("mark", markOf(tried))
		rec := w.sendAs(y.secretary, "POST", close, form)
		second, _, _ := strings.Cut(rec.Header().Get("Location"), "?")
		w.wants("nothing changes", w.sendAs(publisher, "GET", second+"/publish", nil), 200, "Không con số nào khác lần 1")
		w.wantsNot("waiting", w.sendAs(y.secretary, "GET", first, nil), 200, "Lập bản đính chính")
		w.publishAt(second, "124/QĐ-UBND")
		w.wants("corrected", w.sendAs(y.secretary, "GET", first, nil), 200, `href="/rankings/2026?number=1"`)
		w.wantsNot("corrected", w.sendAs(y.secretary, "GET", first, nil), 200, "Lập bản đính chính")
	})
}

// An administrator is told why an account is not his to change, and finds no button that
// would be refused.
func TestARefusedAccountHasNoButtons(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t), api.Limits{})
	admin := w.as(account.Admin, "SNV")
	w.as(account.Publisher, "SNV")
	w.as(account.Chair, "STP")
	w.as(account.Viewer, "STP")
	for login, why := range map[string]string{
		"test-publisher-snv": "chốt và công bố phải do hai người", "test-chair-stp": "",
	} {
		page := w.sendAs(admin, "GET", pathOf(w.account(login)), nil)
		w.wants(login, page, 200, why, `<p class="waits">`)
		w.wantsNot(login, page, 200, "/sessions", "/link", `action="`+pathOf(w.account(login))+`"`, "Lưu</button>")
	}
	page := w.sendAs(admin, "GET", pathOf(w.account("test-viewer-stp")), nil)
	w.wants("viewer", page, 200, "/sessions", `action="`+pathOf(w.account("test-viewer-stp"))+`"`)
}
