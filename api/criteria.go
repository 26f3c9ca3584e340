package api

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/scoring/round"
	"hailong/sheet"
	"hailong/survey"
)

// criteriaRoutes are the pages on which criteria sets are written.
func (s *server) criteriaRoutes() []deskRoute {
	const list, set, item = "/desk/criteria", "/desk/criteria/:id", "/desk/criteria/:id/items"
	return []deskRoute{
		{"GET", list, account.SeeCriteria, s.criteriaPage},
		{"GET", list + "/compare", account.SeeCriteria, s.compareCriteria},
		{"POST", list + "/sample", account.EditCriteria, s.startCriteria},
		{"GET", list + "/upload", account.EditCriteria, s.criteriaUpload},
		{"POST", list + "/upload", account.EditCriteria, s.bringCriteria},
		{"GET", set, account.SeeCriteria, s.criteriaSet},
		{"GET", set + "/file.csv", account.SeeCriteria, s.criteriaFile},
		{"GET", set + "/file.xlsx", account.SeeCriteria, s.criteriaFile},
		{"POST", set + "/copy", account.EditCriteria, s.copyCriteria},
		{"GET", set + "/discard", account.EditCriteria, s.discardCriteriaPage},
		{"POST", set + "/discard", account.EditCriteria, s.discardCriteria},
		{"GET", set + "/head", account.EditCriteria, s.criteriaHead},
		{"POST", set + "/head", account.EditCriteria, s.saveCriteriaHead},
		{"GET", item, account.EditCriteria, s.newCriteriaItem},
		{"POST", item, account.EditCriteria, s.addCriteriaItem},
		{"GET", item + "/:code", account.EditCriteria, s.criteriaItem},
		{"POST", item + "/:code", account.EditCriteria, s.saveCriteriaItem},
	}
}

// criteria is the use case of writing criteria sets, acting for who is signed in.
func (s *server) criteria(me *account.Account) *round.Criteria { return s.criteriaFor(me, "") }

// criteriaFor keeps what is not applicable to an agency of his own as proposals, for a reason.
func (s *server) criteriaFor(me *account.Account, reason string) *round.Criteria {
	use := s.Criteria
	use.Actor, use.Near = me.Actor("page"), me.Near
	use.Hold = func(ctx context.Context, e survey.Edit, agency survey.AgencyID) error {
		return s.proposals().Withhold(ctx, me, e, agency, reason)
	}
	return &use
}

// saidOfCriteria is what was just done, by the word that its page is led to with.
var saidOfCriteria = map[string]string{
	"saved": "criteria_page.saved", "added": "criteria_page.added", "removed": "criteria_page.removed",
	"moved": "criteria_page.moved", "copied": "criteria_page.copied", "started": "criteria_page.started",
	"imported": "criteria_page.imported", "discarded": "criteria_page.discarded",
}

// criteriaPage is GET /desk/criteria.
func (s *server) criteriaPage(c echo.Context, _ *account.Account) error {
	page, err := s.criteriaList(c, frontend.CriteriaView{})
	if err != nil {
		return err
	}
	if word := saidOfCriteria[c.QueryParam("done")]; word != "" {
		page.Saved, _ = page.T(word)
	}
	return officePage(c, http.StatusOK, page)
}

func (s *server) criteriaList(c echo.Context, v frontend.CriteriaView) (*frontend.CriteriaPage, error) {
	ctx := c.Request().Context()
	catalogue, err := s.Shelf.Fresh(ctx)
	if err != nil {
		return nil, err
	}
	sets, err := s.Criteria.Store.Sets(ctx)
	if err != nil {
		return nil, err
	}
	v.Today = survey.DayOf(s.Now(), catalogue.Zone)
	frame := s.frame(c)
	frame.Path = "/desk/criteria" // of a form that is shown again too
	return frontend.NewCriteriaPage(frame, catalogue, sets, v), nil
}

// startCriteria is POST /desk/criteria/sample: a set that begins as the sample of a group.
func (s *server) startCriteria(c echo.Context, me *account.Account) error {
	form, err := deskForm(c)
	if err != nil {
		return err
	}
	year := yearOf(form.Get("year"))
	family, group := strings.TrimSpace(form.Get("family")), form.Get("group")
	id, err := s.criteria(me).FromSample(c.Request().Context(), family, year, group)
	if err == nil {
		return s.done(c, frontend.CriteriaPath(id), "started")
	}
	return s.shownAgain(c, err, func(status int, e *survey.Error) error {
		page, err := s.criteriaList(c, frontend.CriteriaView{Typed: form, Err: e})
		if err != nil {
			return err
		}
		return officePage(c, status, page)
	})
}

// yearOf reads a year as it was typed; 0, which no set is of, where it is none.
func yearOf(text string) int {
	year, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil {
		return 0
	}
	return year
}

// setOf is the set that an address names, with the catalogue.
func (s *server) setOf(c echo.Context) (*survey.Catalogue, *round.Set, error) {
	catalogue, err := s.Shelf.Fresh(c.Request().Context())
	if err != nil {
		return nil, nil, err
	}
	set, err := s.Criteria.Set(c.Request().Context(), setID(c.Param("id")))
	return catalogue, set, err
}

// setID reads a set's number; 0, which no set has, where it is none.
func setID(text string) round.SetID {
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0
	}
	return round.SetID(id)
}

// criteriaSet is GET /desk/criteria/{id}.
func (s *server) criteriaSet(c echo.Context, _ *account.Account) error {
	view := frontend.CriteriaSetView{All: c.QueryParam("all") != "", At: c.QueryParam("at")}
	page, err := s.setPage(c, view)
	if err != nil {
		return err
	}
	if word := saidOfCriteria[c.QueryParam("done")]; word != "" {
		page.Saved, _ = page.T(word)
	}
	return officePage(c, http.StatusOK, page)
}

func (s *server) setPage(c echo.Context, v frontend.CriteriaSetView) (*frontend.CriteriaSetPage, error) {
	catalogue, set, err := s.setOf(c)
	if err != nil {
		return nil, err
	}
	if v.Others, err = s.Criteria.Store.Sets(c.Request().Context()); err != nil {
		return nil, err
	}
	if v.Waiting, err = s.Proposals.Proposals(
		c.Request().Context(), account.Waiting, account.MostWaiting,
	); err != nil {
		return nil, err
	}
	frame := s.frame(c)
	frame.Path = frontend.CriteriaPath(set.ID) // of a form that is shown again too
	return frontend.NewCriteriaSetPage(frame, catalogue, set, v), nil
}

// criteriaFile sends a set as an import reads it.
func (s *server) criteriaFile(c echo.Context, _ *account.Account) error {
	_, set, err := s.setOf(c)
	if err != nil {
		return err
	}
	name := fmt.Sprintf("criteria-%s-%d-%s-%d", set.Family, set.Year, set.Group, set.Version)
	return sendTable(c, name, sheet.FromTable("criteria", round.CriteriaTable(&set.CriteriaSet)))
}

// copyCriteria is POST /desk/criteria/{id}/copy.
func (s *server) copyCriteria(c echo.Context, me *account.Account) error {
	form, err := deskForm(c)
	if err != nil {
		return err
	}
	year := yearOf(form.Get("year"))
	id, err := s.criteriaFor(me, form.Get("reason")).CopyTo(c.Request().Context(), setID(c.Param("id")), year)
	if err == nil {
		return s.done(c, frontend.CriteriaPath(id), "copied")
	}
	return s.shownAgain(c, err, func(status int, e *survey.Error) error {
		page, err := s.setPage(c, frontend.CriteriaSetView{Err: e})
		if err != nil {
			return err
		}
		return officePage(c, status, page)
	})
}

// discardCriteriaPage is GET /desk/criteria/{id}/discard.
func (s *server) discardCriteriaPage(c echo.Context, _ *account.Account) error {
	catalogue, set, err := s.unfrozen(c)
	if err != nil {
		return err
	}
	return officePage(c, http.StatusOK, frontend.NewCriteriaDiscardPage(s.frame(c), catalogue, set, nil))
}

// discardCriteria is POST /desk/criteria/{id}/discard.
func (s *server) discardCriteria(c echo.Context, me *account.Account) error {
	form, err := deskForm(c)
	if err != nil {
		return err
	}
	err = s.criteria(me).Discard(c.Request().Context(), setID(c.Param("id")), form.Get("mark"))
	if err == nil {
		return s.done(c, "/desk/criteria", "discarded")
	}
	catalogue, set, readErr := s.unfrozen(c)
	if mistake(err) == nil || readErr != nil { // gone or frozen by now: nothing to ask again
		return err
	}
	return s.again(c, err, func(e *survey.Error) any {
		return frontend.NewCriteriaDiscardPage(s.frame(c), catalogue, set, e)
	})
}

// unfrozen is the set that an address names, where it may be changed.
func (s *server) unfrozen(c echo.Context) (*survey.Catalogue, *round.Set, error) {
	catalogue, set, err := s.setOf(c)
	if err == nil && set.Frozen {
		err = survey.Fail(survey.Conflict, "criteria.frozen", nil)
	}
	return catalogue, set, err
}

// compareCriteria is GET /desk/criteria/compare?a=&b=.
func (s *server) compareCriteria(c echo.Context, _ *account.Account) error {
	ctx := c.Request().Context()
	catalogue, err := s.Shelf.Fresh(ctx)
	if err != nil {
		return err
	}
	sets, err := s.Criteria.Store.Sets(ctx)
	if err != nil {
		return err
	}
	find := func(name string) *round.Set {
		for i := range sets {
			if sets[i].ID == setID(c.QueryParam(name)) {
				return &sets[i]
			}
		}
		return nil
	}
	page := frontend.NewCriteriaComparePage(s.frame(c), catalogue, sets, find("a"), find("b"))
	return officePage(c, http.StatusOK, page)
}
