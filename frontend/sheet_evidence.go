package frontend

import (
	"net/url"
	"strconv"
	"strings"

	"hailong/scoring"
	"hailong/scoring/round"
	"hailong/survey"
)

// SheetFile is a piece of evidence.
type SheetFile struct{ Name, URL string }

// SheetUpload is a field for files.
type SheetUpload struct {
	Name, ID, Label, Hint string
	Action                string // where a file is sent by itself
	Accept                string
	Wrong                 string
	Most                  int // bytes of one file
}

// mostNamed is how many files a row names.
const mostNamed = 3

// evidenceOf names a leaf's files where they matter here, and counts them elsewhere.
func (p *sheetPen) evidenceOf(l *round.Leaf, row *SheetRow) {
	if l.Automatic() {
		row.Figures = p.source(l)
		return
	}
	files := p.files(l.Item.Code)
	switch {
	case len(files) > 0 && len(files) <= mostNamed && (row.Talk != nil || row.After != nil):
		row.Files = files
	case len(files) > 0:
		row.Count = &Link{Text: p.tell("files", survey.Args{"count": len(files)}), URL: row.Page + "#tai-lieu"}
	case p.Sheet.Lacks(l) == round.LacksEvidence:
		row.Lacks = p.tell("lacks_evidence", nil)
	}
	if p.council() && p.writes(l) && p.Sheet.Unsourced(l) {
		row.Lacks = p.tell("lacks_source", nil)
	}
}

// source leads to what the service fills a leaf in from; nil where the leaf is out.
func (p *sheetPen) source(l *round.Leaf) *Link {
	year := strconv.Itoa(p.Sheet.Round.Year)
	switch {
	case l.Out:
		return nil
	case l.Item.Feed == scoring.Tasks:
		return &Link{Text: p.tell("figures", nil), URL: p.Link("/desk/tasks", "year", year)}
	case p.Sheet.Asked == nil:
		return nil
	}
	return &Link{Text: p.tell("figures", nil), URL: p.Link(agencyPath(p.Sheet.Agency.Code), "year", year)}
}

// files are the pieces of evidence in use for a leaf, or the report.
func (p *sheetPen) files(leaf string) []SheetFile {
	var list []SheetFile
	for i := range p.Sheet.Evidence {
		if e := &p.Sheet.Evidence[i]; e.For(leaf) {
			list = append(list, SheetFile{e.Name, EvidencePath(p.Sheet.Round.ID, e.ID)})
		}
	}
	return list
}

// upload is the field for a leaf's files.
func (p *sheetPen) upload(leaf, path string) *SheetUpload {
	name, label := "file:"+leaf, p.tell("add_files", survey.Args{"code": leaf})
	if leaf == round.ReportLeaf {
		label = p.tell("report_file", nil)
	}
	side := "" // the agency's
	if p.council() {
		label, side = p.tell("add_source", survey.Args{"code": leaf}), "/appraisal"
	}
	hint := survey.Args{"max": survey.MaxFile >> 20, "kinds": fileKinds()}
	return &SheetUpload{
		Name: name, ID: fieldID(name), Label: label, Hint: p.tell("add_files_hint", hint), Wrong: p.wrongAt(name),
		Action: p.Link(path + "/leaves/" + url.PathEscape(leaf) + side + "/files"),
		Accept: strings.Join(survey.FileEndings(), ","), Most: survey.MaxFile,
	}
}

// fileKinds are the kinds of files that are taken, as people know them by their endings.
func fileKinds() string {
	return strings.ToUpper(strings.ReplaceAll(strings.Join(survey.FileEndings(), ", "), ".", ""))
}
