package api_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"html"
	"strings"
	"testing"

	"hailong/account"
	"hailong/store/storetest"
	"hailong/survey"
)

func TestTheLogIsReadAndSearched(t *testing.T) {
	both(t, func(w *world) {
		w.said(storetest.TokenSTP1, "2026-03-02", five("Bí mật của người dân")...)
		auditor := w.as(account.Auditor, "SNV")
		never := []string{"Bí mật của", storetest.TokenSTP1, storetest.TokenCDYT}
		w.holds(auditor, "/desk/log", 200, []string{"thêm tài khoản", "test-auditor-snv", "#1<"}, never)
		w.holds(auditor, "/desk/log?action=agency.add&q=SO+TU+PHAP", 200, []string{"Sở Tư pháp", "thêm cơ quan"}, []string{"Sở Nội vụ<"})
		w.holds(auditor, "/desk/log?subject=STP-01", 200, []string{"thêm quầy"}, []string{"thêm cơ quan</b>", "STP-02"})
		w.holds(auditor, "/desk/log?actor=nobody", 200, []string{"Không có dòng nào khớp"}, nil)
		w.holds(auditor, "/desk/log?from=2026-03-05", 200, []string{"Không có dòng nào khớp"}, nil)
		w.holds(auditor, "/desk/log?from=04/03/2026&to=2026-03-04", 200, []string{"#1<"}, never)
		w.holds(auditor, "/desk/log?from=31/02/2026", 422, []string{"Ngày chưa đúng", `value="31/02/2026"`}, nil)
		w.holds(auditor, "/desk/log?below=2", 200, []string{"#1<"}, []string{"#2<"})
		w.holds(auditor, "/desk/log/999999", 404, nil, nil)
		w.holds(auditor, "/desk/log/x", 404, nil, nil)
		w.holds(w.as(account.Manager, "STP"), "/desk/log", 403, nil, []string{"test-auditor"})
		w.holds(w.as(account.Chair, "SNV"), "/desk/log.csv", 403, nil, []string{"test-auditor"})
	})
}

// Anybody can compute the hash of an entry again from what its page shows.
func TestAnEntryShowsWhatItsHashIsOf(t *testing.T) {
	both(t, func(w *world) {
		auditor := w.as(account.Auditor, "SNV")
		rec := w.send("GET", "/desk/log/2", "", auditor)
		_, rest, _ := strings.Cut(rec.Body.String(), `<pre class="hashed" tabindex="0"><code>`)
		text, _, _ := strings.Cut(rest, "</code></pre>")
		sum := sha256.Sum256([]byte(html.UnescapeString(text)))
		row, err := survey.LogRowAt(w.t.Context(), w.db, 2)
		if err != nil || hex.EncodeToString(sum[:]) != row.Hash || !strings.Contains(rec.Body.String(), row.Hash) ||
			!strings.Contains(rec.Body.String(), "khớp với mã băm") {
			w.t.Errorf("%v: the text %q is not what %s is of", err, text, row.Hash)
		}
	})
}

// What is taken away is what the page finds, can be checked, and is logged.
func TestTheLogIsTakenAway(t *testing.T) {
	both(t, func(w *world) {
		auditor := w.as(account.Auditor, "SNV")
		head, err := w.db.LogHead(w.t.Context())
		if err != nil {
			w.t.Fatal(err)
		}
		lines := w.send("GET", "/desk/log.jsonl?q=", "", auditor)
		rows := bytes.Split(bytes.TrimSpace(lines.Body.Bytes()), []byte("\n"))
		if lines.Code != 200 || int64(len(rows)) != head.Number || lines.Header().Get("Cache-Control") != "no-store" {
			w.t.Errorf("%d, %d lines of %d, %s", lines.Code, len(rows), head.Number, lines.Header())
		}
		oldest := append([]byte{}, rows[len(rows)-1]...)
		if check, err := survey.AuditFile(bytes.NewReader(oldest), nil); err != nil || check.Number != 1 {
			w.t.Errorf("a line is not as the command writes it: %v", err)
		}
		table := w.send("GET", "/desk/log.csv?action=agency.add", "", auditor)
		if !strings.Contains(table.Body.String(), "agency.add") || strings.Contains(table.Body.String(), "account.add") {
			w.t.Errorf("another selection: %.300s", table.Body)
		}
		if rec := w.send("GET", "/desk/log.xlsx?q=so+tu+phap", "", auditor); rec.Code != 200 || rec.Body.Len() < 2000 {
			w.t.Error(rec.Code, rec.Body.Len())
		}
		taken := w.readings("log.export")
		if len(taken) != 3 || !strings.Contains(taken[1].After, `"Action":"agency.add"`) ||
			strings.Contains(taken[2].After, "phap") || taken[0].Actor != "test-auditor-snv" {
			w.t.Errorf("the log says of it %v", taken)
		}
	})
}
