package document

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"hailong/scoring/edition"
)

// dissolved is the small year with an agency of which nobody said anything, since it was
// dissolved, and one to which too little of the set applies.
func dissolved(t *testing.T) *edition.Content {
	t.Helper()
	c := testContent(t)
	for i := range c.Agencies {
		for n := range c.Agencies[i].Leaves {
			switch l := &c.Agencies[i].Leaves[n]; c.Agencies[i].Code {
			case "BQL":
				*l = edition.Leaf{Code: l.Code, From: edition.FromNobody}
			case "STP":
				l.Out = n > 0
			}
		}
	}
	return computed(t, c)
}

// Who is not ranked has no class in any file, and who was left out no index.
func TestTheUnrankedHaveNoClass(t *testing.T) {
	c := dissolved(t)
	if r := c.Agencies[4].Result; r.Index != "0.00" || r.Class != "yeu" || r.Unranked != edition.LeftOut {
		t.Fatalf("the edition itself keeps them: %+v", r)
	}
	text := strings.TrimPrefix(string(bytesOf(t, RankingCSV, c, signed)), "\ufeff")
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	cells := func(code string) string {
		var list []string
		for _, row := range rows {
			if row[slices.Index(rows[0], "agency")] == code {
				for _, head := range []string{"rank", "index", "index_exact", "class", "class_name", "unranked", "reason"} {
					list = append(list, row[slices.Index(rows[0], head)])
				}
			}
		}
		return strings.Join(list, "|")
	}
	for code, want := range map[string]string{
		"BQL": "|||||left_out|Giải thể ngày 01/07/2022.",
		"STP": "|100.00|100/1|||too_little|",
		"SNV": "1|93.65|1873/20|tot|Tốt||",
	} {
		if got := cells(code); got != want {
			t.Errorf("%s: %s, want %s", code, got, want)
		}
	}
}

// The workbook says the reason in its place.
func TestTheWorkbookSaysWhyAnAgencyIsNotRanked(t *testing.T) {
	f := workbook(t, dissolved(t))
	why := "Không xếp hạng: Giải thể ngày 01/07/2022"
	little := "Không xếp hạng: số điểm áp dụng được dưới 60% tổng điểm của bộ tiêu chí"
	for _, want := range []struct {
		sheet string
		row   []string
	}{
		{"BQL", []string{"", "Chỉ số", "", "", "", why}},
		{"STP", []string{"", "Chỉ số", "", "", "100.00", little}},
		{"Sở, ban, ngành", []string{"", "BQL", "Ban Quản lý Khu kinh tế Vân Phong", "0.00", "60.00", "0.00", "0.00", "", "", "", why}},
		{"Sở, ban, ngành", []string{"", "STP", "Sở Tư pháp", "30.00", "30.00", "0.00", "0.00", "100.00", "", "", little}},
		{"Giải thích", []string{"Sở, ban, ngành", "BQL", "Ban Quản lý Khu kinh tế Vân Phong"}},
	} {
		if rows := sheetRows(t, f, want.sheet); !has(rows, want.row...) {
			t.Errorf("%s has no %q: %q", want.sheet, want.row, rows)
		}
	}
	for _, row := range sheetRows(t, f, "BQL") {
		if slices.Contains(row, "Yếu") || slices.Contains(row, "–") {
			t.Errorf("%q", row)
		}
	}
}
