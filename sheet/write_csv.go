package sheet

import (
	"bufio"
	"io"
	"strings"
)

// WriteCSV writes a table that a spreadsheet opens by a double click: UTF-8 with a
// byte-order mark, commas, Windows line ends (in cells \n, as spreadsheets do). A
// text that a spreadsheet would run has a ' before it, which Read takes away. The
// name is not written.
func WriteCSV(w io.Writer, s Sheet) error {
	out := bufio.NewWriter(w)
	if _, err := out.WriteString("\ufeff"); err != nil {
		return err
	}
	head := make([]any, len(s.Head))
	for i, name := range s.Head {
		head[i] = name
	}
	if err := writeRecord(out, 1, head); err != nil {
		return err
	}
	for i, row := range s.Rows {
		if err := writeRecord(out, i+2, row); err != nil {
			return err
		}
	}
	return out.Flush()
}

func writeRecord(out *bufio.Writer, line int, row []any) error {
	for i, value := range row {
		text, err := plain(value)
		if err != nil {
			return err
		}
		if _, isText := value.(string); isText {
			if err := checkText(text, line, i+1); err != nil {
				return err
			}
			text = guard(text)
		}
		if i > 0 {
			_ = out.WriteByte(',') // an error stays, and Flush says it
		}
		_, _ = out.WriteString(quote(text))
	}
	_, err := out.WriteString("\r\n")
	return err
}

// quote quotes what would not come out of a CSV file as it went in. A semicolon or
// a tab in the head row could else be taken for what separates the cells.
func quote(text string) string {
	if !strings.ContainsAny(text, "\",;\t\n") {
		return text
	}
	return `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
}
