package frontend

import (
	"net/url"
	"strconv"
	"strings"

	"hailong/frontend/words"
	"hailong/scoring"
	"hailong/scoring/round"
	"hailong/survey"
)

// SheetArea is an area of the sheet with its sums and its rows.
type SheetArea struct {
	Code, ID, Name string
	Open           bool
	Max            string
	Applicable     string // where it is less than the maximum; empty: it is not
	Own, Given     string // Given is empty where the council's points are not shown
	Cut            string
	State          *SheetState
	Rows           []SheetRow

	Action string // where its fields are sent; empty: it has none
	Save   string
	Keep   string // takes the agency's own points for the rest; empty: not offered
	Only   string
}

// SheetState is a state in words with its sign: open, said or agreed.
type SheetState struct{ Kind, Text string }

// SheetRow is a criterion with its sums, or a leaf.
type SheetRow struct {
	Head               bool // a criterion
	ID, Code, Name     string
	How, Guide         string
	Max, Own, Given    string
	Out                bool
	Cut                string
	Files              []SheetFile
	Lacks              string
	Count              *Link // how many files, where they are not named
	Figures            *Link // the figures that the service fills in from
	Page               string
	Talk               *SheetTalk
	Fields             []Input
	Note               *Input
	After              *Held
	Upload             *SheetUpload
	Stored, StoredNote string // where somebody else has written meanwhile
	Wrong              string // what is wrong with the leaf as a whole
}

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

// areas are the areas with what the reader asked to see.
func (p *sheetPen) areas() []SheetArea {
	set := p.Sheet.Set
	var list []SheetArea
	for i := range set.Items {
		item := &set.Items[i]
		switch {
		case item.Level == scoring.Area:
			list = append(list, p.area(item))
		case len(list) == 0:
		case !item.Leaf():
			at := &list[len(list)-1]
			at.Rows = append(at.Rows, p.criterion(i))
		default:
			l := p.Sheet.Leaf(item.Code)
			if p.asked(l) {
				at := &list[len(list)-1]
				at.Rows = append(at.Rows, p.leaf(l))
			}
		}
	}
	return p.opened(list)
}

// asked tells whether the reader asked for a leaf.
func (p *sheetPen) asked(l *round.Leaf) bool {
	switch p.Asked.Only {
	case "cut":
		return p.judged() && p.Sheet.Cut(l) > 0
	case "waiting", "missing":
		return p.waits(l)
	}
	return true
}

// opened leaves out what has no leaf that was asked for, and opens the areas where
// something is waited for: the first where that is much.
func (p *sheetPen) opened(list []SheetArea) []SheetArea {
	waiting, total := map[string]int{}, 0
	for i := range p.Sheet.Leaves {
		if l := &p.Sheet.Leaves[i]; p.waits(l) {
			waiting[AreaCode(l)]++
			total++
		}
	}
	var kept []SheetArea
	opened := 0
	for _, a := range list {
		a.Rows = withoutBareHeads(a.Rows)
		if len(a.Rows) == 0 {
			continue
		}
		only, area := p.Asked.Only, p.Asked.Area
		a.Open = only != "" || area == "all" || area == a.Code ||
			area == "" && waiting[a.Code] > 0 && (total <= mostLinks || opened == 0)
		if a.Open {
			opened++
		}
		p.form(&a)
		kept = append(kept, a)
	}
	return kept
}

// withoutBareHeads leaves out criteria none of whose leaves is shown.
func withoutBareHeads(rows []SheetRow) []SheetRow {
	var kept []SheetRow
	for i := range rows {
		if rows[i].Head && (i+1 == len(rows) || rows[i+1].Head) {
			continue
		}
		kept = append(kept, rows[i])
	}
	return kept
}

// form makes an area's rows one form, where one of them has fields.
func (p *sheetPen) form(a *SheetArea) {
	fields := false
	for i := range a.Rows {
		fields = fields || a.Rows[i].After != nil && p.Mode != SheetExplain
	}
	if !fields {
		return
	}
	path := SheetPath(p.Sheet.Round.ID, p.Sheet.Agency) + "/areas/" + url.PathEscape(a.Code)
	a.Save, a.Only = p.tell("save_"+string(p.Mode), survey.Args{"code": a.Code}), p.Asked.Only
	if p.Mode != SheetFill {
		path += "/appraisal"
	}
	a.Action = p.Link(path)
	if p.Mode != SheetAppraise {
		return
	}
	left := 0
	for i := range p.Sheet.Leaves {
		l := &p.Sheet.Leaves[i]
		if AreaCode(l) == a.Code && p.Sheet.Unappraised(l) && l.Self != nil && p.Mine(l) {
			left++
		}
	}
	if left > 0 {
		a.Keep = p.tell("keep", survey.Args{"count": left})
	}
}

// area is an area with its sums.
func (p *sheetPen) area(item *scoring.Item) SheetArea {
	s := p.Sheet
	own, given := sumOf(s.Result(s.Own), item.Code), sumOf(s.Result(s.Mark), item.Code)
	a := SheetArea{
		Code: item.Code, ID: AreaID(item.Code), Name: item.Code + ". " + p.In(item.Name),
		Max: p.points(item.Max), Own: p.points(own.Points),
	}
	applicable := own.Max
	if p.judged() {
		applicable = given.Max
		a.Given, a.Cut = p.points(given.Points), p.signed(given.Points-own.Points)
	}
	if applicable != item.Max {
		a.Applicable = p.points(applicable)
	}
	a.State = p.areaState(item.Code)
	return a
}

func sumOf(r scoring.Result, area string) scoring.AreaSum {
	for _, a := range r.Areas {
		if a.Code == area {
			return a
		}
	}
	return scoring.AreaSum{}
}

// areaState says what is waited for in an area, or that its cuts are dealt with.
func (p *sheetPen) areaState(code string) *SheetState {
	waits, cuts, leaves := 0, 0, 0
	for i := range p.Sheet.Leaves {
		l := &p.Sheet.Leaves[i]
		if AreaCode(l) != code {
			continue
		}
		leaves++
		waits += btoi(p.waits(l))
		cuts += btoi(p.judged() && p.Sheet.Cut(l) > 0)
	}
	step := p.Sheet.Round.Step
	word := string(step)
	if p.Mode == SheetFill {
		word = string(round.SelfAssessing)
	}
	switch {
	case waits > 0:
		return &SheetState{"op", p.tell("area_"+word, survey.Args{"count": waits})}
	case p.Mode == SheetFill && leaves > 0:
		return &SheetState{"ag", p.tell("area_filled", nil)}
	case p.Mode == SheetAppraise && leaves > 0:
		return &SheetState{"ag", p.tell("area_appraised", nil)}
	case cuts > 0 && !step.Before(round.Explaining):
		return &SheetState{"ag", p.tell("area_settled", survey.Args{"count": cuts})}
	}
	return nil
}

// criterion is a criterion with the sums of its leaves.
func (p *sheetPen) criterion(place int) SheetRow {
	s := p.Sheet
	item := &s.Set.Items[place]
	var own, given scoring.Points
	for _, part := range s.Set.Parts(place) {
		if l := s.Leaf(s.Set.Items[part].Code); l != nil && !l.Item.Aside() {
			own += s.Own(l).Points
			given += s.Mark(l).Points
		}
	}
	row := SheetRow{
		Head: true, Code: item.Code, Name: p.In(item.Name), Max: p.points(item.Max), Own: p.points(own),
	}
	if p.judged() {
		row.Given = p.points(given)
	}
	return row
}

// leaf is a leaf's row.
func (p *sheetPen) leaf(l *round.Leaf) SheetRow {
	s, item := p.Sheet, l.Item
	row := SheetRow{
		ID: LeafID(item.Code), Code: item.Code, Name: p.In(item.Name), How: p.how(l), Max: p.points(item.Max),
		Own: "–", Page: p.Link(LeafPath(s.Round.ID, s.Agency, item.Code)), Wrong: p.wrongAt(item.Code),
	}
	own, given := s.OwnMark(l)
	if given {
		row.Own = p.mark(own)
	}
	row.Out = given && own.Out && (l.Judgement() == nil || s.Mark(l).Out)
	p.judgement(l, &row, own, given)
	row.Talk = p.talk(l)
	p.fieldsOf(l, &row)
	p.evidenceOf(l, &row)
	return row
}

func (p *sheetPen) mark(m scoring.Mark) string {
	if m.Out {
		return p.tell("not_applicable", nil)
	}
	return p.points(m.Points)
}

// judgement writes what the council gives beside the agency's own points.
func (p *sheetPen) judgement(l *round.Leaf, row *SheetRow, own scoring.Mark, given bool) {
	if !p.judged() {
		return
	}
	mark := p.Sheet.Mark(l)
	row.Given = "–"
	if l.Judgement() != nil || l.Automatic() || !p.Sheet.Round.Step.Before(round.Explaining) {
		row.Given = p.mark(mark)
	}
	if own.Out || mark.Out {
		return
	}
	switch more := mark.Points - own.Points; {
	case l.Item.Kind == scoring.Penalty && more > 0: // no points of the sum are lost
		row.Cut = p.tell("penalty_raised", survey.Args{"points": p.points(more)})
	case l.Item.Kind == scoring.Penalty:
		row.Cut = p.signed(-more)
	case given:
		row.Cut = p.signed(more)
	}
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

// wrongAt is what is wrong at a field; empty: nothing.
func (p *sheetPen) wrongAt(field string) string {
	if p.Err == nil {
		return ""
	}
	for _, cause := range p.Err.Causes {
		if cause.Field == field {
			text := capital(words.Sentence(p.Lang, cause))
			if name, ok := cause.Args["file"].(string); ok {
				text = name + ": " + text
			}
			return text
		}
	}
	return ""
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
