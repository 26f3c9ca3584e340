package document

import (
	"archive/zip"
	"bytes"
	"embed"
	"strings"
)

// What is the same in every file: styles, settings, how the parts hang together.
//
//go:embed part
var docxFiles embed.FS

// docxParts are the parts in the order in which the file holds them; the first says what
// the others are.
var docxParts = []struct{ name, from string }{
	{"[Content_Types].xml", "part/types.xml"},
	{"_rels/.rels", "part/package.xml"},
	{"docProps/core.xml", "part/core.xml"},
	{"word/_rels/document.xml.rels", "part/relations.xml"},
	{"word/document.xml", ""},
	{"word/header.xml", "part/header.xml"},
	{"word/settings.xml", "part/settings.xml"},
	{"word/styles.xml", "part/styles.xml"},
}

// docx writes the paper as a word processor's file. The same paper is the same bytes: no
// part has a time.
func (p *paper) docx() ([]byte, error) {
	var file bytes.Buffer
	to := zip.NewWriter(&file)
	for _, part := range docxParts {
		text, err := p.docxPart(part.from)
		if err != nil {
			return nil, err
		}
		into, err := to.Create(part.name)
		if err != nil {
			return nil, err
		}
		if _, err := into.Write(text); err != nil {
			return nil, err
		}
	}
	if err := to.Close(); err != nil {
		return nil, err
	}
	return file.Bytes(), nil
}

func (p *paper) docxPart(from string) ([]byte, error) {
	if from == "" {
		return p.docxBody(), nil
	}
	text, err := docxFiles.ReadFile(from)
	if err != nil || from != "part/core.xml" {
		return text, err
	}
	fill := strings.NewReplacer("{title}", escaped(tidy(p.title)), "{day}", string(p.day()))
	return []byte(fill.Replace(string(text))), nil
}
