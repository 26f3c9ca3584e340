package document

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"hailong/scoring/edition"
	"hailong/scoring/round"
)

// The media types.
const (
	mediaDOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	mediaXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	mediaPDF  = "application/pdf"
	mediaCSV  = "text/csv; charset=utf-8"
	mediaJSON = "application/json"
)

// What the files made of a round's sheets are.
const (
	MediaDOCX = mediaDOCX
	MediaXLSX = mediaXLSX
)

// Document is a file that can be made of an edition.
type Document struct {
	Key    string // annex, explained, submission; a page says it as document.file.KEY
	Ending string // of the file's name, without the point
	Media  string
	Desk   bool // for those who prepare the decision alone
	Make   func(*edition.Content, Decision) ([]byte, error)

	stem    string // of the file's name
	ranking bool   // of a ranking alone: a satisfaction edition has no such file
}

// Documents are all of them, in the order in which pages offer them. The archive is not
// among them: it is made once, when an edition is published.
var Documents = []Document{
	{Key: "annex", Ending: "docx", Media: mediaDOCX, Make: AnnexDOCX, stem: "phu-luc"},
	{Key: "annex", Ending: "pdf", Media: mediaPDF, Make: AnnexPDF, stem: "phu-luc"},
	{Key: "annex", Ending: "xlsx", Media: mediaXLSX, Make: AnnexXLSX, stem: "bang"},
	{Key: "annex", Ending: "csv", Media: mediaCSV, Make: RankingCSV, stem: "bang"},
	{Key: "annex", Ending: "json", Media: mediaJSON, Make: JSON, stem: "bang"},
	{Key: "explained", Ending: "docx", Media: mediaDOCX, Make: ExplainedDOCX, stem: "giai-thich", ranking: true},
	{Key: "explained", Ending: "pdf", Media: mediaPDF, Make: ExplainedPDF, stem: "giai-thich", ranking: true},
	{Key: "submission", Ending: "docx", Media: mediaDOCX, Make: SubmissionDOCX, stem: "to-trinh", Desk: true},
}

// Find is a document of an edition, nil where there is no such.
func Find(c *edition.Content, key, ending string) *Document {
	i := slices.IndexFunc(Documents, func(d Document) bool {
		return d.Key == key && d.Ending == ending && d.For(c)
	})
	if i < 0 {
		return nil
	}
	return &Documents[i]
}

// For tells whether an edition has such a document.
func (d *Document) For(c *edition.Content) bool { return !d.ranking || c.Kind != edition.Satisfaction }

// Name is the file's: phu-luc-xep-hang-2022-1.docx. A made-up edition says so.
func (d *Document) Name(c *edition.Content) string {
	parts := []string{d.stem, "xep-hang"}
	switch {
	case c.Kind == edition.Satisfaction:
		parts[1] = "hai-long"
	case c.Family != "cchc":
		parts = append(parts, c.Family)
	}
	parts = append(parts, strconv.Itoa(c.Year), strconv.Itoa(c.Number))
	if c.Simulated {
		parts = append(parts, "MO-PHONG")
	}
	return fileName(parts, d.Ending)
}

// SelfReportName is the name of an agency's report: bao-cao-tu-cham-2022-SNV.docx.
func SelfReportName(s *round.Sheet) string { return sheetName("bao-cao-tu-cham", "docx", s) }

// ExplanationName is the name of an agency's table of explanations.
func ExplanationName(s *round.Sheet) string { return sheetName("giai-trinh", "docx", s) }

// SheetName is the name of an agency's sheet as a workbook.
func SheetName(s *round.Sheet) string { return sheetName("phieu-cham-diem", "xlsx", s) }

func sheetName(stem, ending string, s *round.Sheet) string {
	parts := []string{stem}
	if s.Round.Family != "cchc" {
		parts = append(parts, s.Round.Family)
	}
	return fileName(append(parts, strconv.Itoa(s.Round.Year), s.Agency.Code), ending)
}

// fileName has letters of ASCII alone, so that no system writes it in another way.
func fileName(parts []string, ending string) string {
	bare := strings.NewReplacer("Đ", "D", "đ", "d").Replace(norm.NFD.String(strings.Join(parts, "-")))
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_':
			return r
		}
		return '-'
	}, bare) + "." + ending
}
