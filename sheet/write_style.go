package sheet

import (
	"fmt"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"hailong/survey"
)

// styles are how the cells of a workbook look.
type styles struct{ head, plain, lines, whole, percent, day, moment int }

// Formats that every spreadsheet knows by number.
const (
	wholeFormat   = 1  // 0
	percentFormat = 2  // 0.00
	textFormat    = 49 // @: what is typed over a text stays a text
)

func newStyles(f *excelize.File) (*styles, error) {
	day, moment := "dd/mm/yyyy", "dd/mm/yyyy hh:mm:ss"
	// A step away from the number to the left, and long texts on several lines.
	top, text := &excelize.Alignment{Vertical: "top"}, &excelize.Alignment{Vertical: "top", Indent: 1}
	wrapped := &excelize.Alignment{Vertical: "top", Indent: 1, WrapText: true}
	s := &styles{}
	for _, style := range []struct {
		id *int
		of excelize.Style
	}{
		{&s.head, excelize.Style{Font: &excelize.Font{Bold: true}, NumFmt: textFormat, Alignment: wrapped}},
		{&s.plain, excelize.Style{NumFmt: textFormat, Alignment: text}},
		{&s.lines, excelize.Style{NumFmt: textFormat, Alignment: wrapped}},
		{&s.whole, excelize.Style{NumFmt: wholeFormat, Alignment: top}},
		{&s.percent, excelize.Style{NumFmt: percentFormat, Alignment: top}},
		{&s.day, excelize.Style{CustomNumFmt: &day, Alignment: top}},
		{&s.moment, excelize.Style{CustomNumFmt: &moment, Alignment: top}},
	} {
		id, err := f.NewStyle(&style.of)
		if err != nil {
			return nil, err
		}
		*style.id = id
	}
	return s, nil
}

func (s *styles) row(values []any, line int) ([]any, error) {
	row := make([]any, len(values))
	for i, value := range values {
		var err error
		if row[i], err = s.cell(value, line, i+1); err != nil {
			return nil, err
		}
	}
	return row, nil
}

// cell is a value as excelize writes it with its style; nil where it is empty.
func (s *styles) cell(value any, line, number int) (any, error) {
	text, err := plain(value)
	if err != nil || text == "" {
		return nil, err
	}
	switch v := value.(type) {
	case string:
		style := s.plain
		if strings.Contains(text, "\n") || units(text) > wide-2 {
			style = s.lines
		}
		return s.text(text, style, line, number)
	case survey.Day:
		if serial, ok := serial(v.Time().Add(-12 * time.Hour)); ok {
			return excelize.Cell{StyleID: s.day, Value: int(serial)}, nil
		}
		return s.text(text, s.plain, line, number)
	case time.Time:
		if serial, ok := serial(v); ok {
			return excelize.Cell{StyleID: s.moment, Value: serial}, nil
		}
		return s.text(text, s.plain, line, number)
	case Percent:
		return excelize.Cell{StyleID: s.percent, Value: v.rounded()}, nil
	case bool:
		return v, nil
	}
	return excelize.Cell{StyleID: s.whole, Value: value}, nil
}

// text is a text cell. Excelize would cut a long one, put a sign in the place of what
// it cannot write, and escape _x0041_x0042_ only in part; a text that looks escaped
// is written as runs that do not.
func (s *styles) text(text string, style, line, number int) (any, error) {
	if err := checkText(text, line, number); err != nil {
		return nil, err
	}
	if units(text) > excelize.TotalCellChars {
		args := survey.Args{"line": line, "number": number, "max": excelize.TotalCellChars}
		return nil, survey.Fail(survey.Invalid, "sheet.cell_long", args)
	}
	pieces := runs(lines(text))
	if len(pieces) == 1 {
		return excelize.Cell{StyleID: style, Value: pieces[0]}, nil
	}
	rich := make([]excelize.RichTextRun, len(pieces))
	for i, piece := range pieces {
		rich[i].Text = piece
	}
	return excelize.Cell{StyleID: style, Value: rich}, nil
}

// serial is the number of days since 1900 that the clock of t shows. Before March
// 1900, where a spreadsheet knows a day that never was, there is none.
func serial(t time.Time) (float64, bool) {
	clock := time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
	start := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	days := float64(clock.Unix()-start.Unix()) / secondsOfDay
	return days, days >= 61 && days < lastSerial+1
}

// sheetNames are the sheets' names by the rules of spreadsheets: at most 31
// characters, some not allowed, none twice.
func sheetNames(sheets []Sheet) []string {
	names := make([]string, len(sheets))
	taken := map[string]bool{"history": true} // a spreadsheet keeps this one to itself
	for i, s := range sheets {
		base := cleanName(s.Name)
		name := clipName(base, "")
		for n := 2; taken[strings.ToLower(name)]; n++ {
			name = clipName(base, fmt.Sprintf(" (%d)", n))
		}
		names[i], taken[strings.ToLower(name)] = name, true
	}
	return names
}

func cleanName(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\`, r) || r < ' ' || unreadable(r) {
			return '-'
		}
		return r
	}, strings.ToValidUTF8(name, "-"))
	if name = strings.Trim(name, "' "); name == "" {
		return "Sheet"
	}
	return name
}

// clipName shortens a name so that it has room for what follows.
func clipName(name, tail string) string {
	for units(name+tail) > excelize.MaxSheetNameLength {
		name = name[:strings.LastIndexFunc(name, func(rune) bool { return true })]
	}
	return strings.TrimRight(name, "' ") + tail
}
