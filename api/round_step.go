package api

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/scoring/round"
	"hailong/survey"
)

// roundStepPage is GET /desk/rounds/{id}/step: what is left undone, before a round goes on.
func (s *server) roundStepPage(c echo.Context, _ *account.Account) error {
	return s.showRoundStep(c, http.StatusOK, "", nil)
}

func (s *server) showRoundStep(c echo.Context, status int, minutes string, e *survey.Error) error {
	ctx := c.Request().Context()
	catalogue, err := s.Shelf.Fresh(ctx)
	if err != nil {
		return err
	}
	r, err := s.askedRound(c)
	if err != nil {
		return err
	}
	if r.Step == round.Closed {
		return c.Redirect(http.StatusSeeOther, s.frame(c).Link(frontend.RoundPath(r.ID)))
	}
	left, err := s.Rounds.Ready(ctx, r.ID)
	if err != nil {
		return err
	}
	today := survey.DayOf(s.Now(), catalogue.Zone)
	page := frontend.NewRoundStepPage(s.frame(c), catalogue, r, left, today, minutes, e)
	return officePage(c, status, page)
}

// advanceRound is POST /desk/rounds/{id}/step: one step on, the one that the page named.
func (s *server) advanceRound(c echo.Context, me *account.Account) error {
	form, catalogue, err := s.sent(c)
	if err != nil {
		return err
	}
	r, err := s.askedRound(c)
	if err != nil {
		return err
	}
	to, minutes := round.Step(form.Get("to")), form.Get("minutes")
	err = s.Rounds.Advance(c.Request().Context(), roundPerson(catalogue, me), r.ID, to, minutes)
	if err == nil {
		return s.done(c, frontend.RoundPath(r.ID), "advanced")
	}
	if r.Step == round.Closed { // there is no step left to ask for
		return err
	}
	return s.shownAgain(c, err, func(status int, e *survey.Error) error {
		return s.showRoundStep(c, status, minutes, e)
	})
}

// roundDaysPage is GET /desk/rounds/{id}/deadlines.
func (s *server) roundDaysPage(c echo.Context, _ *account.Account) error {
	return s.showRoundDays(c, http.StatusOK, nil, nil)
}

func (s *server) showRoundDays(c echo.Context, status int, typed url.Values, e *survey.Error) error {
	catalogue, err := s.Shelf.Fresh(c.Request().Context())
	if err != nil {
		return err
	}
	r, err := s.askedRound(c)
	if err != nil {
		return err
	}
	return officePage(c, status, frontend.NewRoundDaysPage(s.frame(c), catalogue, r, typed, e))
}

// setRoundDays is POST /desk/rounds/{id}/deadlines.
func (s *server) setRoundDays(c echo.Context, me *account.Account) error {
	form, catalogue, err := s.sent(c)
	if err != nil {
		return err
	}
	r, err := s.askedRound(c)
	if err != nil {
		return err
	}
	by, was, now := roundPerson(catalogue, me), stepDays(form, "was."), stepDays(form, "")
	if err = s.Rounds.SetDeadlines(c.Request().Context(), by, r.ID, was, now); err == nil {
		return s.done(c, frontend.RoundPath(r.ID), "days")
	}
	return s.shownAgain(c, err, func(status int, e *survey.Error) error {
		return s.showRoundDays(c, status, form, e)
	})
}
