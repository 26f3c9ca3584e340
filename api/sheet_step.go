package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/survey"
)

// submitPage is GET /desk/rounds/{id}/sheets/{agency}/submit: what is missing, or that
// nothing is, before the sheet is locked.
func (s *server) submitPage(c echo.Context, me *account.Account) error {
	a, err := s.askedSheet(c, me, account.FillSheet)
	if err != nil {
		return err
	}
	return s.showSubmit(c, a, http.StatusOK, nil)
}

func (s *server) showSubmit(c echo.Context, a *sheetAsked, status int, e *survey.Error) error {
	v, err := s.viewSheet(c, a)
	if err != nil {
		return err
	}
	v.Err = e
	return officePage(c, status, frontend.NewSheetSubmitPage(s.frame(c), a.catalogue, *v))
}

// submitSheet is POST …/submit.
func (s *server) submitSheet(c echo.Context, me *account.Account) error {
	a, err := s.askedSheet(c, me, account.FillSheet)
	if err != nil {
		return err
	}
	if err = s.Rounds.Submit(c.Request().Context(), a.by, a.round.ID, a.agency.ID); err == nil {
		return s.done(c, a.path(), "submitted")
	}
	return s.shownAgain(c, err, func(status int, e *survey.Error) error {
		return s.showSubmit(c, a, status, e)
	})
}

// withdrawSheet is POST …/withdraw: back to the agency, before the appraisal starts.
func (s *server) withdrawSheet(c echo.Context, me *account.Account) error {
	a, err := s.askedSheet(c, me, account.FillSheet)
	if err != nil {
		return err
	}
	if err = s.Rounds.Withdraw(c.Request().Context(), a.by, a.round.ID, a.agency.ID); err == nil {
		return s.done(c, a.path(), "withdrawn")
	}
	return s.shownAgain(c, err, func(status int, e *survey.Error) error {
		return s.showSheet(c, a, status, &sheetSent{err: e})
	})
}

// unlockPage is GET …/unlock.
func (s *server) unlockPage(c echo.Context, me *account.Account) error {
	return s.showUnlock(c, me, http.StatusOK, "", nil)
}

func (s *server) showUnlock(
	c echo.Context, me *account.Account, status int, reason string, e *survey.Error,
) error {
	a, err := s.askedSheet(c, me, account.Unlock)
	if err != nil {
		return err
	}
	show := frontend.NewUnlockPage
	if a.round.Assessing(a.round.Member(a.agency.ID)) { // it is unlocked by now
		show = frontend.NewRelockPage
	}
	return officePage(c, status, show(s.frame(c), a.catalogue, a.round, a.agency, reason, e))
}

// unlockSheet is POST …/unlock: the agency may go on with its own part after its time; or,
// where do is lock, no longer.
func (s *server) unlockSheet(c echo.Context, me *account.Account) error {
	a, err := s.askedSheet(c, me, account.Unlock)
	if err != nil {
		return err
	}
	form, err := deskForm(c)
	if err != nil {
		return err
	}
	reason, act, word := form.Get("reason"), s.Rounds.Reopen, "unlocked"
	if form.Get("do") == "lock" {
		act, word = s.Rounds.Relock, "locked"
	}
	if err = act(c.Request().Context(), a.by, a.round.ID, a.agency.ID, reason); err == nil {
		return s.done(c, a.path(), word)
	}
	return s.shownAgain(c, err, func(status int, e *survey.Error) error {
		return s.showUnlock(c, me, status, reason, e)
	})
}
