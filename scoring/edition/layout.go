package edition

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io"
	"slices"

	"hailong/survey"
)

// The signatures of a ZIP's records.
const (
	localRecord     = 0x04034b50
	afterRecord     = 0x08074b50
	directoryRecord = 0x02014b50
	endRecord       = 0x06054b50
)

const (
	sizesFollow = 0x8   // a file's flag: its sum and sizes stand after it
	utf8Name    = 0x800 // a file's flag: its name is UTF-8
)

// timeExtra begins the only field that our writer adds to a file's header; four bytes follow.
const timeExtra = "UT\x05\x00\x01"

// inPlace refuses a ZIP with a byte that is of none of the files in its directory: before,
// between or behind them, or a file that is called otherwise where it stands. Programs
// differ in what they take out of such a one, so what is checked need not be what is read.
func inPlace(r io.ReaderAt, size int64, list *zip.Reader) *survey.Error {
	var directory bytes.Buffer
	at := int64(0)
	for _, f := range list.File {
		local, after := localHeader(f), descriptor(f)
		data := at + int64(len(local))
		behind := data + int64(min(f.CompressedSize64, uint64(size)))
		if !plainHeader(f) || !holds(r, at, local) || !holds(r, behind, after) {
			return displaced(f.Name)
		}
		directory.Write(directoryHeader(f, uint32(at)))
		at = behind + int64(len(after))
	}
	length := directory.Len()
	directory.Write(end(len(list.File), length, at))
	if size != at+int64(directory.Len()) || !holds(r, at, directory.Bytes()) {
		return displaced("ZIP")
	}
	return nil
}

func displaced(name string) *survey.Error {
	return survey.Fail(survey.Invalid, "verify.layout", survey.Args{"file": shown(name)})
}

// plainHeader tells whether a file is packed as our writer packs.
func plainHeader(f *zip.File) bool {
	stamped := len(f.Extra) == len(timeExtra)+4 && bytes.HasPrefix(f.Extra, []byte(timeExtra))
	return f.Method == zip.Deflate && f.Flags&^utf8Name == sizesFollow && (len(f.Extra) == 0 || stamped)
}

func holds(r io.ReaderAt, at int64, want []byte) bool {
	have := make([]byte, len(want))
	n, _ := r.ReadAt(have, at) // all that was wanted may come with the end
	return n == len(want) && bytes.Equal(have, want)
}

// localHeader is what stands before a file.
func localHeader(f *zip.File) []byte {
	h := record(uint32(localRecord), f.ReaderVersion, f.Flags, f.Method, stamp(f),
		[3]uint32{}, short(len(f.Name)), short(len(f.Extra))) // sum and sizes follow
	return slices.Concat(h, []byte(f.Name), f.Extra)
}

// descriptor is what stands behind a file.
func descriptor(f *zip.File) []byte {
	return record(uint32(afterRecord), f.CRC32, long(f.CompressedSize64), long(f.UncompressedSize64))
}

// directoryHeader is what the directory says of the file that begins there.
func directoryHeader(f *zip.File, at uint32) []byte {
	h := record(uint32(directoryRecord), f.CreatorVersion, f.ReaderVersion, f.Flags, f.Method, stamp(f), f.CRC32,
		long(f.CompressedSize64), long(f.UncompressedSize64), short(len(f.Name)), short(len(f.Extra)),
		[3]uint16{}, f.ExternalAttrs, at) // no comment, one disk, nothing of the inside
	return slices.Concat(h, []byte(f.Name), f.Extra)
}

// end is how a ZIP ends, without a comment.
func end(files, directory int, at int64) []byte {
	return record(uint32(endRecord), [2]uint16{}, short(files), short(files), long(uint64(directory)),
		long(uint64(at)), uint16(0))
}

func stamp(f *zip.File) [2]uint16 {
	return [2]uint16{f.ModifiedTime, f.ModifiedDate}
}

// short and long cut a number to what a record holds: one that was cut is not found there,
// so that such a ZIP is refused.
func short(n int) uint16   { return uint16(n) }
func long(n uint64) uint32 { return uint32(n) }

func record(parts ...any) []byte {
	var text []byte
	for _, part := range parts {
		text, _ = binary.Append(text, binary.LittleEndian, part) // numbers only
	}
	return text
}
