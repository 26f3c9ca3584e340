package edition

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"hailong/store/file"
	"hailong/survey"
)

// What does not begin as a PDF is no decision, though a store of files may take it for one:
// whoever checks the archive would be told so.
func TestADecisionBeginsAsAPDF(t *testing.T) {
	files, err := file.Open(filepath.Join(t.TempDir(), "files"), file.Keys{})
	if err != nil {
		t.Fatal(err)
	}
	u := &Editions{Files: files}
	for text, right := range map[string]bool{string(testPDF): true, "\n" + string(testPDF): false} {
		kept, pdf, err := u.keep(t.Context(), Signed{Name: "qd.pdf", PDF: strings.NewReader(text)})
		if right {
			if err != nil || string(pdf) != text || kept.Size != int64(len(text)) {
				t.Errorf("%q: %v", text, err)
			}
			continue
		}
		if e, ok := errors.AsType[*survey.Error](err); !ok || e.Word != "edition.not_pdf" || e.Field != "pdf" {
			t.Errorf("%q: %v", text, err)
		}
	}
}
