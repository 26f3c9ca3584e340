package file

import (
	"archive/zip"
	"io"
	"path"
	"strings"
	"sync"

	"github.com/gabriel-vasile/mimetype"
)

const (
	zipped = "application/zip"
	ole    = "application/x-ole-storage" // what DOC and XLS are made of
	opaque = "application/octet-stream"

	portable  = "application/pdf"
	pdfHeader = "%PDF-"

	// headSize is what most kinds are told by.
	headSize = 4096
)

// judging lets one container at a time be looked into: a made-up directory of a ZIP may
// take a hundred megabytes of memory, and a DOC is read whole.
var judging sync.Mutex

func init() {
	mimetype.SetLimit(0) // typeOf says itself how much is looked at
}

// typeOf finds a file's media type by its content alone. Nothing is unpacked. What is of two
// kinds at once, for two programs, is of none.
func typeOf(content io.ReaderAt, size int64) (string, error) {
	found, err := detect(content, min(size, headSize))
	if err != nil {
		return "", err
	}
	switch {
	case within(found, ole):
		// Its directory, which tells a DOC from an XLS, may lie anywhere.
		judging.Lock()
		defer judging.Unlock()
		if found, err = detect(content, size); err != nil {
			return "", err
		}
	case within(found, zipped):
		judging.Lock()
		defer judging.Unlock()
		return zipType(content, size, mediaType(found))
	}
	if two, err := ambiguous(content, size, found); err != nil || two {
		return opaque, err
	}
	return mediaType(found), nil
}

// ambiguous tells whether a file that is no ZIP by its beginning is one by its end, or a PDF
// that begins as something else.
func ambiguous(content io.ReaderAt, size int64, found *mimetype.MIME) (bool, error) {
	if within(found, portable) && (&zipPieces{content: content}).piece(pdfHeader, len(pdfHeader)) == nil {
		return true, nil
	}
	return endsAsZip(content, size)
}

func detect(content io.ReaderAt, size int64) (*mimetype.MIME, error) {
	head := make([]byte, size)
	if _, err := io.ReadFull(io.NewSectionReader(content, 0, size), head); err != nil {
		return nil, err
	}
	return mimetype.Detect(head), nil
}

// within tells whether a kind is another or a kind of it.
func within(found *mimetype.MIME, kind string) bool {
	for ; found != nil; found = found.Parent() {
		if found.Is(kind) {
			return true
		}
	}
	return false
}

// mediaType is a media type without what may follow it.
func mediaType(found *mimetype.MIME) string {
	bare, _, _ := strings.Cut(found.String(), ";")
	return bare
}

// officeFolders are where an Office document keeps its main part.
var officeFolders = map[string]string{
	"word": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	"xl":   "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	"ppt":  "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}

// zipType tells what a ZIP holds by the list of names at its end. Its beginning is not
// enough: a document with macros begins as one without, one with a large picture in
// front as any ZIP, and a ZIP of a folder called "word" as a document.
func zipType(content io.ReaderAt, size int64, guess string) (string, error) {
	archive, err := zip.NewReader(content, size)
	if err != nil {
		return opaque, nil // cut off, or none
	}
	if err := checkNames(archive.File); err != nil {
		return opaque, err
	}
	if !accounted(content, size, archive.File) {
		return opaque, nil // more than one, for two programs
	}
	if known := officeType(archive.File); known != "" {
		return known, nil
	}
	for _, office := range officeFolders {
		if guess == office {
			return zipped, nil
		}
	}
	return guess, nil // a ZIP, an ODT, a JAR, …
}

// officeType is the kind of an Office document, empty where it is none.
func officeType(parts []*zip.File) string {
	document, macros, kind := false, false, ""
	for _, part := range parts {
		folder, _, below := strings.Cut(part.Name, "/")
		if office, known := officeFolders[folder]; known && below {
			kind = office
		}
		document = document || part.Name == "[Content_Types].xml"
		macros = macros || strings.EqualFold(path.Base(part.Name), "vbaProject.bin")
	}
	switch {
	case !document:
		return ""
	case macros:
		return "application/vnd.ms-office.vbaproject"
	}
	return kind
}
