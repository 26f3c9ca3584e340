package api_test

import (
	"bytes"
	"strings"
	"testing"

	"hailong/account"
	"hailong/sheet"
)

// A small workbook may hold a table that is too long to come back when it is confirmed:
// that is said when it is tried.
func TestAWorkbookThatCouldNotBeConfirmedIsNotTried(t *testing.T) {
	both(t, func(w *world) {
		admin := w.as(account.Admin, "SNV")
		table := sheet.Sheet{Name: "counters", Head: []string{"code", "agency", "name_vi"}}
		for range 2000 {
			table.Rows = append(table.Rows, []any{"STP-01", "STP", strings.Repeat("q", 900)})
		}
		var b bytes.Buffer
		if err := sheet.WriteXLSX(&b, table); err != nil || b.Len() > 1<<20 {
			t.Fatal(b.Len(), err)
		}
		rec := w.file(admin, "/desk/files/counters", nil, "quay.xlsx", b.String())
		w.wants("too long", rec, 422, "1,5 MB", "chia nhỏ")
		if strings.Contains(rec.Body.String(), `name="table"`) {
			t.Error("what cannot be confirmed can be confirmed")
		}
	})
}
