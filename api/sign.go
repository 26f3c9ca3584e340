package api

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/survey"
)

// signInPage is GET /sign-in.
func (s *server) signInPage(c echo.Context) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	if w.me() != nil {
		return c.Redirect(http.StatusSeeOther, s.onward(c, w.me()))
	}
	page := frontend.NewSignInPage(s.frame(c), s.Shelf.Now(), nextAsked(c), nil, nil)
	if c.QueryParam("done") == "password" {
		page.Saved, _ = page.T("new_password.done")
	}
	return s.showSignIn(c, http.StatusOK, page)
}

func (s *server) showSignIn(c echo.Context, status int, page *frontend.SignInPage) error {
	if s.SSO != nil {
		page.SSO, page.SSOName = page.Link("/sign-in/oidc", "next", nextAsked(c)), s.SSO.Name
	}
	if s.Demo {
		accounts, err := s.People.Store.Accounts(c.Request().Context())
		if err != nil {
			return err
		}
		page.Doors(s.Shelf.Now(), accounts)
	}
	return officePage(c, status, page)
}

// signIn is POST /sign-in.
func (s *server) signIn(c echo.Context) error {
	form, err := deskForm(c)
	if err != nil {
		return err
	}
	begun, err := s.SignIn.Password(c.Request().Context(), form.Get("login"), form.Get("password"),
		sender(c.RealIP()).String(), s.known(c))
	if err == nil {
		return s.goOn(c, begun)
	}
	return s.shownAgain(c, err, func(status int, e *survey.Error) error {
		s.Log.Info("sign-in refused", "kind", e.Kind.String())
		page := frontend.NewSignInPage(s.frame(c), s.Shelf.Now(), nextAsked(c), form, e)
		return s.showSignIn(c, status, page)
	})
}

// goOn hands the browser its session and leads to the next step.
func (s *server) goOn(c echo.Context, begun *account.Begun) error {
	if err := s.handOver(c, begun); err != nil {
		return err
	}
	if begun.Stage != account.Full {
		frame := s.frame(c)
		var next []string
		if asked := nextAsked(c); asked != "" {
			next = []string{"next", asked}
		}
		return c.Redirect(http.StatusSeeOther, frame.Link(stepPath(begun.Stage), next...))
	}
	return c.Redirect(http.StatusSeeOther, s.onward(c, begun.Account))
}

// handOver gives the browser its new session. The one that it had before ends on the
// server too: nobody could sign out of it any more.
func (s *server) handOver(c echo.Context, begun *account.Begun) error {
	if w, err := s.who(c); err == nil && w.session != nil {
		if err := s.SignIn.SignOut(c.Request().Context(), w.account, w.session); err != nil {
			return err
		}
	}
	s.setCookie(c, sessionCookie, begun.Token, account.SessionTime)
	if begun.Known != "" {
		s.setCookie(c, knownCookie, url.QueryEscape(begun.Known), account.KnownTime)
	}
	return nil
}

// onward is where somebody goes who is in: back, to the figures of the own agency for
// those who see no other and whom a plan asks, or to the desk.
func (s *server) onward(c echo.Context, me *account.Account) string {
	if next := nextAsked(c); next != "" {
		return next
	}
	frame, catalogue := s.frame(c), s.Shelf.Now()
	agency := catalogue.Agency(me.Agency)
	asked := func(p survey.Plan) bool { return catalogue.Lists(&p, agency) }
	if agency == nil || me.Role.Reach(account.SeeFigures) != account.Own ||
		!slices.ContainsFunc(catalogue.Plans, asked) {
		return frame.Link("/desk")
	}
	today := survey.DayOf(s.Now(), catalogue.Zone)
	return frame.Link("/agencies/" + url.PathEscape(catalogue.AgencyRef(agency, today)))
}

// atStage is the session that waits for a step; the rest is led elsewhere.
func (s *server) atStage(c echo.Context, stage account.Stage) (*who, error) {
	w, err := s.who(c)
	if err != nil {
		return nil, err
	}
	if w.session == nil || w.session.Stage != stage {
		return nil, survey.Fail(survey.Unauthenticated, "signin.needed", nil)
	}
	return w, nil
}

// codePage is GET /sign-in/code.
func (s *server) codePage(c echo.Context) error {
	if _, err := s.atStage(c, account.Code); err != nil {
		return s.toStart(c, err)
	}
	return officePage(c, http.StatusOK, frontend.NewCodePage(s.frame(c), s.Shelf.Now(), nextAsked(c), nil))
}

// code is POST /sign-in/code.
func (s *server) code(c echo.Context) error {
	form, err := deskForm(c)
	if err != nil {
		return err
	}
	w, err := s.atStage(c, account.Code)
	if err != nil {
		return err
	}
	begun, err := s.SignIn.SecondFactor(c.Request().Context(), w.session, form.Get("code"))
	if err != nil {
		s.Log.Info("code refused", "kind", survey.KindOf(err).String(), "who", w.account.Login)
		return s.again(c, err, func(e *survey.Error) any {
			return frontend.NewCodePage(s.frame(c), s.Shelf.Now(), nextAsked(c), e)
		})
	}
	return s.goOn(c, begun)
}

// toStart leads back to the beginning whoever comes to a step out of turn.
func (s *server) toStart(c echo.Context, err error) error {
	if survey.KindOf(err) != survey.Unauthenticated {
		return err
	}
	frame := s.frame(c)
	return c.Redirect(http.StatusSeeOther, frame.Link("/sign-in"))
}

// signOut is POST /sign-out: the session ends on the server, not only in the browser.
func (s *server) signOut(c echo.Context) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	if w.session != nil {
		if err := s.SignIn.SignOut(c.Request().Context(), w.account, w.session); err != nil {
			return err
		}
	}
	s.setCookie(c, sessionCookie, "", 0)
	c.Response().Header().Set("Clear-Site-Data", `"cache"`)
	frame := s.frame(c)
	return c.Redirect(http.StatusSeeOther, frame.Link("/sign-in"))
}

// demoSignIn is POST /demo/sign-in: into a demonstration, by one click. The route is
// there in a demonstration only, and the database must say that it holds one.
func (s *server) demoSignIn(c echo.Context) error {
	form, err := deskForm(c)
	if err != nil {
		return err
	}
	if !s.Shelf.Now().Simulated {
		return echo.NewHTTPError(http.StatusNotFound)
	}
	begun, err := s.SignIn.Trusted(c.Request().Context(), form.Get("login"), account.DemoWay)
	if err != nil {
		return err
	}
	return s.goOn(c, begun)
}

// finishDemo is POST /demo/finish: the one click that ends a demonstration's year, for
// who has signed in to it. It takes longer than a page may.
func (s *server) finishDemo(c echo.Context) error {
	w, err := s.who(c)
	if err != nil {
		return err
	}
	if !s.Shelf.Now().Simulated || s.FinishDemo == nil || w.me() == nil {
		return echo.NewHTTPError(http.StatusNotFound)
	}
	year, err := s.FinishDemo(c.Request().Context())
	if err != nil {
		return err
	}
	frame := s.frame(c)
	return c.Redirect(http.StatusSeeOther, frame.Link("/rankings/"+strconv.Itoa(year)))
}
