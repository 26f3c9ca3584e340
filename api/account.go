package api

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/survey"
)

func (s *server) accountRoutes() []deskRoute {
	return []deskRoute{
		{"GET", "/desk/accounts", account.SeeAccounts, s.accountsPage},
		{"GET", "/desk/accounts/new", account.EditAccounts, s.newAccount},
		{"POST", "/desk/accounts/new", account.EditAccounts, s.addAccount},
		{"GET", "/desk/accounts/:id", account.SeeAccounts, s.accountPage},
		{"POST", "/desk/accounts/:id", account.EditAccounts, s.changeAccount},
		{"POST", "/desk/accounts/:id/link", account.EditAccounts, s.newLink},
		{"POST", "/desk/accounts/:id/factor", account.EditAccounts, s.dropFactor},
		{"POST", "/desk/accounts/:id/sessions", account.EditAccounts, s.signAccountOut},
	}
}

// accountsPage is GET /desk/accounts?q=&agency=&role=.
func (s *server) accountsPage(c echo.Context, _ *account.Account) error {
	ctx := c.Request().Context()
	catalogue, err := s.Shelf.Fresh(ctx)
	if err != nil {
		return err
	}
	all, err := s.People.Store.Accounts(ctx)
	if err != nil {
		return err
	}
	today := survey.DayOf(s.Now(), catalogue.Zone)
	page := frontend.NewAccountsPage(s.frame(c), catalogue, today, all, c.QueryParams())
	return officePage(c, http.StatusOK, page)
}

// newAccount is GET /desk/accounts/new.
func (s *server) newAccount(c echo.Context, _ *account.Account) error {
	return s.showAccount(c, nil, nil, nil)
}

// showAccount shows the form of an account, nil for a new one. typed is what was sent
// and err why it did not do.
func (s *server) showAccount(c echo.Context, a *account.Account, typed url.Values, err error) error {
	status, e := http.StatusOK, (*survey.Error)(nil)
	if err != nil {
		if e = mistake(err); e == nil {
			return err
		}
		status = statusOf(err)
		s.note(c, status, err)
		retryAfter(c, err)
	}
	catalogue, err := s.Shelf.Fresh(c.Request().Context())
	if err != nil {
		return err
	}
	today := survey.DayOf(s.Now(), catalogue.Zone)
	page := frontend.NewAccountPage(s.frame(c), catalogue, today, a, typed, e)
	if me := s.framed(c); me != nil && a != nil {
		if not, refused := errors.AsType[*survey.Error](s.people(me).MayTouch(catalogue, a)); refused {
			page.Withhold(not)
		}
	}
	if done := c.QueryParam("done"); slices.Contains([]string{"saved", "factor", "sessions"}, done) {
		page.Saved, _ = page.T("accounts.done_" + done)
	}
	return officePage(c, status, page)
}

// addAccount is POST /desk/accounts/new. The link that it answers with is shown once.
func (s *server) addAccount(c echo.Context, me *account.Account) error {
	form, catalogue, err := s.sent(c)
	if err != nil {
		return err
	}
	a := &account.Account{Login: form.Get("login")}
	ticket := ""
	if err = s.fillAccount(catalogue, a, form); err == nil {
		ticket, err = s.people(me).Add(c.Request().Context(), catalogue, a)
	}
	if err != nil {
		return s.showAccount(c, nil, form, err)
	}
	return s.showLink(c, a, ticket, account.FirstTicketTime)
}

// accountAsked is the account that an address names.
func (s *server) accountAsked(c echo.Context) (*account.Account, error) {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return nil, survey.Fail(survey.NotFound, "account.unknown", nil)
	}
	a, err := s.People.Store.Account(c.Request().Context(), account.ID(id))
	if err == nil && a == nil {
		err = survey.Fail(survey.NotFound, "account.unknown", nil)
	}
	return a, err
}

// accountPage is GET /desk/accounts/{id}.
func (s *server) accountPage(c echo.Context, _ *account.Account) error {
	a, err := s.accountAsked(c)
	if err != nil {
		return err
	}
	return s.showAccount(c, a, nil, nil)
}

// changeAccount is POST /desk/accounts/{id}. Where the account was changed since the
// form was shown, both versions are shown and nothing is stored.
func (s *server) changeAccount(c echo.Context, me *account.Account) error {
	form, err := deskForm(c)
	if err != nil {
		return err
	}
	a, err := s.accountAsked(c)
	if err != nil {
		return err
	}
	catalogue, err := s.Shelf.Fresh(c.Request().Context())
	if err != nil {
		return err
	}
	changed := *a
	if err = s.fillAccount(catalogue, &changed, form); err == nil {
		err = s.people(me).Change(c.Request().Context(), catalogue, form.Get("version"), &changed)
	}
	if err == nil {
		return s.done(c, accountPath(a), "saved")
	}
	if again, unknown := s.accountAsked(c); unknown == nil {
		a = again // what is stored now, not what was when we began
	}
	return s.showAccount(c, a, form, err)
}

func accountPath(a *account.Account) string { return frontend.AccountPath(a.ID) }

// maxAreas bounds an appraiser's areas, in bytes.
const maxAreas = 500

// fillAccount reads a form's fields into an account. Only appraisers have areas.
func (s *server) fillAccount(catalogue *survey.Catalogue, a *account.Account, form url.Values) error {
	a.Name, a.Email = strings.TrimSpace(form.Get("name")), strings.TrimSpace(form.Get("email"))
	a.Role, a.Disabled, a.Agency, a.Areas = account.Role(form.Get("role")), form.Get("disabled") != "", 0, nil
	today := survey.DayOf(s.Now(), catalogue.Zone)
	if agency := catalogue.AgencyByRef(form.Get("agency"), today); agency != nil {
		a.Agency = agency.ID
	}
	areas := form.Get("areas")
	if len(areas) > maxAreas {
		return survey.Fail(survey.Invalid, "accounts.areas_long", survey.Args{"max": maxAreas}).At("areas")
	}
	if a.Role == account.Appraiser {
		a.Areas = strings.FieldsFunc(areas, func(r rune) bool { return strings.ContainsRune(", ;\t\r\n", r) })
	}
	return nil
}
