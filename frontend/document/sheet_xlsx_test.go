package document

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"hailong/scoring/round"
)

// The workbook of a sheet has every leaf with its figures as numbers, what both sides said,
// and the sums.
func TestSheetAsAWorkbook(t *testing.T) {
	s := testSheet(t)
	body, err := SheetXLSX(s)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows := sheetRows(t, f, f.GetSheetName(0))
	text := ""
	for _, row := range rows {
		text += strings.Join(row, "|") + "\n"
	}
	for i := range s.Leaves {
		if code := s.Leaves[i].Item.Code; !strings.Contains(text, "\n"+code+"|") {
			t.Errorf("no row of %s in\n%s", code, text)
		}
		if e := s.Leaves[i].Explained; e != nil && !strings.Contains(text, e.Note) {
			t.Errorf("no explanation %q", e.Note)
		}
	}
	if !strings.Contains(text, s.Agency.Name.VI) || SheetName(s) != "phieu-cham-diem-2022-SKHDT.xlsx" {
		t.Error(SheetName(s), text)
	}
}

// A cell holds the names of as many files as a sheet takes.
func TestAWorkbookNamesManyFiles(t *testing.T) {
	s := testSheet(t)
	for range round.MaxEvidence {
		s.Evidence = append(s.Evidence, round.Evidence{
			Name: strings.Repeat("ả", 200), Uses: []round.Use{{Leaf: s.Leaves[0].Item.Code, Part: round.Self}},
		})
	}
	if _, err := SheetXLSX(s); err != nil {
		t.Error(err)
	}
}
