package api

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"hailong/frontend"
	"hailong/scoring/edition"
	"hailong/survey"
)

// PastRankings are what decisions of years before this service printed.
type PastRankings interface {
	PastRankings(ctx context.Context) ([]edition.Standing, error)
}

// rankingRoutes are the public pages of what was published, its files and lists.
func (s *server) rankingRoutes() map[string]echo.HandlerFunc {
	return map[string]echo.HandlerFunc{
		"/rankings": s.rankings, "/rankings/:year": s.ranking, "/rankings/:year/:agency": s.rankingAgency,
		"/editions/:file": s.publishedDownload, "/editions/key": s.editionKey,
		"/method/index":           s.methodIndex,
		"/agencies/:code/history": s.agencyHistory, "/groups/:code/history": s.groupHistory,
		"/api/v1/rankings/:year": s.rankingData, "/api/v1/editions": s.editionsData,
	}
}

// rankings is GET /rankings: all years.
func (s *server) rankings(c echo.Context) error {
	ctx := c.Request().Context()
	catalogue, err := s.Shelf.Fresh(ctx)
	if err != nil {
		return err
	}
	if _, err := kindAsked(c); err != nil {
		return s.noRanking(c, err)
	}
	list, err := s.publishedList(ctx)
	if err != nil {
		return err
	}
	past, err := s.pastRankings(c)
	if err != nil {
		return err
	}
	return officePage(c, http.StatusOK, frontend.NewRankingsPage(s.frame(c), catalogue, list, past))
}

// ranking is GET /rankings/{year}[?kind=][&family=][&number=]: the edition in force, or the
// one that is named. Before the year is published it is 404 with a page that says when.
func (s *server) ranking(c echo.Context) error {
	r, catalogue, err := s.rankingAsked(c)
	if err != nil {
		return s.noRanking(c, err)
	}
	ctx := c.Request().Context()
	if r.Sizes, err = s.sizesOf(ctx, r.Edition); err != nil {
		return err
	}
	if r.Keys, err = s.keysOf(ctx, r.Edition); err != nil {
		return err
	}
	if r.Edition.Kind == edition.Satisfaction {
		return officePage(c, http.StatusOK, frontend.NewRankingScoresPage(s.frame(c), catalogue, r))
	}
	return officePage(c, http.StatusOK, frontend.NewRankingPage(s.frame(c), catalogue, r))
}

// noRanking says that there is none, or that an address asks for what there cannot be.
func (s *server) noRanking(c echo.Context, wrong error) error {
	if kind := survey.KindOf(wrong); kind != survey.NotFound && kind != survey.Invalid {
		return wrong
	}
	ctx := c.Request().Context()
	catalogue, err := s.Shelf.Fresh(ctx)
	if err != nil {
		return err
	}
	list, err := s.publishedList(ctx)
	if err != nil {
		return err
	}
	past, err := s.pastRankings(c)
	if err != nil {
		return err
	}
	wanted := frontend.RankingWanted{Family: familyAsked(c), Number: c.QueryParam("number")}
	wanted.Year, _ = yearAsked(c)
	wanted.Kind, _ = kindAsked(c)
	today := survey.DayOf(s.Now(), catalogue.Zone)
	page := frontend.NewRankingNonePage(s.frame(c), catalogue, wanted, today, list, past)
	if e := mistake(wrong); e != nil {
		page.Wrong(e)
	}
	return officePage(c, page.Status, page)
}

func yearAsked(c echo.Context) (int, error) {
	year, err := strconv.Atoi(c.Param("year"))
	if err != nil || year < 2000 || year > 2999 {
		return 0, unknownEdition()
	}
	return year, nil
}

// rankingAsked finds the edition that an address means, with what it says.
func (s *server) rankingAsked(c echo.Context) (r frontend.Ranking, catalogue *survey.Catalogue, err error) {
	ctx := c.Request().Context()
	year, err := yearAsked(c)
	if err != nil {
		return r, nil, err
	}
	kind, err := kindAsked(c)
	if err != nil {
		return r, nil, err
	}
	if catalogue, err = s.Shelf.Fresh(ctx); err != nil {
		return r, nil, err
	}
	list, err := s.publishedList(ctx)
	if err != nil {
		return r, nil, err
	}
	list = slices.DeleteFunc(list, func(e edition.Edition) bool { return e.Year != year })
	if r.Edition = chooseEdition(c, kind, list); r.Edition == nil {
		return r, nil, unknownEdition()
	}
	for i := range list {
		switch e := &list[i]; {
		case e.SameRow(r.Edition):
			r.Versions = append(r.Versions, *e)
		case frontend.InForce(list, e):
			r.Besides = append(r.Besides, *e)
		}
	}
	r.Content, err = s.publishedContent(ctx, r.Edition)
	return r, catalogue, err
}

// chooseEdition is the one in force of the kind and family that are asked for, or of the
// number. Without a kind it is the index, and the satisfaction where there is no index.
func chooseEdition(c echo.Context, kind edition.Kind, list []edition.Edition) *edition.Edition {
	kinds := []edition.Kind{kind}
	if kind == "" {
		kinds = []edition.Kind{edition.CCHC}
		if c.QueryParam("family") == "" && c.QueryParam("number") == "" {
			kinds = append(kinds, edition.Satisfaction)
		}
	}
	number := c.QueryParam("number")
	for _, kind := range kinds {
		row := &edition.Edition{Kind: kind, Family: familyAsked(c)}
		for i := range list {
			row.Year = list[i].Year
			if list[i].SameRow(row) && (number == "" || number == strconv.Itoa(list[i].Number)) {
				return &list[i]
			}
		}
	}
	return nil
}

// kindAsked is the kind of edition that an address names; empty where it names none.
func kindAsked(c echo.Context) (edition.Kind, error) {
	switch kind := edition.Kind(c.QueryParam("kind")); kind {
	case "", edition.CCHC, edition.Satisfaction:
		return kind, nil
	}
	return "", survey.Fail(survey.Invalid, "ranking.kind", nil).At("kind")
}

func familyAsked(c echo.Context) string {
	if family := c.QueryParam("family"); family != "" {
		return family
	}
	return edition.DefaultFamily
}

// rankingAgency is GET /rankings/{year}/{agency}: the agency's published sheet.
func (s *server) rankingAgency(c echo.Context) error {
	r, catalogue, err := s.rankingAsked(c)
	if err != nil {
		return s.noRanking(c, err)
	}
	page := frontend.NewRankingAgencyPage(s.frame(c), catalogue, r, c.Param("agency"))
	if page == nil {
		return survey.Fail(survey.NotFound, "ranking.agency_unknown", nil)
	}
	return officePage(c, http.StatusOK, page)
}
