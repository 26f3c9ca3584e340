package api

import (
	"context"

	"hailong/account"
	"hailong/frontend"
	"hailong/survey"
)

// showException adds to a proposal's page the criteria set that it is about, and whether it
// can still be made.
func (s *server) showException(
	ctx context.Context, page *frontend.ProposalPage, p *account.Proposal,
) error {
	if !p.Edit.Exception() {
		return nil
	}
	use := s.Criteria
	set, err := use.Excepted(ctx, p.Edit)
	page.ShowException(set)
	if p.State == account.Waiting {
		page.Now = survey.KindOf(err) == survey.Conflict
	}
	if page.Now {
		return nil
	}
	if survey.KindOf(err) == survey.Conflict || survey.KindOf(err) == survey.Invalid {
		return nil // decided long ago
	}
	return err
}
