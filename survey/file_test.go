package survey

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestTheEndingAndTheContentOfAFileMustAgree(t *testing.T) {
	const docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	for _, c := range []struct{ name, found, word string }{
		{"Báo cáo.PDF", "application/pdf", ""},
		{`C:\Tài liệu\bao.cao.docx `, docx, ""},
		{"../../etc/anh.jpeg", "image/jpeg", ""},
		{"bao-cao.pdf", "application/vnd.microsoft.portable-executable", "file.kind_differs"},
		{"bao-cao.docx", "application/zip", "file.kind_differs"},
		{"bao-cao.zip", docx, "file.kind_differs"},
		{"bao-cao.pdf", "image/png", "file.kind_differs"},
		{"bao-cao.docm", docx, "file.kind"},
		{"bang.xlsm", "application/vnd.ms-excel", "file.kind"},
		{"hinh.svg", "image/svg+xml", "file.kind"},
		{"trang.html", "text/html", "file.kind"},
		{"chay.pdf.exe", "application/pdf", "file.kind"},
		{"pdf", "application/pdf", "file.kind"},
		{"thu.muc.pdf/ten", "application/pdf", "file.kind"},
		{"", "application/pdf", "file.kind"},
	} {
		word := ""
		if e, ok := errors.AsType[*Error](CheckFileType(c.name, c.found)); ok {
			word = e.Word
		}
		if word != c.word {
			t.Errorf("%q with %s says %q, want %q", c.name, c.found, word, c.word)
		}
	}
}

func TestNothingThatRunsIsAmongTheKindsOfFiles(t *testing.T) {
	for _, ending := range []string{".svg", ".html", ".js", ".docm", ".xlsm", ".exe", ".jar", ""} {
		if slices.Contains(FileEndings(), ending) {
			t.Errorf("%q is taken", ending)
		}
	}
	if got := len(FileEndings()); got != 12 {
		t.Errorf("%d endings are taken, want 12", got)
	}
}

func TestWhatIsNoHashIsNoFile(t *testing.T) {
	hash := strings.Repeat("0a", 32)
	for id, want := range map[string]bool{
		hash: true, strings.ToUpper(hash): false, hash[1:]: false, hash + "0": false, "": false,
		"../" + hash[3:]: false, hash[:63] + "/": false, hash[:63] + "\n": false,
	} {
		if FileID(id).Valid() != want {
			t.Errorf("%q: valid is %v", id, !want)
		}
	}
}
