package api

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"hailong/frontend"
	"hailong/survey"
)

// method is GET /method. It asks the database nothing, so it can be read in an outage.
func (s *server) method(c echo.Context) error {
	return officePage(c, http.StatusOK, frontend.NewMethodPage(s.frame(c), s.Shelf.Now()))
}

// agenciesPage is GET /agencies?q=&on=.
func (s *server) agenciesPage(c echo.Context) error {
	catalogue, err := s.Shelf.Fresh(c.Request().Context())
	if err != nil {
		return err
	}
	today := survey.DayOf(s.Now(), catalogue.Zone)
	page := frontend.NewAgenciesPage(s.frame(c), catalogue, today, c.QueryParams())
	return officePage(c, page.Status, page)
}

// questionnairesPage is GET /questionnaires.
func (s *server) questionnairesPage(c echo.Context) error {
	catalogue, err := s.Shelf.Fresh(c.Request().Context())
	if err != nil {
		return err
	}
	return officePage(c, http.StatusOK, frontend.NewQuestionnairesPage(s.frame(c), catalogue))
}

// questionnairePage is GET /questionnaires/{code}?version=.
func (s *server) questionnairePage(c echo.Context) error {
	catalogue, form, err := s.formAsked(c)
	if err != nil {
		return err
	}
	return officePage(c, http.StatusOK, frontend.NewQuestionnairePage(s.frame(c), catalogue, form))
}

// formAsked finds the version of a questionnaire that an address names, the newest
// where it names none.
func (s *server) formAsked(c echo.Context) (*survey.Catalogue, *survey.Questionnaire, error) {
	catalogue, err := s.Shelf.Fresh(c.Request().Context())
	if err != nil {
		return nil, nil, err
	}
	code, version := c.Param("code"), c.QueryParam("version")
	if n, err := strconv.Atoi(version); version != "" && (err != nil || n < 1) {
		return nil, nil, survey.Fail(survey.Invalid, "questionnaire.version_malformed", nil).At("version")
	}
	form := frontend.VersionAsked(catalogue, code, version)
	if form == nil {
		ref := code
		if version != "" {
			ref += "@" + version
		}
		return nil, nil, survey.Fail(survey.NotFound, "questionnaire.unknown", survey.Args{"value": ref})
	}
	return catalogue, form, nil
}
