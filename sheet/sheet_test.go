package sheet

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"hailong/survey"
)

func TestAFileIsToldByItsContent(t *testing.T) {
	want := &survey.Table{Columns: []string{"code", "name"}, Rows: []survey.Row{{Line: 2, Cells: []string{"001", "Sở Tư pháp"}}}}
	csv, xlsx := written(t, FromTable("x", want))
	for name, file := range map[string][]byte{"csv": csv, "xlsx": xlsx} {
		got, err := Read(bytes.NewReader(file))
		if d := cmp.Diff(want, got); err != nil || d != "" {
			t.Errorf("%s: %v, %s", name, err, d)
		}
	}
	old := "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and the rest"
	for file, word := range map[string]string{old: "sheet.old", "PK is no archive": "sheet.no_workbook", "": "import.empty"} {
		if _, err := Read(strings.NewReader(file)); !says(err, survey.Invalid, word) {
			t.Errorf("%q: %v, want %s", file, err, word)
		}
	}
}

// says tells whether an error is of a kind and says a word.
func says(err error, kind survey.Kind, word string) bool {
	e, ok := errors.AsType[*survey.Error](err)
	return ok && e.Kind == kind && e.Word == word
}

// written is a sheet in both formats.
func written(t testing.TB, s Sheet) (csv, xlsx []byte) {
	t.Helper()
	var c, x bytes.Buffer
	if err := errors.Join(WriteCSV(&c, s), WriteXLSX(&x, s)); err != nil {
		t.Fatal(err)
	}
	return c.Bytes(), x.Bytes()
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
	if _, err := Read(endless{}); !says(err, survey.TooLarge, "import.too_large") {
		t.Errorf("%v; want too large", err)
	}
	fault := errors.New("the cable was pulled")
	if _, err := Read(iotest.ErrReader(fault)); !errors.Is(err, fault) {
		t.Errorf("%v; want %v", err, fault)
	}
	if _, err := ReadCSV(iotest.ErrReader(fault)); !errors.Is(err, fault) {
		t.Errorf("%v; want %v", err, fault)
	}
}

func TestATableOfTooManyCellsIsRefused(t *testing.T) {
	if _, err := Read(strings.NewReader(strings.Repeat(",", maxCells+1))); !says(err, survey.TooLarge, "sheet.cells_many") {
		t.Errorf("one wide row: %v", err)
	}
	rows := builder{cells: maxCells - 1}
	if err := rows.add(1, []cell{{text: "a"}}, true); err != nil {
		t.Errorf("the last cell: %v", err)
	}
	if err := rows.add(2, []cell{{text: "1"}}, true); !says(err, survey.TooLarge, "sheet.cells_many") {
		t.Errorf("one more: %v", err)
	}
}

// A hundred thousand answers go into either format and come back.
func TestALargeTableIsReadAsItWasWritten(t *testing.T) {
	want := largeTable(100_000, 6)
	s := FromTable("large", want)
	csv, xlsx := written(t, s)
	for name, file := range map[string][]byte{"csv": csv, "xlsx": xlsx} {
		got, err := Read(bytes.NewReader(file))
		if err != nil || len(got.Rows) != len(want.Rows) {
			t.Fatalf("%s: %v", name, err)
		}
		if d := cmp.Diff(want.Rows[99_990:], got.Rows[99_990:]); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

func largeTable(rows, columns int) *survey.Table {
	t := &survey.Table{Columns: strings.Split("abcdefghijklmnopqrstuvwxyz", "")[:columns]}
	for i := range rows {
		cells := make([]string, columns)
		for k := range cells {
			cells[k] = []string{"4", "Hài lòng", "2026-03-04", ""}[(i+k)%4]
		}
		t.Rows = append(t.Rows, survey.Row{Line: i + 2, Cells: cells})
	}
	return t
}
