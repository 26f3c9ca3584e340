package file

import (
	"errors"
	"strings"
	"testing"

	"hailong/survey"
)

func TestAFileIsWhatItsContentSays(t *testing.T) {
	docx := []string{"[Content_Types].xml", "_rels/.rels", "word/document.xml"}
	for _, c := range []struct{ name, content, word string }{
		{"a.pdf", aPDF, ""},
		{"a.png", aPNG, ""},
		{"a.jpg", aJPEG, ""},
		{"a.JPEG", aJPEG, ""},
		{"a.docx", zipOf(t, docx...), ""},
		{"picture-in-front.docx", zipOf(t, "docProps/thumbnail.jpeg", "[Content_Types].xml", "word/document.xml"), ""},
		{"odd-order.docx", zipOf(t, "word/document.xml", "[Content_Types].xml"), ""},
		{"a.pptx", zipOf(t, "[Content_Types].xml", "ppt/presentation.xml"), ""},
		{"a.xlsx", sample(t, "bang.xlsx"), ""},
		{"a.xls", sample(t, "bang.xls"), ""},
		{"a.doc", aDOC(t), ""},
		{"a.ods", sample(t, "bang.ods"), ""},
		{"a.odt", zipOf(t, "mimetype", "content.xml"), ""},
		{"a.zip", zipOf(t, "bao-cao.pdf", "anh/1.png"), ""},
		{"a folder called word.zip", zipOf(t, "word/bao-cao.doc", "word/2.pdf"), ""},

		{"exe.pdf", anEXE, "file.kind_differs"},
		{"exe.zip", anEXE, "file.kind_differs"},
		{"svg.png", anSVG, "file.kind_differs"},
		{"html.pdf", "<!DOCTYPE html><script>alert(1)</script>", "file.kind_differs"},
		{"text.doc", "chỉ là chữ", "file.kind_differs"},
		{"pdf.docx", aPDF, "file.kind_differs"},
		{"zip.docx", zipOf(t, "bao-cao.pdf"), "file.kind_differs"},
		{"zip of word.docx", zipOf(t, "word/document.xml"), "file.kind_differs"},
		{"docx.xlsx", zipOf(t, docx...), "file.kind_differs"},
		{"docx.zip", zipOf(t, docx...), "file.kind_differs"},
		{"jar.zip", zipOf(t, "META-INF/MANIFEST.MF", "A.class"), "file.kind_differs"},
		{"macros.docx", zipOf(t, append(docx, "word/vbaProject.bin")...), "file.kind_differs"},
		{"macros.xlsx", zipOf(t, "[Content_Types].xml", "xl/workbook.xml", "xl/VBAproject.bin"), "file.kind_differs"},
		{"half.xlsx", sample(t, "bang.xlsx")[:3000], "file.kind_differs"},
		{"doc.xls", aDOC(t), "file.kind_differs"},
		{"xls.doc", sample(t, "bang.xls"), "file.kind_differs"},
		{"half.doc", aDOC(t)[:600], "file.kind_differs"},
	} {
		found, err := typeOf(strings.NewReader(c.content), int64(len(c.content)))
		if err != nil {
			t.Fatal(err)
		}
		word := ""
		if e, ok := errors.AsType[*survey.Error](survey.CheckFileType(c.name, found)); ok {
			word = e.Word
		}
		if word != c.word {
			t.Errorf("%s, found to be %s: says %q, want %q", c.name, found, word, c.word)
		}
	}
}
