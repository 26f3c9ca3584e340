package api

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/frontend/document"
	"hailong/scoring/edition"
	"hailong/survey"
)

// editionRoutes are the editions on their way to the public.
func (s *server) editionRoutes() []deskRoute {
	const list, item = "/desk/editions", "/desk/editions/:id"
	return []deskRoute{
		{"GET", list, account.SeeIndex, s.editionsPage},
		{"GET", list + "/close", account.CloseEdition, s.closePage},
		{"POST", list + "/close", account.CloseEdition, s.closeEdition},
		{"GET", item, account.SeeIndex, s.editionPage},
		{"GET", item + "/files/:file", account.SeeIndex, s.editionFile},
		{"GET", item + "/archive", account.SeeIndex, s.editionArchive},
		{"GET", item + "/withdraw", account.CloseEdition, s.withdrawPage},
		{"POST", item + "/withdraw", account.CloseEdition, s.withdrawEdition},
		{"GET", item + "/publish", account.Publish, s.publishEditionPage},
		{"POST", item + "/publish", account.Publish, s.files(s.publishEdition)},
	}
}

// editionsPage is GET /desk/editions.
func (s *server) editionsPage(c echo.Context, _ *account.Account) error {
	ctx := c.Request().Context()
	catalogue, err := s.Shelf.Fresh(ctx)
	if err != nil {
		return err
	}
	list, err := s.Editions.List(ctx)
	if err != nil {
		return err
	}
	names, err := s.names(ctx)
	if err != nil {
		return err
	}
	return officePage(c, http.StatusOK, frontend.NewEditionDeskPage(s.frame(c), catalogue, list, names))
}

// askedEdition finds the edition that an address names.
func (s *server) askedEdition(c echo.Context) (*edition.Edition, error) {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil || id <= 0 {
		return nil, survey.Fail(survey.NotFound, "edition.unknown", nil)
	}
	return s.Editions.Edition(c.Request().Context(), edition.ID(id))
}

// editionPage is GET /desk/editions/{id}.
func (s *server) editionPage(c echo.Context, _ *account.Account) error {
	ctx := c.Request().Context()
	catalogue, err := s.Shelf.Fresh(ctx)
	if err != nil {
		return err
	}
	e, err := s.askedEdition(c)
	if err != nil {
		return err
	}
	content, err := s.Editions.Content(ctx, e)
	if err != nil {
		return err
	}
	names, err := s.names(ctx)
	if err != nil {
		return err
	}
	page := frontend.NewEditionDeskItemPage(s.frame(c), catalogue, e, content, names)
	if err := s.followPublished(c, catalogue, page, e); err != nil {
		return err
	}
	if done := c.QueryParam("done"); slices.Contains([]string{"closed", "withdrawn", "published"}, done) {
		page.Saved, _ = page.T("edition_page.done_" + done)
	}
	return officePage(c, http.StatusOK, page)
}

// editionFile is GET /desk/editions/{id}/files/{key}.{ending}: a document made of what was
// frozen.
func (s *server) editionFile(c echo.Context, _ *account.Account) error {
	e, err := s.askedEdition(c)
	if err != nil {
		return err
	}
	unknown := survey.Fail(survey.NotFound, "edition.unknown", nil)
	if e.State == edition.Withdrawn {
		return unknown
	}
	content, err := s.Editions.Content(c.Request().Context(), e)
	if err != nil {
		return err
	}
	key, ending, _ := strings.Cut(c.Param("file"), ".")
	d := document.Find(content, key, ending)
	if d == nil {
		return unknown
	}
	body, err := d.Make(content, document.DecisionOf(e))
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, disposition(d.Name(content)))
	return c.Blob(http.StatusOK, d.Media, body)
}

// editionArchive is GET /desk/editions/{id}/archive: what was published.
func (s *server) editionArchive(c echo.Context, _ *account.Account) error {
	e, err := s.askedEdition(c)
	if err != nil {
		return err
	}
	body, err := s.Editions.Archive(c.Request().Context(), e)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, disposition(e.Subject()+".zip"))
	return c.Blob(http.StatusOK, "application/zip", body)
}
