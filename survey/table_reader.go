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

// tableReader reads cells by column name and collects every mistake with its row
// and column, so that a person mends the file once.
type tableReader struct {
	place    map[string]int
	row      *Row
	mistakes Mistakes
	more     int // mistakes beyond those that are kept
}

// mostMistakes is how many mistakes of a file are kept: nobody reads more at once.
const mostMistakes = 1000

// readTable checks the head row: needed columns are there, none is unknown or twice.
func readTable(t *Table, columns columns) (*tableReader, error) {
	r := &tableReader{place: map[string]int{}, row: &Row{Line: 1}}
	known := columns.all()
	for i, name := range t.Columns {
		name = strings.ToLower(name)
		if _, twice := r.place[name]; twice || !slices.Contains(known, name) {
			r.fail(name, "import.column", Args{"value": clip(name), "known": strings.Join(known, ", ")})
		}
		r.place[name] = i
	}
	for _, name := range columns.needed {
		if _, found := r.place[name]; !found {
			r.fail(name, "import.column_missing", Args{"value": name})
		}
	}
	return r, r.err()
}

func (r *tableReader) err() error { return r.refused("import.refused") }

// refused is nil without mistakes; else they, and how many there are in all.
func (r *tableReader) refused(word string) error {
	err := r.mistakes.Err(word)
	if e, ok := errors.AsType[*Error](err); ok {
		e.Args["count"] = len(r.mistakes) + r.more
	}
	return err
}

// fail notes a mistake at the present row.
func (r *tableReader) fail(column, word string, args Args) {
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

// text is a cell; empty where the file has no such column.
func (r *tableReader) text(column string) string {
	if i, found := r.place[column]; found {
		return r.row.Cells[i]
	}
	return ""
}

// keep gives a field its old value where the file has no such column: a file with
// fewer columns says nothing about the rest.
func keep[T any](r *tableReader, column string, field *T, old T) {
	if _, found := r.place[column]; !found {
		*field = old
	}
}

func (r *tableReader) needed(column string) string {
	s := r.text(column)
	if s == "" {
		r.fail(column, "import.needed", nil)
	}
	return s
}

// code is a needed short name without blanks, as it will stand in addresses.
func (r *tableReader) code(column string) string {
	s := r.needed(column)
	for _, c := range s {
		if !strings.ContainsRune("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.", c) {
			r.fail(column, "import.code", Args{"value": clip(s)})
			break
		}
	}
	return s
}

// maxName is the longest name, in characters: it stands in one line of a table.
const maxName = 300

func (r *tableReader) names(vi, en string) Text {
	r.needed(vi)
	return Text{VI: r.short(vi), EN: r.short(en)}
}

// short is a text of at most maxName characters.
func (r *tableReader) short(column string) string {
	s := r.text(column)
	if n := utf8.RuneCountInString(s); n > maxName {
		r.fail(column, "import.long", Args{"value": clip(s), "count": n, "max": maxName})
	}
	return s
}

func (r *tableReader) day(column string) Day {
	s := r.text(column)
	if s == "" {
		return ""
	}
	d, err := ParseDay(s)
	if err != nil {
		r.fail(column, "import.day", Args{"value": clip(s)})
	}
	return d
}

func (r *tableReader) neededDay(column string) Day {
	if r.needed(column) == "" {
		return ""
	}
	return r.day(column)
}

// whole is a whole number from least on; other where the cell is empty.
func (r *tableReader) whole(column string, least, other int64) int64 {
	return r.between(column, least, math.MaxInt64, other)
}

// between is a whole number with both bounds in; other where the cell is empty.
func (r *tableReader) between(column string, least, most, other int64) int64 {
	s := r.text(column)
	if s == "" {
		return other
	}
	n, err := strconv.ParseInt(s, 10, 64)
	switch {
	case err == nil && n >= least && n <= most:
	case most == math.MaxInt64:
		r.fail(column, "import.whole", Args{"value": clip(s), "least": least})
	default:
		args := Args{"value": clip(s), "least": least, "most": strconv.FormatInt(most, 10)}
		r.fail(column, "import.between", args)
	}
	return n
}

var flags = map[string]bool{
	"": false, "no": false, "0": false, "không": false, "false": false,
	"yes": true, "1": true, "x": true, "có": true, "true": true,
}

func (r *tableReader) flag(column string) bool {
	v, known := flags[strings.ToLower(r.text(column))]
	if !known {
		r.fail(column, "import.flag", Args{"value": clip(r.text(column))})
	}
	return v
}

// list is a cell of several values, each once: "department|district".
func (r *tableReader) list(column string) []string {
	var values []string
	for v := range strings.FieldsFuncSeq(r.text(column), func(c rune) bool { return c == '|' || c == ';' }) {
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
