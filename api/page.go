package api

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/survey"
)

// The content policies: nothing at all, the citizen's pages with their own style
// inside, and the office's pages with their stylesheet.
var (
	nothing       = "default-src 'none'; frame-ancestors 'none'"
	citizenPolicy = "default-src 'none'; style-src " + frontend.CitizenStyleHash() +
		"; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	officePolicy = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; " +
		"base-uri 'none'; frame-ancestors 'none'"
)

// lang is the language of a page: Vietnamese, unless the address says otherwise.
// The phone's own setting does not count: many are sold set to English.
func lang(c echo.Context) survey.Lang { return survey.LangOf(c.QueryParam("lang")) }

func (s *server) frame(c echo.Context) frontend.Frame {
	query := url.Values{}
	for name, values := range c.QueryParams() {
		if name != "lang" {
			query[name] = values
		}
	}
	me, catalogue := s.framed(c), s.Shelf.Now()
	return frontend.Frame{
		// One slash in front: "//host/x" would be a link to another site.
		Lang: lang(c), Path: "/" + strings.TrimLeft(c.Request().URL.Path, "/"), Query: query,
		Simulated: catalogue.Simulated, Province: s.Province, Me: me, Reader: readerOf(catalogue, me),
		Ranked: s.ranked(c),
	}
}

// ranked is the newest year with a published edition, for the band above the pages of
// figures. The citizens' side asks no database, and the desk has a band of its own.
func (s *server) ranked(c echo.Context) int {
	if path := c.Request().URL.Path; under(path, "/s") || under(path, "/desk") {
		return 0
	}
	return s.rankedYear(c.Request().Context())
}

// framed is who is signed in, for the band above a page. Whoever cannot be told is
// nobody there; what needs a right asks for itself. The citizens' side has no session.
func (s *server) framed(c echo.Context) *account.Account {
	if strings.HasPrefix(c.Request().URL.Path, "/s/") {
		return nil
	}
	w, err := s.who(c)
	if err != nil {
		return nil
	}
	return w.me()
}

// citizenPage sends a page of the citizen's side; it is never kept by anybody.
func citizenPage(c echo.Context, status int, page any) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	return drawn(c, status, citizenPolicy, page)
}

// officePage sends a page of figures; a browser asks again each time.
func officePage(c echo.Context, status int, page any) error {
	if c.Response().Header().Get("Cache-Control") == "" {
		c.Response().Header().Set("Cache-Control", ownCache(c))
	}
	return drawn(c, status, officePolicy, page)
}

// ownCache lets a browser keep a page and ask again each time; what somebody sees who
// is signed in is kept by nobody.
func ownCache(c echo.Context) string {
	if w, ok := c.Get(whoKey).(*who); ok && w.session != nil {
		return "no-store"
	}
	return "no-cache"
}

func drawn(c echo.Context, status int, policy string, page any) error {
	body, err := frontend.Draw(page)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Security-Policy", policy)
	return c.HTMLBlob(status, body)
}

func (s *server) static(c echo.Context) error {
	name, body := frontend.OfficeStyle()
	media := "text/css; charset=utf-8"
	if script, source := frontend.UploadScript(); c.Param("name") == script {
		name, body, media = script, source, "text/javascript; charset=utf-8"
	}
	if c.Param("name") != name {
		return echo.NewHTTPError(http.StatusNotFound)
	}
	// The name changes with the content.
	c.Response().Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	return c.Blob(http.StatusOK, media, body)
}
