package document

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"hailong/frontend/words"
	"hailong/scoring/edition"
	"hailong/scoring/round"
	"hailong/survey"
)

func TestTheSameEditionIsTheSameBytes(t *testing.T) {
	for _, c := range []*edition.Content{testContent(t), testSatisfaction(t), testLarge(t, 30, 40)} {
		for i := range Documents {
			if d := &Documents[i]; d.For(c) && !bytes.Equal(bytesOf(t, d.Make, c, signed), bytesOf(t, d.Make, c, signed)) {
				t.Errorf("%s has other bytes the second time", d.Name(c))
			}
		}
	}
}

func TestNamesOfFiles(t *testing.T) {
	var names []string
	other := testContent(t)
	other.Family, other.Number = "công nghệ/số", 2
	for _, c := range []*edition.Content{testContent(t), testSatisfaction(t), testLarge(t, 3, 20), other} {
		for i := range Documents {
			if d := &Documents[i]; d.For(c) {
				names = append(names, d.Name(c))
				if Find(c, d.Key, d.Ending) != d || !words.Has("document.file."+d.Key) {
					t.Errorf("%s %s is not found or has no word", d.Key, d.Ending)
				}
			}
		}
	}
	for _, want := range []string{
		"phu-luc-xep-hang-2022-1.docx", "phu-luc-xep-hang-2022-1.pdf", "bang-xep-hang-2022-1.xlsx", "bang-xep-hang-2022-1.csv",
		"bang-xep-hang-2022-1.json", "giai-thich-xep-hang-2022-1.pdf", "to-trinh-xep-hang-2022-1.docx",
		"phu-luc-hai-long-2022-1.docx", "phu-luc-xep-hang-2022-2-MO-PHONG.docx", "phu-luc-xep-hang-cong-nghe-so-2022-2.docx",
	} {
		if !slices.Contains(names, want) {
			t.Errorf("no %s in %q", want, names)
		}
	}
	if slices.Sort(names); len(slices.Compact(names)) != len(names) {
		t.Errorf("a name twice in %q", names)
	}
	if Find(testSatisfaction(t), "explained", "pdf") != nil || Find(testContent(t), "annex", "zip") != nil {
		t.Error("there are documents that there are not")
	}
	sheet := testSheet(t)
	got := []string{SelfReportName(sheet), ExplanationName(sheet)}
	if d := cmp.Diff([]string{"bao-cao-tu-cham-2022-SKHDT.docx", "giai-trinh-2022-SKHDT.docx"}, got); d != "" {
		t.Error(d)
	}
}

func workbook(t *testing.T, c *edition.Content) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(bytesOf(t, AnnexXLSX, c, signed)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func sheetRows(t *testing.T, f *excelize.File, name string) [][]string {
	t.Helper()
	rows, err := f.GetRows(name)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestWorkbookHasASheetForEachGroupAndAgency(t *testing.T) {
	f := workbook(t, testContent(t))
	want := []string{
		"Sở, ban, ngành", "UBND cấp huyện", "Giải thích", "Khối", "Thông tin", "SNV", "SLDTBXH", "STP", "SKHĐT", "BQL",
		"UBND-NT", "UBND-VN",
	}
	if d := cmp.Diff(want, f.GetSheetList()); d != "" {
		t.Fatal(d)
	}
	rows := sheetRows(t, f, "Sở, ban, ngành")
	if !has(rows, "3", "SLDTBXH", "Sở Lao động, Thương binh và Xã hội", "83.75", "100.00", "3.00", "1.00", "85.75", "3", "Khá") ||
		!has(rows, "4", "SKHĐT", "=Sở Kế hoạch & <Đầu tư>", "34.50", "100.00", "0.00", "2.00", "32.50", "4", "Yếu") {
		t.Errorf("%q", rows)
	}
	kind, _ := f.GetCellType("Sở, ban, ngành", "H4")
	formula, _ := f.GetCellFormula("Sở, ban, ngành", "C5")
	panes, _ := f.GetPanes("SNV")
	if kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber || formula != "" || !panes.Freeze {
		t.Errorf("a number is of type %v, a text the formula %q, heads %+v", kind, formula, panes)
	}
	rows = sheetRows(t, f, "SLDTBXH")
	if !has(rows, "1.1.2", "=1+1 hồ sơ quá hạn", "trừ theo số lần", "15.00", "11.00", "", "2.00") ||
		!has(rows, "1.2", "Hồ sơ đúng hạn", "theo tỷ lệ", "15.00", "12.18", "", "81.23", "100.00") || !has(rows, "I", "Cải cách thể chế", "", "60.00", "50.68") {
		t.Errorf("%q", rows)
	}
	if text := fmt.Sprint(sheetRows(t, f, "SNV"), rows); strings.Contains(text, "12345") || strings.Contains(text, "lý do kín") {
		t.Error("own points or reasons are in it:", text)
	}
	if rows = sheetRows(t, f, "Giải thích"); !has(rows, "Sở, ban, ngành", "SNV", "Sở Nội vụ", "93.65", "1873/20", "1", "1", "2",
		"4", "86.00", "77.86", "91.47", "100", "Đạt, trong sai số", "3", "5") {
		t.Errorf("%q", rows)
	}
}

func TestSatisfactionWorkbook(t *testing.T) {
	f := workbook(t, testSatisfaction(t))
	rows := sheetRows(t, f, "Sở, ban, ngành")
	if !has(rows, "SNV", "Sở Nội vụ", "86.00", "77.86", "91.47", "100", "Đạt, trong sai số") {
		t.Errorf("%q", rows)
	}
	if rows = sheetRows(t, f, "SNV"); !has(rows, "SNV", "Sở Nội vụ", "Công chức", "86", "100", "86.00") {
		t.Errorf("%q", rows)
	}
	if slices.Contains(f.GetSheetList(), "SKHĐT") {
		t.Error("an agency with too few responses has a sheet of its factors")
	}
}

// Names of sheets are cut and made different.
func TestNamesOfSheets(t *testing.T) {
	c := testLarge(t, 80, 10)
	for i := range c.Agencies {
		c.Agencies[i].Code = strings.Repeat("Đơn vị sự nghiệp công lập ", 2) + c.Agencies[i].Code
	}
	names := workbook(t, c).GetSheetList()
	lower := map[string]bool{}
	for _, name := range names {
		lower[strings.ToLower(name)] = true
		if len([]rune(name)) > 31 {
			t.Errorf("%q is too long", name)
		}
	}
	if len(names) != 84 || len(lower) != 84 {
		t.Errorf("%d sheets, %d names", len(names), len(lower))
	}
}

// Nothing is lost at a size that no province has.
func TestManyAgencies(t *testing.T) {
	c := testLarge(t, 500, 10)
	_, rows := readDOCX(t, bytesOf(t, AnnexDOCX, c, signed))
	if len(rows) != 501 {
		t.Errorf("%d rows", len(rows))
	}
	drawn := map[string]bool{}
	for _, page := range readPDF(t, bytesOf(t, AnnexPDF, c, signed)) {
		for _, line := range page {
			drawn[line] = true
		}
	}
	for i := range c.Agencies {
		if !drawn[decimal(c.Agencies[i].Result.Index)] {
			t.Errorf("the PDF lacks %s", c.Agencies[i].Result.Index)
		}
	}
}

func TestRankingCSV(t *testing.T) {
	got := string(bytesOf(t, RankingCSV, testContent(t), signed))
	for _, want := range []string{
		"\ufeffyear,edition,decision,simulated,group,rank,rank_low,rank_high,of,agency,name,",
		"2022,1,123/QĐ-UBND,no,department,1,1,2,4,SNV,Sở Nội vụ,93.65,100,0,0,93.65,1873/20,tot,Tốt,,,3,5,no\r\n",
		",SKHĐT,'=Sở Kế hoạch & <Đầu tư>,34.5,", ",BQL,Ban Quản lý Khu kinh tế Vân Phong,45,60,0,0,,,,,left_out,Giải thể ngày 01/07/2022.,",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %s", want, got)
		}
	}
	got = string(bytesOf(t, RankingCSV, testSatisfaction(t), signed))
	if !strings.Contains(got, "department,SNV,Sở Nội vụ,100,86.00,77.") || !strings.Contains(got, ",15,,,,83,too_few,no\r\n") {
		t.Error(got)
	}
}

func TestSelfReport(t *testing.T) {
	file, err := SelfReportDOCX(testSheet(t), survey.Text{VI: "tỉnh Khánh Hòa"})
	if err != nil {
		t.Fatal(err)
	}
	text, rows := readDOCX(t, file)
	for _, want := range [][]string{
		{"1.1.1", "Kế hoạch & báo cáo <năm>", "30,00", "28,75", "", "Kế hoạch số 12/KH-SKHĐT\nban hành ngày 5/1 & <đúng hạn>", "ke-hoach-12.pdf"},
		{"1.1.2", "=1+1 hồ sơ quá hạn", "15,00", "13,00", "1", "", ""},
		{"1.2", "Hồ sơ đúng hạn", "15,00", "14,24", "1.234,5/1.300", "Theo hệ thống một cửa", ""},
		{"2.1", "Mức độ hài lòng của người dân", "40,00", "34,40", "86,00%\nHệ thống tự tính", "", ""},
		{"1.1", "Chỉ đạo, điều hành", "45,00", "", "", "", ""},
		{"", "Cộng", "60,00", "55,99", "", "", ""},
		{"", "Tổng cộng", "100,00", "90,39"},
	} {
		if !has(rows, want...) {
			t.Errorf("no row %q in %q", want, rows)
		}
	}
	for _, want := range []string{
		"SỞ KẾ HOẠCH VÀ ĐẦU TƯ", "BÁO CÁO", "THỦ TRƯỞNG CƠ QUAN",
		"Tổng điểm tự chấm: 90,39/100,00 điểm áp dụng. Điểm thưởng: 2,00; điểm trừ: 0,00. Chỉ số tự chấm: 92,39.",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
	if strings.Contains(text, "bo-di.pdf") || strings.Contains(text, "Chậm") || strings.Contains(text, "chậm 3 ngày") {
		t.Error("a dropped file or the council's words are in it")
	}
	begun := round.NewSheet(&round.Round{Family: "it", Year: 2022}, &round.Member{}, &survey.Agency{}, testSheet(t).Set, round.Facts{})
	if file, err = SelfReportDOCX(begun, survey.Text{}); err != nil {
		t.Fatal(err)
	}
	text, rows = readDOCX(t, file)
	if !strings.Contains(text, "Còn 3 tiêu chí thành phần chưa có số liệu hoặc chưa có tài liệu kiểm chứng: 1.1.1, 1.1.2, 1.2.") ||
		!has(rows, "1.2", "Hồ sơ đúng hạn", "15,00", "Chưa chấm", "", "", "") {
		t.Error(text)
	}
}

func TestExplanation(t *testing.T) {
	file, err := ExplanationDOCX(testSheet(t), round.NewSheet(testSheet(t).Round, &round.Member{}, &survey.Agency{}, testSheet(t).Set, round.Facts{}))
	if err != nil {
		t.Fatal(err)
	}
	text, rows := readDOCX(t, file)
	for _, want := range [][]string{
		{
			"1.1.1", "Kế hoạch & báo cáo <năm>", "28,75", "25,00", "3,75", "Ban hành chậm 3 ngày",
			"Kế hoạch gửi ngày 4/1\ncong-van-gui.pdf", "Thay đổi: 27,50", "Chấp nhận một phần",
		},
		{
			"1.1.2", "=1+1 hồ sơ quá hạn", "13,00", "9,00", "4,00", "Thêm 2 hồ sơ quá hạn", "Đồng ý với điểm thẩm định.",
			"Giữ nguyên: 9,00", "",
		},
		{
			"1.2", "Hồ sơ đúng hạn", "14,24", "13,85", "0,39", "Số liệu hệ thống khác", "Chưa giải trình.",
			"Chưa thẩm định lần 2.", "",
		},
		{"", "Cộng", "55,99", "47,85", "8,14", "", "", "", ""},
	} {
		if !has(rows, want...) {
			t.Errorf("no row %q in %q", want, rows)
		}
	}
	if !strings.Contains(text, "Không có tiêu chí thành phần nào bị giảm điểm.") {
		t.Error(text)
	}
	if file, err = ExplanationDOCX(); err != nil || len(file) == 0 {
		t.Error(err)
	}
}

// The words of documents are all said, and no other.
func TestWordsAreUsed(t *testing.T) {
	known, said := documentWords(t)
	for _, key := range slices.Sorted(maps.Keys(known)) {
		whole := said[key]
		for i, r := range key {
			whole = whole || (r == '.' || r == '_') && said[key[:i+1]] && key[:i+1] != "document."
		}
		if !whole {
			t.Errorf("%s is used nowhere", key)
		}
	}
	for key := range said {
		if _, has := known[key]; !has && strings.HasPrefix(key, "document.") && !strings.HasSuffix(key, "_") && !strings.HasSuffix(key, ".") {
			t.Errorf("%s is in no catalogue", key)
		}
	}
}
