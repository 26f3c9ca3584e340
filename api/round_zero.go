package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/scoring/round"
	"hailong/survey"
)

// roundZeroPage is GET /desk/rounds/{id}/zero?agency=: what giving no points at once would
// write at the sheets that were not submitted in time, or at one of them.
func (s *server) roundZeroPage(c echo.Context, me *account.Account) error {
	return s.showRoundZero(c, me, http.StatusOK, c.QueryParam("agency"), "", nil)
}

func (s *server) showRoundZero(
	c echo.Context, me *account.Account, status int, code, reason string, e *survey.Error,
) error {
	ctx := c.Request().Context()
	catalogue, err := s.Shelf.Fresh(ctx)
	if err != nil {
		return err
	}
	r, agency, err := s.askedZero(c, catalogue, code)
	if err != nil {
		return err
	}
	var list []round.Zeroed
	if early := r.Zeroing(survey.DayOf(s.Now(), catalogue.Zone)); early != nil {
		e = early // which the page says
	} else if list, err = s.Rounds.Zeroes(ctx, roundPerson(catalogue, me), r.ID, agency); err != nil {
		return err
	}
	return officePage(c, status, frontend.NewRoundZeroPage(s.frame(c), catalogue, r, code, list, reason, e))
}

// askedZero finds the round of an address and one of its agencies; 0 where none is named.
func (s *server) askedZero(
	c echo.Context, catalogue *survey.Catalogue, code string,
) (*round.Round, survey.AgencyID, error) {
	r, err := s.askedRound(c)
	if err != nil || code == "" {
		return r, 0, err
	}
	a := memberByCode(catalogue, r, code)
	if a == nil {
		return nil, 0, survey.Fail(survey.NotFound, "round.no_member", nil)
	}
	return r, a.ID, nil
}

// zero is POST /desk/rounds/{id}/zero: what was shown is written, or it is shown anew.
func (s *server) zero(c echo.Context, me *account.Account) error {
	form, catalogue, err := s.sent(c)
	if err != nil {
		return err
	}
	code := form.Get("agency")
	r, agency, err := s.askedZero(c, catalogue, code)
	if err != nil {
		return err
	}
	by, reason := roundPerson(catalogue, me), form.Get("reason")
	if _, err = s.Rounds.Zero(c.Request().Context(), by, r.ID, agency, reason, form.Get("mark")); err == nil {
		return s.done(c, frontend.RoundPath(r.ID), "zeroed")
	}
	if survey.KindOf(err) == survey.Closed { // there is nothing to be shown any more
		return err
	}
	return s.shownAgain(c, err, func(status int, e *survey.Error) error {
		return s.showRoundZero(c, me, status, code, reason, e)
	})
}
