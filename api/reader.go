package api

import (
	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/scoring/report"
	"hailong/survey"
)

// readerOf is the reader of figures that an account makes; nil is the public.
func readerOf(c *survey.Catalogue, me *account.Account) report.Reader {
	if me == nil {
		return report.Public
	}
	switch me.Role.Reach(account.SeeFigures) {
	case account.All:
		return report.InsideAll
	case account.None:
		return report.Public
	}
	return report.InsideOf(func(a survey.AgencyID) bool { return me.May(c, account.SeeFigures, a) })
}

// comment leads from an agency's page to what people wrote, for those who may read it. The
// newest are on the page of the reader's own agency, because that reading is not logged.
func (s *server) comment(c echo.Context, page *frontend.AgencyPage, b *report.AgencyBoard) error {
	me := s.framed(c)
	if me == nil || page.Own == nil || !me.May(b.Catalogue, account.SeeComments, b.Agency.ID) {
		return nil
	}
	owns := me.Owns(b.Catalogue, b.Agency.ID)
	page.LinkComments(!owns)
	if !owns {
		return nil
	}
	newest, err := survey.ReadComments(c.Request().Context(), s.Books, commentsOf(b.Agency, b.Plan))
	if err == nil {
		page.Comment(newest)
	}
	return err
}
