package edition

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"hailong/store/file"
	"hailong/survey"
)

// What does not begin as a PDF is no decision, be it another thing that a store of files
// takes: whoever checks the archive would be told so.
func TestADecisionBeginsAsAPDF(t *testing.T) {
	files, err := file.Open(filepath.Join(t.TempDir(), "files"), file.Keys{})
	if err != nil {
		t.Fatal(err)
	}
	u := &Editions{Files: files}
	const png = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
	for _, c := range []struct{ name, text, word string }{
		{"qd.pdf", string(testPDF), ""},
		{"qd.pdf", "\n" + string(testPDF), "file.kind_differs"},
		{"qd.png", png, "edition.not_pdf"},
	} {
		kept, pdf, err := u.keep(t.Context(), Signed{Name: c.name, PDF: strings.NewReader(c.text)})
		if c.word == "" {
			if err != nil || string(pdf) != c.text || kept.Size != int64(len(c.text)) {
				t.Errorf("%q: %v", c.text, err)
			}
			continue
		}
		if e, ok := errors.AsType[*survey.Error](err); !ok || e.Word != c.word {
			t.Errorf("%q: %v", c.text, err)
		}
	}
}
