package api

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/scoring/round"
	"hailong/survey"
)

// roundRoutes are a year's round as those who run it and the council have it.
func (s *server) roundRoutes() []deskRoute {
	const list, board = "/desk/rounds", "/desk/rounds/:id"
	return []deskRoute{
		{"GET", list, account.SeeSheets, everySheet(s.roundsPage)},
		{"GET", list + "/new", account.RunRound, s.roundOpenPage},
		{"POST", list + "/new", account.RunRound, s.openRound},
		{"GET", board, account.SeeSheets, everySheet(s.roundPage)},
		{"GET", board + "/step", account.RunRound, s.roundStepPage},
		{"POST", board + "/step", account.RunRound, s.advanceRound},
		{"GET", board + "/deadlines", account.RunRound, s.roundDaysPage},
		{"POST", board + "/deadlines", account.RunRound, s.setRoundDays},
		{"GET", board + "/council", account.RunRound, s.councilPage},
		{"POST", board + "/council", account.RunRound, s.assign},
		{"GET", board + "/index", account.SeeIndex, s.previewPage},
	}
}

// everySheet lets through who sees the sheets of all agencies, which the page is about.
func everySheet(
	handle func(echo.Context, *account.Account) error,
) func(echo.Context, *account.Account) error {
	return func(c echo.Context, me *account.Account) error {
		if me.Role.Reach(account.SeeSheets) != account.All {
			return survey.Fail(survey.Forbidden, "right.none", nil)
		}
		return handle(c, me)
	}
}

// roundsPage is GET /desk/rounds.
func (s *server) roundsPage(c echo.Context, _ *account.Account) error {
	ctx := c.Request().Context()
	catalogue, err := s.Shelf.Fresh(ctx)
	if err != nil {
		return err
	}
	rounds, err := s.Rounds.Rounds(ctx)
	if err != nil {
		return err
	}
	today := survey.DayOf(s.Now(), catalogue.Zone)
	return officePage(c, http.StatusOK, frontend.NewRoundsPage(s.frame(c), catalogue, rounds, today))
}

// roundPage is GET /desk/rounds/{id}?show=&group=&sort=&order=: the board.
func (s *server) roundPage(c echo.Context, me *account.Account) error {
	ctx := c.Request().Context()
	catalogue, err := s.Shelf.Fresh(ctx)
	if err != nil {
		return err
	}
	r, err := s.askedRound(c)
	if err != nil {
		return err
	}
	v := frontend.RoundView{
		Round: r, Asked: frontend.RoundAskedOf(c.QueryParams()), Today: survey.DayOf(s.Now(), catalogue.Zone),
	}
	if v.Board, err = s.Rounds.Board(ctx, r.ID); err != nil {
		return err
	}
	if me.Role.Reach(account.RunRound) != account.None && r.Step != round.Closed {
		people, err := s.People.Store.Accounts(ctx)
		if err != nil {
			return err
		}
		v.Silent = silent(catalogue, r, people)
	}
	page := frontend.NewRoundPage(s.frame(c), catalogue, v)
	if word := roundDone[c.QueryParam("done")]; word != "" {
		page.Saved, _ = page.T(word)
	}
	return officePage(c, http.StatusOK, page)
}

// roundDone are what a page about a round says was done.
var roundDone = map[string]string{
	"opened": "round_page.opened", "advanced": "round_page.advanced", "days": "round_page.days_saved",
	"assigned": "round_page.assigned_done", "unassigned": "round_page.unassigned_done",
}

// silent are the agencies of a round that nobody can be reminded for by mail.
func silent(c *survey.Catalogue, r *round.Round, people []account.Account) []survey.AgencyID {
	var told []*account.Account
	for i := range people {
		if remindedBy(&people[i]) {
			told = append(told, &people[i])
		}
	}
	var list []survey.AgencyID
	for i := range r.Members {
		m := &r.Members[i]
		owns := func(a *account.Account) bool { return a.Agency == m.Agency || a.Owns(c, m.Agency) }
		if m.LeftOut == "" && !slices.ContainsFunc(told, owns) {
			list = append(list, m.Agency)
		}
	}
	return list
}

// remindedBy tells whether an account fills sheets in and can be told by mail.
func remindedBy(a *account.Account) bool {
	return !a.Disabled && a.Email != "" && a.Role.Reach(account.FillSheet) != account.None
}
