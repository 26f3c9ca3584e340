// Package sheet turns tables from files into rows and back, so that the rules
// above it never meet a byte-order mark, a Windows line end or a decomposed accent.
package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"hailong/survey"
)

// MaxBytes is the largest file that is read.
const MaxBytes = 64 << 20

// ReadCSV reads a table in UTF-8 with a head row: with or without a byte-order
// mark, with either line end, text composed to NFC, blanks around cells removed,
// empty rows left out. A mistake names the line.
func ReadCSV(r io.Reader) (*survey.Table, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, err
	}
	if len(raw) > MaxBytes {
		return nil, survey.Fail(survey.TooLarge, "import.too_large", survey.Args{"max": MaxBytes >> 20})
	}
	// A NUL is no text either: UTF-16 has them, and PostgreSQL stores none.
	if !utf8.Valid(raw) || bytes.IndexByte(raw, 0) >= 0 {
		return nil, survey.Fail(survey.Invalid, "import.not_utf8", nil)
	}
	reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(raw, []byte("\ufeff"))))
	reader.FieldsPerRecord = -1 // a short or long row is named below, with its line
	return readTable(reader)
}

func readTable(reader *csv.Reader) (*survey.Table, error) {
	t := &survey.Table{}
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, quoteError(err)
		}
		line, _ := reader.FieldPos(0)
		cells, blank := clean(record)
		switch {
		case blank:
		case t.Columns == nil:
			t.Columns = cells
		case len(cells) != len(t.Columns):
			args := survey.Args{"line": line, "cells": len(cells), "columns": len(t.Columns)}
			return nil, survey.Fail(survey.Invalid, "import.cells", args)
		default:
			t.Rows = append(t.Rows, survey.Row{Line: line, Cells: cells})
		}
	}
	if t.Columns == nil {
		return nil, survey.Fail(survey.Invalid, "import.empty", nil)
	}
	return t, nil
}

func clean(record []string) (cells []string, blank bool) {
	blank = true
	for _, cell := range record {
		cell = norm.NFC.String(strings.TrimSpace(cell))
		blank = blank && cell == ""
		cells = append(cells, cell)
	}
	return cells, blank
}

func quoteError(err error) error {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		return survey.Fail(survey.Invalid, "import.quote", survey.Args{"line": parse.Line, "column": parse.Column})
	}
	return err
}
