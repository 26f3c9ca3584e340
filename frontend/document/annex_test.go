package document

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hailong/scoring/edition"
)

var signed = Decision{Number: "123/QĐ-UBND", Day: "2023-01-31"}

func bytesOf(t testing.TB, make func(*edition.Content, Decision) ([]byte, error), c *edition.Content, d Decision) []byte {
	t.Helper()
	file, err := make(c, d)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// has tells whether a row has the cells, wherever the row stands.
func has(rows [][]string, want ...string) bool {
	return slices.ContainsFunc(rows, func(row []string) bool { return slices.Equal(row, want) })
}

func TestAnnexHasTheFiguresOfTheEdition(t *testing.T) {
	c := testContent(t)
	text, rows := readDOCX(t, bytesOf(t, AnnexDOCX, c, signed))
	for _, want := range [][]string{
		{"1", "Sở Nội vụ", "93,65", "100,00", "93,65", "1", "Tốt"},
		{"2", "Sở Tư pháp", "93,65", "100,00", "93,65", "1", "Tốt"},
		{"3", "Sở Lao động, Thương binh và Xã hội", "83,75", "100,00", "85,75", "3", "Khá"},
		{"4", "=Sở Kế hoạch & <Đầu tư>", "34,50", "100,00", "32,50", "4", "Yếu"},
		{"2", "UBND huyện Vạn Ninh", "76,90", "100,00", "76,90", "2", "Khá"},
	} {
		if !has(rows, want...) {
			t.Errorf("no row %q in %q", want, rows)
		}
	}
	for i := range c.Agencies {
		a := &c.Agencies[i]
		if r := a.Result; r.Rank > 0 && !slices.ContainsFunc(rows, func(row []string) bool {
			return row[1] == a.Name.VI && row[2] == points(r.Points) && row[4] == decimal(r.Index) && row[5] == strconv.Itoa(r.Rank)
		}) {
			t.Errorf("%s: %+v is not in the annex", a.Code, r)
		}
	}
	for _, want := range []string{
		"Phụ lục\n", "CHỈ SỐ CẢI CÁCH HÀNH CHÍNH VÀ XẾP HẠNG",
		"(Kèm theo Quyết định số 123/QĐ-UBND ngày 31 tháng 01 năm 2023 của Ủy ban nhân dân tỉnh Khánh Hòa)",
		"I. Sở, ban, ngành", "II. UBND cấp huyện", "Chỉ số bình quân của 4 cơ quan được xếp hạng: 76,39.",
		"– Ban Quản lý Khu kinh tế Vân Phong: Giải thể ngày 01/07/2022.", "bộ mẫu",
		"Sở Lao động, Thương binh và Xã hội (+3,00; −1,00); =Sở Kế hoạch & <Đầu tư> (−2,00)",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
	if strings.Contains(text, "(1–") || strings.Contains(text, "lý do kín") || strings.Contains(text, "MÔ PHỎNG") {
		t.Error("a rank range, a reason of the council's, or a word of a simulation:", text)
	}
}

func TestADraftHasDotsForWhatIsNotKnown(t *testing.T) {
	text, _ := readDOCX(t, bytesOf(t, AnnexDOCX, testContent(t), Decision{}))
	want := "(Kèm theo Quyết định số …/QĐ-UBND ngày … tháng … năm … của Ủy ban nhân dân tỉnh Khánh Hòa)"
	if !strings.Contains(text, want) {
		t.Error(text)
	}
	if d := (Decision{Number: "7", Day: "2023-03-05"}); d.name() != "7/QĐ-UBND" || dated(d.Day) != "ngày 05 tháng 3 năm 2023" {
		t.Error(d.name(), dated(d.Day))
	}
}

// What the PDF says is what the word processor's file says.
func TestThePDFSaysTheSame(t *testing.T) {
	for name, c := range map[string]*edition.Content{
		"cchc": testContent(t), "satisfaction": testSatisfaction(t), "large": testLarge(t, 80, 40),
	} {
		for key, make := range map[string][2]func(*edition.Content, Decision) ([]byte, error){
			"annex": {AnnexDOCX, AnnexPDF}, "explained": {ExplainedDOCX, ExplainedPDF},
		} {
			text, _ := readDOCX(t, bytesOf(t, make[0], c, signed))
			var drawn []string
			for i, page := range readPDF(t, bytesOf(t, make[1], c, signed)) {
				if i > 0 {
					if page[0] != strconv.Itoa(i+1) {
						t.Errorf("%s %s: page %d begins with %q", name, key, i+1, page[0])
					}
					page = page[1:]
				}
				drawn = append(drawn, page...)
			}
			got := strings.Join(strings.Fields(strings.Join(drawn, " ")), "")
			for line := range strings.SplitSeq(text, "\n") {
				if !strings.Contains(got, strings.Join(strings.Fields(line), "")) {
					t.Errorf("%s %s: the PDF does not say %q", name, key, line)
				}
			}
		}
	}
}

func TestTheHeadsStandOnEveryPage(t *testing.T) {
	c := testLarge(t, 80, 40)
	pages := readPDF(t, bytesOf(t, AnnexPDF, c, signed))
	if len(pages) < 3 {
		t.Fatalf("80 agencies on %d pages", len(pages))
	}
	for i, page := range pages {
		if !slices.Contains(page, "TT") || !slices.Contains(page, "Cơ quan, đơn vị") {
			t.Errorf("page %d has no heads: %q", i+1, page)
		}
	}
	xml := string(readZip(t, bytesOf(t, AnnexDOCX, c, signed), "word/document.xml"))
	if strings.Count(xml, "<w:tblHeader/>") != 1 || strings.Count(xml, "<w:cantSplit/>") != 81 {
		t.Error("heads or rows that may break")
	}
	for _, want := range []string{
		`<w:pgSz w:w="11906" w:h="16838"/>`, `w:top="1134" w:right="850" w:bottom="1134" w:left="1701"`, `<w:titlePg/>`,
	} {
		if !strings.Contains(xml, want) {
			t.Errorf("no %s", want)
		}
	}
}

func TestExplainedHasRangesAndSatisfaction(t *testing.T) {
	text, rows := readDOCX(t, bytesOf(t, ExplainedDOCX, testContent(t), signed))
	for _, want := range [][]string{
		{"1 (1–2)", "Sở Nội vụ", "93,65", "Tốt", "86,00", "77,86–91,47", "100", "3/5 (tăng 2)"},
		{"3 (3–3)", "Sở Lao động, Thương binh và Xã hội", "85,75", "Khá", "82,68", "73,95–88,93", "97", "tổ chức lại"},
		{"4 (4–4)", "=Sở Kế hoạch & <Đầu tư>", "32,50", "Yếu", "Chưa đủ phiếu", "–", "15", "–"},
		{"2 (2–2)", "UBND huyện Vạn Ninh", "76,90", "Khá", "76,00", "66,77–83,31", "100", "1/2 (giảm 1)"},
		{"1", "Sở Nội vụ", "59,25", "34,40"},
		{"Sở, ban, ngành", "3/4", "84,89", "80,38–88,52", "trên 83%", "Đạt, trong sai số"},
	} {
		if !has(rows, want...) {
			t.Errorf("no row %q in %q", want, rows)
		}
	}
	if !strings.Contains(text, "Tốt từ 90 trở lên và đạt ít nhất 80% điểm lĩnh vực II; Khá từ 70 trở lên") {
		t.Error(text)
	}
}

func TestSatisfactionAnnex(t *testing.T) {
	text, rows := readDOCX(t, bytesOf(t, AnnexDOCX, testSatisfaction(t), signed))
	for _, want := range [][]string{
		{"1", "Sở Nội vụ", "86,00", "77,86–91,47", "100", "Đạt, trong sai số"},
		{"2", "Sở Lao động, Thương binh và Xã hội", "82,47", "82,47", "82,47", "82,47", "82,47"},
		{"UBND cấp huyện", "2/2", "79,50", "73,40–84,50", "trên 83%", "Chưa đạt, trong sai số"},
	} {
		if !has(rows, want...) {
			t.Errorf("no row %q in %q", want, rows)
		}
	}
	for _, want := range []string{
		"=Sở Kế hoạch & <Đầu tư>: chưa đủ phiếu để có kết quả chính thức (15 phiếu được tính).",
		"Ban Quản lý Khu kinh tế Vân Phong: không có trong kế hoạch khảo sát.",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
	if strings.Contains(text, "80,00") { // 60 of 75 answers: not told
		t.Error("a share of too few responses is told")
	}
}

func TestSubmissionHasTheFigures(t *testing.T) {
	c := testContent(t)
	text, rows := readDOCX(t, bytesOf(t, SubmissionDOCX, c, Decision{}))
	for _, want := range []string{
		"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "UBND TỈNH KHÁNH HÒA", "TỜ TRÌNH",
		"Có 7 cơ quan, đơn vị, địa phương thuộc 2 khối được chấm điểm; 6 được xếp hạng, 1 không xếp hạng.",
		"Cao nhất: Sở Nội vụ, Sở Tư pháp (93,65); thấp nhất: =Sở Kế hoạch & <Đầu tư> (32,50); bình quân: 76,39. " +
			"Xếp loại: Tốt 2, Khá 1, Trung bình 0, Yếu 1.",
		"Sở, ban, ngành: 3/4 cơ quan có kết quả chính thức; tỷ lệ hài lòng bình quân 84,89% (khoảng tin cậy 95%: 80,38–88,52%).",
		edition.Hash(edition.Encode(c)), "Số liệu được khóa ngày 10 tháng 01 năm 2023",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
	if !has(rows, "UBND cấp huyện", "2", "93,05", "76,90", "84,98", "Tốt 1, Khá 1, Trung bình 0, Yếu 0") {
		t.Error(rows)
	}
	text, _ = readDOCX(t, bytesOf(t, SubmissionDOCX, testSatisfaction(t), Decision{}))
	if !strings.Contains(text, "Có 6 cơ quan, đơn vị, địa phương trong kế hoạch khảo sát; 5 có kết quả chính thức, 1 chưa có kết quả chính thức. Tổng số phiếu được tính: 512.") {
		t.Error(text)
	}
}

// An edition that nobody is in yet can be looked at too.
func TestEmptyContentMakesEveryDocument(t *testing.T) {
	for _, kind := range []edition.Kind{edition.CCHC, edition.Satisfaction} {
		c := &edition.Content{Format: edition.Format, Kind: kind, Family: "it", Year: 2022, Number: 1}
		for i := range Documents {
			first := bytesOf(t, Documents[i].Make, c, Decision{})
			if d := cmp.Diff(first, bytesOf(t, Documents[i].Make, c, Decision{})); d != "" || len(first) == 0 {
				t.Errorf("%s: %s", Documents[i].Name(c), d)
			}
		}
	}
}
