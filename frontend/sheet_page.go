package frontend

import (
	"strconv"
	"strings"

	"hailong/account"
	"hailong/frontend/words"
	"hailong/scoring/round"
	"hailong/survey"
)

// SheetPage is an agency's sheet in a round: for the agency, which gives itself points and
// explains, for the council, which appraises, and for those who read.
type SheetPage struct {
	Desk
	Lead    string
	Steps   []SheetStep
	Wait    *SheetWait
	Totals  []SheetTotal
	Index   string
	Indexed string // what the index is called: so far, until the round is closed
	Files   []Link // the sheet as documents
	Filters []Link
	OpenAll string
	Areas   []SheetArea
	None    string // that no leaf is as asked for; empty: there are some
	Empty   string // leads back to all leaves
	Report  *SheetReport
	Submit  string // leads to submitting; empty: not now
	Back    string // where the submission is taken back; empty: not now
	Unlock  string // leads to unlocking, or to locking again; empty: not for this reader

	UnlockWord string // which of the two
	Others     []Link // the agency's other rounds
	All        string // leads to the round's petitions; empty: not for this reader, or not yet
	Script     string // name of the script that shows how far uploads are; empty: none

	pen sheetPen
}

// SheetReport is the report signed by the agency's head.
type SheetReport struct {
	Files  []SheetFile
	Upload *SheetUpload
	Wrong  string
	Leaf   string // its page
}

// SheetNonePage says that the agency has no sheet.
type SheetNonePage struct {
	Desk
	Agency string
	Rounds bool // the reader may look at the rounds
}

// NewSheetNonePage makes the page.
func NewSheetNonePage(f Frame, c *survey.Catalogue, a *survey.Agency) *SheetNonePage {
	p := &SheetNonePage{Desk: newDesk(f, c, "sheet_page.title_none"), Rounds: f.May(account.RunRound)}
	if a != nil {
		p.Agency = f.In(a.Name)
	}
	return p
}

// NewSheetPage makes the page.
func NewSheetPage(f Frame, c *survey.Catalogue, v SheetView) *SheetPage {
	p := &SheetPage{Desk: newDesk(f, c, "desk.sheet"), pen: sheetPen{f, v, c}}
	s := v.Sheet
	p.Title = p.pen.title()
	p.Lead = p.pen.lead()
	p.onSheet(s.Agency)
	p.Problem = p.pen.problem(v.Err)
	p.Steps = p.pen.steps()
	p.totals()
	p.Areas = p.pen.areas()
	p.filters()
	p.Wait = p.pen.wait(p.path(), p.Areas)
	p.reports()
	path := p.path()
	if v.Mode == SheetFill {
		p.Submit = p.Link(path + "/submit")
	}
	if v.Mode == SheetSubmitted {
		p.Back = p.Link(path + "/withdraw")
	}
	if v.Unlock {
		p.Unlock, p.UnlockWord = p.Link(path+"/unlock"), "sheet_page.unlock_title"
		if s.Round.Assessing(s.Member) {
			p.UnlockWord = "sheet_page.relock_title"
		}
	}
	if v.Petitions.All {
		p.All = p.Link(RoundPath(s.Round.ID) + "/petitions")
	}
	if v.Mode == SheetFill || v.Mode == SheetExplain || p.pen.council() {
		p.Script = uploadScript.name
	}
	p.files()
	for i := range v.Others {
		o := &v.Others[i]
		link := Link{Text: strconv.Itoa(o.Year), URL: p.Link(SheetPath(o.ID, s.Agency))}
		if o.Family != round.Family {
			link.Text += " (" + o.Family + ")"
		}
		p.Others = append(p.Others, link)
	}
	return p
}

// files are the documents that the sheet is handed out as.
func (p *SheetPage) files() {
	add := func(word, file string) {
		p.Files = append(p.Files, Link{Text: p.pen.tell(word, nil), URL: p.Link(p.path() + "/files/" + file)})
	}
	add("file_self_report", SelfReportFile)
	if !p.pen.Sheet.Round.Step.Before(round.Explaining) {
		add("file_explanation", ExplanationFile)
	}
	add("file_sheet", SheetFileXLSX)
}

func (p *SheetPage) path() string { return SheetPath(p.pen.Sheet.Round.ID, p.pen.Sheet.Agency) }

// problem says what was not accepted, each mistake with its leaf, and leads there.
func (p *sheetPen) problem(err *survey.Error) *Problem {
	if err == nil {
		return nil
	}
	problem := &Problem{Heading: p.sentence(err)}
	for _, cause := range err.Causes {
		field, code, named := strings.Cut(cause.Field, ":")
		link := Link{Text: capital(words.Sentence(p.Lang, cause)), URL: "#" + fieldID(cause.Field)}
		switch {
		case !named && p.Sheet.Leaf(field) == nil && field != round.ReportLeaf: // a field of no leaf
		case !named:
			code, link.URL = field, "#"+LeafID(field)
		}
		if code != "" && code != round.ReportLeaf && cause.Args["code"] == nil {
			link.Text = code + ": " + link.Text
		}
		if name, ok := cause.Args["file"].(string); ok {
			link.Text = name + ": " + capital(words.Sentence(p.Lang, cause))
		}
		problem.Items = append(problem.Items, link)
	}
	return problem
}

// reports is the report signed by the agency's head.
func (p *SheetPage) reports() {
	pen, s := &p.pen, p.pen.Sheet
	r := &SheetReport{Files: pen.files(round.ReportLeaf)}
	r.Leaf = p.Link(LeafPath(s.Round.ID, s.Agency, round.ReportLeaf))
	if pen.Mode == SheetFill {
		r.Upload = pen.upload(round.ReportLeaf, p.path())
		r.Upload.Name = "file"
		r.Wrong = pen.wrongAt("file:" + round.ReportLeaf)
	}
	p.Report = r
}
