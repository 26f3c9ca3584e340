package sheet

import (
	"errors"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"hailong/survey"
)

func TestATableIsTheSameHoweverItWasSaved(t *testing.T) {
	want := &survey.Table{
		Columns: []string{"code", "name_vi"},
		Rows:    []survey.Row{{Line: 2, Cells: []string{"STP", "Sở Tư pháp"}}, {Line: 3, Cells: []string{"SNV", ""}}},
	}
	for name, text := range map[string]string{
		"plain":                   "code,name_vi\nSTP,Sở Tư pháp\nSNV,\n",
		"without a last line end": "code,name_vi\nSTP,Sở Tư pháp\nSNV,",
		"byte-order mark":         "\ufeffcode,name_vi\nSTP,Sở Tư pháp\nSNV,\n",
		"mark before a quote":     "\ufeff\"code\",name_vi\nSTP,Sở Tư pháp\nSNV,\n",
		"Windows line ends":       "code,name_vi\r\nSTP,Sở Tư pháp\r\nSNV,\r\n",
		"decomposed accents":      "code,name_vi\n" + norm.NFD.String("STP,Sở Tư pháp") + "\nSNV,\n",
		"blanks around cells":     " code ,\tname_vi\n STP,Sở Tư pháp  \nSNV,\u00a0\n",
		"quoted":                  "code,name_vi\n\"STP\",\"Sở Tư pháp\"\n\"SNV\",\"\"\n",
	} {
		got, err := ReadCSV(strings.NewReader(text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

func TestBlankRowsAreLeftOutAndLinesAreThoseOfTheFile(t *testing.T) {
	got, err := ReadCSV(strings.NewReader("\n , \ncode,name\n\n,\nA,\"two\nlines\"\n  ,\t\nB,x\n"))
	want := &survey.Table{
		Columns: []string{"code", "name"},
		Rows:    []survey.Row{{Line: 6, Cells: []string{"A", "two\nlines"}}, {Line: 9, Cells: []string{"B", "x"}}},
	}
	if d := cmp.Diff(want, got); err != nil || d != "" {
		t.Errorf("%v, %s", err, d)
	}
}

func TestReadCSVRefuses(t *testing.T) {
	tests := []struct {
		rule, text, word string
		args             survey.Args
	}{
		{"an empty file", "", "import.empty", nil},
		{"a byte-order mark alone", "\ufeff", "import.empty", nil},
		{"blank rows alone", "\n , \n\r\n", "import.empty", nil},
		{"what is no UTF-8", "code\nS\xc3\xb4\xff\n", "import.not_utf8", nil},
		{"UTF-16, as a spreadsheet may save it", "c\x00o\x00d\x00e\x00\n\x00", "import.not_utf8", nil},
		{"a short row", "a,b\n1,2\n\n3\n", "import.cells", survey.Args{"line": 4, "cells": 1, "columns": 2}},
		{"a long row", "a,b\n1,2,3\n", "import.cells", survey.Args{"line": 2, "cells": 3, "columns": 2}},
		{"a quote in a cell", "a,b\n1,x\"y\n", "import.quote", survey.Args{"line": 2, "column": 4}},
		{"an open quote", "a,b\n1,\"x\n2,y\n", "import.quote", survey.Args{"line": 3, "column": 5}},
	}
	for _, tt := range tests {
		_, err := ReadCSV(strings.NewReader(tt.text))
		e, ok := errors.AsType[*survey.Error](err)
		if !ok || e.Kind != survey.Invalid || e.Word != tt.word {
			t.Errorf("%s: %v, want %s", tt.rule, err, tt.word)
			continue
		}
		if d := cmp.Diff(tt.args, e.Args); d != "" {
			t.Errorf("%s: %s", tt.rule, d)
		}
	}
}

// endless is a file that does not end.
type endless struct{}

func (endless) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = '\n'
	}
	return len(b), nil
}

func TestAFileThatIsTooLargeIsNotReadToItsEnd(t *testing.T) {
	if _, err := ReadCSV(endless{}); survey.KindOf(err) != survey.TooLarge {
		t.Errorf("%v; want too large", err)
	}
	fault := errors.New("the cable was pulled")
	if _, err := ReadCSV(iotest.ErrReader(fault)); !errors.Is(err, fault) {
		t.Errorf("%v; want %v", err, fault)
	}
}

func FuzzReadCSV(f *testing.F) {
	for _, text := range []string{"a,b\n1,2\n", "\ufeffa\r\n\"x\ny\"\r\n", "a\n\"", "\xff", "a,a\n , \n"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		table, err := ReadCSV(strings.NewReader(text))
		if err != nil {
			if survey.KindOf(err) != survey.Invalid {
				t.Errorf("%q: %v", text, err)
			}
			return
		}
		last := 0
		for _, row := range table.Rows {
			if len(row.Cells) != len(table.Columns) || row.Line <= last {
				t.Errorf("%q: row %+v after line %d", text, row, last)
			}
			last = row.Line
			for _, cell := range row.Cells {
				if cell != strings.TrimSpace(cell) || !norm.NFC.IsNormalString(cell) || !utf8.ValidString(cell) || strings.ContainsRune(cell, 0) {
					t.Errorf("%q: cell %q", text, cell)
				}
			}
		}
	})
}
