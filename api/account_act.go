package api

import (
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/survey"
)

// act does one thing to the account that an address names, and says so on its page.
func (s *server) act(
	c echo.Context, me *account.Account, done string, do func(login string) error,
) error {
	a, err := s.accountAsked(c)
	if err != nil {
		return err
	}
	if err := s.people(me).MayTouch(s.Shelf.Now(), a); err != nil {
		return err
	}
	if err := do(a.Login); err != nil {
		return err
	}
	return s.done(c, accountPath(a), done)
}

// dropFactor is POST /desk/accounts/{id}/factor.
func (s *server) dropFactor(c echo.Context, me *account.Account) error {
	return s.act(c, me, "factor", func(login string) error {
		err := s.people(me).DropFactor(c.Request().Context(), login)
		if e, ours := errors.AsType[*survey.Error](err); ours && e.Word == "factor.none" {
			return nil // the button was pressed twice
		}
		return err
	})
}

// signAccountOut is POST /desk/accounts/{id}/sessions.
func (s *server) signAccountOut(c echo.Context, me *account.Account) error {
	return s.act(c, me, "sessions", func(login string) error {
		return s.people(me).EndSessions(c.Request().Context(), login)
	})
}

// newLink is POST /desk/accounts/{id}/link.
func (s *server) newLink(c echo.Context, me *account.Account) error {
	a, err := s.accountAsked(c)
	if err != nil {
		return err
	}
	if err := s.people(me).MayTouch(s.Shelf.Now(), a); err != nil {
		return err
	}
	a, ticket, err := s.people(me).NewTicket(c.Request().Context(), a.Login)
	if err != nil {
		return err
	}
	return s.showLink(c, a, ticket, account.TicketTime)
}

// showLink shows the link by which a person sets the password. It stands on this page
// alone: only its hash is stored.
func (s *server) showLink(c echo.Context, a *account.Account, ticket string, last time.Duration) error {
	link := s.Origin + "/sign-in/password?t=" + url.QueryEscape(ticket)
	return officePage(c, http.StatusOK, frontend.NewAccountLinkPage(s.frame(c), s.Shelf.Now(), a, link, last))
}
