package api

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/scoring/round"
	"hailong/survey"
)

// roundOpenPage is GET /desk/rounds/new?year=&family=.
func (s *server) roundOpenPage(c echo.Context, _ *account.Account) error {
	return s.showRoundOpen(c, http.StatusOK, c.QueryParam("family"), c.QueryParam("year"), nil, nil)
}

func (s *server) showRoundOpen(
	c echo.Context, status int, family, year string, typed url.Values, e *survey.Error,
) error {
	ctx := c.Request().Context()
	catalogue, err := s.Shelf.Fresh(ctx)
	if err != nil {
		return err
	}
	choice := frontend.RoundChoice{Family: strings.TrimSpace(family)}
	if choice.Year, err = strconv.Atoi(year); err != nil || choice.Year < 2000 || choice.Year > 2100 {
		choice.Year = survey.DayOf(s.Now(), catalogue.Zone).Time().Year()
	}
	if choice.Family == "" || len(choice.Family) > account.MaxName {
		choice.Family = round.Family
	}
	if choice.Groups, err = s.Rounds.Choices(ctx, choice.Family, choice.Year); err != nil {
		return err
	}
	return officePage(c, status, frontend.NewRoundOpenPage(s.frame(c), catalogue, choice, typed, e))
}

// openRound is POST /desk/rounds/new: do is try, change or open. What is opened is what
// was shown, or it is shown anew.
func (s *server) openRound(c echo.Context, me *account.Account) error {
	form, catalogue, err := s.sent(c)
	if err != nil {
		return err
	}
	again := func(err error) error {
		return s.shownAgain(c, err, func(status int, e *survey.Error) error {
			return s.showRoundOpen(c, status, form.Get("family"), form.Get("year"), form, e)
		})
	}
	if form.Get("do") == "change" {
		return s.showRoundOpen(c, http.StatusOK, form.Get("family"), form.Get("year"), form, nil)
	}
	opening, err := openingOf(catalogue, form)
	if err != nil {
		return again(err)
	}
	earnest := form.Get("do") == "open"
	by, mark := roundPerson(catalogue, me), form.Get("mark")
	trial, err := s.Rounds.OpenShown(c.Request().Context(), by, opening, mark, earnest)
	switch {
	case err != nil:
		return again(err)
	case trial.Opened:
		return s.done(c, frontend.RoundPath(trial.Round.ID), "opened")
	}
	page := frontend.NewRoundTrialPage(s.frame(c), catalogue, trial.Round, trial.Sets, form, trial.Mark)
	status := http.StatusOK
	if earnest {
		status = http.StatusConflict
		page.Problem = &frontend.Problem{}
		page.Problem.Heading, _ = page.T("round_page.trial_stale")
	}
	return officePage(c, status, page)
}

// openingOf reads the form that a round is opened with.
func openingOf(c *survey.Catalogue, form url.Values) (round.Opening, error) {
	year, err := strconv.Atoi(form.Get("year"))
	if err != nil || year < 2000 || year > 2100 {
		return round.Opening{}, survey.Fail(survey.Invalid, "round.no_group", nil).At("groups")
	}
	o := round.Opening{
		Family: form.Get("family"), Year: year, Groups: form["groups"], Deadlines: stepDays(form, ""),
		LeftOut: map[survey.AgencyID]string{},
	}
	for i := range c.Agencies {
		a := &c.Agencies[i]
		why := strings.TrimSpace(form.Get(frontend.LeftOutField(a.ID)))
		chosen := false
		for _, group := range o.Groups {
			chosen = chosen || group == a.Group
		}
		if why != "" && chosen { // a reason in a group that was not chosen means nothing
			o.LeftOut[a.ID] = why
		}
	}
	return o, nil
}

// stepDays reads the last days of the steps; what is no day stays as it is, to be refused.
func stepDays(form url.Values, prefix string) map[round.Step]survey.Day {
	days := map[round.Step]survey.Day{}
	for _, step := range round.Steps[:len(round.Steps)-1] {
		text := form.Get(prefix + string(step))
		day, err := survey.ParseDay(text)
		if err != nil {
			day = survey.Day(text)
		}
		days[step] = day
	}
	return days
}
