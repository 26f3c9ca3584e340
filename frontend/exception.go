package frontend

import (
	"net/url"
	"slices"

	"hailong/account"
	"hailong/scoring/round"
	"hailong/survey"
)

// exceptionText says what a proposal would have a criteria set be not applicable to.
func (o *Office) exceptionText(e *survey.Edit) string {
	if len(e.Rows) != 1 {
		return e.Subject
	}
	row, word := e.Rows[0], "exception.in"
	if row["not_for"] == "yes" {
		word = "exception.out"
	}
	return o.say(word, survey.Args{"leaf": row["leaf"], "set": row["set"], "agency": row["agency"]})
}

// ShowException leads to the set that a proposal is about; nil: there is none any more.
func (p *ProposalPage) ShowException(s *round.Set) {
	if s != nil && p.Frame.May(account.SeeCriteria) {
		p.Thing = &Link{Text: p.setTitle(s), URL: p.Link(CriteriaPath(s.ID))}
	}
}

// allWaits are the exceptions of a set that wait for a second person.
func (p *CriteriaSetPage) allWaits(s *round.Set, waiting []account.Proposal) []Link {
	var links []Link
	for i := range waiting {
		o := &waiting[i]
		if _, ours := s.ExceptionOf(&o.Edit); !ours {
			continue
		}
		link := Link{Text: p.exceptionText(&o.Edit)}
		if p.Me.MaySee(o) {
			link.URL = p.Link(ProposalPath(o.Number))
		}
		links = append(links, link)
	}
	return links
}

// waitsAt are those at one leaf.
func (p *CriteriaSetPage) waitsAt(s *round.Set, code string, waiting []account.Proposal) []Link {
	elsewhere := func(o account.Proposal) bool {
		leaf, ours := s.ExceptionOf(&o.Edit)
		return !ours || leaf != code
	}
	return p.allWaits(s, slices.DeleteFunc(slices.Clone(waiting), elsewhere))
}

// copyReason asks why what a set is not applicable to should be so in a copy, where it is an
// agency of the reader's own.
func (p *CriteriaSetPage) copyReason(c *survey.Catalogue, s *round.Set, err *survey.Error) *Input {
	if !p.May(account.EditCriteria) {
		return nil
	}
	for _, leaf := range s.Leaves() {
		for _, code := range leaf.NotFor {
			if round.NearInYear(c, code, s.Year, p.Me.Near) != 0 {
				return p.exceptionReason("", err)
			}
		}
	}
	return nil
}

// askReason asks why a leaf should not be applicable, where that may be said of an agency of
// the reader's own.
func (p *CriteriaItemPage) askReason(
	c *survey.Catalogue, s *round.Set, typed url.Values, err *survey.Error,
) {
	near := func(o Option) bool { return round.NearInYear(c, o.Value, s.Year, p.Me.Near) != 0 }
	for i := range p.Rule {
		if p.Rule[i].Name == "not_for" && slices.ContainsFunc(p.Rule[i].Options, near) {
			p.Reason = p.exceptionReason(typed.Get("reason"), err)
		}
	}
}

// exceptionReason is the field for a reason, which only what waits for others needs.
func (o *Office) exceptionReason(typed string, err *survey.Error) *Input {
	i := o.reasonField(typed, err)
	i.Label, i.Hint = o.say("exception.reason", nil), o.say("exception.reason_hint", nil)
	return i
}

// ShowHeld says what of a file waits for a second person, and asks why it should be so.
func (p *CriteriaUploadPage) ShowHeld(done *round.Imported) {
	for _, e := range done.Held {
		word := "exception.in"
		if e.Out {
			word = "exception.out"
		}
		args := survey.Args{"leaf": e.Leaf, "set": done.Ref, "agency": e.Agency}
		p.Held = append(p.Held, p.say(word, args))
	}
	if len(done.Held) > 0 {
		p.Reason = p.exceptionReason("", nil)
		p.Reason.Required = true
	}
}
