package sheet

import (
	"bytes"
	"encoding/xml"
	"regexp"
	"strconv"
)

// collector gathers the text of a cell or a shared text: its value, or its runs one
// after another; how to pronounce it (phonetic) is not part of it.
type collector struct {
	text, piece      []byte
	inside, phonetic bool
}

func (c *collector) see(t xml.Token) {
	switch e := t.(type) {
	case xml.StartElement:
		switch e.Name.Local {
		case "rPh":
			c.phonetic = true
		case "t", "v":
			c.inside, c.piece = !c.phonetic, c.piece[:0]
		}
	case xml.CharData:
		if c.inside {
			c.piece = append(c.piece, e...)
		}
	case xml.EndElement:
		switch e.Name.Local {
		case "rPh":
			c.phonetic = false
		case "t", "v":
			c.text = append(c.text, unescape(c.piece)...)
			c.inside, c.piece = false, c.piece[:0]
		}
	}
}

// take gives the text and begins the next.
func (c *collector) take() string {
	text := string(c.text)
	c.text, c.piece, c.inside, c.phonetic = c.text[:0], c.piece[:0], false, false
	return text
}

// A workbook writes characters that XML cannot hold as _x000D_, and a text that
// looks so by itself with _x005F_ for its first underscore.
var escaped = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

func unescape(text []byte) []byte {
	if !bytes.Contains(text, []byte("_x")) {
		return text
	}
	return escaped.ReplaceAllFunc(text, func(e []byte) []byte {
		code, err := strconv.ParseUint(string(e[2:6]), 16, 16)
		if err != nil || code >= 0xd800 && code < 0xe000 {
			return e // half a character stays as it is written
		}
		return []byte(string(rune(code)))
	})
}

// runs cuts a text so that no piece looks escaped.
func runs(text string) []string {
	var pieces []string
	begin := 0
	for i := 0; i+7 <= len(text); i++ {
		if text[i] == '_' && escaped.MatchString(text[i:i+7]) {
			pieces = append(pieces, text[begin:i+1])
			begin = i + 1
		}
	}
	return append(pieces, text[begin:])
}
