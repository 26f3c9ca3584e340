package edition

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"slices"
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
		_, err := Verify(bytes.NewReader(altered), int64(len(altered)), public())
		if !says(err, "verify.layout") {
			t.Errorf("%s: %v", name, err)
		}
	}
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
