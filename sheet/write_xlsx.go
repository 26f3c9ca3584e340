package sheet

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"hailong/survey"
)

// widths of columns, in characters.
const (
	narrow = 8
	wide   = 48
)

// WriteXLSX writes a workbook for people: the head row bold and in sight, a filter
// on it, columns as wide as what they hold; a text is a text whatever it looks like,
// a day a day. The same input gives the same bytes.
func WriteXLSX(w io.Writer, sheets ...Sheet) (err error) {
	f := excelize.NewFile()
	defer func() {
		if closing := f.Close(); err == nil {
			err = closing
		}
	}()
	f.SetZipWriter(newSteadyZip)
	if err := setProperties(f); err != nil {
		return err
	}
	styles, err := newStyles(f)
	if err != nil {
		return err
	}
	names := sheetNames(sheets)
	for i, s := range sheets {
		if i == 0 {
			err = f.SetSheetName("Sheet1", names[i]) // a new workbook has one
		} else {
			_, err = f.NewSheet(names[i])
		}
		if err == nil && len(sheets) <= mostTitled {
			err = repeatHead(f, names[i])
		}
		if err == nil {
			err = writeSheet(f, styles, names[i], s)
		}
		if err != nil {
			return err
		}
	}
	return f.Write(w)
}

// setProperties says who wrote the workbook; the time is fixed, so that the same
// figures are the same file.
func setProperties(f *excelize.File) error {
	const fixed = "2000-01-01T00:00:00Z"
	return f.SetDocProps(&excelize.DocProperties{
		Creator: "hailong", LastModifiedBy: "hailong", Created: fixed, Modified: fixed,
	})
}

func writeSheet(f *excelize.File, styles *styles, name string, s Sheet) error {
	if len(s.Rows) >= excelize.TotalRows {
		return survey.Fail(survey.TooLarge, "sheet.rows_many", survey.Args{"max": excelize.TotalRows - 1})
	}
	if err := paper(f, name); err != nil { // the stream begins with what is set by then
		return err
	}
	out, err := f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	if err := layOut(f, out, name, s); err != nil {
		return err
	}
	head := make([]any, len(s.Head))
	for i, text := range s.Head {
		if head[i], err = styles.text(text, styles.head, 1, i+1); err != nil {
			return err
		}
	}
	widths, heads := columnWidths(s), make([]any, len(s.Head))
	for i, text := range s.Head {
		heads[i] = text
	}
	if err := out.SetRow("A1", head, height(heads, widths)); err != nil {
		return err
	}
	for i, values := range s.Rows {
		row, err := styles.row(values, i+2)
		if err != nil {
			return err
		}
		if err := out.SetRow(fmt.Sprintf("A%d", i+2), row, height(values, widths)); err != nil {
			return err
		}
	}
	return out.Flush()
}

// layOut sets what has to stand before the rows: widths, the frozen head, the filter.
func layOut(f *excelize.File, out *excelize.StreamWriter, name string, s Sheet) error {
	for i, width := range columnWidths(s) {
		if err := out.SetColWidth(i+1, i+1, float64(width)); err != nil {
			return err
		}
	}
	frozen := &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}
	if err := out.SetPanes(frozen); err != nil || len(s.Head) == 0 {
		return err
	}
	corner, err := excelize.CoordinatesToCellName(len(s.Head), len(s.Rows)+1)
	if err != nil {
		return err
	}
	return f.AutoFilter(name, "A1:"+corner, nil)
}

// headWidth is where a head breaks into lines: long heads over short numbers would
// make a table that no page holds.
const headWidth = 14

// lineHeight is the height of a line in points.
const lineHeight = 15

// height makes room for the lines into which the widths break a row: not every
// program does so by itself.
func height(row []any, widths []int) excelize.RowOpts {
	most := 1
	for i, value := range row {
		text, isText := value.(string)
		if !isText || i >= len(widths) {
			continue
		}
		lines := 0
		for line := range strings.SplitSeq(text, "\n") {
			lines += max(1, (utf8.RuneCountInString(line)+widths[i]-3)/(widths[i]-2))
		}
		most = max(most, lines)
	}
	if most == 1 {
		return excelize.RowOpts{}
	}
	return excelize.RowOpts{Height: float64(min(most, 27) * lineHeight)} // a row is 409 points at most
}

// columnWidths fits the longest line of each column; the head has the filter's
// button beside it.
func columnWidths(s Sheet) []int {
	widths := make([]int, len(s.Head))
	for i, text := range s.Head {
		widths[i] = max(narrow, min(headWidth, longestLine(text)+4))
	}
	for _, row := range s.Rows {
		for i, value := range row {
			if i < len(widths) {
				widths[i] = max(widths[i], shownWidth(value)+2)
			}
		}
	}
	for i := range widths {
		widths[i] = min(widths[i], wide)
	}
	return widths
}

func shownWidth(value any) int {
	if _, isTime := value.(time.Time); isTime {
		return len(time.DateTime)
	}
	text, err := plain(value)
	if err != nil {
		return 0 // the row says so when it is written
	}
	return longestLine(text)
}

func longestLine(text string) (longest int) {
	length := 0
	for _, r := range text {
		if r == '\n' {
			length = 0
			continue
		}
		length++
		longest = max(longest, length)
	}
	return longest
}

// units is a text's length as a spreadsheet counts it: an emoji is two characters.
func units(text string) int {
	n := utf8.RuneCountInString(text)
	for _, r := range text {
		if r > 0xffff {
			n++
		}
	}
	return n
}

// mostTitled is up to how many sheets a workbook repeats the heads in print: the library
// needs as long for each as there are names already, minutes for a thousand.
const mostTitled = 100

// repeatHead prints a sheet's head on each of its pages.
func repeatHead(f *excelize.File, name string) error {
	return f.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", Scope: name, RefersTo: "'" + strings.ReplaceAll(name, "'", "''") + "'!$1:$1",
	})
}

// paper prints a sheet on A4, lying, all columns on a page.
func paper(f *excelize.File, name string) error {
	yes, a4, lying, one, many := true, 9, "landscape", 1, 0
	if err := f.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &yes}); err != nil {
		return err
	}
	layout := &excelize.PageLayoutOptions{Size: &a4, Orientation: &lying, FitToWidth: &one, FitToHeight: &many}
	return f.SetPageLayout(name, layout)
}
