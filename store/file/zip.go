package file

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/binary"
	"io"
	"slices"
	"strings"
)

// What a ZIP's pieces begin with.
const (
	zipPart      = "PK\x03\x04"
	zipEntry     = "PK\x01\x02"
	zipEnd       = "PK\x05\x06"
	zipEnd64     = "PK\x06\x06"
	zipLocator64 = "PK\x06\x07"

	// The lengths of what stands in them before names and such.
	zipPartSize      = 30
	zipEntrySize     = 46
	zipEndSize       = 22
	zipLocator64Size = 20
	zipMaxComment    = 1<<16 - 1
)

// zipPieces reads the pieces of a ZIP one after another.
type zipPieces struct {
	content io.ReaderAt
	at      int64
}

// piece reads the beginning of the piece that is next; nil where it is another.
func (z *zipPieces) piece(sign string, size int) []byte {
	head := make([]byte, size)
	if n, _ := z.content.ReadAt(head, z.at); n < size || !strings.HasPrefix(string(head), sign) {
		return nil
	}
	return head
}

// accounted tells whether the parts that a ZIP's directory names, the directory and its end
// fill the file from its first byte to its last. What another program would find before,
// between or behind them, or under another name, nobody has looked at.
func accounted(content io.ReaderAt, size int64, parts []*zip.File) bool {
	z := &zipPieces{content: content}
	inOrder, known := byPlace(parts)
	if !known {
		return false
	}
	for _, p := range inOrder {
		if !z.part(p) {
			return false
		}
	}
	return z.directory(len(parts), size)
}

// placedPart is a part with where its bytes begin.
type placedPart struct {
	*zip.File
	data int64
}

func byPlace(parts []*zip.File) (list []placedPart, known bool) {
	for _, p := range parts {
		data, err := p.DataOffset()
		if err != nil {
			return nil, false
		}
		list = append(list, placedPart{p, data})
	}
	slices.SortStableFunc(list, func(a, b placedPart) int { return cmp.Compare(a.data, b.data) })
	return list, true
}

// directory goes over the directory and the end, which is that of the file.
func (z *zipPieces) directory(parts int, size int64) bool {
	begin := z.at
	for range parts {
		head := z.piece(zipEntry, zipEntrySize)
		if head == nil {
			return false
		}
		z.at += zipEntrySize + u16(head[28:]) + u16(head[30:]) + u16(head[32:])
	}
	const size64 = 56 // of the end of a large archive, with nothing of its own behind
	if head := z.piece(zipEnd64, size64); head != nil {
		z.at += size64
		if z.piece(zipLocator64, zipLocator64Size) == nil {
			return false
		}
		z.at += zipLocator64Size
	}
	head := z.piece(zipEnd, zipEndSize)
	if head == nil {
		return false
	}
	told := int64(binary.LittleEndian.Uint32(head[16:]))
	return (told == begin || told == 1<<32-1) && z.at+zipEndSize+u16(head[20:]) == size
}

// endsAsZip tells whether a file of another kind is a ZIP too for those who look for one
// from the end.
func endsAsZip(content io.ReaderAt, size int64) (bool, error) {
	tail := make([]byte, min(size, zipEndSize+zipMaxComment))
	if _, err := content.ReadAt(tail, size-int64(len(tail))); err != nil && err != io.EOF {
		return false, err
	}
	for at := len(tail); ; {
		if at = bytes.LastIndex(tail[:at], []byte(zipEnd)); at < 0 {
			return false, nil
		}
		if end := tail[at:]; len(end) >= zipEndSize && int64(len(end)) == zipEndSize+u16(end[20:]) {
			return true, nil
		}
	}
}
