package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"

	"hailong/survey"
)

func readCSV(raw []byte) (*survey.Table, error) {
	raw, err := decode(raw)
	if err != nil {
		return nil, err
	}
	// encoding/csv does not know the lone \r that old programs end a line with.
	text := []byte(lines(string(raw)))
	comma := separator(text)
	if bytes.Count(text, []byte{comma}) > maxCells { // before memory is taken for them
		return nil, survey.Fail(survey.TooLarge, "sheet.cells_many", survey.Args{"max": maxCells})
	}
	reader := csv.NewReader(bytes.NewReader(text))
	reader.Comma = rune(comma)
	reader.FieldsPerRecord = -1 // a short or long row is named with its line
	reader.ReuseRecord = true
	return readRecords(reader)
}

func readRecords(reader *csv.Reader) (*survey.Table, error) {
	var rows builder
	var row []cell
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return rows.result()
		}
		if err != nil {
			return nil, quoteError(err)
		}
		row = row[:0]
		for _, text := range record {
			row = append(row, unguard(tidy(text)))
		}
		line, _ := reader.FieldPos(0)
		if err := rows.add(line, row, false); err != nil {
			return nil, err
		}
	}
}

// decode gives UTF-8 without a byte-order mark. UTF-16 says so by its own mark: a
// spreadsheet saves "Unicode text" like that.
func decode(raw []byte) ([]byte, error) {
	var err error
	switch {
	case bytes.HasPrefix(raw, []byte("\xff\xfe")):
		raw, err = decode16(raw, unicode.LittleEndian)
	case bytes.HasPrefix(raw, []byte("\xfe\xff")):
		raw, err = decode16(raw, unicode.BigEndian)
	}
	// A NUL is no text either: UTF-16 without a mark has them, and PostgreSQL stores none.
	if err != nil || !utf8.Valid(raw) || bytes.IndexByte(raw, 0) >= 0 {
		return nil, survey.Fail(survey.Invalid, "import.not_utf8", nil).Because(err)
	}
	return bytes.TrimPrefix(raw, []byte("\ufeff")), nil
}

// decode16 refuses what does not come out again as it went in: half a character is
// put right by the decoder without a word.
func decode16(raw []byte, end unicode.Endianness) ([]byte, error) {
	encoding := unicode.UTF16(end, unicode.UseBOM)
	text, err := encoding.NewDecoder().Bytes(raw)
	if err != nil {
		return nil, err
	}
	again, err := encoding.NewEncoder().Bytes(text)
	if err == nil && !bytes.Equal(again, raw) {
		err = errors.New("half a character of UTF-16")
	}
	return text, err
}

const separators = ",;\t"

// separator is the one that the head row, the first that is not blank, has most of
// outside quotes. A table of one column has none, and then it does not matter.
func separator(text []byte) byte {
	var found [len(separators)]int
	quoted, blank := false, true
	for _, c := range text {
		place := strings.IndexByte(separators, c)
		switch {
		case c == '"':
			quoted = !quoted
		case c == '\n' && !quoted:
			if !blank {
				return mostOf(found)
			}
			found = [len(separators)]int{}
		case place >= 0 && !quoted:
			found[place]++
		case c != ' ':
			blank = false
		}
	}
	return mostOf(found)
}

func mostOf(found [len(separators)]int) byte {
	most := 0
	for i, n := range found {
		if n > found[most] {
			most = i
		}
	}
	return separators[most]
}

func quoteError(err error) error {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		return survey.Fail(survey.Invalid, "import.quote", survey.Args{"line": parse.Line, "column": parse.Column})
	}
	return err
}
