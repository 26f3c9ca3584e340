package sheet

import (
	"encoding/binary"
	"errors"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"hailong/survey"
)

// utf16Text is a text in UTF-16 after its byte-order mark.
func utf16Text(mark, text string) string {
	var order binary.AppendByteOrder = binary.LittleEndian
	if mark == "\xfe\xff" {
		order = binary.BigEndian
	}
	b := []byte(mark)
	for _, unit := range utf16.Encode([]rune(text)) {
		b = order.AppendUint16(b, unit)
	}
	return string(b)
}

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
		"old Macintosh line ends": "code,name_vi\rSTP,Sở Tư pháp\rSNV,\r",
		"all line ends":           "code,name_vi\rSTP,Sở Tư pháp\r\nSNV,\n",
		"semicolons":              "code;name_vi\nSTP;Sở Tư pháp\nSNV;\n",
		"tabs":                    "code\tname_vi\nSTP\tSở Tư pháp\nSNV\t\n",
		"columns without a name":  "code,name_vi,,\nSTP,Sở Tư pháp,,\nSNV,,,\n",
		"little-endian UTF-16":    utf16Text("\xff\xfe", "code\tname_vi\r\nSTP\tSở Tư pháp\r\nSNV\t\r\n"),
		"big-endian UTF-16":       utf16Text("\xfe\xff", "code,name_vi\nSTP,Sở Tư pháp\nSNV,\n"),
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
		{"half a character of UTF-16", "\xff\xfea\x00\x00\xd8\n\x00", "import.not_utf8", nil},
		{"half of UTF-16's pairs of bytes", "\xff\xfea\x00b", "import.not_utf8", nil},
		{"a NUL in UTF-16", "\xff\xfea\x00\x00\x00", "import.not_utf8", nil},
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

func TestTheSeparatorIsThatOfTheHeadRow(t *testing.T) {
	for text, want := range map[string][]string{
		"a,b;c\n":                    {"a", "b;c"},
		"a;b;c,d\n1,2,3;4;5\n":       {"a", "b", "c,d"},
		"\n;;\n ;\na;b;c,d\n1;2;3\n": {"a", "b", "c,d"},
		"\"a,b,c\";d\n":              {"a,b,c", "d"},
		"\"x\n,,,\";d\n":             {"x\n,,,", "d"},
		"\"say \"\"a,b,c\"\"\";d":    {"say \"a,b,c\"", "d"},
		"alone\n1\n":                 {"alone"},
	} {
		got, err := ReadCSV(strings.NewReader(text))
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if d := cmp.Diff(want, got.Columns); d != "" {
			t.Errorf("%q: %s", text, d)
		}
	}
}

func TestOneApostropheIsTakenFromWhatLooksLikeAFormula(t *testing.T) {
	for text, want := range map[string]string{
		"'=1+1": "=1+1", "''=1+1": "'=1+1", "'-5": "-5", "'@x": "@x", "'+84": "+84",
		"-5": "-5", "=1+1": "=1+1", "'tis": "'tis", "'": "'", "''": "''", "'1": "'1",
	} {
		got, err := ReadCSV(strings.NewReader("a\n" + text + "\n"))
		if err != nil || len(got.Rows) != 1 || got.Rows[0].Cells[0] != want {
			t.Errorf("%q: %+v, %v; want %q", text, got, err, want)
		}
	}
}

func TestAllMistakesOfAFileAreNamedAtOnce(t *testing.T) {
	_, err := ReadCSV(strings.NewReader("a,b\n1,2\n\n3\n1,2,,4\n1,x\x07y\n\x7f,z\u0086\n1,2,\n"))
	want := []survey.Args{
		{"line": 4, "column": "b", "cells": 1, "columns": 2},
		{"line": 5, "column": "D", "cells": 4, "columns": 2},
		{"line": 6, "column": "b", "value": "x\ufffdy"},
		{"line": 7, "column": "a", "value": "\ufffd"},
		{"line": 7, "column": "b", "value": "z\ufffd"},
	}
	if d := cmp.Diff(want, causes(t, err, len(want))); d != "" {
		t.Error(d)
	}
}

func TestAHundredMistakesAreNamedAndAllAreCounted(t *testing.T) {
	_, err := ReadCSV(strings.NewReader("a,b\n" + strings.Repeat("1\n", 250)))
	if got := causes(t, err, 250); len(got) != 100 {
		t.Errorf("%d mistakes are named", len(got))
	}
}

// causes are the arguments of an error's mistakes, of which count were found.
func causes(t *testing.T, err error, count int) (list []survey.Args) {
	t.Helper()
	e, ok := errors.AsType[*survey.Error](err)
	if !ok || e.Kind != survey.Invalid || e.Word != "import.refused" || e.Args["count"] != count {
		t.Fatalf("%+v; want %d mistakes", err, count)
	}
	for _, cause := range e.Causes {
		list = append(list, cause.Args)
	}
	return list
}

func FuzzReadCSV(f *testing.F) {
	for _, text := range []string{"a,b\n1,2\n", "\ufeffa\r\n\"x\ny\"\r\n", "a\n\"", "\xff", "a,a\n , \n", "a;b\r'=1;\x01\r", "\xff\xfea\x00\n\x00"} {
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
		checkTable(t, table)
	})
}

// checkTable checks what holds for every table that was read.
func checkTable(t *testing.T, table *survey.Table) {
	t.Helper()
	last := 0
	for _, row := range table.Rows {
		if len(row.Cells) != len(table.Columns) || row.Line <= last {
			t.Errorf("row %+v after line %d", row, last)
		}
		last = row.Line
		for _, cell := range row.Cells {
			if cell != strings.TrimSpace(cell) || !norm.NFC.IsNormalString(cell) || !readable(cell) || strings.Contains(cell, "\r") {
				t.Errorf("cell %q", cell)
			}
		}
	}
	if table.Columns[len(table.Columns)-1] == "" {
		t.Errorf("columns %q", table.Columns)
	}
}
