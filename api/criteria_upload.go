package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/survey"
)

// criteriaUpload is GET /desk/criteria/upload.
func (s *server) criteriaUpload(c echo.Context, _ *account.Account) error {
	catalogue, err := s.Shelf.Fresh(c.Request().Context())
	if err != nil {
		return err
	}
	return officePage(c, http.StatusOK, frontend.NewCriteriaUploadPage(s.frame(c), catalogue, nil))
}

// bringCriteria is POST /desk/criteria/upload: a file is tried first and says what it would
// change; sent again with what the trial found, it is taken in.
func (s *server) bringCriteria(c echo.Context, me *account.Account) error {
	table, confirmed, err := sentTable(c)
	catalogue, catalogueErr := s.Shelf.Fresh(c.Request().Context())
	if catalogueErr != nil {
		return catalogueErr
	}
	again := func(e *survey.Error) any { return frontend.NewCriteriaUploadPage(s.frame(c), catalogue, e) }
	if err != nil {
		return s.again(c, err, again)
	}
	use, text := s.criteriaFor(me, c.Request().PostFormValue("reason")), ""
	if use.DryRun = confirmed == 0; use.DryRun {
		text, err = confirmText(&upload{what: "criteria"}, table)
	} else if use.Seen = c.Request().PostFormValue("seen"); use.Seen == "" {
		err = survey.Fail(survey.Invalid, "upload.none", nil)
	}
	if err != nil {
		return s.again(c, err, again)
	}
	done, err := use.Import(c.Request().Context(), "", 0, "", table)
	switch {
	case err != nil:
		return s.again(c, err, again)
	case confirmed != 0:
		return s.done(c, frontend.CriteriaPath(done.ID), "imported")
	}
	page := frontend.NewCriteriaUploadPage(s.frame(c), catalogue, nil)
	page.Try(catalogue, &done, text)
	return officePage(c, http.StatusOK, page)
}
