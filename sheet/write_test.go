package sheet

import (
	"bytes"
	"errors"
	"math"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"hailong/survey"
)

// anyText draws clean texts, with what is hard for one format or the other.
func anyText() *rapid.Generator[string] {
	hard := rapid.SampledFrom([]string{
		"", "'", "''", "=1+1", "'=1+1", "''-2", "@", "+84", "-", "001", "1E5", "1.50", "0x10", "TRUE", "#N/A", "NULL",
		"_x0041_", "_x005F_", "_x005F_x0041_", "_x0041_x0042_", "_xD800_", "_x000a_x", "_x", "a\nb", "\n", "a\tb", "\"", "a\"b",
		",", ";", "a;b,c", "<&>", "]]>", "&#10;", "Sở Tư pháp", "🙂", "\ufeff", "\ufffd", "2026-03-04", "'\n=", "\u200b",
	})
	wild := rapid.StringOfN(rapid.RuneFrom(nil, unicode.PrintRanges...), 0, 12, -1)
	return rapid.Custom(func(t *rapid.T) string {
		parts := rapid.SliceOfN(rapid.OneOf(hard, wild), 1, 3).Draw(t, "parts")
		return strings.TrimSpace(norm.NFC.String(strings.Join(parts, "")))
	})
}

func anyTable(t *rapid.T) *survey.Table {
	width := rapid.IntRange(1, 4).Draw(t, "width")
	table := &survey.Table{Columns: rapid.SliceOfN(anyText(), width, width).Draw(t, "head")}
	if table.Columns[width-1] == "" {
		table.Columns[width-1] = "last"
	}
	for i := range rapid.IntRange(0, 4).Draw(t, "rows") {
		cells := rapid.SliceOfN(anyText(), width, width).Draw(t, "cells")
		table.Rows = append(table.Rows, survey.Row{Line: i + 2, Cells: cells})
	}
	return table
}

// A table comes back from either format, but for its blank rows; lines are those of the file.
func TestWhatIsWrittenIsReadAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := anyTable(t)
		var c, x bytes.Buffer
		if err := WriteCSV(&c, FromTable("x", want)); err != nil {
			t.Fatal(err)
		}
		if err := WriteXLSX(&x, FromTable("x", want)); err != nil {
			t.Fatal(err)
		}
		fromCSV, err := Read(&c)
		if err != nil {
			t.Fatal(err)
		}
		fromXLSX, err := Read(&x)
		if err != nil {
			t.Fatal(err)
		}
		var rows []survey.Row
		for _, row := range want.Rows {
			if strings.Join(row.Cells, "") != "" {
				rows = append(rows, row)
			}
		}
		want.Rows = rows
		if d := cmp.Diff(want, fromXLSX); d != "" {
			t.Errorf("xlsx: %s", d)
		}
		for i := range min(len(rows), len(fromCSV.Rows)) {
			fromCSV.Rows[i].Line = rows[i].Line // a cell of two lines moves what follows
		}
		if d := cmp.Diff(want, fromCSV); d != "" {
			t.Errorf("csv: %s", d)
		}
	})
}

// facts is a sheet with a cell of every type.
func facts() Sheet {
	clock := time.Date(2026, 3, 4, 10, 42, 5, 600, time.FixedZone("ICT", 7*60*60))
	return Sheet{
		Name: "Facts",
		Head: []string{"text", "whole", "big", "yes", "day", "time", "percent", "nothing"},
		Rows: [][]any{
			{"=1+1", 30, int64(9007199254740993), true, survey.Day("2026-03-04"), clock, Percent(83.2512345678), nil},
			{"001", -7, int64(0), false, survey.Day(""), time.Time{}, Percent(100), nil},
			{"two\r\nlines", 0, nil, nil, survey.Day("1899-12-31"), time.Date(1850, 1, 2, 3, 4, 5, 0, time.UTC), Percent(-0.0000001), nil},
		},
	}
}

func TestBothFormatsGiveTheSameFacts(t *testing.T) {
	csv, xlsx := written(t, facts())
	want := [][]string{
		{"=1+1", "30", "9007199254740993", "1", "2026-03-04", "2026-03-04 10:42:05", "83.251235", ""},
		{"001", "-7", "0", "0", "", "", "100", ""},
		{"two\nlines", "0", "", "", "1899-12-31", "1850-01-02 03:04:05", "0", ""},
	}
	for i, row := range cells(t, xlsx) {
		if d := cmp.Diff(want[i], row); d != "" {
			t.Errorf("xlsx row %d: %s", i, d)
		}
	}
	text := strings.ReplaceAll(string(csv), "\r\n", "|")
	wantText := "\ufefftext,whole,big,yes,day,time,percent,nothing|" +
		"'=1+1,30,9007199254740993,yes,2026-03-04,2026-03-04 10:42:05,83.251235,|" +
		"001,-7,0,no,,,100,|" +
		"\"two\nlines\",0,,,1899-12-31,1850-01-02 03:04:05,0,|"
	if d := cmp.Diff(wantText, text); d != "" {
		t.Errorf("csv: %s", d)
	}
}

// cells are those of a file, without the lines.
func cells(t *testing.T, file []byte) (rows [][]string) {
	t.Helper()
	table, err := Read(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range table.Rows {
		rows = append(rows, row.Cells)
	}
	return rows
}

func TestAWorkbookShowsWhatAPersonExpects(t *testing.T) {
	_, xlsx := written(t, facts())
	f, err := excelize.OpenReader(bytes.NewReader(xlsx))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for at, want := range map[string]string{
		"A2": "=1+1", "A3": "001", "B2": "30", "D2": "TRUE", "E2": "04/03/2026", "F2": "04/03/2026 10:42:05", "G2": "83.25", "G3": "100.00",
	} {
		if got, err := f.GetCellValue("Facts", at); err != nil || got != want {
			t.Errorf("%s shows %q, %v; want %q", at, got, err, want)
		}
	}
	for at, want := range map[string]excelize.CellType{
		"A2": excelize.CellTypeInlineString, "A3": excelize.CellTypeInlineString, "B2": excelize.CellTypeUnset,
		"D2": excelize.CellTypeBool, "E2": excelize.CellTypeUnset, "G2": excelize.CellTypeUnset,
	} {
		if got, err := f.GetCellType("Facts", at); err != nil || got != want {
			t.Errorf("%s has type %v, %v; want %v", at, got, err, want)
		}
	}
	if code, err := f.GetCellFormula("Facts", "A2"); err != nil || code != "" {
		t.Errorf("A2 has the formula %q, %v", code, err)
	}
	style, err := f.GetCellStyle("Facts", "A1")
	if err != nil {
		t.Fatal(err)
	}
	if head, err := f.GetStyle(style); err != nil || head.Font == nil || !head.Font.Bold {
		t.Errorf("the head row is %+v, %v; want it bold", head, err)
	}
	panes, err := f.GetPanes("Facts")
	if err != nil || !panes.Freeze || panes.YSplit != 1 || panes.TopLeftCell != "A2" {
		t.Errorf("panes %+v, %v", panes, err)
	}
	names := f.GetDefinedName()
	if len(names) != 2 || names[1].Name != "_xlnm._FilterDatabase" || names[1].RefersTo != "'Facts'!$A$1:$H$4" {
		t.Errorf("the filter is %+v", names)
	}
	// On paper all columns are on one page, and the head is on each.
	if len(names) != 2 || names[0].Name != "_xlnm.Print_Titles" || names[0].RefersTo != "'Facts'!$1:$1" {
		t.Errorf("the head of each page is %+v", names)
	}
	layout, err := f.GetPageLayout("Facts")
	if err != nil || *layout.Orientation != "landscape" || layout.FitToWidth == nil || *layout.FitToWidth != 1 {
		t.Errorf("the page is %+v, %v", layout, err)
	}
	if props, err := f.GetSheetProps("Facts"); err != nil || props.FitToPage == nil || !*props.FitToPage {
		t.Errorf("the sheet does not fit to a page: %v", err)
	}
}

func TestColumnsAreAsWideAsWhatTheyHold(t *testing.T) {
	s := Sheet{Head: []string{"a", "a long name of it", "b", "c"}, Rows: [][]any{{nil, nil, strings.Repeat("x", 100), "ten letter\nten letter"}}}
	if d := cmp.Diff([]int{8, 14, 48, 12}, columnWidths(s)); d != "" {
		t.Error(d)
	}
}

func TestTheSameSheetsAreTheSameBytes(t *testing.T) {
	write := func() []byte {
		var b bytes.Buffer
		sheets := []Sheet{facts(), {Name: "b"}, {Name: "c", Head: []string{"x"}}, facts(), facts()}
		if err := WriteXLSX(&b, sheets...); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	first := write()
	for range 10 {
		if !bytes.Equal(first, write()) {
			t.Fatal("another file")
		}
	}
}

func TestSheetNamesKeepTheRulesOfSpreadsheets(t *testing.T) {
	long := strings.Repeat("Sở Tư pháp ", 5)
	var sheets []Sheet
	for _, name := range []string{"a/b:c*?[d]", "x", "X", "", "'quoted'", "History", long, long, strings.Repeat("🙂", 20), "\x00\xff"} {
		sheets = append(sheets, Sheet{Name: name, Head: []string{"n"}})
	}
	want := []string{
		"a-b-c---d-", "x", "X (2)", "Sheet", "quoted", "History (2)", "Sở Tư pháp Sở Tư pháp Sở Tư phá", "Sở Tư pháp Sở Tư pháp Sở Tư (2)",
		strings.Repeat("🙂", 15), "--",
	}
	if d := cmp.Diff(want, sheetNames(sheets)); d != "" {
		t.Error(d)
	}
	var b bytes.Buffer
	if err := WriteXLSX(&b, sheets...); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if d := cmp.Diff(want, f.GetSheetList()); d != "" {
		t.Error(d)
	}
}

func TestNothingIsCutOrAlteredInSilence(t *testing.T) {
	longest := strings.Repeat("x", 32_767)
	if _, xlsx := written(t, Sheet{Head: []string{"a"}, Rows: [][]any{{longest}}}); cells(t, xlsx)[0][0] != longest {
		t.Error("the longest text is another one")
	}
	for name, value := range map[string]string{"long": longest + "x", "long in pairs": strings.Repeat("🙂", 16_384)} {
		err := WriteXLSX(&bytes.Buffer{}, Sheet{Head: []string{"a"}, Rows: [][]any{{"b"}, {value}}})
		if !says(err, survey.Invalid, "sheet.cell_long") || err.(*survey.Error).Args["line"] != 3 {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, value := range []string{"\x00", "a\x07", "\xff", "\uffff"} {
		for name, err := range map[string]error{
			"csv":  WriteCSV(&bytes.Buffer{}, Sheet{Head: []string{"a"}, Rows: [][]any{{value}}}),
			"xlsx": WriteXLSX(&bytes.Buffer{}, Sheet{Head: []string{"a"}, Rows: [][]any{{value}}}),
		} {
			if !says(err, survey.Invalid, "sheet.cell_unreadable") {
				t.Errorf("%s, %q: %v", name, value, err)
			}
		}
	}
	for _, value := range []any{1.5, []string{"a"}, Percent(math.NaN()), Percent(math.Inf(1))} {
		s := Sheet{Head: []string{"a"}, Rows: [][]any{{value}}}
		if WriteCSV(&bytes.Buffer{}, s) == nil || WriteXLSX(&bytes.Buffer{}, s) == nil {
			t.Errorf("%v was written", value)
		}
	}
}

func TestATableOfTooManyRowsIsNoSheet(t *testing.T) {
	err := WriteXLSX(&bytes.Buffer{}, Sheet{Rows: make([][]any, 1_048_576)})
	if !says(err, survey.TooLarge, "sheet.rows_many") {
		t.Error(err)
	}
}

func TestAFullDiskIsSaid(t *testing.T) {
	for name, err := range map[string]error{"csv": WriteCSV(fullDisk{}, facts()), "xlsx": WriteXLSX(fullDisk{}, facts())} {
		if err != errFull {
			t.Errorf("%s: %v", name, err)
		}
	}
}

var errFull = errors.New("the disk is full")

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }
