package api

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/survey"
)

// agencyRoutes are the list of agencies and what became of them.
func (s *server) agencyRoutes() []deskRoute {
	return []deskRoute{
		{"GET", "/desk/agencies", account.SeeCatalogue, s.deskAgencies},
		{"GET", "/desk/agencies/succession", account.EditCatalogue, s.successionPage},
		{"POST", "/desk/agencies/succession", account.EditCatalogue, s.addSuccession},
		{"GET", "/desk/agencies/succession/drop", account.EditCatalogue, s.dropPage},
		{"POST", "/desk/agencies/succession/drop", account.EditCatalogue, s.dropSuccession},
		{"GET", "/desk/plans", account.SeeCatalogue, s.plansPage},
	}
}

// deskAgencies is GET /desk/agencies.
func (s *server) deskAgencies(c echo.Context, _ *account.Account) error {
	catalogue, err := s.Shelf.Fresh(c.Request().Context())
	if err != nil {
		return err
	}
	today := survey.DayOf(s.Now(), catalogue.Zone)
	page := frontend.NewDeskAgenciesPage(s.frame(c), catalogue, today, c.QueryParams())
	if c.QueryParam("done") != "" {
		page.Saved, _ = page.T("record.saved")
	}
	return officePage(c, http.StatusOK, page)
}

// plansPage is GET /desk/plans.
func (s *server) plansPage(c echo.Context, _ *account.Account) error {
	catalogue, err := s.Shelf.Fresh(c.Request().Context())
	if err != nil {
		return err
	}
	today := survey.DayOf(s.Now(), catalogue.Zone)
	return officePage(c, http.StatusOK, frontend.NewPlansPage(s.frame(c), catalogue, today))
}

// successionPage is GET /desk/agencies/succession.
func (s *server) successionPage(c echo.Context, _ *account.Account) error {
	catalogue, err := s.Shelf.Fresh(c.Request().Context())
	if err != nil {
		return err
	}
	return officePage(c, http.StatusOK, frontend.NewSuccessionPage(s.frame(c), catalogue, nil, nil))
}

// addSuccession is POST /desk/agencies/succession.
func (s *server) addSuccession(c echo.Context, me *account.Account) error {
	form, err := deskForm(c)
	if err != nil {
		return err
	}
	rows, places := typedSuccessions(form)
	subjects := map[string]bool{}
	for _, row := range rows {
		subjects[row["predecessor"]+">"+row["successor"]] = true
	}
	edit := survey.Edit{
		Action: survey.AddSuccession, Subject: strings.Join(slices.Sorted(maps.Keys(subjects)), ", "),
		Version: form.Get("version"), Rows: rows,
	}
	var proposal *account.Proposal
	if len(rows) == 0 {
		err = survey.Fail(survey.Invalid, "succession.empty", nil).At("predecessor.1")
	} else {
		proposal, err = s.proposals().Edit(c.Request().Context(), me, edit, form.Get("reason"))
	}
	if err == nil {
		return s.edited(c, proposal, "/desk/agencies")
	}
	catalogue, shelfErr := s.Shelf.Fresh(c.Request().Context())
	if shelfErr != nil {
		return shelfErr
	}
	return s.again(c, err, func(e *survey.Error) any {
		return frontend.NewSuccessionPage(s.frame(c), catalogue, form, atPlaces(e, places))
	})
}

// typedSuccessions are the rows of a form that name somebody, as those of a file, and
// where in the form each stood.
func typedSuccessions(form url.Values) (rows []map[string]string, places []int) {
	for n := 1; n <= frontend.SuccessionRows; n++ {
		row := map[string]string{"on": frontend.Typed(form, "on"), "note": frontend.Typed(form, "note")}
		for _, name := range []string{"predecessor", "successor", "goes_on"} {
			row[name] = frontend.Typed(form, name+"."+strconv.Itoa(n))
		}
		if row["predecessor"]+row["successor"] != "" {
			rows, places = append(rows, survey.TidyCells(row)), append(places, n)
		}
	}
	return rows, places
}

// atPlaces names the fields of the form, where empty rows stand between.
func atPlaces(e *survey.Error, places []int) *survey.Error {
	for _, cause := range e.Causes {
		name, row, _ := strings.Cut(cause.Field, ".")
		if n, err := strconv.Atoi(row); err == nil && n >= 1 && n <= len(places) {
			cause.Field = name + "." + strconv.Itoa(places[n-1])
		}
	}
	return e
}

// successionAsked finds the succession that a form or an address names.
func successionAsked(c *survey.Catalogue, asked url.Values) (*survey.Succession, error) {
	found := c.SuccessionByKeys(asked.Get("predecessor"), asked.Get("successor"), survey.Day(asked.Get("on")))
	if found == nil {
		return nil, survey.Fail(survey.NotFound, "succession.unknown", nil)
	}
	return found, nil
}

// dropPage is GET /desk/agencies/succession/drop.
func (s *server) dropPage(c echo.Context, _ *account.Account) error {
	return s.showDrop(c, http.StatusOK, c.QueryParams(), nil)
}

func (s *server) showDrop(c echo.Context, status int, asked url.Values, e *survey.Error) error {
	catalogue, err := s.Shelf.Fresh(c.Request().Context())
	if err != nil {
		return err
	}
	found, err := successionAsked(catalogue, asked)
	if err != nil {
		return err
	}
	return officePage(c, status, frontend.NewDropPage(s.frame(c), catalogue, found, asked.Get("reason"), e))
}

// dropSuccession is POST /desk/agencies/succession/drop.
func (s *server) dropSuccession(c echo.Context, me *account.Account) error {
	form, catalogue, err := s.sent(c)
	if err != nil {
		return err
	}
	if _, err := successionAsked(catalogue, form); err != nil {
		return err
	}
	row := map[string]string{
		"predecessor": form.Get("predecessor"), "successor": form.Get("successor"), "on": form.Get("on"),
	}
	from, _, _ := strings.Cut(row["predecessor"], "@")
	to, _, _ := strings.Cut(row["successor"], "@")
	edit := survey.Edit{
		Action: survey.DropSuccession, Subject: from + ">" + to, Version: form.Get("version"),
		Rows: []map[string]string{row},
	}
	proposal, err := s.proposals().Edit(c.Request().Context(), me, edit, form.Get("reason"))
	if err == nil {
		return s.edited(c, proposal, "/desk/agencies")
	}
	return s.shownAgain(c, err, func(status int, e *survey.Error) error {
		return s.showDrop(c, status, form, e)
	})
}
