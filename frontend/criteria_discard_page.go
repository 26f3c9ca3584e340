package frontend

import (
	"hailong/scoring/round"
	"hailong/survey"
)

// NewCriteriaDiscardPage asks before a set is thrown away.
func NewCriteriaDiscardPage(f Frame, c *survey.Catalogue, s *round.Set, err *survey.Error) *ConfirmPage {
	p := newConfirm(f, c, "criteria_page.discard_title", err)
	p.Lead = p.setTitle(s)
	count := round.CountLeaves(&s.CriteriaSet)
	p.What = []string{p.say("criteria_page.discard_what", survey.Args{"count": count})}
	p.Hidden = []Held{{"mark", s.Mark()}}
	p.Button = p.say("criteria_page.discard", nil)
	p.Back = Link{Text: p.say("criteria_page.keep", nil), URL: p.Link(CriteriaPath(s.ID))}
	return p
}
