package api

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/scoring/edition"
	"hailong/scoring/round"
	"hailong/survey"
)

// closePage is GET /desk/editions/close[?what=]: what is chosen to begin with.
func (s *server) closePage(c echo.Context, _ *account.Account) error {
	return s.showClose(c, http.StatusOK, url.Values{"what": c.QueryParams()["what"]}, nil)
}

func (s *server) showClose(c echo.Context, status int, typed url.Values, e *survey.Error) error {
	ctx := c.Request().Context()
	catalogue, err := s.Shelf.Fresh(ctx)
	if err != nil {
		return err
	}
	choices, err := s.editionChoices(ctx, catalogue)
	if err != nil {
		return err
	}
	return officePage(c, status, frontend.NewEditionDeskClosePage(s.frame(c), catalogue, choices, typed, e))
}

// editionChoices are what may be closed: the rounds' indices, and the satisfaction of the
// years with an official plan, newest first. What cannot be yet is told with the reason.
func (s *server) editionChoices(ctx context.Context, c *survey.Catalogue) ([]frontend.EditionChoice, error) {
	rounds, err := s.Rounds.Rounds(ctx)
	if err != nil {
		return nil, err
	}
	var choices []frontend.EditionChoice
	for i := range rounds {
		r := &rounds[i]
		choice := frontend.EditionChoice{
			Value: "round:" + strconv.FormatInt(int64(r.ID), 10), Kind: edition.CCHC, Family: r.Family, Year: r.Year,
		}
		if r.Step != round.Closed {
			choice.Wrong = "edition.round_open"
		}
		choices = append(choices, choice)
	}
	for _, year := range officialYears(c) {
		choices = append(choices, frontend.EditionChoice{
			Value: "year:" + strconv.Itoa(year), Kind: edition.Satisfaction, Family: round.Family, Year: year,
		})
	}
	all, err := s.Editions.List(ctx)
	for i := range choices {
		row := &edition.Edition{Kind: choices[i].Kind, Family: choices[i].Family, Year: choices[i].Year}
		if slices.ContainsFunc(all, func(e edition.Edition) bool {
			return e.State == edition.Closed && e.SameRow(row)
		}) {
			choices[i].Wrong = "edition_page.waiting"
		}
	}
	return choices, err
}

// officialYears are the years with official plans, newest first.
func officialYears(c *survey.Catalogue) []int {
	var years []int
	for i := range c.Plans {
		if p := &c.Plans[i]; p.Official && !slices.Contains(years, p.Year) {
			years = append(years, p.Year)
		}
	}
	slices.Sort(years)
	slices.Reverse(years)
	return years
}

// closeEdition is POST /desk/editions/close: do is try or close. What is frozen is what was
// shown, or it is shown anew.
func (s *server) closeEdition(c echo.Context, me *account.Account) error {
	form, catalogue, err := s.sent(c)
	if err != nil {
		return err
	}
	t, closed, err := s.closing(c.Request().Context(), me, catalogue, form)
	switch {
	case err != nil:
		return s.shownAgain(c, err, func(status int, e *survey.Error) error {
			return s.showClose(c, status, form, e)
		})
	case closed != nil:
		return s.done(c, frontend.EditionPath(closed.ID), "closed")
	}
	if t.Replaces != nil {
		if t.Changes, err = s.changesFrom(c.Request().Context(), t.Replaces, t.Content); err != nil {
			return err
		}
		if t.Round, t.Petitions, err = s.petitionsLeft(c.Request().Context(), t.Replaces); err != nil {
			return err
		}
	}
	status := http.StatusOK
	if form.Get("do") == "close" {
		status, t.Err = http.StatusConflict, survey.Fail(survey.Conflict, "edition_page.stale", nil)
	}
	page := frontend.NewEditionDeskTrialPage(s.frame(c), catalogue, t.round, t.EditionTrial)
	return officePage(c, status, page)
}

type closingTrial struct {
	frontend.EditionTrial
	round *round.Round
}

// closing computes what is to be frozen and, where it is what was shown, freezes it in the
// same transaction: nothing is written between.
func (s *server) closing(
	ctx context.Context, me *account.Account, c *survey.Catalogue, form url.Values,
) (*closingTrial, *edition.Edition, error) {
	t, err := s.chosenEdition(ctx, c, form)
	if err != nil {
		return nil, nil, err
	}
	var closed *edition.Edition
	err = s.Rounds.Store.InTx(ctx, func(ctx context.Context) error {
		closed = nil
		if err := s.compute(ctx, c, t); err != nil {
			return err
		}
		if form.Get("do") != "close" || form.Get("mark") != t.Mark {
			return nil
		}
		replaces := 0
		if t.Replaces != nil {
			replaces = t.Replaces.Number
		}
		closed, err = s.Editions.Close(ctx, me.Actor("page"), t.Content, replaces, t.Why)
		return err
	})
	return t, closed, err
}

// chosenEdition finds what a form asks to freeze; only what can be.
func (s *server) chosenEdition(
	ctx context.Context, c *survey.Catalogue, form url.Values,
) (*closingTrial, error) {
	choices, err := s.editionChoices(ctx, c)
	if err != nil {
		return nil, err
	}
	chosen := func(choice frontend.EditionChoice) bool { return choice.Value == form.Get("what") }
	at := slices.IndexFunc(choices, chosen)
	switch {
	case at < 0:
		return nil, survey.Fail(survey.Invalid, "edition_page.chosen_nothing", nil).At("what")
	case choices[at].Wrong != "":
		args := survey.Args{"year": choices[at].Year}
		return nil, survey.Fail(survey.Conflict, choices[at].Wrong, args).At("what")
	}
	t := &closingTrial{}
	t.Choice, t.Why = choices[at], strings.TrimSpace(form.Get("why"))
	published, err := s.Editions.Published(ctx, t.Choice.Kind, t.Choice.Family, t.Choice.Year)
	if err != nil || len(published) == 0 {
		return t, err
	}
	t.Replaces = &published[0]
	if t.Why == "" {
		return nil, survey.Fail(survey.Invalid, "edition.why_missing", nil).At("why")
	}
	return t, nil
}

// compute gives a trial its figures, with a mark that any other figures have not.
func (s *server) compute(ctx context.Context, c *survey.Catalogue, t *closingTrial) error {
	options := round.ContentOptions{
		Kind: t.Choice.Kind, Family: t.Choice.Family, Year: t.Choice.Year, Province: s.Province, Final: true,
	}
	var id round.ID
	if number, of := strings.CutPrefix(t.Choice.Value, "round:"); of {
		n, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return err
		}
		id = round.ID(n)
		if t.round, err = s.Rounds.Round(ctx, id); err != nil {
			return err
		}
	}
	today := survey.DayOf(s.Now(), c.Zone)
	for _, p := range c.OfficialPlans(t.Choice.Year) {
		if p.Ends >= today {
			t.Running = max(t.Running, p.Ends)
		}
	}
	var err error
	if t.Content, err = s.Rounds.Content(ctx, id, options); err != nil {
		return err
	}
	t.Mark = edition.Hash(edition.Encode(t.Content))
	return nil
}
