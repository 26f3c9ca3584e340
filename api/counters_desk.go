package api

import (
	"context"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/survey"
)

// counterRoutes are the list of counters, their posters, and replacing a code.
func (s *server) counterRoutes() []deskRoute {
	return []deskRoute{
		{"GET", "/desk/counters", account.SeeCounters, s.countersPage},
		{"POST", "/desk/posters", account.SeeCounters, s.posters},
		{"GET", "/desk/counters/:key/token", account.EditCatalogue, s.replacePage},
		{"POST", "/desk/counters/:key/token", account.EditCatalogue, s.replaceToken},
	}
}

// countersPage is GET /desk/counters.
func (s *server) countersPage(c echo.Context, me *account.Account) error {
	return s.showCounters(c, me, http.StatusOK, c.QueryParams(), nil)
}

func (s *server) showCounters(
	c echo.Context, me *account.Account, status int, asked url.Values, e *survey.Error,
) error {
	catalogue, err := s.Shelf.Fresh(c.Request().Context())
	if err != nil {
		return err
	}
	today := survey.DayOf(s.Now(), catalogue.Zone)
	// Where posters were refused nobody looks at it, and counter staff are not to count.
	var month map[survey.CounterID]int64
	if e == nil && me.Role.Reach(account.SeeFigures) != account.None {
		if month, err = s.thisMonth(c.Request().Context(), catalogue, me, today); err != nil {
			return err
		}
	}
	list := frontend.CounterListOf(asked)
	page := frontend.NewCountersPage(
		s.frame(c), catalogue, list, seenCounters(catalogue, s.framed(c)), today, month, asked, e)
	return officePage(c, status, page)
}

// thisMonth is what each counter that a person may see has received this month under
// the plans that ask today, by the roll-ups.
func (s *server) thisMonth(
	ctx context.Context, c *survey.Catalogue, me *account.Account, today survey.Day,
) (map[survey.CounterID]int64, error) {
	sums := map[survey.CounterID]int64{}
	for _, q := range counterQueries(c, me, today) {
		tallies, err := s.Reports.Tallies(ctx, q)
		if err != nil {
			return nil, err
		}
		for k := range tallies {
			if tallies[k].Month == today.Month() {
				sums[tallies[k].Counter] += tallies[k].Received
			}
		}
	}
	return sums, nil
}

// counterQueries ask for the counters' tallies under the plans that ask today: at once
// for who sees all counters, else one by one of the agencies that are his.
func counterQueries(c *survey.Catalogue, me *account.Account, today survey.Day) []survey.TallyQuery {
	agencies := []survey.AgencyID{0}
	if me.Role.Reach(account.SeeCounters) != account.All {
		agencies = nil
		for i := range c.Agencies {
			if id := c.Agencies[i].ID; me.May(c, account.SeeCounters, id) {
				agencies = append(agencies, id)
			}
		}
	}
	q := survey.TallyQuery{By: []survey.Dimension{survey.ByCounter, survey.ByMonth}}
	for i := range c.Questionnaires {
		q.Questionnaires = append(q.Questionnaires, c.Questionnaires[i].ID)
	}
	var list []survey.TallyQuery
	for i := range c.Plans {
		if !c.Plans[i].TakesOn(today) || len(q.Questionnaires) == 0 {
			continue
		}
		for _, agency := range agencies {
			q.Plan, q.Agency = c.Plans[i].ID, agency
			list = append(list, q)
		}
	}
	return list
}

// replacePage is GET /desk/counters/{code}/token.
func (s *server) replacePage(c echo.Context, _ *account.Account) error {
	return s.showReplace(c, http.StatusOK, "", nil)
}

func (s *server) showReplace(c echo.Context, status int, reason string, e *survey.Error) error {
	catalogue, record, err := s.recordAsked(c, survey.CounterRecord)
	if err != nil {
		return err
	}
	counter, err := catalogue.CounterByToken(record.Cells["token"])
	if err != nil {
		return err
	}
	page := frontend.NewReplacePage(s.frame(c), catalogue, counter, record.Version, reason, e)
	return officePage(c, status, page)
}

// replaceToken is POST /desk/counters/{code}/token.
func (s *server) replaceToken(c echo.Context, me *account.Account) error {
	form, err := deskForm(c)
	if err != nil {
		return err
	}
	_, record, err := s.recordAsked(c, survey.CounterRecord)
	if err != nil {
		return err
	}
	edit := survey.Edit{Action: survey.ReplaceToken, Subject: record.Key, Version: form.Get("version")}
	proposal, err := s.proposals().Edit(c.Request().Context(), me, edit, form.Get("reason"))
	if err == nil {
		return s.edited(c, proposal, frontend.RecordPath(survey.CounterRecord, record.Key))
	}
	return s.shownAgain(c, err, func(status int, e *survey.Error) error {
		return s.showReplace(c, status, form.Get("reason"), e)
	})
}
