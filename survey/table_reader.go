package survey

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// TableReader reads cells by column name and collects every mistake with its row
// and column, so that a person mends the file once.
type TableReader struct {
	place    map[string]int
	row      *Row
	mistakes Mistakes
	more     int // mistakes beyond those that are kept
}

// mostMistakes is how many mistakes of a file are kept: nobody reads more at once.
const mostMistakes = 1000

// ReadTable checks the head row: needed columns are there, none is unknown or twice.
func ReadTable(t *Table, columns Columns) (*TableReader, error) {
	r := &TableReader{place: map[string]int{}, row: &Row{Line: 1}}
	known := columns.All()
	for i, name := range t.Columns {
		name = strings.ToLower(name)
		if _, twice := r.place[name]; twice || !slices.Contains(known, name) {
			r.Fail(name, "import.column", Args{"value": clip(name), "known": strings.Join(known, ", ")})
		}
		r.place[name] = i
	}
	for _, name := range columns.Needed {
		if _, found := r.place[name]; !found {
			r.Fail(name, "import.column_missing", Args{"value": name})
		}
	}
	return r, r.Err()
}

// Err is nil where no row was wrong; else all mistakes.
func (r *TableReader) Err() error { return r.Refused("import.refused") }

// Refused is nil without mistakes; else they, and how many there are in all.
func (r *TableReader) Refused(word string) error {
	err := r.mistakes.Err(word)
	if e, ok := errors.AsType[*Error](err); ok {
		e.Args["count"] = len(r.mistakes) + r.more
	}
	return err
}

// Fail notes a mistake at the present row.
func (r *TableReader) Fail(column, word string, args Args) {
	if len(r.mistakes) == mostMistakes {
		r.more++
		return
	}
	all := Args{"line": r.row.Line, "column": column}
	for k, v := range args {
		all[k] = v
	}
	r.mistakes.Add(Fail(Invalid, word, all).At(fmt.Sprintf("%d:%s", r.row.Line, column)))
}

// Text is a cell; empty where the file has no such column.
func (r *TableReader) Text(column string) string {
	if i, found := r.place[column]; found {
		return r.row.Cells[i]
	}
	return ""
}

// keep gives a field its old value where the file has no such column: a file with
// fewer columns says nothing about the rest.
func keep[T any](r *TableReader, column string, field *T, old T) {
	if _, found := r.place[column]; !found {
		*field = old
	}
}

// NeededText is a cell that may not be empty.
func (r *TableReader) NeededText(column string) string {
	s := r.Text(column)
	if s == "" {
		r.Fail(column, "import.needed", nil)
	}
	return s
}

// Code is a needed short name without blanks, as it will stand in addresses.
func (r *TableReader) Code(column string) string {
	s := r.NeededText(column)
	for _, c := range s {
		if !strings.ContainsRune("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.", c) {
			r.Fail(column, "import.code", Args{"value": clip(s)})
			break
		}
	}
	return s
}

// maxName is the longest name, in characters: it stands in one line of a table.
const maxName = 300

// Names are a text of two columns, of which the Vietnamese is needed.
func (r *TableReader) Names(vi, en string) Text {
	r.NeededText(vi)
	return Text{VI: r.Short(vi), EN: r.Short(en)}
}

// Short is a text of at most maxName characters.
func (r *TableReader) Short(column string) string {
	s := r.Text(column)
	if n := utf8.RuneCountInString(s); n > maxName {
		r.Fail(column, "import.long", Args{"value": clip(s), "count": n, "max": maxName})
	}
	return s
}

// Day is a day; empty where the cell is.
func (r *TableReader) Day(column string) Day {
	s := r.Text(column)
	if s == "" {
		return ""
	}
	d, err := ParseDay(s)
	if err != nil {
		r.Fail(column, "import.day", Args{"value": clip(s)})
	}
	return d
}

// NeededDay is a day that must be there.
func (r *TableReader) NeededDay(column string) Day {
	if r.NeededText(column) == "" {
		return ""
	}
	return r.Day(column)
}

// Whole is a whole number from least on; other where the cell is empty.
func (r *TableReader) Whole(column string, least, other int64) int64 {
	return r.Between(column, least, math.MaxInt64, other)
}

// Between is a whole number with both bounds in; other where the cell is empty.
func (r *TableReader) Between(column string, least, most, other int64) int64 {
	s := r.Text(column)
	if s == "" {
		return other
	}
	n, err := strconv.ParseInt(s, 10, 64)
	switch {
	case err == nil && n >= least && n <= most:
	case most == math.MaxInt64:
		r.Fail(column, "import.whole", Args{"value": clip(s), "least": least})
	default:
		args := Args{"value": clip(s), "least": least, "most": strconv.FormatInt(most, 10)}
		r.Fail(column, "import.between", args)
	}
	return n
}

var flags = map[string]bool{
	"": false, "no": false, "0": false, "không": false, "false": false,
	"yes": true, "1": true, "x": true, "có": true, "true": true,
}

// Flag is yes or no; no where the cell is empty.
func (r *TableReader) Flag(column string) bool {
	v, known := flags[strings.ToLower(r.Text(column))]
	if !known {
		r.Fail(column, "import.flag", Args{"value": clip(r.Text(column))})
	}
	return v
}

// List is a cell of several values, each once: "department|district".
func (r *TableReader) List(column string) []string {
	var values []string
	for v := range strings.FieldsFuncSeq(r.Text(column), func(c rune) bool { return c == '|' || c == ';' }) {
		if v = strings.TrimSpace(v); v != "" && !slices.Contains(values, v) {
			values = append(values, v)
		}
	}
	return values
}

// listed are the codes that would have been right.
func listed[T any](list []T, code func(T) string) string {
	const most = 40
	var codes []string
	for i := range list {
		if i == most {
			codes = append(codes, "…")
			break
		}
		codes = append(codes, code(list[i]))
	}
	return strings.Join(codes, ", ")
}

// Hundredths is a number with at most two decimals, in hundredths, up to most; other
// where the cell is empty.
func (r *TableReader) Hundredths(column string, most, other int64) int64 {
	s := r.Text(column)
	if s == "" {
		return other
	}
	n, ok := ParseHundredths(s)
	if !ok || n > most {
		r.Fail(column, "import.hundredths", Args{"value": clip(s), "most": HundredthsText(most)})
		return other
	}
	return n
}
