package frontend

import (
	"strconv"
	"strings"
	"time"

	"hailong/account"
	"hailong/survey"
)

// ProposalsPage lists what waits for a second person, and what was decided.
type ProposalsPage struct {
	Desk
	Mine    []ProposalEntry // waiting ones that this person may decide
	Waiting []ProposalEntry // other waiting ones
	Decided []ProposalEntry
}

// ProposalEntry is a proposal in a list.
type ProposalEntry struct {
	Link
	Agency, By, On, Reason string
	State, Decider         string
}

// NewProposalsPage makes the page. Both lists hold only what this person may see.
func NewProposalsPage(
	f Frame, c *survey.Catalogue, names Names, waiting, decided []account.Proposal,
) *ProposalsPage {
	p := &ProposalsPage{Desk: newDesk(f, c, "proposals.title")}
	for i := range waiting {
		if f.Me.MayDecide(c, &waiting[i]) {
			p.Mine = append(p.Mine, p.proposalEntry(c, names, &waiting[i]))
		} else {
			p.Waiting = append(p.Waiting, p.proposalEntry(c, names, &waiting[i]))
		}
	}
	for i := range decided {
		p.Decided = append(p.Decided, p.proposalEntry(c, names, &decided[i]))
	}
	return p
}

// ProposalTable is one of the page's lists.
type ProposalTable struct {
	Frame
	ID   string
	Rows []ProposalEntry
}

// Table is a list of the page under the heading of that id.
func (p *ProposalsPage) Table(id string, rows []ProposalEntry) ProposalTable {
	return ProposalTable{p.Frame, id, rows}
}

func (d *Desk) proposalEntry(c *survey.Catalogue, names Names, o *account.Proposal) ProposalEntry {
	e := ProposalEntry{
		Link: Link{Text: d.what(o), URL: d.Link(ProposalPath(o.Number))}, By: names.person(o.Proposer),
		On: d.clockIn(c, o.ProposedAt), Reason: o.Reason, State: d.say("proposals.state_"+string(o.State), nil),
		Decider: names.person(o.Decider),
	}
	if a := c.Agency(o.Agency); a != nil {
		e.Agency = d.In(a.Name)
	}
	return e
}

// ProposalPath is where a proposal is read and decided.
func ProposalPath(number int64) string { return "/desk/proposals/" + strconv.FormatInt(number, 10) }

// what says what a proposal is about: "Sửa kế hoạch khảo sát 2026".
func (d *Desk) what(o *account.Proposal) string {
	if o.Edit.Exception() {
		return d.exceptionText(&o.Edit)
	}
	word := "proposals." + strings.ReplaceAll(string(o.Edit.Action), ".", "_")
	return d.say(word, survey.Args{"subject": o.Edit.Subject})
}

// moment is a day and a clock's time, as the office cuts days.
func (d *Desk) clockIn(c *survey.Catalogue, t time.Time) string {
	if c.Zone != nil {
		t = t.In(c.Zone)
	}
	return d.Clock(t)
}

// ProposalPage shows one proposal, field by field, to be decided.
type ProposalPage struct {
	Desk
	Facts  []Held
	Thing  *Link // what it is about, where there is such a thing
	Fields []ProposalField
	Rows   []string // of successions, in words
	Stale  []StaleRow
	Now    bool // something else is stored by now than what was proposed to be changed
	Number int64
	May    bool // this person may decide
	Own    bool // this person may withdraw it
	Answer Input
	Why    string // why this person may not decide; empty: may, or it is decided
}

// ProposalField is a field before and after.
type ProposalField struct{ Name, Was, Wanted string }

// NewProposalPage makes the page; typed is the answer that was typed.
func NewProposalPage(
	f Frame, c *survey.Catalogue, names Names, o *account.Proposal, today survey.Day,
	typed string, err *survey.Error,
) *ProposalPage {
	p := &ProposalPage{Desk: newDesk(f, c, "proposals.one"), Number: o.Number}
	p.Title = p.what(o)
	p.Problem = f.problem(err)
	p.facts(c, names, o)
	p.fields(c, o, today)
	p.Thing = p.thing(c, o, today)
	if o.State != account.Waiting {
		return p
	}
	p.May, p.Own = f.Me.MayDecide(c, o), f.Me.ID == o.ProposedBy
	if !p.May && !p.Own {
		p.Why = p.say("proposals.not_you", nil)
	}
	if p.Now = o.Edit.Stale(c, today); p.Now {
		if r := o.Edit.Stored(c, today); r != nil && len(o.Edit.Rows) > 0 {
			p.Stale = p.compare(c, today, r, o.Edit.Rows[0])
		}
	}
	fields := []Input{f.input("proposal", "answer", "textarea", nil)}
	fields[0].Value, fields[0].Max = typed, account.MaxReason
	f.blame(fields, err)
	p.Answer = fields[0]
	return p
}

// thing leads to what a proposal is about, where the reader may look at it.
func (p *ProposalPage) thing(c *survey.Catalogue, o *account.Proposal, today survey.Day) *Link {
	kind := o.Edit.Kind()
	if kind == "" || !p.Me.May(c, account.SeeCatalogue, o.Agency) {
		return nil
	}
	if c.RecordByKey(kind, o.Edit.Subject, today) == nil {
		return nil
	}
	text := p.say("proposals.thing_"+string(kind), survey.Args{"subject": o.Edit.Subject})
	return &Link{Text: text, URL: p.Link(RecordPath(kind, o.Edit.Subject))}
}

func (p *ProposalPage) facts(c *survey.Catalogue, names Names, o *account.Proposal) {
	e := p.proposalEntry(c, names, o)
	facts := [][2]string{
		{"state", e.State}, {"agency", e.Agency}, {"by", e.By}, {"on", e.On}, {"reason", e.Reason},
	}
	if o.DecidedBy != 0 {
		facts = append(facts, [][2]string{
			{"decider", e.Decider}, {"decided_on", p.clockIn(c, o.DecidedAt)}, {"answer", o.Answer},
		}...)
	}
	for _, fact := range facts {
		if fact[1] != "" {
			p.Facts = append(p.Facts, Held{p.say("proposals."+fact[0], nil), fact[1]})
		}
	}
}

// fields are those that would change, or all that a new thing says.
func (p *ProposalPage) fields(c *survey.Catalogue, o *account.Proposal, today survey.Day) {
	for _, row := range o.Edit.Rows {
		if o.Edit.Correction() {
			p.correction(c, row)
			continue
		}
		if o.Edit.Exception() {
			p.Rows = append(p.Rows, p.exceptionText(&o.Edit))
			continue
		}
		if o.Edit.Kind() != "" {
			p.record(c, o, today, row)
			continue
		}
		day, _ := survey.ParseDay(row["on"])
		from, _, _ := strings.Cut(row["predecessor"], "@")
		to, _, _ := strings.Cut(row["successor"], "@")
		text := p.say("succession.line", survey.Args{"from": from, "to": to, "day": day})
		if row["goes_on"] == "yes" {
			text += " (" + p.say("proposals.gives_part", nil) + ")"
		}
		p.Rows = append(p.Rows, strings.TrimSpace(text+" "+row["note"]))
	}
}

func (p *ProposalPage) record(
	c *survey.Catalogue, o *account.Proposal, today survey.Day, row map[string]string,
) {
	on := dayOfCells(today, row, o.Was)
	for _, spec := range recordFields[o.Edit.Kind()] {
		wanted, sent := row[spec.column]
		if !sent || spec.fixed && !o.Edit.New() {
			continue
		}
		for _, change := range p.changes(c, spec, on, o.Was[spec.column], wanted) {
			p.Fields = append(p.Fields, ProposalField{Name: change.Name, Was: change.Was, Wanted: change.Now})
		}
	}
}
