package sheet

import (
	"bufio"
	"io"
)

// WriteCSVRows writes what WriteCSV would of a table that is too long to be held in
// memory: each hands its rows on one by one.
func WriteCSVRows(w io.Writer, head []string, each func(row func(cells ...any) error) error) error {
	if err := WriteCSV(w, Sheet{Head: head}); err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	line := 1
	err := each(func(cells ...any) error {
		line++
		return writeRecord(out, line, cells)
	})
	if err != nil {
		return err
	}
	return out.Flush()
}
