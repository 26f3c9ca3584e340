package api

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/survey"
)

func (s *server) keyRoutes() []deskRoute {
	return []deskRoute{
		{"GET", "/desk/keys", account.SeeKeys, s.keysPage},
		{"POST", "/desk/keys", account.EditKeys, s.addKey},
		{"POST", "/desk/keys/:id/revoke", account.EditKeys, s.revokeKey},
	}
}

// keys is the use case of other programs' keys, acting for who is signed in.
func (s *server) keys(me *account.Account) *account.Keys {
	k := s.Keys
	k.By, k.Actor = me.ID, me.Actor("page")
	return &k
}

// keysPage is GET /desk/keys.
func (s *server) keysPage(c echo.Context, _ *account.Account) error {
	return s.showKeys(c, http.StatusOK, nil, nil)
}

func (s *server) showKeys(c echo.Context, status int, typed url.Values, e *survey.Error) error {
	ctx := c.Request().Context()
	catalogue, err := s.Shelf.Fresh(ctx)
	if err != nil {
		return err
	}
	all, err := s.Keys.Store.Keys(ctx)
	if err != nil {
		return err
	}
	page := frontend.NewKeysPage(s.frame(c), catalogue, s.Now(), all, typed, e)
	if c.QueryParam("done") == "revoked" {
		page.Saved, _ = page.T("keys.revoked")
	}
	return officePage(c, status, page)
}

// addKey is POST /desk/keys. The key is on the page that answers, and nowhere else.
func (s *server) addKey(c echo.Context, me *account.Account) error {
	form, catalogue, err := s.sent(c)
	if err != nil {
		return err
	}
	key, days := s.typedKey(catalogue, form)
	secret, err := s.keys(me).Add(c.Request().Context(), catalogue, key, days)
	if err == nil {
		return officePage(c, http.StatusOK, frontend.NewKeyPage(s.frame(c), catalogue, key, secret))
	}
	return s.shownAgain(c, err, func(status int, e *survey.Error) error {
		return s.showKeys(c, status, form, e)
	})
}

// typedKey reads a key's form. A number of days that is none is not a time at all.
func (s *server) typedKey(catalogue *survey.Catalogue, form url.Values) (*account.Key, int) {
	key := &account.Key{Name: form.Get("name")}
	if ref := form.Get("agency"); ref != "" {
		key.Agency = -1 // nobody's, where there is no such agency
		if a := catalogue.AgencyByRef(ref, survey.DayOf(s.Now(), catalogue.Zone)); a != nil {
			key.Agency = a.ID
		}
	}
	for _, scope := range form["scopes"] {
		key.Scopes = append(key.Scopes, account.Scope(scope))
	}
	days, err := strconv.Atoi(form.Get("days"))
	if err != nil {
		days = 0
	}
	return key, days
}

// revokeKey is POST /desk/keys/{id}/revoke.
func (s *server) revokeKey(c echo.Context, me *account.Account) error {
	catalogue, err := s.Shelf.Fresh(c.Request().Context())
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return survey.Fail(survey.NotFound, "key.unknown", nil)
	}
	if err := s.keys(me).Revoke(c.Request().Context(), catalogue, account.KeyID(id)); err != nil {
		return err
	}
	return s.done(c, "/desk/keys", "revoked")
}
