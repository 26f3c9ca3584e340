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

// NewsFor is how long a proposer's desk says what became of a proposal.
const NewsFor = 14 * 24 * time.Hour

// ShowOwn says which of the reader's own proposals wait, and what others decided lately.
func (p *DeskPage) ShowOwn(proposals []account.Proposal) {
	for i := range proposals {
		o := &proposals[i]
		text := p.say("proposals.own_"+string(o.State), survey.Args{"what": p.what(o)})
		p.Tasks = append(p.Tasks, Link{Text: text, URL: p.Link(ProposalPath(o.Number))})
	}
}
