package file

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io/fs"
	"strings"
	"testing"

	"hailong/survey"
)

// packed is a ZIP as programs write it while they stream: sums and sizes behind each part.
func packed(t *testing.T, comment string, parts ...zip.FileHeader) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := range parts {
		part, err := w.CreateHeader(&parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(parts[i].Name, "/") {
			continue
		}
		if _, err := part.Write([]byte("nội dung của " + parts[i].Name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.SetComment(comment); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func linked(name string) zip.FileHeader {
	h := zip.FileHeader{Name: name}
	h.SetMode(fs.ModeSymlink | 0o777)
	return h
}

// stuffed puts bytes into a ZIP and says in its end that the directory begins so much later.
func stuffed(content string, at int, more string) string {
	b := []byte(content[:at] + more + content[at:])
	end := b[bytes.LastIndex(b, []byte(zipEnd)):]
	binary.LittleEndian.PutUint32(end[16:], binary.LittleEndian.Uint32(end[16:])+uint32(len(more)))
	return string(b)
}

// A ZIP fills its file from the first byte to the last, and unpacks into its own folder. A
// file of two kinds at once is of none.
func TestAZipIsWholeAndStaysInItsFolder(t *testing.T) {
	plain := packed(t, "", zip.FileHeader{Name: "a.pdf"}, zip.FileHeader{Name: "b.pdf", Method: zip.Deflate})
	directory := strings.Index(plain, zipEntry)
	second := strings.LastIndex(plain, zipPart)
	other := strings.Replace(plain, "a.pdf", "c.pdf", 1) // where the part stands, not in the directory
	for _, c := range []struct{ name, content, word string }{
		{"streamed.zip", plain, ""},
		{"comment.zip", packed(t, "Sở Tư pháp", zip.FileHeader{Name: "a.pdf"}), ""},
		{"folders.zip", packed(t, "", zip.FileHeader{Name: "anh/"}, zip.FileHeader{Name: "anh/1..2.png"}), ""},
		{"old.zip", packed(t, "", zip.FileHeader{Name: `anh\1.png`}), ""},
		{"empty.zip", packed(t, ""), ""},

		{"up.zip", packed(t, "", zip.FileHeader{Name: "a.pdf"}, zip.FileHeader{Name: "../a.pdf"}), "file.zip_name"},
		{"up within.zip", packed(t, "", zip.FileHeader{Name: "anh/../../a.pdf"}), "file.zip_name"},
		{"up in Windows.zip", packed(t, "", zip.FileHeader{Name: `anh\..\..\a.pdf`}), "file.zip_name"},
		{"absolute.zip", packed(t, "", zip.FileHeader{Name: "/etc/passwd"}), "file.zip_name"},
		{"a drive.zip", packed(t, "", zip.FileHeader{Name: `C:\a.pdf`}), "file.zip_name"},
		{"a link.zip", packed(t, "", linked("a.pdf")), "file.zip_name"},
		{"a document.docx", packed(t, "", zip.FileHeader{Name: "[Content_Types].xml"}, zip.FileHeader{Name: "word/../../x"}), "file.zip_name"},

		{"before.zip", "MZ" + plain, "file.kind_differs"},
		{"before, told.zip", stuffed(plain, 0, "PK\x03\x04 and more"), "file.kind_differs"},
		{"between.zip", stuffed(plain, second, "<script>alert(1)</script>"), "file.kind_differs"},
		{"before the directory.zip", stuffed(plain, directory, "<script>alert(1)</script>"), "file.kind_differs"},
		{"behind.zip", plain + "<script>alert(1)</script>", "file.kind_differs"},
		{"two.zip", plain + plain, "file.kind_differs"},
		{"two names.zip", other, "file.kind_differs"},
		{"behind.docx", zipOf(t, "[Content_Types].xml", "word/document.xml") + "\n", "file.kind_differs"},

		{"a PDF and a ZIP.pdf", aPDF + plain, "file.kind_differs"},
		{"a PDF and a ZIP in a comment.pdf", aPDF + packed(t, "%%EOF", zip.FileHeader{Name: "a.pdf"}), "file.kind_differs"},
		{"a picture and a ZIP.jpg", aJPEG + plain, "file.kind_differs"},
		{"a table and a ZIP.xls", sample(t, "bang.xls") + plain, "file.kind_differs"},
		{"a PDF with a ZIP inside.pdf", aPDF[:20] + plain + aPDF[20:], ""}, // as an attachment stands in it
		{"something and a PDF.pdf", "\n" + aPDF, "file.kind_differs"},
		{"a mark and a PDF.pdf", "\ufeff" + aPDF, "file.kind_differs"},
		{"a script and a PDF.pdf", "<script>alert(1)</script>\n" + aPDF, "file.kind_differs"},
	} {
		found, err := typeOf(strings.NewReader(c.content), int64(len(c.content)))
		if err == nil {
			err = survey.CheckFileType(c.name, found)
		}
		word := ""
		if e, ok := errors.AsType[*survey.Error](err); ok {
			word = e.Word
		}
		if word != c.word {
			t.Errorf("%s, found to be %s: says %q, want %q", c.name, found, word, c.word)
		}
	}
}
