package frontend

import (
	"hailong/scoring"
	"hailong/scoring/report"
	"hailong/survey"
)

// AgencyPage is the first screen of an agency: what it reached, how sure that is,
// what is missing, and where it comes from.
type AgencyPage struct {
	Office
	Name     string
	Group    Link
	About    []string // under the heading: which survey, until when
	Score    Figure
	Meter    *Meter // nil below the minimum
	Answers  string
	Progress Progress
	Compared string // with the year before, or why not; empty where there is nothing to say
	Empty    bool   // nothing was received yet, and something is waited for
	Least    string // "chưa đủ 30"; empty without a service to ask about
	Several  bool   // a factor has several questions, so no interval
	Factors  PartTable
	Months   MonthChart
	Counters PartTable
	Channels PartTable
	Detail   string   // address of the page of stages and questions; empty where it tells nothing
	Own      *OwnPart // what is for those of the agency alone, nil for everybody else

	pen   pen
	board *report.AgencyBoard
}

// Progress is how many responses there are of those asked for.
type Progress struct {
	Count    string // counted
	Unit     string // "phiếu"
	Needed   string // empty where last year's transactions are not known
	Missing  string // empty: enough
	Yearly   string // last year's transactions
	Bar      string // width of the bar
	Title    string // of the drawing
	Received string // what became of all that were received
	Aside    string // what those inside are told of flags and exclusions; empty for the public
}

// NewAgencyPage makes the page of an agency's figures in b's plan, with what b's reader
// may see.
func NewAgencyPage(f Frame, b *report.AgencyBoard) *AgencyPage {
	a := newAgencyPage(f, b, agencyScores(b))
	a.chooseAt(a.plansOf(b.Agency), a.pathOn)
	a.Title = a.say("agency.title", survey.Args{"name": a.Name, "year": b.Plan.Year})
	a.Compared = a.compared(b.Last)
	a.Files = a.files(a.pathOn(b.Plan))
	a.meter()
	a.parts()
	if a.Score.Shown || a.Score.Hinted() {
		a.Detail = a.to(a.pathOn(b.Plan) + "/detail")
	}
	if b.Reader.Inside(b.Agency.ID) {
		a.Own = a.ownPart()
	}
	return a
}

// newAgencyPage makes what the agency's page and its detail have in common;
// scores are those that the page shows, for its ruler.
func newAgencyPage(f Frame, b *report.AgencyBoard, scores []scoring.Score) *AgencyPage {
	a := &AgencyPage{
		Office: newOffice(f, b.Catalogue, b.Plan), Name: b.Agency.Name.In(f.Lang), board: b,
		pen:   pen{f.Lang, rulerOf([]*survey.Plan{b.Plan}, scores)},
		Empty: b.Score.Received == 0 && b.Score.Official != scoring.NoService,
	}
	a.notice(b.Plan, b.Reader.Inside(b.Agency.ID))
	a.below(b.Agency.Group)
	a.About = a.about(&b.Board)
	if g := b.Catalogue.GroupByCode(b.Agency.Group); g != nil && b.Reader.SeesAll(b.Plan) {
		a.Group = Link{Text: a.In(g.Name), URL: a.to(groupPath(g.Code))}
	}
	a.Score, a.Least = a.pen.score(a.Name, b.Score), a.least()
	a.Answers = a.Int(b.Score.Answers)
	a.Progress = a.progress(b.Score)
	a.Progress.Aside = a.aside()
	return a
}

// pathOn is the path of the agency's page on a plan.
func (a *AgencyPage) pathOn(p *survey.Plan) string {
	return agencyPath(a.agencyRef(a.board.Agency, p, a.board.Today()))
}

// agencyScores are the scores that the page shows, each only if it may be.
func agencyScores(b *report.AgencyBoard) []scoring.Score {
	scores := []scoring.Score{b.Score}
	for _, f := range b.Factors {
		if f.Score.Eligible() || f.Score.Hinted() {
			scores = append(scores, f.Score)
		}
	}
	for _, cells := range [][]report.Cell{b.Months, b.Counters, b.Channels} {
		scores = append(scores, cellScores(cells)...)
	}
	return scores
}

func cellScores(cells []report.Cell) []scoring.Score {
	list := make([]scoring.Score, len(cells))
	for i := range cells {
		list[i] = cells[i].Score
	}
	return list
}

// rulerOf is the ruler for a page that shows these scores and its plans' targets.
func rulerOf(plans []*survey.Plan, scores []scoring.Score) Ruler {
	percents := targetPercents(plans)
	for i := range scores {
		switch s := &scores[i]; {
		case s.Eligible():
			percents = append(percents, s.Percent())
		case s.Hinted() && s.Effective != 0:
			percents = append(percents, (s.Interval.Low+s.Interval.High)/2)
		}
	}
	return rulerFor(percents...)
}

func (a *AgencyPage) meter() {
	if s := a.board.Score; s.Eligible() {
		j := judged{a.Name, s.Estimate, s.Target, a.Score.Badge.Verdict}
		a.Meter = a.pen.meter("thuoc", a.Name, j, a.Score)
	} else if a.Score.Hinted() {
		a.Meter = a.pen.hintMeter("thuoc", a.Name, a.Score)
	}
}

// parts cuts the figure in every way that the reader may see.
func (a *AgencyPage) parts() {
	b := a.board
	if a.Score.Shown || a.Score.Hinted() {
		a.Factors = a.factorTable()
	}
	for _, f := range b.Factors {
		a.Several = a.Several || f.Score.Eligible() && f.Score.Effective == 0
	}
	a.Months = a.pen.months("theo-thang", b.Plan, b.Months, b.Score.Target)
	a.Counters = a.cellTable("theo-quay", b.Counters, func(c report.Cell) string { return a.In(c.Name) })
	a.Counters.First = a.say("agency.counter", nil)
	a.Counters.shares(a.pen, a.say("agency.share", nil), b.Score.Responses)
	a.Channels = a.cellTable("theo-kenh", byChannel(b.Channels), a.channelName)
	a.Channels.First = a.say("agency.channel", nil)
}

// least is empty without a service: no number of responses makes a score there.
func (a *AgencyPage) least() string {
	if a.board.Score.Official == scoring.NoService {
		return ""
	}
	return a.say("agency.least", survey.Args{"least": a.board.Score.Least()})
}

func (a *AgencyPage) progress(s scoring.Score) Progress {
	p := Progress{
		Count: a.Int(s.Responses), Unit: a.say("agency.responses_unit", nil),
		Received: a.say("agency.received", receivedArgs(report.ReceivedOf(s))),
	}
	if s.Known {
		p.Yearly = a.say("agency.yearly", survey.Args{"count": s.Transactions})
	}
	if s.Needed() == 0 || s.Official == scoring.NoService {
		return p
	}
	p.Needed = a.say("agency.of_needed", survey.Args{"needed": s.Needed()})
	p.Title = a.say("agency.progress", survey.Args{"count": s.Responses, "needed": s.Needed()})
	p.Bar = along(min(100, 100*float64(s.Responses)/float64(s.Needed())))
	if s.Missing() > 0 {
		p.Missing = a.say("agency.missing", survey.Args{"count": s.Missing()})
	}
	return p
}
