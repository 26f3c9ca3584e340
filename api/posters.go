package api

import (
	"bytes"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/survey"
)

// mostPosters is how many posters one file holds that is asked for by a page; the
// command line prints any number.
const mostPosters = 500

// posters is POST /desk/posters: a PDF with a page for each counter that was chosen,
// or for all that the list shows.
func (s *server) posters(c echo.Context, me *account.Account) error {
	form, catalogue, err := s.sent(c)
	if err != nil {
		return err
	}
	today := survey.DayOf(s.Now(), catalogue.Zone)
	seen := seenCounters(catalogue, me)
	kept := frontend.CounterListOf(form).Keep(catalogue, seen, today)
	if form.Get("which") != "shown" {
		kept = chosen(seen, form["counter"])
	}
	set := frontend.PosterSet{
		Origin: s.Origin, Province: s.Province, Printed: today, Paper: form.Get("paper") != "",
		Simulated: catalogue.Simulated, Posters: postersOf(catalogue, kept, today),
	}
	pdf, err := s.printed(c, &set)
	if err == nil {
		c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="posters.pdf"`)
		return c.Blob(http.StatusOK, "application/pdf", pdf)
	}
	return s.shownAgain(c, err, func(status int, e *survey.Error) error {
		return s.showCounters(c, me, status, form, e)
	})
}

// seenCounters are the counters that a person may see; others are none of his business,
// and are not there.
func seenCounters(c *survey.Catalogue, me *account.Account) []*survey.Counter {
	var list []*survey.Counter
	for i := range c.Counters {
		if n := &c.Counters[i]; me.May(c, account.SeeCounters, n.Agency) {
			list = append(list, n)
		}
	}
	return list
}

// chosen are those of the counters that have one of these codes.
func chosen(seen []*survey.Counter, codes []string) []*survey.Counter {
	var list []*survey.Counter
	for _, n := range seen {
		if slices.Contains(codes, n.Code) {
			list = append(list, n)
		}
	}
	return list
}

// postersOf are the posters of those counters where people are or will be served, by
// agency and counter.
func postersOf(c *survey.Catalogue, counters []*survey.Counter, today survey.Day) []frontend.Poster {
	var list []frontend.Poster
	for _, n := range counters {
		if !c.InUse(n, today) {
			continue
		}
		p := frontend.Poster{Agency: c.Agency(n.Agency), Counter: n}
		if plan := c.NextPlan(n, today); plan != nil {
			p.Seconds = c.Questionnaire(plan.Questionnaire).Seconds
		}
		list = append(list, p)
	}
	slices.SortStableFunc(list, func(a, b frontend.Poster) int {
		return strings.Compare(a.Agency.Code, b.Agency.Code)
	})
	return list
}

// printed refuses what would not work on a wall. A demonstration may print codes that
// lead to its own machine.
func (s *server) printed(c echo.Context, set *frontend.PosterSet) ([]byte, error) {
	switch {
	case frontend.LocalOrigin(s.Origin) && !s.Demo:
		return nil, survey.Fail(survey.Invalid, "counters.local", survey.Args{"origin": s.Origin})
	case len(set.Posters) == 0:
		return nil, survey.Fail(survey.Invalid, "counters.pick_some", nil)
	case len(set.Posters) > mostPosters:
		return nil, survey.Fail(survey.Invalid, "counters.too_many", survey.Args{
			"count": len(set.Posters), "max": mostPosters,
		})
	}
	var b bytes.Buffer
	err := frontend.Posters(c.Request().Context(), &b, set)
	return b.Bytes(), err
}
