package frontend

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"hailong/scoring/round"
	"hailong/survey"
)

// SheetPath is the page of an agency's sheet.
func SheetPath(id round.ID, a *survey.Agency) string {
	return "/desk/rounds/" + strconv.FormatInt(int64(id), 10) + "/sheets/" + url.PathEscape(a.Code)
}

// LeafPath is the page of a leaf of a sheet.
func LeafPath(id round.ID, a *survey.Agency, leaf string) string {
	return SheetPath(id, a) + "/leaves/" + url.PathEscape(leaf)
}

// EvidencePath is a file of a round.
func EvidencePath(id round.ID, e round.EvidenceID) string {
	return fmt.Sprintf("/desk/rounds/%d/evidence/%d", id, e)
}

// LeafID is the id of a leaf's row on the page of its sheet.
func LeafID(code string) string { return fieldID(code) }

// AreaID is the id of an area on the page of its sheet.
func AreaID(code string) string { return "a-" + strings.ReplaceAll(code, ".", "-") }

// AreaCode is the code of the area that a leaf stands in; empty where it stands in none.
func AreaCode(l *round.Leaf) string {
	if l.Area == nil {
		return ""
	}
	return l.Area.Code
}

// FigureFields are the fields that the figure of a leaf is typed into, without the code.
func FigureFields(s *round.Sheet, l *round.Leaf) []string {
	switch {
	case s.Decides(l):
		return []string{"points"}
	case l.Automatic():
		return nil
	case l.Item.Share():
		return []string{"num", "den"}
	case l.Item.Number():
		return []string{"num"}
	}
	return []string{"points"}
}

// FigureField is the first of them as the page names it, else the note's.
func FigureField(s *round.Sheet, l *round.Leaf) string {
	if fields := FigureFields(s, l); len(fields) > 0 {
		return fields[0] + ":" + l.Item.Code
	}
	return "note:" + l.Item.Code
}

// The files that a sheet is handed out as, as their addresses name them.
const (
	SelfReportFile  = "self-report.docx"
	ExplanationFile = "explanation.docx"
	SheetFileXLSX   = "sheet.xlsx"
)
