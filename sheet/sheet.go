// Package sheet turns tables from files into rows and back, so that the rules
// above it never meet a byte-order mark, a Windows line end, a decomposed accent
// or a date that is stored as the number 46085.
package sheet

import (
	"bytes"
	"io"

	"hailong/survey"
)

const (
	// MaxBytes is the largest file that is read.
	MaxBytes = 64 << 20
	// maxCells is how many cells a table may have: 400,000 rows of 12 columns.
	maxCells = 5_000_000
)

var (
	zipMagic = []byte("PK")
	oleMagic = []byte{0xd0, 0xcf, 0x11, 0xe0}
)

// Read reads a table with a head row from a workbook (.xlsx) or from CSV, told
// apart by content, whatever the file is called. The same data give the same
// table: text composed to NFC, blanks around cells removed, line ends in cells as
// \n, blank rows and empty columns at the end of the head left out. All mistakes
// come as one error.
func Read(r io.Reader) (*survey.Table, error) {
	raw, err := readAll(r)
	switch {
	case err != nil:
		return nil, err
	case bytes.HasPrefix(raw, oleMagic):
		return nil, survey.Fail(survey.Invalid, "sheet.old", nil)
	case bytes.HasPrefix(raw, zipMagic):
		return readXLSX(raw, maxUnpacked)
	}
	return readCSV(raw)
}

// ReadCSV reads as Read does, but only CSV: with commas, semicolons or tabs, in
// UTF-8 or in UTF-16 with a byte-order mark, with any line end.
func ReadCSV(r io.Reader) (*survey.Table, error) {
	raw, err := readAll(r)
	if err != nil {
		return nil, err
	}
	return readCSV(raw)
}

func readAll(r io.Reader) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err == nil && len(raw) > MaxBytes {
		err = survey.Fail(survey.TooLarge, "import.too_large", survey.Args{"max": MaxBytes >> 20})
	}
	return raw, err
}
