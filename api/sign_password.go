package api

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"hailong/frontend"
	"hailong/survey"
)

// forgottenPage is GET /sign-in/forgotten.
func (s *server) forgottenPage(c echo.Context) error {
	done := c.QueryParam("done") != ""
	page := frontend.NewForgottenPage(s.frame(c), s.Shelf.Now(), s.Forgotten != nil, done)
	return officePage(c, http.StatusOK, page)
}

// ticketsPerMinute bounds how many links one sender may ask for.
const ticketsPerMinute = 3

// ticketKey keeps this limit apart from that of answers.
type ticketKey struct{ sender any }

// forgotten is POST /sign-in/forgotten. The answer is the same for every login.
func (s *server) forgotten(c echo.Context) error {
	form, err := deskForm(c)
	if err != nil {
		return err
	}
	if s.Forgotten == nil {
		return survey.Fail(survey.NotFound, "forgotten.off", nil)
	}
	if _, err := s.limits.take(ticketKey{sender(c.RealIP())}, ticketsPerMinute); err != nil {
		wait := &survey.Error{Kind: survey.Limited, Word: "signin.wait", Args: survey.Args{"seconds": 60}}
		wait.Retry = time.Minute
		return wait
	}
	if err := s.Forgotten(c.Request().Context(), form.Get("login")); err != nil {
		return err
	}
	frame := s.frame(c)
	return c.Redirect(http.StatusSeeOther, frame.Link("/sign-in/forgotten", "done", "1"))
}

// newPasswordPage is GET /sign-in/password?t=TICKET. Looking at it uses nothing up:
// some mail programs open links ahead.
func (s *server) newPasswordPage(c echo.Context) error {
	return s.showNewPassword(c, http.StatusOK, c.QueryParam("t"), nil)
}

func (s *server) showNewPassword(c echo.Context, status int, ticket string, e *survey.Error) error {
	a, err := s.People.ByTicket(c.Request().Context(), ticket)
	if err != nil {
		return err
	}
	return officePage(c, status, frontend.NewNewPasswordPage(s.frame(c), s.Shelf.Now(), a.Login, ticket, e))
}

// newPassword is POST /sign-in/password.
func (s *server) newPassword(c echo.Context) error {
	form, err := deskForm(c)
	if err != nil {
		return err
	}
	err = twice(form.Get("password"), form.Get("again"))
	if err == nil {
		people := s.People
		people.Actor.Where = "page"
		err = people.SetPassword(c.Request().Context(), form.Get("t"), form.Get("password"))
	}
	if err == nil {
		frame := s.frame(c)
		return c.Redirect(http.StatusSeeOther, frame.Link("/sign-in", "done", "password"))
	}
	return s.shownAgain(c, err, func(status int, e *survey.Error) error {
		return s.showNewPassword(c, status, form.Get("t"), e)
	})
}

func twice(password, again string) error {
	if password != again {
		return survey.Fail(survey.Invalid, "password.twice", nil).At("again")
	}
	return nil
}
