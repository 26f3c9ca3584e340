package frontend

import (
	"hailong/scoring/round"
	"hailong/survey"
)

// SheetSubmitPage asks once more before a sheet is locked: it lists what is missing, or
// says that nothing is.
type SheetSubmitPage struct {
	Desk
	Lead    string
	Missing []SheetMissing
	Own     string
	Index   string
	Indexed string
	Back    string
}

// SheetMissing is a leaf at which something is missing, or the report.
type SheetMissing struct {
	Link
	What string
}

// NewSheetSubmitPage makes the page.
func NewSheetSubmitPage(f Frame, c *survey.Catalogue, v SheetView) *SheetSubmitPage {
	p := &SheetSubmitPage{Desk: newDesk(f, c, "sheet_page.submit_title")}
	pen, s := &sheetPen{f, v, c}, v.Sheet
	path := SheetPath(s.Round.ID, s.Agency)
	p.onSheet(s.Agency)
	p.Lead = pen.tell("leaf_lead", survey.Args{"agency": p.In(s.Agency.Name), "year": s.Round.Year})
	p.Back = p.Link(path)
	if v.Err != nil {
		p.Problem = &Problem{Heading: f.sentence(v.Err)}
	}
	for _, l := range s.Missing() {
		p.Missing = append(p.Missing, SheetMissing{
			Link: Link{Text: l.Item.Code + " " + p.In(l.Item.Name), URL: pen.toLeaf(path, nil, l)},
			What: pen.tell("missing_"+s.Lacks(l), nil),
		})
	}
	if s.Member.Report == 0 {
		p.Missing = append(p.Missing, SheetMissing{
			Link: Link{Text: pen.tell("report", nil), URL: p.Back + "#" + LeafID(round.ReportLeaf)},
			What: pen.tell("missing_report", nil),
		})
	}
	own := s.Result(s.Own)
	p.Own, p.Index = pen.tell("of_max", survey.Args{
		"points": pen.points(own.Points), "max": pen.points(own.Max),
	}), pen.index(own)
	p.Indexed = pen.indexed()
	return p
}

// NewUnlockPage asks why a sheet is unlocked after its time.
func NewUnlockPage(
	f Frame, c *survey.Catalogue, r *round.Round, a *survey.Agency, reason string, err *survey.Error,
) *ConfirmPage {
	return newLockPage(f, c, "unlock", r, a, reason, err)
}

// NewRelockPage asks why a sheet that was unlocked is locked again without being submitted.
func NewRelockPage(
	f Frame, c *survey.Catalogue, r *round.Round, a *survey.Agency, reason string, err *survey.Error,
) *ConfirmPage {
	p := newLockPage(f, c, "relock", r, a, reason, err)
	p.Hidden = []Held{{"do", "lock"}}
	return p
}

func newLockPage(
	f Frame, c *survey.Catalogue, word string, r *round.Round, a *survey.Agency, reason string,
	err *survey.Error,
) *ConfirmPage {
	p := newConfirm(f, c, "sheet_page."+word+"_title", err)
	p.Lead = p.say("sheet_page.leaf_lead", survey.Args{"agency": p.In(a.Name), "year": r.Year})
	p.What = []string{p.say("sheet_page."+word+"_what", nil), p.say("sheet_page.unlock_log", nil)}
	field := []Input{f.input("sheet_page", word+"_reason", "textarea", nil)}
	field[0].Name, field[0].Value, field[0].Max, field[0].Required = "reason", reason, round.MaxNote, true
	f.blame(field, err)
	p.Reason = &field[0]
	p.Button = p.say("sheet_page."+word+"_button", nil)
	p.Back = Link{Text: p.say("desk.back", nil), URL: p.Link(SheetPath(r.ID, a))}
	return p
}
