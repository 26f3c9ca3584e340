package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"hailong/frontend"
	"hailong/survey"
)

// thanks is GET /s/{token}/thanks. It does not ask the database: what it says was
// true when the answer was committed.
func (s *server) thanks(c echo.Context) error {
	catalogue := s.Shelf.Now()
	counter, err := catalogue.CounterByToken(c.Param("token"))
	if err != nil {
		return err
	}
	agency := catalogue.Agency(counter.Agency)
	return citizenPage(c, http.StatusOK, frontend.ThanksPage{
		Frame: s.frame(c), Agency: agency, Counter: counter,
		Short: shortCode(c.QueryParam("r")), ResultsPublic: resultsPublic(catalogue, agency),
	})
}

// shortCode lets only a receipt's short code through: the page repeats nothing else.
func shortCode(s string) string {
	if survey.IsShort(s) {
		return s
	}
	return ""
}

// resultsPublic tells whether the agency's page shows anything to the public.
func resultsPublic(catalogue *survey.Catalogue, agency *survey.Agency) bool {
	newest := catalogue.DefaultPlan()
	if agency == nil || newest == nil {
		return false
	}
	plan := catalogue.OfficialPlanOf(newest.Year, agency)
	return plan != nil && plan.Public
}
