package sheet

import (
	"encoding/xml"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"hailong/survey"
)

// readTexts reads the texts that cells share. Each is tidied once: a small file may
// use a long one a million times.
func (b *book) readTexts() error {
	name, err := b.related("sharedStrings")
	if err != nil || name == "" {
		return err
	}
	var text collector
	return b.walk(name, func(t xml.Token) error {
		text.see(t)
		if end, ok := t.(xml.EndElement); ok && end.Name.Local == "si" {
			if len(b.texts) == maxCells {
				return survey.Fail(survey.TooLarge, "sheet.cells_many", survey.Args{"max": maxCells})
			}
			b.texts = append(b.texts, tidy(text.take()))
		}
		return nil
	})
}

// readSheet reads the rows of the sheet.
func (b *book) readSheet() (*survey.Table, error) {
	r := &rowReader{book: b}
	if err := b.walk(b.sheet, r.see); err != nil {
		return nil, err
	}
	if !r.whole {
		return nil, damaged()
	}
	return r.rows.result()
}

// rowReader makes rows of a sheet's tokens.
type rowReader struct {
	book         *book
	rows         builder
	text         collector
	inside       bool // the rows' element has begun
	whole        bool // and ended
	line, column int  // of the present cell, from 1
	kind         string
	style        int
	row          []cell
}

func (r *rowReader) see(t xml.Token) error {
	switch e := t.(type) {
	case xml.StartElement:
		return r.start(e)
	case xml.EndElement:
		return r.end(e.Name.Local, t)
	default:
		r.text.see(t)
	}
	return nil
}

func (r *rowReader) start(e xml.StartElement) error {
	switch {
	case e.Name.Local == "sheetData":
		r.inside = true
	case !r.inside:
	case e.Name.Local == "row":
		return r.startRow(e)
	case e.Name.Local == "c":
		return r.startCell(e)
	default:
		r.text.see(e)
	}
	return nil
}

func (r *rowReader) end(name string, t xml.Token) error {
	switch {
	case name == "sheetData":
		r.inside, r.whole = false, true
	case !r.inside:
	case name == "row":
		err := r.rows.add(r.line, r.row, true)
		r.row = r.row[:0]
		return err
	case name == "c":
		return r.endCell()
	default:
		r.text.see(t)
	}
	return nil
}

// startRow begins a row. Rows without a number follow one another; rows go down only.
func (r *rowReader) startRow(e xml.StartElement) error {
	line := r.line + 1
	if number := attr(e, "r"); number != "" {
		var err error
		if line, err = strconv.Atoi(number); err != nil || line <= r.line {
			return damaged()
		}
	}
	if line > excelize.TotalRows {
		return damaged()
	}
	r.line, r.column = line, 0
	return nil
}

// startCell begins a cell. Cells without a name follow one another, too.
func (r *rowReader) startCell(e xml.StartElement) error {
	column := r.column + 1
	if name := attr(e, "r"); name != "" {
		column = letters(strings.TrimRight(name, "0123456789"))
	}
	if column <= r.column || column > excelize.MaxColumns {
		return damaged()
	}
	r.column, r.kind, r.style = column, attr(e, "t"), 0
	if style := attr(e, "s"); style != "" {
		var err error
		if r.style, err = strconv.Atoi(style); err != nil {
			return damaged().Because(err)
		}
	}
	r.text.take()
	return nil
}

// letters is the number of a column: 1 for A, 27 for AA, 0 for none.
func letters(name string) int {
	n := 0
	for _, c := range []byte(name) {
		if c < 'A' || c > 'Z' || n > excelize.MaxColumns {
			return 0
		}
		n = n*26 + int(c-'A') + 1
	}
	return n
}

// endCell puts a cell that is not empty at its place.
func (r *rowReader) endCell() error {
	c, err := r.book.value(r.kind, r.style, r.text.take())
	if err != nil || c.text == "" {
		return err
	}
	for len(r.row) < r.column-1 {
		r.row = append(r.row, cell{})
	}
	r.row = append(r.row, c)
	return nil
}
