package frontend

import (
	"cmp"
	"net/url"
	"slices"

	"hailong/account"
	"hailong/scoring/round"
	"hailong/survey"
)

// RoundAsked is what a reader asked of the board: which agencies, in which order.
type RoundAsked struct {
	Show       string // late, waiting; empty: all
	Group      string
	Sort       string // a key of boardColumns; empty: as the round lists them
	Descending bool
}

// The choices of the board.
const (
	showLate    = "late"
	showWaiting = "waiting"
)

// RoundAskedOf reads a query; what it does not know is as if it was not there.
func RoundAskedOf(query url.Values) RoundAsked {
	a := RoundAsked{Group: query.Get("group"), Sort: query.Get("sort"), Descending: query.Get("order") == "desc"}
	if show := query.Get("show"); show == showLate || show == showWaiting {
		a.Show = show
	}
	if boardColumns[a.Sort] == nil {
		a.Sort = ""
	}
	return a
}

// RoundView is what the board is drawn from.
type RoundView struct {
	Round  *round.Round
	Board  []round.BoardRow
	Asked  RoundAsked
	Silent []survey.AgencyID // agencies without anybody who gets mail
	Today  survey.Day

	Petitions []round.Petition // of a closed round
}

// RoundPage is the board: how far every agency of a round is, and what is left.
type RoundPage struct {
	Desk
	Lead   string
	Steps  []RoundStep
	Tools  []Link
	Left   []string // what is left undone in the present step
	Next   Link     // to the step that follows; empty: not by this person, or there is none
	Remind []string
	Days   string // where the deadlines are changed
	Shows  []Link
	Groups []Option
	Asked  RoundAsked
	Heads  []BoardHead
	Rows   []RoundRow
	Index  bool // the reader may see the index before it is published
	Clear  string
}

// RoundStep is a step on the board.
type RoundStep struct {
	Name, Deadline string
	State          string // done, now, later
	StateName      string
	Current        string // aria-current
}

// BoardHead is the head of a column.
type BoardHead struct {
	Link
	Sorted  string // aria-sort
	Numbers bool
}

// NewRoundPage makes the board.
func NewRoundPage(f Frame, c *survey.Catalogue, v RoundView) *RoundPage {
	p := &RoundPage{Desk: newDesk(f, c, "round_page.list"), Asked: v.Asked, Index: f.May(account.SeeIndex)}
	p.Title = p.roundTitle(v.Round)
	p.Lead = p.say("round_page.lead", survey.Args{
		"day": survey.DayOf(v.Round.OpenedAt, c.Zone), "count": len(v.Round.Members),
	})
	p.steps(v.Round, v.Today)
	p.tools(v.Round, v.Petitions)
	p.left(v)
	p.remind(v)
	p.filters(v)
	for _, row := range v.Asked.apply(v) {
		p.Rows = append(p.Rows, p.row(row, v))
	}
	if slices.ContainsFunc(p.Rows, func(r RoundRow) bool { return r.Zero != "" }) {
		p.Tools = append(p.Tools, Link{Text: p.say("round_zero.title", nil), URL: p.Link(ZeroPath(v.Round.ID))})
	}
	p.Clear = p.Link(RoundPath(v.Round.ID))
	return p
}

func (p *RoundPage) steps(r *round.Round, today survey.Day) {
	for _, step := range round.Steps {
		s := RoundStep{Name: p.stepName(step), Deadline: "–", State: "later"}
		if day := r.Deadlines[step]; day != "" {
			s.Deadline = p.Day(day)
		}
		switch {
		case step == r.Step:
			s.State, s.Current = "now", "step"
		case step.Before(r.Step):
			s.State = "done"
		}
		s.StateName = p.say("round_page.is_"+s.State, nil)
		if s.State == "now" && r.Deadline() != "" && today > r.Deadline() {
			s.StateName = p.say("round_page.is_over", nil)
		}
		if s.State == "now" && step == round.Closed {
			s.StateName = p.say("round_page.is_closed", nil)
		}
		p.Steps = append(p.Steps, s)
	}
}

// tools are the pages about the round that the reader may use.
func (p *RoundPage) tools(r *round.Round, petitions []round.Petition) {
	path := RoundPath(r.ID)
	add := func(action account.Action, word, path string) {
		if p.May(action) {
			p.Tools = append(p.Tools, Link{Text: p.say(word, nil), URL: p.Link(path)})
		}
	}
	add(account.RunRound, "round_page.council", path+"/council")
	add(account.SeeIndex, "round_page.index", path+"/index")
	add(account.SeeSheets, "sheet_page.all_petitions", path+"/petitions")
	waiting := 0
	for i := range petitions {
		waiting += btoi(petitions[i].Waits())
	}
	if last := len(p.Tools) - 1; waiting > 0 && p.May(account.SeeSheets) {
		p.Tools[last].Text = p.say("sheet_page.all_petitions_wait", survey.Args{"count": waiting})
	}
	add(account.SeeIndex, "desk.editions", editionsPath)
	if r.Step == round.Closed || !p.May(account.RunRound) {
		return
	}
	p.Days = p.Link(path + "/deadlines")
	p.Next = Link{
		Text: p.say("round_page.advance", survey.Args{"step": p.stepName(r.Step.Next())}),
		URL:  p.Link(path + "/step"),
	}
}

// left says what is left undone, as the steps go.
func (p *RoundPage) left(v RoundView) {
	var waiting, leaves, owed, unanswered int
	for i := range v.Board {
		if b := &v.Board[i]; b.Member.LeftOut == "" {
			if !b.Member.Submitted() {
				waiting++
			}
			leaves += b.ToAppraise - b.Appraised
			owed += b.Owed
			unanswered += b.Unanswered
		}
	}
	say := func(word string, count int, steps ...round.Step) {
		if count > 0 && slices.Contains(steps, v.Round.Step) {
			p.Left = append(p.Left, p.say("round_page."+word, survey.Args{"count": count}))
		}
	}
	say("left_submit", waiting, round.SelfAssessing, round.Appraising)
	say("left_appraise", leaves, round.Appraising)
	say("left_explain", owed, round.Explaining)
	say("left_second", unanswered, round.Reappraising)
}

// remind says when people are told by mail, and who cannot be.
func (p *RoundPage) remind(v RoundView) {
	day := v.Round.Deadline()
	if day == "" {
		return
	}
	p.Remind = append(p.Remind, p.say("round_page.remind_when", survey.Args{"day": day}))
	if len(v.Silent) > 0 {
		names := p.names(v.Silent)
		p.Remind = append(p.Remind, p.say("round_page.remind_silent", survey.Args{
			"count": len(v.Silent), "agencies": names,
		}))
	}
}

func (p *RoundPage) filters(v RoundView) {
	path := RoundPath(v.Round.ID)
	counts := map[string]int{}
	for i := range v.Board {
		b := &v.Board[i]
		for _, show := range []string{showLate, showWaiting} {
			if (RoundAsked{Show: show}).keeps(b, v.Round) {
				counts[show]++
			}
		}
	}
	counts[""] = len(v.Board)
	for _, show := range []string{"", showWaiting, showLate} {
		asked := v.Asked
		asked.Show = show
		link := Link{Text: p.say("round_page.show_"+cmp.Or(show, "all"), nil), URL: p.Link(path, asked.query()...)}
		if link.Count = counts[show]; show == v.Asked.Show {
			link.Current = "page"
		}
		p.Shows = append(p.Shows, link)
	}
	p.Groups = []Option{{Text: p.say("round_page.all_groups", nil)}}
	for i := range v.Round.Members {
		code := v.Round.Members[i].Group
		if !slices.ContainsFunc(p.Groups, func(o Option) bool { return o.Value == code }) {
			p.Groups = append(p.Groups, Option{Value: code, Text: p.groupTitle(code), Chosen: code == v.Asked.Group})
		}
	}
	p.heads(path, v.Asked)
}

func (p *RoundPage) heads(path string, asked RoundAsked) {
	for _, name := range boardOrder {
		if name == "index" && !p.Index {
			continue
		}
		turned := asked
		turned.Sort, turned.Descending = name, asked.Sort == name && !asked.Descending
		head := BoardHead{
			Link:    Link{Text: p.say("round_page.by_"+name, nil), URL: p.Link(path, turned.query()...)},
			Numbers: name != "name" && name != "submitted",
		}
		if asked.Sort == name {
			head.Sorted = map[bool]string{false: "ascending", true: "descending"}[asked.Descending]
		}
		p.Heads = append(p.Heads, head)
	}
}

// query is what was asked as pairs for a link, without what goes without saying.
func (a RoundAsked) query() []string {
	var pairs []string
	for _, pair := range [][2]string{{"show", a.Show}, {"group", a.Group}, {"sort", a.Sort}} {
		if pair[1] != "" {
			pairs = append(pairs, pair[0], pair[1])
		}
	}
	if a.Descending {
		pairs = append(pairs, "order", "desc")
	}
	return pairs
}

// Narrow tells whether agencies may be missing.
func (a RoundAsked) Narrow() bool { return a.Show+a.Group != "" }

// names are agencies in a sentence.
func (d *Desk) names(list []survey.AgencyID) string {
	var text string
	for i, id := range list {
		if i == mostTold {
			return text + "; " + d.say("round_page.and_more", survey.Args{"count": len(list) - mostTold})
		}
		if i > 0 {
			text += "; "
		}
		text += d.agencyName(id)
	}
	return text
}

// mostTold is how many agencies a sentence names.
const mostTold = 20
