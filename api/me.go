package api

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/survey"
)

// mePage is GET /desk/me.
func (s *server) mePage(c echo.Context, me *account.Account) error {
	return s.showMe(c, http.StatusOK, me, nil)
}

func (s *server) showMe(c echo.Context, status int, me *account.Account, e *survey.Error) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	sessions, err := s.SignIn.Live(c.Request().Context(), me.ID)
	if err != nil {
		return err
	}
	page := frontend.NewMePage(s.frame(c), s.Shelf.Now(), sessions, w.session.Hash, e)
	switch c.QueryParam("done") {
	case "password":
		page.Saved, _ = page.T("me.password_done")
	case "session":
		page.Saved, _ = page.T("me.ended")
	}
	return officePage(c, status, page)
}

// changePassword is POST /desk/me/password.
func (s *server) changePassword(c echo.Context, me *account.Account) error {
	form, err := deskForm(c)
	if err != nil {
		return err
	}
	w, err := s.who(c)
	if err != nil {
		return err
	}
	if err = twice(form.Get("new"), form.Get("again")); err == nil {
		err = s.SignIn.ChangePassword(c.Request().Context(), w.session, form.Get("old"), form.Get("new"))
	}
	if err == nil {
		return s.done(c, "/desk/me", "password")
	}
	return s.shownAgain(c, err, func(status int, e *survey.Error) error {
		if e.Field == "password" {
			e.Field = "new"
		}
		return s.showMe(c, status, me, e)
	})
}

// done leads to a page that says what was done.
func (s *server) done(c echo.Context, path, what string) error {
	frame := s.frame(c)
	return c.Redirect(http.StatusSeeOther, frame.Link(path, "done", what))
}

// endSessions is POST /desk/me/sessions: one session, or all but this one.
func (s *server) endSessions(c echo.Context, me *account.Account) error {
	form, err := deskForm(c)
	if err != nil {
		return err
	}
	w, err := s.who(c)
	if err != nil {
		return err
	}
	if err := s.SignIn.End(c.Request().Context(), me, form.Get("session"), w.session.Hash); err != nil {
		return err
	}
	return s.done(c, "/desk/me", "session")
}

// factorPage is GET /desk/me/factor.
func (s *server) factorPage(c echo.Context, me *account.Account) error {
	return s.newFactor(c, me)
}

// setFactor is POST /desk/me/factor.
func (s *server) setFactor(c echo.Context, me *account.Account) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	form, enrolment, err := factorForm(c, me)
	if err != nil {
		return err
	}
	code, proof := form.Get("code"), form.Get("proof")
	codes, err := s.SignIn.SetFactor(c.Request().Context(), w.session, enrolment.Key, code, proof)
	if err != nil {
		return s.factorAgain(c, enrolment, err)
	}
	return officePage(c, http.StatusOK, frontend.NewRecoveryPage(s.frame(c), s.Shelf.Now(), codes))
}

// enrolPage is GET /sign-in/factor: a second factor that must be set up first.
func (s *server) enrolPage(c echo.Context) error {
	w, err := s.atStage(c, account.Enrol)
	if err != nil {
		return s.toStart(c, err)
	}
	return s.newFactor(c, w.account)
}

// enrol is POST /sign-in/factor. The session goes on as a new one.
func (s *server) enrol(c echo.Context) error {
	w, err := s.atStage(c, account.Enrol)
	if err != nil {
		return err
	}
	form, enrolment, err := factorForm(c, w.account)
	if err != nil {
		return err
	}
	begun, codes, err := s.SignIn.Enrol(c.Request().Context(), w.session, enrolment.Key, form.Get("code"))
	if err != nil {
		return s.factorAgain(c, enrolment, err)
	}
	if err := s.handOver(c, begun); err != nil {
		return err
	}
	return officePage(c, http.StatusOK, frontend.NewRecoveryPage(s.frame(c), s.Shelf.Now(), codes))
}

// issuer is what an authenticator app shows above the code.
const issuer = "Hailong"

func (s *server) newFactor(c echo.Context, a *account.Account) error {
	enrolment, err := account.NewEnrolment(issuer, a.Login)
	if err != nil {
		return err
	}
	return s.showFactor(c, http.StatusOK, enrolment, nil)
}

func (s *server) showFactor(c echo.Context, status int, e account.Enrolment, wrong *survey.Error) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	must := w.session.Stage == account.Enrol
	page, err := frontend.NewFactorPage(s.frame(c), s.Shelf.Now(), e, must, wrong)
	if err != nil {
		return err
	}
	return officePage(c, status, page)
}

// factorForm reads the form of a second factor, with the enrolment that it shows.
func factorForm(c echo.Context, a *account.Account) (url.Values, account.Enrolment, error) {
	form, err := deskForm(c)
	if err != nil {
		return nil, account.Enrolment{}, err
	}
	enrolment, err := account.EnrolmentOf(issuer, a.Login, form.Get("key"))
	return form, enrolment, err
}

// factorAgain shows an enrolment again whose code did not do.
func (s *server) factorAgain(c echo.Context, enrolment account.Enrolment, err error) error {
	return s.shownAgain(c, err, func(status int, e *survey.Error) error {
		return s.showFactor(c, status, enrolment, e)
	})
}

// heldAboutMe is GET /desk/me/held.json: all that is stored about an account.
func (s *server) heldAboutMe(c echo.Context, me *account.Account) error {
	held, err := s.people(me).Held(c.Request().Context(), s.Shelf.Now(), me.ID)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="hailong-`+me.Login+`.json"`)
	return c.JSONPretty(http.StatusOK, held, "  ")
}
