package frontend

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"hailong/scoring/round"
	"hailong/survey"
)

// SheetLeafPage is a leaf of a sheet: how it is scored, all that was written at it, and
// its evidence; or the report signed by the agency's head.
type SheetLeafPage struct {
	Desk
	Lead     string
	Back     Link
	Rules    []string
	Own      string
	Given    string // empty where the council's points are not shown
	IsReport bool
	History  []SheetPast
	Evidence []SheetPiece
	Upload   *SheetUpload
	Others   []Option // files of other leaves
	Use      string   // where a use is sent
	Script   string

	Petitions []SheetPetition
	Petition  *Input // of a new one; nil: none may be filed
	File      string // where it is sent
	Until     string
	Answer    *SheetAnswer // nil: the reader answers none here
	Refused   string       // why he may not; empty: he may, or is not asked
}

// SheetPast is an entry, or that a file was added or dropped.
type SheetPast struct {
	When, Who, What, Gave, Note string
	at                          time.Time
}

// SheetPiece is a piece of evidence with what it is for.
type SheetPiece struct {
	SheetFile
	ID      string
	About   string // size, who and when
	Dropped string // who took it back and when; empty: it is in use
	Drop    bool   // the reader may take it back
}

// NewSheetLeafPage makes the page of a leaf that the sheet has, or of the report.
func NewSheetLeafPage(f Frame, c *survey.Catalogue, v SheetView, leaf string) *SheetLeafPage {
	p := &SheetLeafPage{Desk: newDesk(f, c, "desk.sheet"), IsReport: leaf == round.ReportLeaf}
	pen := &sheetPen{f, v, c}
	s := v.Sheet
	p.onSheet(s.Agency)
	path := SheetPath(s.Round.ID, s.Agency)
	p.Back = Link{Text: pen.tell("back", nil), URL: p.Link(path) + "#" + LeafID(leaf)}
	p.Title = pen.tell("report", nil)
	p.Lead = pen.tell("leaf_lead", survey.Args{"agency": p.In(s.Agency.Name), "year": s.Round.Year})
	l := s.Leaf(leaf)
	if l != nil {
		p.leaf(pen, l, path)
	}
	p.Problem = pen.problem(v.Err)
	if v.Err != nil && len(v.Err.Causes) == 0 {
		p.Problem = f.problem(v.Err)
	}
	p.evidence(pen, leaf, l, path)
	slices.SortStableFunc(p.History, func(a, b SheetPast) int { return a.at.Compare(b.at) })
	return p
}

// leaf writes what is known of a leaf.
func (p *SheetLeafPage) leaf(pen *sheetPen, l *round.Leaf, path string) {
	s := pen.Sheet
	p.Back.URL = p.Link(path, "area", AreaCode(l)) + "#" + LeafID(l.Item.Code)
	p.Title = l.Item.Code + " " + p.In(l.Item.Name)
	most := pen.tell("rule_max", survey.Args{"points": pen.points(l.Item.Max)})
	p.Rules = append([]string{most}, pen.rules(l)...)
	p.Own = pen.tell("not_given", nil)
	if own, given := s.OwnMark(l); given {
		p.Own = pen.mark(own)
	}
	if pen.judged() && (l.Judgement() != nil || l.Automatic()) {
		p.Given = pen.mark(s.Mark(l))
	}
	for i := range l.History {
		e := &l.History[i]
		p.History = append(p.History, SheetPast{
			When: p.Clock(e.At.In(pen.catalogue.Zone)), Who: pen.writer(e), Gave: pen.gave(l, e), Note: e.Note,
			What: pen.tell("part_"+string(e.Part), nil), at: e.At,
		})
	}
	p.petitions(pen, l)
}

// evidence lists the files of a leaf, and who added and dropped them.
func (p *SheetLeafPage) evidence(pen *sheetPen, leaf string, l *round.Leaf, path string) {
	s := pen.Sheet
	writes := pen.attaches(l)
	for i := range s.Evidence {
		e := &s.Evidence[i]
		for _, u := range e.Uses {
			if u.Leaf == leaf {
				p.piece(pen, e, u, writes)
			}
		}
		if writes && !pen.serves(e, leaf) {
			p.Others = append(p.Others, Option{Value: strconv.FormatInt(int64(e.ID), 10), Text: e.Name})
		}
	}
	if !writes {
		return
	}
	slices.SortStableFunc(p.Others, func(a, b Option) int { return cmp.Compare(a.Text, b.Text) })
	p.Upload = pen.upload(leaf, path)
	p.Upload.Name = "file"
	uses := "/uses"
	if pen.council() {
		uses = "/appraisal/uses"
	}
	p.Use = p.Link(LeafPath(s.Round.ID, s.Agency, leaf) + uses)
	p.Script = uploadScript.name
}

// serves tells whether a file is in use for a leaf already: for the council, which may have
// a figure from a file of the agency's, by the council itself.
func (p *sheetPen) serves(e *round.Evidence, leaf string) bool {
	if p.council() {
		return e.ServesFor(leaf, p.part())
	}
	return e.For(leaf)
}

// attaches tells whether the reader may add files to a leaf, nil for the report.
func (p *sheetPen) attaches(l *round.Leaf) bool {
	switch p.Mode {
	case SheetFill:
		return l == nil || !l.Automatic()
	case SheetExplain:
		return l != nil && p.Sheet.Cut(l) > 0
	case SheetAppraise, SheetSecond:
		return l != nil && !l.Out && p.Mine(l)
	}
	return false
}

func (p *SheetLeafPage) piece(pen *sheetPen, e *round.Evidence, u round.Use, writes bool) {
	zone := pen.catalogue.Zone
	by := pen.writer(&round.Entry{By: e.AddedBy, Part: u.Part})
	piece := SheetPiece{
		SheetFile: SheetFile{e.Name, EvidencePath(pen.Sheet.Round.ID, e.ID)},
		ID:        strconv.FormatInt(int64(e.ID), 10),
		About: pen.tell("file_about", survey.Args{
			"size": pen.size(e.File.Size), "who": by, "day": p.Day(survey.DayOf(e.AddedAt, zone)),
		}),
		Drop: writes && u.DroppedBy == "" && u.Part == pen.part(),
	}
	p.History = append(p.History, SheetPast{
		When: p.Clock(e.AddedAt.In(zone)), Who: by, What: pen.tell("file_added", nil), Gave: e.Name, at: e.AddedAt,
	})
	if u.DroppedBy != "" {
		who := pen.writer(&round.Entry{By: u.DroppedBy, Part: u.Part})
		piece.Dropped = pen.tell("file_dropped_by", survey.Args{
			"who": who, "day": p.Day(survey.DayOf(u.DroppedAt, zone)),
		})
		p.History = append(p.History, SheetPast{
			When: p.Clock(u.DroppedAt.In(zone)), Who: who, What: pen.tell("file_dropped", nil), Gave: e.Name,
			at: u.DroppedAt,
		})
	}
	p.Evidence = append(p.Evidence, piece)
}

// size writes a file's size in KB or MB.
func (p *sheetPen) size(bytes int64) string {
	if bytes < 1<<20 {
		return p.Int(max(1, bytes>>10)) + " KB"
	}
	return p.count(bytes*10>>20*10) + " MB"
}
