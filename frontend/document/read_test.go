package document

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"
)

// readZip is a part of a file that is a ZIP, by its name.
func readZip(t testing.TB, file []byte, name string) []byte {
	t.Helper()
	list, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	from, err := list.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(from)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// readDOCX reads what a word processor shows: all text with a line for each paragraph, and
// the rows of all tables.
func readDOCX(t testing.TB, file []byte) (text string, rows [][]string) {
	t.Helper()
	from := xml.NewDecoder(bytes.NewReader(readZip(t, file, "word/document.xml")))
	var all, cell strings.Builder
	var row []string
	for {
		token, err := from.Token()
		if errors.Is(err, io.EOF) {
			return all.String(), rows
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			switch token.Name.Local {
			case "tr":
				row = nil
			case "tc":
				cell.Reset()
			case "br":
				cell.WriteString("\n")
			}
		case xml.EndElement:
			switch token.Name.Local {
			case "tr":
				rows = append(rows, row)
			case "tc":
				row = append(row, cell.String())
			case "p":
				all.WriteString("\n")
			}
		case xml.CharData:
			all.Write(token)
			cell.Write(token)
		}
	}
}

var (
	pdfStream = regexp.MustCompile(`(?s)stream\n(.*?)\nendstream`)
	pdfText   = regexp.MustCompile(`(?s)BT [-0-9. ]+ Td \((.*?)\) Tj ET`)
	pdfEscape = strings.NewReplacer(`\\`, `\`, `\(`, `(`, `\)`, `)`, `\r`, "\r")
)

// readPDF reads the lines of each page, in the order in which they were drawn.
func readPDF(t testing.TB, file []byte) (pages [][]string) {
	t.Helper()
	for _, stream := range pdfStream.FindAllSubmatch(file, -1) {
		from, err := zlib.NewReader(bytes.NewReader(stream[1]))
		if err != nil {
			continue // not packed: no page
		}
		text, err := io.ReadAll(from)
		if err != nil {
			t.Fatal(err)
		}
		var lines []string
		for _, found := range pdfText.FindAllSubmatch(text, -1) {
			raw := []byte(pdfEscape.Replace(string(found[1])))
			units := make([]uint16, len(raw)/2)
			for i := range units {
				units[i] = uint16(raw[2*i])<<8 | uint16(raw[2*i+1])
			}
			lines = append(lines, string(utf16.Decode(units)))
		}
		if len(lines) > 0 {
			pages = append(pages, lines)
		}
	}
	return pages
}
