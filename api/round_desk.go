package api

import (
	"net/http"

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
		{"GET", board + "/zero", account.Appraise, s.roundZeroPage},
		{"POST", board + "/zero", account.Appraise, s.zero},
		{"GET", board + "/index", account.SeeIndex, s.previewPage},
		{"POST", board + "/index", account.SeeIndex, s.whatIf},
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
	if v.Board, err = s.Rounds.Board(ctx, r.ID, nearOf(catalogue, me)); err != nil {
		return err
	}
	if me.Role.Reach(account.RunRound) != account.None && r.Step != round.Closed {
		people, err := s.People.Store.Accounts(ctx)
		if err != nil {
			return err
		}
		v.Silent = r.Silent(reminded(catalogue, people))
	}
	if r.Step == round.Closed {
		if v.Petitions, err = s.Rounds.Petitions(ctx, r.ID); err != nil {
			return err
		}
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
	"zeroed": "round_zero.done",
}

// reminded are those who fill sheets in and can be told by mail.
func reminded(c *survey.Catalogue, people []account.Account) []round.Person {
	var list []round.Person
	for i := range people {
		if a := &people[i]; !a.Disabled && a.Email != "" && a.Role.Reach(account.FillSheet) != account.None {
			list = append(list, roundPerson(c, a))
		}
	}
	return list
}
