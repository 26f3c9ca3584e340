package frontend

import (
	"fmt"
	"math/big"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"hailong/account"
	"hailong/frontend/words"
	"hailong/scoring"
	"hailong/scoring/round"
	"hailong/survey"
)

// SheetMode is what the reader of a sheet may write at it now.
type SheetMode string

// The modes.
const (
	SheetRead      SheetMode = ""          // nothing
	SheetFill      SheetMode = "fill"      // the agency's own part
	SheetSubmitted SheetMode = "submitted" // it may be taken back
	SheetExplain   SheetMode = "explain"   // what the agency says to cuts
	SheetAppraise  SheetMode = "appraise"  // the council's part
	SheetSecond    SheetMode = "second"    // the council's second part
)

// SheetFilter is what a reader asked to see of a sheet.
type SheetFilter struct {
	Only string // cut, waiting or missing; empty: all leaves
	Area string // the area that is open, or all; empty: those where something is waited for
}

// SheetFilterOf reads a query; what it does not know is as if it was not there.
func SheetFilterOf(query url.Values) SheetFilter {
	f := SheetFilter{Only: query.Get("only"), Area: query.Get("area")}
	if !slices.Contains([]string{"cut", "waiting", "missing"}, f.Only) {
		f.Only = ""
	}
	return f
}

// SheetView is what a page about a sheet is drawn from.
type SheetView struct {
	Sheet     *round.Sheet
	Own       bool // read as the agency itself reads it
	Mode      SheetMode
	Mine      func(*round.Leaf) bool // leaves that the reader appraises; nil where he appraises none
	Unlock    bool                   // the reader may unlock it
	Today     survey.Day
	Writers   map[string]*account.Account // who wrote, by login
	Asked     SheetFilter
	Typed     url.Values // what was typed and is not stored; nil: nothing
	Err       *survey.Error
	Petitions SheetPetitions
	Others    []round.Round // the agency's other rounds
}

// SheetPetitions are what an agency asked for after publication.
type SheetPetitions struct {
	Filed []round.Appeal
	Until survey.Day // last day on which the reader may file one; empty: he may not
	All   bool       // the reader sees those of all agencies
	// MayAnswer says why the reader may not answer one; nil where he answers none at all.
	MayAnswer func(*round.Appeal) error
}

// at is the petition about a leaf, nil where there is none.
func (p *SheetPetitions) at(leaf string) *round.Appeal {
	for i := range p.Filed {
		if p.Filed[i].Leaf == leaf {
			return &p.Filed[i]
		}
	}
	return nil
}

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

// sheetPen writes what stands on a sheet.
type sheetPen struct {
	Frame
	SheetView
	catalogue *survey.Catalogue
}

func (p *sheetPen) tell(key string, args survey.Args) string {
	return words.Say(p.Lang, "sheet_page."+key, args)
}

// points writes points with both decimals: 98,00.
func (p *sheetPen) points(n scoring.Points) string {
	return words.Point(p.Lang, fmt.Sprintf("%d.%02d", n/100, n%100))
}

// signed writes a difference; nothing where there is none.
func (p *sheetPen) signed(n scoring.Points) string {
	switch {
	case n < 0:
		return "−" + p.points(-n)
	case n > 0:
		return "+" + p.points(n)
	}
	return ""
}

// count writes hundredths of whatever is counted as people do: 9.840 and 12,5.
func (p *sheetPen) count(n int64) string {
	text := words.Int(p.Lang, n/100)
	if rest := n % 100; rest != 0 {
		text += words.Point(p.Lang, strings.TrimRight(fmt.Sprintf(".%02d", rest), "0"))
	}
	return text
}

// percent writes hundredths of a percent: 90%.
func (p *sheetPen) percent(n int64) string {
	return words.Point(p.Lang, survey.HundredthsText(n)) + "%"
}

// index writes an index with as many decimals as the classes need.
func (p *sheetPen) index(r scoring.Result) string {
	if r.Index == nil {
		return "–"
	}
	share := new(big.Rat).Quo(r.Index, big.NewRat(100, 1))
	return words.Point(p.Lang, scoring.Decimal(share, p.Sheet.Set.Cuts()...))
}

// day is the day of a moment where people work.
func (p *sheetPen) day(e *round.Entry) string { return p.Day(survey.DayOf(e.At, p.catalogue.Zone)) }

// judged tells whether the reader sees what the council gives.
func (p *sheetPen) judged() bool {
	step := p.Sheet.Round.Step
	return !step.Before(round.Explaining) || step == round.Appraising && !p.Own
}

// part is what the reader writes.
func (p *sheetPen) part() round.Part {
	switch p.Mode {
	case SheetAppraise:
		return round.Appraised
	case SheetSecond:
		return round.Second
	case SheetExplain:
		return round.Explained
	}
	return round.Self
}

// waits tells whether something is waited for at a leaf in the present step.
func (p *sheetPen) waits(l *round.Leaf) bool {
	s := p.Sheet
	mine := p.Mine == nil || p.Mine(l)
	switch s.Round.Step {
	case round.SelfAssessing:
		return s.Lacks(l) != ""
	case round.Appraising:
		return p.Mode == SheetFill && s.Lacks(l) != "" || !p.Own && p.Mode != SheetFill && mine && s.Unappraised(l)
	case round.Explaining:
		return s.Owes(l)
	case round.Reappraising:
		return !p.Own && mine && s.Unanswered(l)
	}
	return false
}

// council tells whether the reader writes for the council.
func (p *sheetPen) council() bool { return p.Mode == SheetAppraise || p.Mode == SheetSecond }

// writes tells whether the reader has fields at a leaf.
func (p *sheetPen) writes(l *round.Leaf) bool {
	switch p.Mode {
	case SheetFill:
		return !l.Automatic() && l.Item.Kind != scoring.External
	case SheetAppraise:
		return !l.Out && p.Mine(l)
	case SheetSecond:
		return p.Sheet.Cut(l) > 0 && p.Mine(l)
	}
	return false
}

// writer says who made an entry. The agency is told which department of the council it
// was, not which person.
func (p *sheetPen) writer(e *round.Entry) string {
	council := e.Part != round.Self && e.Part != round.Explained
	w := p.Writers[e.By]
	name, agency := e.By, ""
	if w != nil {
		name = w.Name
		if a := p.catalogue.Agency(w.Agency); a != nil {
			agency = p.In(a.Name)
		}
	}
	switch {
	case council && p.Own && agency == "":
		return p.tell("council", nil)
	case council && p.Own:
		return p.tell("council_of", survey.Args{"agency": agency})
	case council:
		return p.tell("council_member", survey.Args{"name": name, "agency": agency})
	case agency == "":
		return name
	}
	return name + ", " + agency
}
