package api

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/survey"
)

// deskRoute is a page or an act of those who are signed in, with the right that it
// needs. Whose figures it touches, the handler checks (see permit).
type deskRoute struct {
	method, path string
	needs        account.Action
	handle       func(c echo.Context, me *account.Account) error
}

// deskRoutes are all of them, by the noun that they are about.
func (s *server) deskRoutes() []deskRoute {
	return slices.Concat(
		s.meRoutes(), s.commentRoutes(), s.logRoutes(), s.recordRoutes(),
		s.accountRoutes(), s.keyRoutes(), s.questionnaireRoutes(),
		s.counterRoutes(), s.agencyRoutes(), s.proposalRoutes(), s.uploadRoutes(), s.correctionRoutes(),
		s.taskRoutes(), s.criteriaRoutes(), s.sheetRoutes(), s.roundRoutes(), s.editionRoutes(),
	)
}

func (s *server) meRoutes() []deskRoute {
	return []deskRoute{
		{"GET", "/desk", account.SignedIn, s.deskPage},
		{"GET", "/desk/me", account.SignedIn, s.mePage},
		{"GET", "/desk/me/held.json", account.SignedIn, s.heldAboutMe},
		{"POST", "/desk/me/password", account.SignedIn, s.changePassword},
		{"GET", "/desk/me/factor", account.SignedIn, s.factorPage},
		{"POST", "/desk/me/factor", account.SignedIn, s.setFactor},
		{"POST", "/desk/me/sessions", account.SignedIn, s.endSessions},
	}
}

// desk makes the routes of those who are signed in, and the ways in.
func (s *server) desk(e *echo.Echo) {
	for _, r := range s.deskRoutes() {
		e.Add(r.method, r.path, s.signedIn(r), s.sameSite, deadline)
	}
	for path, handler := range map[string]echo.HandlerFunc{
		"/sign-in": s.signInPage, "/sign-in/code": s.codePage, "/sign-in/factor": s.enrolPage,
		"/sign-in/forgotten": s.forgottenPage, "/sign-in/password": s.newPasswordPage,
	} {
		e.GET(path, handler, private, deadline)
	}
	for path, handler := range map[string]echo.HandlerFunc{
		"/sign-in": s.signIn, "/sign-in/code": s.code, "/sign-in/factor": s.enrol, "/sign-out": s.signOut,
		"/sign-in/forgotten": s.forgotten, "/sign-in/password": s.newPassword,
	} {
		e.POST(path, handler, private, s.sameSite, deadline)
	}
	if s.Demo {
		e.POST("/demo/sign-in", s.demoSignIn, private, s.sameSite, deadline)
		e.POST("/demo/finish", s.finishDemo, private, s.sameSite)
	}
}

// signedIn lets through who has signed in all the way and whose role has the right at
// all. A page leads to signing in; an act is refused, with what was typed kept, to be
// sent again afterwards.
func (s *server) signedIn(r deskRoute) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set("Cache-Control", "no-store")
		w, err := s.who(c)
		if err != nil {
			return err
		}
		me := w.me()
		switch {
		case me == nil && r.method == http.MethodGet:
			return s.toSignIn(c, w)
		case me == nil:
			s.keep(c)
			return survey.Fail(survey.Unauthenticated, "signin.needed", nil)
		case me.Role.Reach(r.needs) == account.None:
			return survey.Fail(survey.Forbidden, "right.none", nil)
		}
		return r.handle(c, me)
	}
}

const keptKey = "kept"

// keep remembers a form that came too late, for the page that says so. What is about
// passwords is typed again, and files are chosen again.
func (s *server) keep(c echo.Context) {
	if under(c.Request().URL.Path, "/desk/me") {
		return
	}
	if form, err := deskForm(c); err == nil {
		c.Set(keptKey, form)
	}
}

// toSignIn leads to the step that is missing, and from there back.
func (s *server) toSignIn(c echo.Context, w *who) error {
	path := "/sign-in"
	if w.session != nil {
		path = stepPath(w.session.Stage)
	}
	frame := s.frame(c)
	return c.Redirect(http.StatusSeeOther, frame.Link(path, "next", c.Request().URL.RequestURI()))
}

func stepPath(stage account.Stage) string {
	switch stage {
	case account.Code:
		return "/sign-in/code"
	case account.Enrol:
		return "/sign-in/factor"
	}
	return "/desk"
}

// permit is nil where the person may do something to an agency's figures; else it says
// that there is no such thing, which tells nothing about the other agency.
func permit(c *survey.Catalogue, me *account.Account, action account.Action, agency survey.AgencyID) error {
	if me.May(c, action, agency) {
		return nil
	}
	return survey.Fail(survey.NotFound, "agency.unknown", nil)
}

// deskForm reads the fields of a form.
func deskForm(c echo.Context) (url.Values, error) {
	if err := readForm(c); err != nil {
		return nil, err
	}
	return c.Request().PostForm, nil
}

// sent are the fields of a form, and the catalogue in force.
func (s *server) sent(c echo.Context) (url.Values, *survey.Catalogue, error) {
	form, err := deskForm(c)
	if err != nil {
		return nil, nil, err
	}
	catalogue, err := s.Shelf.Fresh(c.Request().Context())
	return form, catalogue, err
}

// mistake is an error that a form is shown again for, with what was typed; nil for
// those where there is no form to show.
func mistake(err error) *survey.Error {
	e, ours := errors.AsType[*survey.Error](err)
	if !ours {
		return nil
	}
	switch e.Kind {
	case survey.Invalid, survey.Conflict, survey.Limited, survey.Unavailable, survey.Unauthenticated:
		return e
	case survey.Closed, survey.TooLarge: // sending again does not help, but what was typed stays its sender's
		return e
	}
	return nil
}

// shownAgain answers a refusal with the form that was sent, what was typed and why it did
// not do, by the error's status; what no form can mend stays an error.
func (s *server) shownAgain(c echo.Context, err error, show func(status int, e *survey.Error) error) error {
	e := mistake(err)
	if e == nil {
		return err
	}
	s.note(c, statusOf(err), err)
	retryAfter(c, err)
	return show(statusOf(err), e)
}

// again is shownAgain with a page that needs nothing read.
func (s *server) again(c echo.Context, err error, page func(*survey.Error) any) error {
	return s.shownAgain(c, err, func(status int, e *survey.Error) error {
		return officePage(c, status, page(e))
	})
}

// deskPage is GET /desk.
func (s *server) deskPage(c echo.Context, me *account.Account) error {
	catalogue, err := s.Shelf.Fresh(c.Request().Context())
	if err != nil {
		return err
	}
	count, err := s.waitingFor(c.Request().Context(), catalogue, me)
	if err != nil {
		return err
	}
	waiting := frontend.Waiting{Proposals: count, Day: survey.DayOf(s.Now(), catalogue.Zone)}
	if me.Role.Reach(account.EditCatalogue) != account.None {
		all, err := s.People.Store.Accounts(c.Request().Context())
		if err != nil {
			return err
		}
		waiting.Alone = me.Alone(catalogue, all)
	}
	for _, fill := range []func(
		context.Context, *survey.Catalogue, *account.Account, *frontend.Waiting,
	) error{s.roundsWaiting, s.tasksOverdue} {
		if err := fill(c.Request().Context(), catalogue, me, &waiting); err != nil {
			return err
		}
	}
	page := frontend.NewDeskPage(s.frame(c), catalogue, waiting)
	if s.Demo && s.FinishDemo != nil {
		page.Finish = page.Link("/demo/finish")
	}
	if me.Role.Reach(account.EditCatalogue) != account.None {
		own, err := s.Proposals.OwnProposals(c.Request().Context(), me.ID, s.Now().Add(-frontend.NewsFor))
		if err != nil {
			return err
		}
		page.ShowOwn(own)
	}
	return officePage(c, http.StatusOK, page)
}
