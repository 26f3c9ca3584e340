package frontend

import (
	"slices"
	"strconv"
	"strings"

	"hailong/account"
	"hailong/frontend/words"
	"hailong/scoring"
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

// SheetStep is a step of the round in the bar.
type SheetStep struct{ Name, When, State string }

// SheetWait says what is waited for, and where.
type SheetWait struct {
	Text, Till string
	Links      []Link
	More       *Link
	Done       bool // nothing is left
}

// SheetTotal is a sum above the sheet.
type SheetTotal struct{ Name, Value string }

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

// onSheet marks the tab that leads to one's own sheet.
func (d *Desk) onSheet(a *survey.Agency) {
	if d.Me == nil || !d.Me.Owns(d.catalogue, a.ID) {
		return
	}
	for i := range d.Nav {
		if strings.HasPrefix(d.Nav[i].URL, "/desk/sheet") && d.Nav[i].Current == "" {
			d.Nav[i].Current = "true"
		}
	}
}

// title is what the sheet is called: an index that the program does not know by its set.
func (p *sheetPen) title() string {
	r := p.Sheet.Round
	if r.Family == round.Family {
		return p.tell("title", survey.Args{"year": r.Year})
	}
	return p.tell("title_other", survey.Args{"year": r.Year, "set": p.In(p.Sheet.Set.Name)})
}

// lead says whose sheet it is, and by which set.
func (p *sheetPen) lead() string {
	s := p.Sheet
	var areas, criteria int
	for i := range s.Set.Items {
		switch s.Set.Items[i].Level {
		case scoring.Area:
			areas++
		case scoring.Criterion:
			criteria++
		}
	}
	text := p.tell("lead", survey.Args{
		"agency": p.In(s.Agency.Name), "set": p.In(s.Set.Name),
		"areas": areas, "criteria": criteria, "leaves": len(s.Leaves),
	})
	if s.Set.Sample {
		text += " " + p.tell("sample", nil)
	}
	if s.Member.LeftOut != "" {
		text += " " + p.tell("left_out", survey.Args{"why": s.Member.LeftOut})
	}
	return text
}

// steps are the bar of the round.
func (p *sheetPen) steps() []SheetStep {
	r := p.Sheet.Round
	var list []SheetStep
	begins := survey.Day("")
	for _, step := range round.Steps {
		s := SheetStep{Name: p.tell("step_"+string(step), nil)}
		day := r.Deadlines[step]
		switch {
		case step.Before(r.Step):
			s.State, s.When = "done", p.tell("when_done", survey.Args{"day": dayOrDash(p.Frame, day)})
		case step == r.Step && step != round.Closed:
			s.State, s.When = "now", p.tell("when_now", survey.Args{"day": dayOrDash(p.Frame, day)})
		case step == r.Step:
			s.State, s.When = "now", p.tell("when_closed", nil)
		case begins != "":
			s.When = p.tell("when_later", survey.Args{"day": p.Day(begins)})
		}
		list = append(list, s)
		if begins = ""; day != "" {
			begins = day.AddDays(1)
		}
	}
	return list
}

func dayOrDash(f Frame, d survey.Day) string {
	if d == "" {
		return "–"
	}
	return f.Day(d)
}

// totals are the sums of the sheet as it stands.
func (p *SheetPage) totals() {
	s, pen := p.pen.Sheet, &p.pen
	own, first, last := s.Result(s.Own), s.Result(s.FirstMark), s.Result(s.Mark)
	if !pen.judged() {
		first, last = own, own
	}
	add := func(word, value string) {
		p.Totals = append(p.Totals, SheetTotal{pen.tell(word, nil), value})
	}
	add("total_max", pen.points(last.Max))
	add("total_own", pen.points(own.Points))
	if pen.judged() {
		add("total_first", pen.points(first.Points))
		if last.Points != first.Points || s.Round.Step == round.Closed {
			add("total_last", pen.points(last.Points))
		}
		if d := pen.signed(last.Points - own.Points); d != "" {
			add("total_cut", d)
		}
	}
	if last.Bonus > 0 {
		add("total_bonus", pen.signed(min(last.Bonus, s.Set.BonusCap)))
	}
	if last.Penalty > 0 {
		add("total_penalty", pen.signed(-min(last.Penalty, s.Set.PenaltyCap)))
	}
	p.Index, p.Indexed = pen.index(last), pen.indexed()
}

// indexed is what the index is called.
func (p *sheetPen) indexed() string {
	if p.Sheet.Round.Step == round.Closed {
		return p.tell("index_closed", nil)
	}
	return p.tell("index", nil)
}

// filters are the tabs above the leaves.
func (p *SheetPage) filters() {
	pen := &p.pen
	var cut, wait int
	for i := range pen.Sheet.Leaves {
		l := &pen.Sheet.Leaves[i]
		if pen.judged() && pen.Sheet.Cut(l) > 0 {
			cut++
		}
		if pen.waits(l) {
			wait++
		}
	}
	p.filter("", "filter_all", len(pen.Sheet.Leaves))
	if pen.judged() {
		p.filter("cut", "filter_cut", cut)
	}
	switch step := pen.Sheet.Round.Step; {
	case step == round.SelfAssessing || pen.Mode == SheetFill:
		p.filter("missing", "filter_missing", wait)
	case step != round.Closed && pen.judged():
		p.filter("waiting", "filter_"+string(step), wait)
	}
	p.OpenAll = p.Link(p.path(), "area", "all")
	if len(p.Areas) == 0 {
		p.None, p.Empty = pen.tell("none_"+pen.Asked.Only, nil), p.Link(p.path())
	}
}

func (p *SheetPage) filter(only, word string, count int) {
	link := Link{Text: p.pen.tell(word, survey.Args{"count": count}), URL: p.Link(p.path())}
	if only != "" {
		link.URL = p.Link(p.path(), "only", only)
	}
	if p.pen.Asked.Only == only {
		link.Current = "true"
	}
	p.Filters = append(p.Filters, link)
}

// mostLinks is how many leaves are named where something is waited for.
const mostLinks = 12

// wait says what is waited for, and leads there.
func (p *sheetPen) wait(path string, areas []SheetArea) *SheetWait {
	s, step := p.Sheet, p.Sheet.Round.Step
	var codes []*round.Leaf
	for i := range s.Leaves {
		if p.waits(&s.Leaves[i]) {
			codes = append(codes, &s.Leaves[i])
		}
	}
	fills := p.Mode == SheetFill
	noReport := fills && s.Member.Report == 0
	word, only := string(step), "waiting"
	if fills || step == round.SelfAssessing {
		word, only = string(round.SelfAssessing), "missing"
	}
	w := &SheetWait{Till: p.till(fills)}
	switch {
	case p.Mode == SheetSubmitted || step == round.SelfAssessing && s.Member.Submitted():
		return &SheetWait{Done: true, Text: p.tell("wait_submitted", survey.Args{
			"day": p.Day(survey.DayOf(s.Member.SubmittedAt, p.catalogue.Zone)),
		})}
	case len(codes)+btoi(noReport) > 0:
		w.Text = p.tell("wait_"+word, survey.Args{
			"count": len(codes) + btoi(noReport), "agency": p.In(s.Agency.Name),
		})
	case fills:
		return &SheetWait{Done: true, Text: p.tell("wait_nothing", nil), Till: w.Till}
	case len(p.Petitions.Filed) > 0:
		return p.petitioned()
	default:
		return nil
	}
	for _, l := range codes[:min(mostLinks, len(codes))] {
		w.Links = append(w.Links, Link{Text: l.Item.Code, URL: p.toLeaf(path, areas, l)})
	}
	if noReport {
		w.Links = append(w.Links, Link{Text: p.tell("report_short", nil), URL: "#" + LeafID(round.ReportLeaf)})
	}
	if left := len(codes) - mostLinks; left > 0 {
		w.More = &Link{Text: p.tell("wait_more", survey.Args{"count": left}), URL: p.Link(path, "only", only)}
	}
	return w
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// toLeaf leads to a leaf's row: here where its area is open, else to the page with it open.
func (p *sheetPen) toLeaf(path string, areas []SheetArea, l *round.Leaf) string {
	id := LeafID(l.Item.Code)
	row := func(r SheetRow) bool { return r.ID == id }
	shown := func(a SheetArea) bool { return a.Open && slices.ContainsFunc(a.Rows, row) }
	if slices.ContainsFunc(areas, shown) {
		return "#" + id
	}
	return p.Link(path, "area", AreaCode(l)) + "#" + id
}

// till says until when, and how many days are left.
func (p *sheetPen) till(fills bool) string {
	deadline := p.Sheet.Round.Deadline()
	if deadline == "" || fills && p.Sheet.Round.Step != round.SelfAssessing {
		return ""
	}
	days := int(deadline.Time().Sub(p.Today.Time()).Hours() / 24)
	word := "till"
	switch {
	case days < 0:
		word, days = "till_over", -days
	case days == 0:
		word = "till_today"
	}
	text := p.tell(word, survey.Args{"day": p.Day(deadline), "count": days})
	if p.Mode == SheetExplain {
		text += " " + p.tell("till_explain", nil)
	}
	return text
}

// problem says what was not accepted, each mistake with its leaf, and leads there.
func (p *sheetPen) problem(err *survey.Error) *Problem {
	if err == nil {
		return nil
	}
	problem := &Problem{Heading: p.sentence(err)}
	for _, cause := range err.Causes {
		field, code, named := strings.Cut(cause.Field, ":")
		link := Link{Text: capital(words.Sentence(p.Lang, cause)), URL: "#" + fieldID(cause.Field)}
		if !named {
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
