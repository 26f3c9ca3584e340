package api

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"hailong/frontend"
	"hailong/scoring/report"
	"hailong/survey"
)

// planAsked finds the public plan that a page's address names.
func (s *server) planAsked(c echo.Context) (*survey.Catalogue, *survey.Plan, error) {
	catalogue, err := s.Shelf.Fresh(c.Request().Context())
	if err != nil {
		return nil, nil, err
	}
	plan := frontend.PlanAsked(catalogue, c.QueryParams())
	if plan == nil {
		return nil, nil, survey.Fail(survey.NotFound, "scores.plan", nil)
	}
	return catalogue, plan, public(plan)
}

// home is GET /: the province. Without a public plan it says so and still tells
// how the figures are made.
func (s *server) home(c echo.Context) error {
	catalogue, err := s.Shelf.Fresh(c.Request().Context())
	if err != nil {
		return err
	}
	plan := frontend.PlanAsked(catalogue, c.QueryParams())
	if plan == nil && (c.QueryParam("year") != "" || c.QueryParam("plan") != "") {
		return survey.Fail(survey.NotFound, "scores.plan", nil)
	}
	var board *report.Board
	if plan != nil && plan.Public {
		board, err = report.ReadBoard(c.Request().Context(), s.Reports, catalogue, plan, s.Now())
		if err != nil {
			return err
		}
	}
	return officePage(c, http.StatusOK, frontend.NewHomePage(s.frame(c), catalogue, plan, board))
}

// group is GET /groups/{code}: a group's agencies in one table.
func (s *server) group(c echo.Context) error {
	catalogue, plan, err := s.planAsked(c)
	if err != nil {
		return err
	}
	group := catalogue.GroupByCode(c.Param("code"))
	if group == nil {
		return survey.Fail(survey.NotFound, "group.unknown", nil)
	}
	board, err := report.ReadBoard(c.Request().Context(), s.Reports, catalogue, plan, s.Now())
	if err != nil {
		return err
	}
	return officePage(c, http.StatusOK, frontend.NewGroupPage(s.frame(c), board, group, c.QueryParams()))
}

// agency is GET /agencies/{code}: an agency's figures in the plan.
func (s *server) agency(c echo.Context) error {
	catalogue, plan, agency, err := s.agencyAsked(c)
	if err != nil {
		return err
	}
	board, err := report.ReadAgency(c.Request().Context(), s.Reports, catalogue, plan, agency, s.Now())
	if err != nil {
		return err
	}
	return officePage(c, http.StatusOK, frontend.NewAgencyPage(s.frame(c), board))
}

// detail is GET /agencies/{code}/detail: by stage and by question.
func (s *server) detail(c echo.Context) error {
	catalogue, plan, agency, err := s.agencyAsked(c)
	if err != nil {
		return err
	}
	d, err := report.ReadDetail(c.Request().Context(), s.Reports, catalogue, plan, agency, s.Now())
	if err != nil {
		return err
	}
	return officePage(c, http.StatusOK, frontend.NewDetailPage(s.frame(c), d))
}

// agencyAsked finds the agency that a code meant in the plan's period.
func (s *server) agencyAsked(c echo.Context) (*survey.Catalogue, *survey.Plan, *survey.Agency, error) {
	catalogue, plan, err := s.planAsked(c)
	if err != nil {
		return nil, nil, nil, err
	}
	// A code that changed hands within the period means whom it meant last.
	day := min(survey.DayOf(s.Now(), catalogue.Zone), plan.Ends)
	agency := catalogue.AgencyByCode(c.Param("code"), day)
	if agency == nil || !slices.Contains(catalogue.PlanAgencies(plan), agency) {
		return nil, nil, nil, survey.Fail(survey.NotFound, "agency.unknown", nil)
	}
	return catalogue, plan, agency, nil
}
