package file

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

const (
	aPDF  = "%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
	aPNG  = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
	aJPEG = "\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
	anSVG = `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`
)

// anEXE begins as every program for Windows does.
var anEXE = "MZ\x90\x00\x03" + strings.Repeat("\x00", 55) + "\x80\x00\x00\x00" +
	strings.Repeat("\x00", 64) + "PE\x00\x00L\x01" + strings.Repeat("\x00", 200)

// zipOf packs parts that have only their name inside, but for a picture, which is large,
// and the line by which an ODT is known.
func zipOf(t *testing.T, names ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range names {
		part, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		content := name
		if strings.HasSuffix(name, "thumbnail.jpeg") {
			content = strings.Repeat("a picture ", 1000)
		}
		if name == "mimetype" {
			content = "application/vnd.oasis.opendocument.text"
		}
		if _, err := io.WriteString(part, content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func sample(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// aDOC is the compound file of an XLS with the one stream that makes it a DOC.
func aDOC(t *testing.T) string {
	t.Helper()
	b := []byte(sample(t, "bang.xls"))
	directory := 512 * (1 + int(binary.LittleEndian.Uint32(b[48:])))
	for entry := directory; entry < directory+512; entry += 128 {
		size := int(binary.LittleEndian.Uint16(b[entry+64:]))
		if size > 2 && slices.Equal(b[entry:entry+size-2], wide("Workbook")) {
			stream := wide("WordDocument")
			copy(b[entry:], stream)
			binary.LittleEndian.PutUint16(b[entry+64:], uint16(len(stream)+2))
			clear(b[directory+80 : directory+96]) // the root's class, which says Excel
			return string(b)
		}
	}
	t.Fatal("the XLS has no workbook")
	return ""
}

func wide(text string) []byte {
	b, _ := binary.Append(nil, binary.LittleEndian, utf16.Encode([]rune(text)))
	return b
}
