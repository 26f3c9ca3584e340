package file

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"strings"
	"testing"

	"hailong/survey"
)

// settled is a ZIP as programs write it that know sums and sizes beforehand: they stand in
// front of the part, in its large form among the extra fields.
func settled(t *testing.T, large bool) string {
	t.Helper()
	const content = "nội dung"
	h := zip.FileHeader{
		Name: "a.pdf", CRC32: crc32.ChecksumIEEE([]byte(content)),
		CompressedSize64: uint64(len(content)), UncompressedSize64: uint64(len(content)),
	}
	if large {
		h.Extra = binary.LittleEndian.AppendUint16([]byte{1, 0}, 16)
		h.Extra = binary.LittleEndian.AppendUint64(h.Extra, h.UncompressedSize64)
		h.Extra = binary.LittleEndian.AppendUint64(h.Extra, h.CompressedSize64)
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	part, err := w.CreateRaw(&h)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	s := b.String()
	if large {
		s = altered(s, 18, strings.Repeat("\xff", 8))
	}
	return s
}

// altered is content with other bytes at a place.
func altered(content string, at int, other string) string {
	return content[:at] + other + content[at+len(other):]
}

// second is a part with another name among its extra fields.
func second(name, other string) zip.FileHeader {
	extra := binary.LittleEndian.AppendUint16([]byte{0x75, 0x70}, uint16(5+len(other)))
	extra = binary.LittleEndian.AppendUint32(append(extra, 1), crc32.ChecksumIEEE([]byte(name)))
	return zip.FileHeader{Name: name, Extra: append(extra, other...)}
}

// What other programs read in front of a part, behind it or among its extra fields is what
// the directory says, and no part is written over another.
func TestAZipSaysTheSameEverywhere(t *testing.T) {
	plain, large := settled(t, false), settled(t, true)
	streamed := packed(t, "", zip.FileHeader{Name: "a.pdf", Method: zip.Deflate})
	behind := strings.Index(streamed, "PK\x07\x08")
	evil := packed(t, "", second("a.pdf", "../../../evil.sh"))
	parts, directory, _ := strings.Cut(evil, zipEntry) // the directory's own is of no known kind
	inFront := parts + zipEntry + strings.Replace(directory, "\x75\x70", "\x74\x70", 1)
	twin := second("a.pdf", "a.pdf")
	twin.Extra = append(twin.Extra, second("a.pdf", "b.pdf").Extra...)
	for _, c := range []struct{ name, content, word string }{
		{"settled", plain, ""},
		{"large", large, ""},
		{"one name twice said", packed(t, "", second("a.pdf", "a.pdf")), ""},
		{"letters that were lacking", packed(t, "", second("thu/B?o c?o #U1ed9.pdf", "thu/Báo cáo ộ.pdf")), ""},
		{"of an old encoding", packed(t, "", second("B\xa0o.pdf", "Báo.pdf")), ""},
		{"a folder twice", packed(t, "", zip.FileHeader{Name: "a/"}, zip.FileHeader{Name: "a/"}), ""},
		{"a folder and a file", packed(t, "", zip.FileHeader{Name: "license/"}, zip.FileHeader{Name: "LICENSE"}), ""},
		{"old encodings", packed(t, "", zip.FileHeader{Name: "B\xa0o.pdf"}, zip.FileHeader{Name: "B\xa1o.pdf"}), ""},

		{"another method", altered(plain, 8, "\x08"), "file.kind_differs"},
		{"a password", altered(plain, 6, "\x01"), "file.kind_differs"},
		{"to be described", altered(plain, 6, "\x08"), "file.kind_differs"},
		{"another sum", altered(plain, 14, "abcd"), "file.kind_differs"},
		{"no sum", altered(plain, 14, "\x00\x00\x00\x00"), "file.kind_differs"},
		{"shorter", altered(plain, 18, "\x01"), "file.kind_differs"},
		{"longer unpacked", altered(plain, 22, "\xf0"), "file.kind_differs"},
		{"longer among the extra fields", altered(large, 30+5+4, "\xf0"), "file.kind_differs"},
		{"nowhere", altered(large, 30+5, "\x02"), "file.kind_differs"},

		{"streamed, another method", altered(streamed, 8, "\x00"), "file.kind_differs"},
		{"streamed, not described", altered(streamed, 6, "\x00"), "file.kind_differs"},
		{"streamed, a size in front", altered(streamed, 18, "\x01"), "file.kind_differs"},
		{"streamed, another sum behind", altered(streamed, behind+4, "abcd"), "file.kind_differs"},
		{"streamed, another size behind", altered(streamed, behind+12, "\xf0"), "file.kind_differs"},

		{"another name that leads out", evil, "file.zip_name"},
		{"in front only", inFront, "file.kind_differs"},
		{"another name", packed(t, "", second("a.pdf", "evil.sh")), "file.zip_name"},
		{"another ending", packed(t, "", second("a.pdf", "á.sh")), "file.zip_name"},
		{"another folder", packed(t, "", second("a.pdf", "á/a.pdf")), "file.zip_name"},
		{"leads out in letters that were lacking", packed(t, "", second("a/a.pdf", "../á.pdf")), "file.zip_name"},
		{"two other names", packed(t, "", twin), "file.zip_name"},

		{"a name twice", packed(t, "", zip.FileHeader{Name: "a.pdf"}, zip.FileHeader{Name: "a.pdf"}), "file.zip_twice"},
		{"capitals", packed(t, "", zip.FileHeader{Name: "Đề án.pdf"}, zip.FileHeader{Name: "đề ÁN.PDF"}), "file.zip_twice"},
		{"accents apart", packed(t, "", zip.FileHeader{Name: "Báo.pdf"}, zip.FileHeader{Name: "Ba\u0301o.pdf"}), "file.zip_twice"},
		{"another way", packed(t, "", zip.FileHeader{Name: "a/b.pdf"}, zip.FileHeader{Name: `a\.\b.pdf`}), "file.zip_twice"},
	} {
		found, err := typeOf(strings.NewReader(c.content), int64(len(c.content)))
		if err == nil {
			err = survey.CheckFileType("a.zip", found)
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
