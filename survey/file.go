package survey

import (
	"context"
	"io"
	"path"
	"slices"
	"strings"
)

// FileID names a kept file by what is in it: the SHA-256 of its bytes, 64 small
// hexadecimal digits. The same bytes kept twice are one file.
type FileID string

// Valid tells whether an id has the form of one. What comes from an address may not.
func (id FileID) Valid() bool {
	return len(id) == 64 && strings.Trim(string(id), "0123456789abcdef") == ""
}

// StoredFile is what is known of a file once it is kept. Its name is not: people call
// the same file differently, so a name belongs to what refers to it.
type StoredFile struct {
	ID   FileID
	Size int64  // in bytes, at most MaxFile
	Type string // media type, found by content
}

// MaxFile is the size of the largest file that is kept, in bytes.
const MaxFile = 20 << 20

// Files keeps what people attach: evidence, signed reports and decisions.
type Files interface {
	// PutFile keeps the bytes of r and waits until they outlast a power cut. Of name
	// only the ending counts. A file that is refused, or of which not all came,
	// leaves nothing behind.
	PutFile(ctx context.Context, name string, r io.Reader) (StoredFile, error)
	// OpenFile gives a file of which all bytes have been checked to be those that
	// were kept: not one of a file that was changed is handed out.
	OpenFile(ctx context.Context, id FileID) (io.ReadSeekCloser, error)
}

const officeXML = "application/vnd.openxmlformats-officedocument."

// fileTypes are the kinds that are kept: the ending of the name, and what the content
// may be found to be. Nothing that a browser or an office program would run is here:
// no SVG, HTML or script, no document with macros.
var fileTypes = map[string][]string{
	".pdf":  {"application/pdf"},
	".docx": {officeXML + "wordprocessingml.document"},
	".xlsx": {officeXML + "spreadsheetml.sheet"},
	".pptx": {officeXML + "presentationml.presentation"},
	".doc":  {"application/msword"},
	".xls":  {"application/vnd.ms-excel"},
	".odt":  {"application/vnd.oasis.opendocument.text"},
	".ods":  {"application/vnd.oasis.opendocument.spreadsheet"},
	".jpg":  {"image/jpeg"},
	".jpeg": {"image/jpeg"},
	".png":  {"image/png"},
	".zip":  {"application/zip"},
}

// FileEndings are the endings of names that are taken, in the order of the alphabet.
func FileEndings() []string {
	endings := make([]string, 0, len(fileTypes))
	for ending := range fileTypes {
		endings = append(endings, ending)
	}
	slices.Sort(endings)
	return endings
}

// CheckFileEnding refuses a name whose ending is not of the list, before a byte is read.
func CheckFileEnding(name string) error {
	if _, known := fileTypes[fileEnding(name)]; !known {
		return Fail(Invalid, "file.kind", nil)
	}
	return nil
}

// CheckFileType refuses a name whose ending is not of the list, and content that is not
// what the ending says. found is the media type found by content.
func CheckFileType(name, found string) error {
	if err := CheckFileEnding(name); err != nil {
		return err
	}
	ending := fileEnding(name)
	if !slices.Contains(fileTypes[ending], found) {
		return Fail(Invalid, "file.kind_differs", Args{"ending": ending})
	}
	return nil
}

// fileEnding is the ending of a name in small letters, with its point. Some browsers
// send a path, of either system.
func fileEnding(name string) string {
	name = strings.ReplaceAll(strings.TrimSpace(name), `\`, "/")
	return strings.ToLower(path.Ext(path.Base(name)))
}
