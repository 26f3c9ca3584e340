package api

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/scoring/round"
	"hailong/survey"
)

// councilPage is GET /desk/rounds/{id}/council?login=: who appraises what.
func (s *server) councilPage(c echo.Context, _ *account.Account) error {
	return s.showCouncil(c, http.StatusOK, c.QueryParam("login"), nil, nil)
}

func (s *server) showCouncil(
	c echo.Context, status int, login string, typed url.Values, e *survey.Error,
) error {
	ctx := c.Request().Context()
	catalogue, err := s.Shelf.Fresh(ctx)
	if err != nil {
		return err
	}
	r, err := s.askedRound(c)
	if err != nil {
		return err
	}
	v := frontend.RoundCouncil{Round: r, Typed: typed, Err: e}
	if v.Sets, err = s.Rounds.Sets(ctx, r); err != nil {
		return err
	}
	if v.Assigned, err = s.Rounds.Assignments(ctx, r.ID); err != nil {
		return err
	}
	people, err := s.People.Store.Accounts(ctx)
	if err != nil {
		return err
	}
	v.Council, v.Chairs = council(people)
	at := slices.IndexFunc(v.Council, func(a *account.Account) bool { return a.Login == login })
	if at >= 0 {
		v.Chosen = v.Council[at]
	}
	page := frontend.NewRoundCouncilPage(s.frame(c), catalogue, v)
	if word := roundDone[c.QueryParam("done")]; word != "" {
		page.Saved, _ = page.T(word)
	}
	return officePage(c, status, page)
}

// council are those who appraise what they are assigned, and those who appraise everything.
func council(people []account.Account) (members, chairs []*account.Account) {
	for i := range people {
		switch a := &people[i]; {
		case a.Disabled || a.Role.Reach(account.Appraise) == account.None:
		case a.Role == account.Chair:
			chairs = append(chairs, a)
		default:
			members = append(members, a)
		}
	}
	return members, chairs
}

// assign is POST /desk/rounds/{id}/council: do is add, each area of each agency for one
// member of the council, all of them or none, or drop.
func (s *server) assign(c echo.Context, me *account.Account) error {
	form, catalogue, err := s.sent(c)
	if err != nil {
		return err
	}
	r, err := s.askedRound(c)
	if err != nil {
		return err
	}
	ctx, by, path := c.Request().Context(), roundPerson(catalogue, me), frontend.RoundPath(r.ID)+"/council"
	list, err := assignments(form)
	word := "assigned"
	switch {
	case err != nil:
	case form.Get("do") == "drop":
		word, err = "unassigned", s.Rounds.Unassign(ctx, by, r.ID, list[0])
	default:
		err = s.assignAll(ctx, catalogue, by, r.ID, list)
	}
	if err == nil {
		return s.done(c, path, word)
	}
	return s.shownAgain(c, err, func(status int, e *survey.Error) error {
		return s.showCouncil(c, status, form.Get("login"), form, e)
	})
}

// assignments are what a form asks for.
func assignments(form url.Values) ([]round.Assignment, error) {
	var list []round.Assignment
	for _, text := range form["agency"] {
		agency, err := strconv.ParseInt(text, 10, 64)
		if err != nil || agency < 0 {
			return nil, survey.Fail(survey.NotFound, "round.no_member", nil).At("agency")
		}
		for _, area := range form["area"] {
			a := round.Assignment{Login: form.Get("login"), Agency: survey.AgencyID(agency), Area: area}
			list = append(list, a)
		}
	}
	if len(list) == 0 {
		return nil, survey.Fail(survey.Invalid, "round_page.assign_nothing", nil).At("agency")
	}
	return list, nil
}

func (s *server) assignAll(
	ctx context.Context, c *survey.Catalogue, by round.Person, id round.ID, list []round.Assignment,
) error {
	people, err := s.People.Store.Accounts(ctx)
	if err != nil {
		return err
	}
	members, _ := council(people)
	at := slices.IndexFunc(members, func(a *account.Account) bool { return a.Login == list[0].Login })
	if at < 0 {
		return survey.Fail(survey.Invalid, "round.assignee", nil).At("login")
	}
	return s.Rounds.AssignAll(ctx, by, id, list, roundPerson(c, members[at]))
}
