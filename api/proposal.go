package api

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/survey"
)

func (s *server) proposalRoutes() []deskRoute {
	return []deskRoute{
		{"GET", "/desk/proposals", account.SignedIn, s.proposalsPage},
		{"GET", "/desk/proposals/:number", account.SignedIn, s.proposalPage},
		{"POST", "/desk/proposals/:number", account.SignedIn, s.decideProposal},
	}
}

// mostDecided is how many decided proposals of each kind the list shows; the log has
// all of them.
const mostDecided = 100

// proposalsPage is GET /desk/proposals.
func (s *server) proposalsPage(c echo.Context, me *account.Account) error {
	ctx := c.Request().Context()
	catalogue, err := s.Shelf.Fresh(ctx)
	if err != nil {
		return err
	}
	waiting, err := s.seen(ctx, me, account.Waiting, account.MostWaiting)
	if err != nil {
		return err
	}
	var decided []account.Proposal
	for _, state := range []account.State{account.Approved, account.Refused, account.Withdrawn} {
		list, err := s.seen(ctx, me, state, mostDecided)
		if err != nil {
			return err
		}
		decided = append(decided, list...)
	}
	slices.SortFunc(decided, func(a, b account.Proposal) int { return b.DecidedAt.Compare(a.DecidedAt) })
	names, err := s.names(ctx)
	if err != nil {
		return err
	}
	page := frontend.NewProposalsPage(s.frame(c), catalogue, names, waiting, decided)
	return officePage(c, http.StatusOK, page)
}

// seen are the proposals of a state that a person may see.
func (s *server) seen(
	ctx context.Context, me *account.Account, state account.State, most int,
) ([]account.Proposal, error) {
	list, err := s.Proposals.Proposals(ctx, state, most)
	return slices.DeleteFunc(list, func(p account.Proposal) bool { return !me.MaySee(&p) }), err
}

// names are how the people of the accounts are called.
func (s *server) names(ctx context.Context) (frontend.Names, error) {
	accounts, err := s.People.Store.Accounts(ctx)
	names := frontend.Names{}
	for i := range accounts {
		names[accounts[i].Login] = accounts[i].Name
	}
	return names, err
}

// waitingFor is how many proposals a person may decide about.
func (s *server) waitingFor(ctx context.Context, c *survey.Catalogue, me *account.Account) (int, error) {
	if me.Role.Reach(account.Decide) == account.None {
		return 0, nil
	}
	list, err := s.Proposals.Proposals(ctx, account.Waiting, account.MostWaiting)
	count := 0
	for i := range list {
		if me.MayDecide(c, &list[i]) {
			count++
		}
	}
	return count, err
}

// proposalPage is GET /desk/proposals/{number}.
func (s *server) proposalPage(c echo.Context, me *account.Account) error {
	return s.showProposal(c, http.StatusOK, me, "", nil)
}

func (s *server) showProposal(
	c echo.Context, status int, me *account.Account, typed string, e *survey.Error,
) error {
	ctx := c.Request().Context()
	catalogue, err := s.Shelf.Fresh(ctx)
	if err != nil {
		return err
	}
	number, err := numberAsked(c)
	if err != nil {
		return err
	}
	proposal, err := s.Proposals.Proposal(ctx, number)
	if err != nil {
		return err
	}
	if proposal == nil || !me.MaySee(proposal) {
		return survey.Fail(survey.NotFound, "proposal.unknown", nil)
	}
	today := survey.DayOf(s.Now(), catalogue.Zone)
	names, err := s.names(ctx)
	if err != nil {
		return err
	}
	page := frontend.NewProposalPage(s.frame(c), catalogue, names, proposal, today, typed, e)
	if err := s.showCorrection(ctx, page, catalogue, proposal); err != nil {
		return err
	}
	if err := s.showException(ctx, page, proposal); err != nil {
		return err
	}
	if done := c.QueryParam("done"); done == "added" || done == "decided" {
		page.Saved, _ = page.T("proposals.done_" + done)
	}
	return officePage(c, status, page)
}

func numberAsked(c echo.Context) (int64, error) {
	number, err := strconv.ParseInt(c.Param("number"), 10, 64)
	if err != nil {
		return 0, survey.Fail(survey.NotFound, "proposal.unknown", nil)
	}
	return number, nil
}

// decideProposal is POST /desk/proposals/{number}: state is approved, refused or
// withdrawn.
func (s *server) decideProposal(c echo.Context, me *account.Account) error {
	form, err := deskForm(c)
	if err != nil {
		return err
	}
	number, err := numberAsked(c)
	if err != nil {
		return err
	}
	answer := form.Get("answer")
	err = s.proposals().Decide(c.Request().Context(), me.ID, number, account.State(form.Get("state")), answer)
	if err == nil {
		return s.done(c, frontend.ProposalPath(number), "decided")
	}
	return s.shownAgain(c, err, func(status int, e *survey.Error) error {
		return s.showProposal(c, status, me, answer, e)
	})
}
