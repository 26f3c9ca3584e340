package api

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"hailong/frontend"
	"hailong/scoring/report"
	"hailong/survey"
)

// plansAsked finds the plans that a page's address names, public or not.
func (s *server) plansAsked(c echo.Context) (*survey.Catalogue, []*survey.Plan, error) {
	catalogue, err := s.Shelf.Fresh(c.Request().Context())
	if err != nil {
		return nil, nil, err
	}
	plans := frontend.PlansAsked(catalogue, c.QueryParams())
	if len(plans) == 0 {
		return catalogue, nil, survey.Fail(survey.NotFound, "scores.plan", nil)
	}
	return catalogue, plans, nil
}

// reader is for whom the figures of a page are read: the public, but for those who have
// signed in.
func (s *server) reader(c echo.Context, catalogue *survey.Catalogue) report.Reader {
	return readerOf(catalogue, s.framed(c))
}

// shown are those plans whose live figures a reader sees, of all agencies.
func shown(r report.Reader, plans []*survey.Plan) []*survey.Plan {
	return slices.DeleteFunc(slices.Clone(plans), func(p *survey.Plan) bool { return !r.SeesAll(p) })
}

// public are those plans whose live figures are for the public; it is Forbidden where
// there is none.
func public(plans []*survey.Plan) ([]*survey.Plan, error) { return readable(report.Public, plans) }

// readable are those that a reader sees; it is Forbidden where there is none.
func readable(r report.Reader, plans []*survey.Plan) ([]*survey.Plan, error) {
	list := shown(r, plans)
	if len(list) == 0 {
		return nil, survey.Fail(survey.Forbidden, "scores.not_public", survey.Args{"year": plans[0].Year})
	}
	return list, nil
}

// home is GET /: the province. Without a plan for its reader it says so and still tells
// how the figures are made.
func (s *server) home(c echo.Context) error {
	catalogue, plans, err := s.plansAsked(c)
	if err != nil && (catalogue == nil || c.QueryParam("year") != "" || c.QueryParam("plan") != "") {
		return err
	}
	page, err := s.homePage(c, catalogue, plans)
	if err != nil {
		return err
	}
	return officePage(c, http.StatusOK, page)
}

func (s *server) homePage(
	c echo.Context, catalogue *survey.Catalogue, plans []*survey.Plan,
) (*frontend.HomePage, error) {
	reader := s.reader(c, catalogue)
	list := shown(reader, plans)
	switch {
	case len(plans) == 0:
		return frontend.NewHomePage(s.frame(c), catalogue, nil, nil), nil
	case len(list) == 0:
		return frontend.NewHomePage(s.frame(c), catalogue, plans[0], nil), nil
	}
	year, err := reader.ReadYear(c.Request().Context(), s.Reports, catalogue, list, s.Now())
	if err != nil {
		return nil, err
	}
	return frontend.NewHomePage(s.frame(c), catalogue, list[0], year), nil
}

// group is GET /groups/{code}: a group's agencies in one table.
func (s *server) group(c echo.Context) error {
	year, group, err := s.groupAsked(c)
	if err != nil {
		return err
	}
	return officePage(c, http.StatusOK, frontend.NewGroupPage(s.frame(c), year, group, c.QueryParams()))
}

// groupAsked reads the plans that list the group; where none does, those of the year.
func (s *server) groupAsked(c echo.Context) (*report.Year, *survey.Group, error) {
	catalogue, plans, err := s.plansAsked(c)
	if err != nil {
		return nil, nil, err
	}
	group, reader := catalogue.GroupByCode(c.Param("code")), s.reader(c, catalogue)
	if _, err := readable(reader, plans); err != nil {
		return nil, nil, err
	}
	if group == nil {
		return nil, nil, survey.Fail(survey.NotFound, "group.unknown", nil)
	}
	list, err := readable(reader, listing(catalogue, plans, group.Code))
	if err != nil {
		return nil, nil, err
	}
	year, err := reader.ReadYear(c.Request().Context(), s.Reports, catalogue, list, s.Now())
	if err == nil {
		err = year.ReadAsides(c.Request().Context(), s.Corrections)
	}
	return year, group, err
}

// listing are those plans that list an agency of a group; all where none does.
func listing(c *survey.Catalogue, plans []*survey.Plan, group string) []*survey.Plan {
	member := func(a *survey.Agency) bool { return a.Group == group }
	var list []*survey.Plan
	for _, p := range plans {
		if slices.ContainsFunc(c.PlanAgencies(p), member) {
			list = append(list, p)
		}
	}
	if len(list) == 0 {
		return plans
	}
	return list
}

// agency is GET /agencies/{code}: an agency's figures in the plan; for those of the agency
// also what to do, and the newest comments.
func (s *server) agency(c echo.Context) error {
	catalogue, plan, agency, err := s.agencyAsked(c)
	if err != nil {
		return err
	}
	reader := s.reader(c, catalogue)
	board, err := reader.ReadAgency(c.Request().Context(), s.Reports, catalogue, plan, agency, s.Now())
	if err != nil {
		return err
	}
	if err := board.ReadAside(c.Request().Context(), s.Corrections); err != nil {
		return err
	}
	page := frontend.NewAgencyPage(s.frame(c), board)
	if err := s.comment(c, page, board); err != nil {
		return err
	}
	return officePage(c, http.StatusOK, page)
}

// detail is GET /agencies/{code}/detail: by stage and by question.
func (s *server) detail(c echo.Context) error {
	d, err := s.detailAsked(c)
	if err != nil {
		return err
	}
	return officePage(c, http.StatusOK, frontend.NewDetailPage(s.frame(c), d))
}

func (s *server) detailAsked(c echo.Context) (*report.Detail, error) {
	catalogue, plan, agency, err := s.agencyAsked(c)
	if err != nil {
		return nil, err
	}
	reader := s.reader(c, catalogue)
	d, err := reader.ReadDetail(c.Request().Context(), s.Reports, catalogue, plan, agency, s.Now())
	if err == nil {
		err = d.ReadAside(c.Request().Context(), s.Corrections)
	}
	return d, err
}

// agencyAsked finds the agency that an address means, and the plan that lists it.
func (s *server) agencyAsked(c echo.Context) (*survey.Catalogue, *survey.Plan, *survey.Agency, error) {
	catalogue, plans, err := s.plansAsked(c)
	if err != nil {
		return nil, nil, nil, err
	}
	today := survey.DayOf(s.Now(), catalogue.Zone)
	plan, agency := frontend.AgencyAsked(catalogue, plans, c.Param("code"), today)
	if agency != nil && s.reader(c, catalogue).Sees(plan, agency.ID) {
		return catalogue, plan, agency, nil
	}
	if _, err := public(plans); err != nil {
		return nil, nil, nil, err
	}
	if agency == nil {
		return nil, nil, nil, survey.Fail(survey.NotFound, "agency.unknown", nil)
	}
	_, err = public([]*survey.Plan{plan})
	return catalogue, plan, agency, err
}
