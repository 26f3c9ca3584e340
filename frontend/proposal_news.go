package frontend

import (
	"time"

	"hailong/account"
	"hailong/survey"
)

// Names are how people are called, by their logins.
type Names map[string]string

// person is somebody by name, with the login that tells two of one name apart.
func (n Names) person(login string) string {
	if n[login] == "" {
		return login
	}
	return n[login] + " (" + login + ")"
}

// ShowWaiting says which proposals about the page's thing wait, to who may read them.
func (p *RecordPage) ShowWaiting(r *survey.Record, waiting []account.Proposal) {
	for i := range waiting {
		o := &waiting[i]
		if o.Edit.Subject == r.Key && o.Edit.Kind() == r.Kind && p.Me.MaySee(o) {
			p.Waits = append(p.Waits, Link{Text: p.what(o), URL: p.Link(ProposalPath(o.Number))})
		}
	}
}

// newsFor is how long a proposer's desk says what became of a proposal.
const newsFor = 14 * 24 * time.Hour

// ShowOwn says which of the reader's own proposals wait, and which others decided lately.
func (p *DeskPage) ShowOwn(proposals []account.Proposal, now time.Time) {
	for i := range proposals {
		o := &proposals[i]
		late := o.State != account.Waiting && now.Sub(o.DecidedAt) > newsFor
		if o.ProposedBy != p.Me.ID || late || o.State == account.Withdrawn {
			continue
		}
		text := p.say("proposals.own_"+string(o.State), survey.Args{"what": p.what(o)})
		p.Tasks = append(p.Tasks, Link{Text: text, URL: p.Link(ProposalPath(o.Number))})
	}
}
