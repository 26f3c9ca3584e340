package edition

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"hash/crc32"
	"slices"
	"strings"
	"testing"
)

// directoryOf an archive: where it begins, and how long it is.
func directoryOf(file []byte) (at, length int) {
	last := file[len(file)-22:]
	return int(binary.LittleEndian.Uint32(last[16:])), int(binary.LittleEndian.Uint32(last[12:]))
}

// put puts bytes into an archive, and moves what its directory says of the places behind.
func put(t *testing.T, file []byte, where int, more []byte) []byte {
	t.Helper()
	at, length := directoryOf(file)
	move := func(place []byte) {
		if n := binary.LittleEndian.Uint32(place); int(n) >= where {
			binary.LittleEndian.PutUint32(place, n+uint32(len(more)))
		}
	}
	moved := slices.Clone(file)
	for entry := moved[at : at+length]; len(entry) > 0; {
		name, extra := binary.LittleEndian.Uint16(entry[28:]), binary.LittleEndian.Uint16(entry[30:])
		move(entry[42:])
		entry = entry[46+int(name)+int(extra):]
	}
	move(moved[len(moved)-6:])
	moved = slices.Insert(moved, where, more...)
	if _, err := zip.NewReader(bytes.NewReader(moved), int64(len(moved))); err != nil {
		t.Fatal(err) // it must be one that programs read
	}
	return moved
}

// second is where the second file's header begins.
func second(t *testing.T, file []byte) int {
	t.Helper()
	at := bytes.Index(file[4:], []byte("PK\x03\x04"))
	if at < 0 {
		t.Fatal("one file")
	}
	return at + 4
}

// A ZIP that holds more than its directory says, or says it otherwise, is refused, though
// every file that is in the directory is right.
func TestVerifyRefusesWhatIsHidden(t *testing.T) {
	file := archived(t, sample(), true)
	directory, length := directoryOf(file)
	hidden := file[:second(t, file)] // a whole file, once more
	with := func(change func(file []byte) []byte) []byte { return change(slices.Clone(file)) }
	tests := map[string][]byte{
		"a file before":            put(t, file, 0, hidden),
		"bytes before":             put(t, file, 0, []byte("#!/bin/sh\n")),
		"a file between":           put(t, file, second(t, file), hidden),
		"bytes between":            put(t, file, second(t, file), []byte("x")),
		"a file behind the last":   put(t, file, directory, hidden),
		"bytes before all, unsaid": append([]byte("MZ"), file...),
		"bytes after all":          append(slices.Clone(file), "PK"...),
		"a comment": with(func(file []byte) []byte {
			file[len(file)-2] = 2
			return append(file, "hi"...)
		}),
		"a file's comment": with(func(file []byte) []byte {
			first := file[directory:]
			name := int(binary.LittleEndian.Uint16(first[28:])) + int(binary.LittleEndian.Uint16(first[30:]))
			binary.LittleEndian.PutUint16(first[32:], 2)
			binary.LittleEndian.PutUint32(file[len(file)-10:], uint32(length+2))
			return slices.Insert(file, directory+46+name, 'h', 'i')
		}),
		"another name": with(func(file []byte) []byte {
			copy(file[30:], "editioN")
			return file
		}),
		"another time": with(func(file []byte) []byte {
			file[10]++
			return file
		}),
		"no sizes": with(func(file []byte) []byte {
			file[6] = 0
			return file
		}),
		"another place": with(func(file []byte) []byte {
			binary.LittleEndian.PutUint32(file[directory+42:], uint32(second(t, file)))
			return file
		}),
		"space behind the directory": put(t, file, len(file)-22, nil),
	}
	binary.LittleEndian.PutUint32(tests["space behind the directory"][len(file)-10:], uint32(length-1))
	for name, altered := range tests {
		report, err := Verify(bytes.NewReader(altered), int64(len(altered)), public())
		if err == nil && len(report.Faults) > 0 {
			err = report.Faults[0]
		}
		if !says(err, "verify.layout") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Whoever takes an archive apart and packs it again with an ordinary program is told so, and
// which figure is another: packed or only stored, with the folders as entries or without.
func TestVerifyNamesTheFigureOfWhatWasPackedAnew(t *testing.T) {
	files := swapped(t, members(t, archived(t, sample(), true)), "groups/department.csv", "77.63", "78.63")
	want := []string{
		"verify.sum file=groups/department.csv",
		"verify.cell column=index computed=77.63 file=groups/department.csv line=5 printed=78.63",
	}
	for name, method := range map[string]uint16{"packed": zip.Deflate, "stored": zip.Store} {
		for _, folders := range []bool{true, false} {
			report := verified(t, packedAnew(t, files, method, folders), public())
			if said := saidOf(report); !strings.HasPrefix(said[0], "verify.layout file=") || !slices.Equal(said[1:], want) {
				t.Errorf("%s, folders %v: %q", name, folders, said)
			}
		}
	}
}

// A folder by itself is enough to say that another program packed it.
func TestVerifySaysThatThereIsAFolder(t *testing.T) {
	files := append(members(t, archived(t, sample(), true)), member{"agencies/", nil})
	if said := saidOf(verified(t, zipped(t, files), public())); !slices.Equal(said, []string{"verify.layout file=agencies/"}) {
		t.Errorf("%q", said)
	}
}

// packedAnew is an archive as Python or Info-ZIP write it: with the sizes in front, folders
// as entries of their own.
func packedAnew(t *testing.T, files []member, method uint16, folders bool) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	if folders {
		if _, err := w.Create("groups/"); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range files {
		text := f.text
		if method == zip.Deflate {
			text = deflated(t, text)
		}
		to, err := w.CreateRaw(&zip.FileHeader{
			Name: f.name, Method: method, CRC32: crc32.ChecksumIEEE(f.text),
			CompressedSize64: uint64(len(text)), UncompressedSize64: uint64(len(f.text)),
		})
		if err == nil {
			_, err = to.Write(text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func deflated(t *testing.T, text []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.DefaultCompression)
	if err == nil {
		_, err = w.Write(text)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// What stands in a file behind the end of what is packed is no part of it.
func TestVerifyRefusesWhatFollowsThePacked(t *testing.T) {
	var file bytes.Buffer
	w := zip.NewWriter(&file)
	right := archived(t, sample(), true)
	list, err := zip.NewReader(bytes.NewReader(right), int64(len(right)))
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range list.File {
		raw, err := f.OpenRaw()
		if err != nil {
			t.Fatal(err)
		}
		var packed bytes.Buffer
		if _, err := packed.ReadFrom(raw); err != nil {
			t.Fatal(err)
		}
		if i == 1 {
			packed.WriteString("PK\x03\x04 and so on")
		}
		head := f.FileHeader
		head.CompressedSize64 = uint64(packed.Len())
		to, err := w.CreateRaw(&head)
		if err == nil {
			_, err = to.Write(packed.Bytes())
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = Verify(bytes.NewReader(file.Bytes()), int64(file.Len()), public())
	if !says(err, "verify.unreadable") {
		t.Error(err)
	}
}
