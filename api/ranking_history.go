package api

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"hailong/frontend"
	"hailong/scoring/edition"
	"hailong/survey"
)

// pastRankings are what was taken in from decisions of earlier years.
func (s *server) pastRankings(c echo.Context) ([]edition.Standing, error) {
	if s.Past == nil {
		return nil, nil
	}
	return s.Past.PastRankings(c.Request().Context())
}

// history is what is known of all agencies in all years of a family: of the editions in
// force, and of earlier decisions for years that were not published here.
func (s *server) history(
	c echo.Context, catalogue *survey.Catalogue, family string,
) (all []edition.Standing, years map[int]*keptYear, err error) {
	ctx := c.Request().Context()
	list, err := s.publishedList(ctx)
	if err != nil {
		return nil, nil, err
	}
	years = map[int]*keptYear{} // of the index
	for i := range list {
		e := &list[i]
		if !frontend.InForce(list, e) || e.Kind == edition.CCHC && e.Family != family {
			continue
		}
		year, err := s.yearOf(ctx, catalogue, e)
		if err != nil {
			return nil, nil, err
		}
		all = append(all, year.standings...)
		if e.Kind == edition.CCHC {
			years[e.Year] = year
		}
	}
	past, err := s.pastRankings(c)
	known := family == edition.DefaultFamily || len(years) > 0
	for _, p := range past {
		known = known || p.Family == family
		if p.Family == family && years[p.Year] == nil {
			all = append(all, p)
		}
	}
	if err == nil && !known {
		err = survey.Fail(survey.NotFound, "ranking.family_unknown", nil)
	}
	return all, years, err
}

// agencyHistory is GET /agencies/{code}/history[?family=]: an agency's years side by side.
func (s *server) agencyHistory(c echo.Context) error {
	catalogue, err := s.Shelf.Fresh(c.Request().Context())
	if err != nil {
		return err
	}
	a := everAgency(catalogue, c.Param("code"))
	if a == nil {
		return survey.Fail(survey.NotFound, "agency.unknown", nil)
	}
	family := familyAsked(c)
	all, _, err := s.history(c, catalogue, family)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(x edition.Standing) bool { return x.Agency != a.ID })
	page := frontend.NewHistoryAgencyPage(s.frame(c), catalogue, a, family, all)
	return officePage(c, http.StatusOK, page)
}

// everAgency finds whom a code means, also where that agency is no more: the last who had it.
func everAgency(c *survey.Catalogue, ref string) *survey.Agency {
	if a := c.AgencyByRef(ref, "9999-12-31"); a != nil {
		return a
	}
	var last *survey.Agency
	for i := range c.Agencies {
		if a := &c.Agencies[i]; a.Code == ref && (last == nil || a.ValidFrom > last.ValidFrom) {
			last = a
		}
	}
	return last
}

// groupHistory is GET /groups/{code}/history[?family=]: a group's agencies over the years.
func (s *server) groupHistory(c echo.Context) error {
	catalogue, err := s.Shelf.Fresh(c.Request().Context())
	if err != nil {
		return err
	}
	g := catalogue.GroupByCode(c.Param("code"))
	if g == nil {
		return survey.Fail(survey.NotFound, "group.unknown", nil)
	}
	family := familyAsked(c)
	all, years, err := s.history(c, catalogue, family)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(x edition.Standing) bool {
		return x.Group != g.Code || x.Family != family
	})
	means := map[int]string{}
	for number, year := range years {
		means[number] = year.means[g.Code]
	}
	page := frontend.NewHistoryGroupPage(s.frame(c), catalogue, g, family, all, means)
	return officePage(c, http.StatusOK, page)
}
