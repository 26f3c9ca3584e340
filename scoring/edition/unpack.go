package edition

import (
	"archive/zip"
	"bufio"
	"cmp"
	"compress/flate"
	"errors"
	"hash/crc32"
	"io"
	"strings"

	"hailong/survey"
)

// What an archive may be at most: a province has about a hundredth of it. What a file says
// of its own sizes is not believed; reading stops at these.
const (
	mostZip     = 256 << 20
	mostFiles   = 8000
	mostFile    = 32 << 20
	mostContent = 64 << 20
	mostAll     = 512 << 20
	longestName = 200
)

// unpacked is an archive that is read file by file, within bounds.
type unpacked struct {
	files map[string]*zip.File
	order []string
	left  int64 // how much of all may still be read

	layout *survey.Error // nil: it is packed as we pack, and holds nothing beside its list
}

// unpack looks at the list of files, and refuses one that people's programs might unpack
// to somewhere else, or of which there are two. A ZIP that holds more than the list is read
// all the same: whoever packed it anew wants to know which figure is another, too.
func unpack(r io.ReaderAt, size int64) (*unpacked, error) {
	if size > mostZip {
		return nil, tooLarge("ZIP")
	}
	list, err := zip.NewReader(r, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, unreadable(err)
	}
	if len(list.File) > mostFiles {
		return nil, tooLarge("ZIP")
	}
	u := &unpacked{files: map[string]*zip.File{}, left: mostAll}
	for _, f := range list.File {
		if folder(f) {
			u.layout = cmp.Or(u.layout, displaced(f.Name))
			continue
		}
		if !plainName(f.Name) || u.files[f.Name] != nil || !f.Mode().IsRegular() {
			return nil, survey.Fail(survey.Invalid, "verify.name", survey.Args{"file": shown(f.Name)})
		}
		u.files[f.Name] = f
		u.order = append(u.order, f.Name)
	}
	u.layout = cmp.Or(u.layout, inPlace(r, size, list))
	return u, nil
}

// folder tells whether an entry is only a folder's name, which we never write.
func folder(f *zip.File) bool {
	name, ok := strings.CutSuffix(f.Name, "/")
	return ok && plainName(name) && f.Mode().IsDir()
}

func tooLarge(name string) error {
	return survey.Fail(survey.TooLarge, "verify.large", survey.Args{"file": name})
}

// plainName tells whether a name stays within one folder, as those that we write do.
func plainName(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if part == "" || part == "." || part == ".." {
			return false
		}
	}
	for _, ch := range name {
		if ch <= ' ' || ch > '~' || ch == '\\' || ch == ':' {
			return false
		}
	}
	return len(name) <= longestName
}

// shown is a name that can be printed, whatever somebody put there.
func shown(name string) string {
	name = strings.Map(func(ch rune) rune {
		if ch < ' ' || ch > '~' {
			return '?'
		}
		return ch
	}, name)
	return name[:min(len(name), longestName)]
}

// read gives a file's text; false where there is no such file. Bytes that are not those
// that were packed, or more than a file can have, are an error.
func (u *unpacked) read(name string) ([]byte, bool, error) {
	f := u.files[name]
	if f == nil {
		return nil, false, nil
	}
	most := int64(mostFile)
	if name == contentFile {
		most = mostContent
	}
	most = min(most, u.left)
	raw, err := f.OpenRaw()
	if err != nil {
		return nil, true, unreadable(err)
	}
	from := bufio.NewReader(raw)
	packed := flate.NewReader(from)
	if f.Method == zip.Store { // by another program
		packed = io.NopCloser(from)
	}
	text, err := io.ReadAll(io.LimitReader(packed, most+1))
	if err != nil {
		return nil, true, unreadable(errors.Join(errors.New(name), err))
	}
	if int64(len(text)) > most {
		return nil, true, tooLarge(name)
	}
	_, more := from.ReadByte() // something may hide behind what is packed
	whole := crc32.ChecksumIEEE(text) == f.CRC32 && uint64(len(text)) == f.UncompressedSize64
	if !whole || !errors.Is(more, io.EOF) {
		return nil, true, unreadable(errors.Join(errors.New(name), zip.ErrChecksum))
	}
	u.left -= int64(len(text))
	return text, true, nil
}
