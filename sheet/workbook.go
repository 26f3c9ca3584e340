package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"path"
	"slices"
	"strings"

	"hailong/survey"
)

// Workbooks are read with the standard library, not with excelize, whose row reader
// gives no cell's type (an error is a text like any other, a date a number), gives
// half a sheet for a whole one where the file is damaged, and needs temporary files.

// book is a workbook that is being read.
type book struct {
	parts  map[string]*zip.File
	left   int64 // how much of it may still be unpacked
	main   string
	sheet  string // the part of the first visible sheet
	is1904 bool   // days are counted from 1904, as old Macs did
	dates  []bool // which styles show a number as a date
	texts  []cell // the shared ones
}

// readXLSX reads the first visible sheet of a workbook that unpacks to no more than limit.
func readXLSX(raw []byte, limit int64) (*survey.Table, error) {
	b := &book{parts: map[string]*zip.File{}, left: limit}
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, notWorkbook().Because(err)
	}
	for _, part := range archive.File {
		b.parts[partName(part.Name)] = part
	}
	for _, step := range []func() error{b.findMain, b.findSheet, b.readStyles, b.readTexts} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return b.readSheet()
}

func notWorkbook() *survey.Error { return survey.Fail(survey.Invalid, "sheet.no_workbook", nil) }

func damaged() *survey.Error { return survey.Fail(survey.Invalid, "sheet.damaged", nil) }

// partName is a part's name as parts are compared: some programs write backslashes.
func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// findMain finds the part that lists the sheets. That of a binary workbook is no XML.
func (b *book) findMain() error {
	relations, err := b.relations("")
	if err != nil {
		return err
	}
	for _, r := range relations {
		if r.kind == "officeDocument" {
			b.main = r.target
		}
	}
	if b.parts[b.main] == nil || path.Ext(b.main) == ".bin" {
		return notWorkbook()
	}
	return nil
}

// findSheet finds the first sheet that a person sees; a chart is none.
func (b *book) findSheet() error {
	relations, err := b.relations(b.main)
	if err != nil {
		return err
	}
	found, workbook := false, false
	err = b.walk(b.main, func(t xml.Token) error {
		e, _ := t.(xml.StartElement)
		switch e.Name.Local {
		case "workbook":
			workbook = true
		case "workbookPr":
			b.is1904 = isTrue(attr(e, "date1904"))
		case "sheet":
			at := slices.IndexFunc(relations, func(r relation) bool { return r.id == attr(e, "id") })
			state := attr(e, "state")
			if found || state != "" && state != "visible" || at < 0 || relations[at].kind != "worksheet" {
				return nil
			}
			found, b.sheet = true, relations[at].target
		}
		return nil
	})
	switch {
	case err != nil:
		return err
	case !workbook: // a text document has a main part as well
		return notWorkbook()
	case !found:
		return survey.Fail(survey.Invalid, "sheet.hidden", nil)
	}
	return nil
}

// relation is what one part says of another.
type relation struct{ id, kind, target string }

// relations are those of a part; "" is the package itself.
func (b *book) relations(of string) ([]relation, error) {
	dir, base := path.Split(of)
	name := dir + "_rels/" + base + ".rels"
	if b.parts[name] == nil {
		return nil, nil
	}
	var list []relation
	err := b.walk(name, func(t xml.Token) error {
		e, _ := t.(xml.StartElement)
		if e.Name.Local != "Relationship" || attr(e, "TargetMode") == "External" {
			return nil
		}
		target := attr(e, "Target")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(dir, target)
		}
		list = append(list, relation{attr(e, "Id"), path.Base(attr(e, "Type")), partName(target)})
		return nil
	})
	return list, err
}

// related is the first part of a kind that the main part names; "" without one.
func (b *book) related(kind string) (string, error) {
	relations, err := b.relations(b.main)
	for _, r := range relations {
		if r.kind == kind && b.parts[r.target] != nil {
			return r.target, err
		}
	}
	return "", err
}
