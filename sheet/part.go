package sheet

import (
	"bufio"
	"encoding/xml"
	"errors"
	"io"

	"hailong/survey"
)

const (
	// maxUnpacked is how much of a workbook is unpacked: a small file may hold a
	// thousand times its size.
	maxUnpacked = 4 * MaxBytes
	// maxToken is the longest text or tag in a part.
	maxToken = 1 << 20
)

// source counts what is unpacked, whatever the file says of its sizes.
type source struct {
	*bufio.Reader
	left  *int64 // of the whole workbook
	token int    // of the present text or tag
}

// ReadByte is all that the XML decoder calls.
func (s *source) ReadByte() (byte, error) {
	*s.left--
	s.token--
	if *s.left < 0 || s.token < 0 {
		return 0, survey.Fail(survey.TooLarge, "sheet.unpacked", survey.Args{"max": maxUnpacked >> 20})
	}
	return s.Reader.ReadByte()
}

// walk visits the tokens of a part to its very end, where its checksum is compared.
// The decoder's raw tokens keep no stack: a part of open tags alone takes no memory.
func (b *book) walk(name string, visit func(xml.Token) error) error {
	part := b.parts[name]
	if part == nil {
		return damaged()
	}
	r, err := part.Open()
	if err != nil {
		return damaged().Because(err)
	}
	defer func() { _ = r.Close() }()
	src := &source{Reader: bufio.NewReader(r), left: &b.left}
	decoder := xml.NewDecoder(src)
	for depth := 0; ; {
		src.token = maxToken
		t, err := decoder.RawToken()
		if err != nil {
			return atEnd(err, depth)
		}
		switch t.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			if depth--; depth < 0 {
				return damaged()
			}
		}
		if err := visit(t); err != nil {
			return err
		}
	}
}

// atEnd judges the error that ended a walk: the end is right outside all tags.
func atEnd(err error, depth int) error {
	if errors.Is(err, io.EOF) && depth == 0 {
		return nil
	}
	if e, ok := errors.AsType[*survey.Error](err); ok {
		return e
	}
	return damaged().Because(err)
}

// attr is an element's attribute; "" without it. Prefixes are a matter of taste.
func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name && a.Name.Space != "xmlns" {
			return a.Value
		}
	}
	return ""
}

func isTrue(s string) bool { return s == "1" || s == "true" }
