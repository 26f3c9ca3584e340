package api

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/scoring"
	"hailong/scoring/round"
	"hailong/survey"
)

// criteriaHead is GET /desk/criteria/{id}/head: the set's own fields and its classes.
func (s *server) criteriaHead(c echo.Context, _ *account.Account) error {
	catalogue, set, err := s.unfrozen(c)
	if err != nil {
		return err
	}
	return officePage(c, http.StatusOK, frontend.NewCriteriaHeadPage(s.frame(c), catalogue, set, nil, nil))
}

// saveCriteriaHead is POST /desk/criteria/{id}/head.
func (s *server) saveCriteriaHead(c echo.Context, me *account.Account) error {
	sent, err := deskForm(c)
	if err != nil {
		return err
	}
	catalogue, set, err := s.unfrozen(c)
	if err != nil {
		return err
	}
	typed := cellsOf(sent)
	changed := set.CriteriaSet
	if err = round.ReadHead(typed, &changed); err == nil {
		err = s.criteria(me).Save(c.Request().Context(), set.ID, sent.Get("mark"), changed)
	}
	if err == nil {
		return s.done(c, frontend.CriteriaPath(set.ID), "saved")
	}
	return s.again(c, err, func(e *survey.Error) any {
		return frontend.NewCriteriaHeadPage(s.frame(c), catalogue, set, typed, e)
	})
}

// cellsOf are the fields of a sent form as cells; what has several values is a list.
func cellsOf(sent url.Values) map[string]string {
	cells := map[string]string{}
	for name, values := range sent {
		cells[name] = strings.Join(values, "|")
	}
	return cells
}

// newCriteriaItem is GET /desk/criteria/{id}/items?under=: a new item, the last of what it
// stands in.
func (s *server) newCriteriaItem(c echo.Context, _ *account.Account) error {
	catalogue, set, err := s.unfrozen(c)
	if err != nil {
		return err
	}
	view := frontend.CriteriaItemView{Place: -1, Under: round.PlaceOf(&set.CriteriaSet, c.QueryParam("under"))}
	return officePage(c, http.StatusOK, frontend.NewCriteriaItemPage(s.frame(c), catalogue, set, view))
}

// addCriteriaItem is POST /desk/criteria/{id}/items.
func (s *server) addCriteriaItem(c echo.Context, me *account.Account) error {
	sent, err := deskForm(c)
	if err != nil {
		return err
	}
	catalogue, set, err := s.unfrozen(c)
	if err != nil {
		return err
	}
	view := frontend.CriteriaItemView{Place: -1, Under: -1, Typed: sent}
	changed := set.CriteriaSet
	if code := sent.Get("under"); code != "" {
		if view.Under = round.PlaceOf(&changed, code); view.Under < 0 {
			return survey.Fail(survey.Conflict, "criteria.unknown_item", nil)
		}
	}
	item, err := sentItem(sent, view.Level(set), &changed, -1)
	if err == nil {
		round.InsertItem(&changed, view.Under, item)
		err = s.saveItems(c.Request().Context(), me, set, sent, changed)
	}
	if err == nil {
		return s.toItem(c, &changed, set.ID, item.Code, "added")
	}
	return s.itemAgain(c, catalogue, set, view, err)
}

// itemAt is the set and the place of the item that an address names.
func (s *server) itemAt(c echo.Context) (*survey.Catalogue, *round.Set, int, error) {
	catalogue, set, err := s.unfrozen(c)
	if err != nil {
		return nil, nil, 0, err
	}
	place := round.PlaceOf(&set.CriteriaSet, pathCode(c))
	if place < 0 {
		err = survey.Fail(survey.NotFound, "criteria.unknown_item", nil)
	}
	return catalogue, set, place, err
}

// pathCode is the code in an address.
func pathCode(c echo.Context) string {
	code, err := url.PathUnescape(c.Param("code"))
	if err != nil {
		return c.Param("code")
	}
	return code
}

// criteriaItem is GET /desk/criteria/{id}/items/{code}.
func (s *server) criteriaItem(c echo.Context, _ *account.Account) error {
	catalogue, set, place, err := s.itemAt(c)
	if err != nil {
		return err
	}
	view := frontend.CriteriaItemView{Place: place, Under: -1}
	return officePage(c, http.StatusOK, frontend.NewCriteriaItemPage(s.frame(c), catalogue, set, view))
}

// saveCriteriaItem is POST /desk/criteria/{id}/items/{code}: whatever its button does, what
// was typed is stored, or shown again; only removing stores nothing of it.
func (s *server) saveCriteriaItem(c echo.Context, me *account.Account) error {
	sent, err := deskForm(c)
	if err != nil {
		return err
	}
	catalogue, set, place, err := s.itemAt(c)
	if err != nil {
		return err
	}
	changed, ctx := set.CriteriaSet, c.Request().Context()
	view := frontend.CriteriaItemView{Place: place, Under: -1, Typed: sent}
	if sent.Get("do") == "remove" {
		if len(set.Parts(place)) > 0 {
			err = survey.Fail(survey.Conflict, "criteria.has_parts", nil)
		} else {
			round.RemoveItem(&changed, place)
			err = s.saveItems(ctx, me, set, sent, changed)
		}
		if err == nil {
			return s.done(c, frontend.CriteriaPath(set.ID), "removed")
		}
		return s.itemAgain(c, catalogue, set, view, err)
	}
	item, err := sentItem(sent, set.Items[place].Level, &changed, place)
	done := "saved"
	if err == nil {
		changed.Items = append([]scoring.Item{}, changed.Items...)
		changed.Items[place] = item
		if do := sent.Get("do"); do == "up" || do == "down" {
			round.MoveItem(&changed, place, do == "up")
			done = "moved"
		}
		err = s.saveItems(ctx, me, set, sent, changed)
	}
	if err == nil {
		return s.toItem(c, &changed, set.ID, item.Code, done)
	}
	return s.itemAgain(c, catalogue, set, view, err)
}

// sentItem reads an item from a form. Its code may be no other item's; place is its own.
func sentItem(
	sent url.Values, level scoring.Level, set *scoring.CriteriaSet, place int,
) (scoring.Item, error) {
	cells := cellsOf(sent)
	cells["level"] = map[scoring.Level]string{
		scoring.Area: "area", scoring.Criterion: "criterion", scoring.Component: "component",
	}[level]
	item, err := round.ReadItem(cells)
	if err != nil {
		return item, err
	}
	if other := round.PlaceOf(set, item.Code); other >= 0 && other != place {
		return item, survey.Fail(survey.Conflict, "record.taken", survey.Args{"value": item.Code}).At("code")
	}
	return item, nil
}

// saveItems stores a set that the page of one item has changed.
func (s *server) saveItems(
	ctx context.Context, me *account.Account, set *round.Set, sent url.Values, changed scoring.CriteriaSet,
) error {
	return s.criteriaFor(me, sent.Get("reason")).Save(ctx, set.ID, sent.Get("mark"), changed)
}

// toItem leads to where an item stands in its set.
func (s *server) toItem(c echo.Context, set *scoring.CriteriaSet, id round.SetID, code, done string) error {
	path := s.frame(c).Link(frontend.CriteriaPath(id), "done", done, "at", code)
	return c.Redirect(http.StatusSeeOther, path+frontend.CriteriaItemAt(set, code))
}

func (s *server) itemAgain(
	c echo.Context, catalogue *survey.Catalogue, set *round.Set, view frontend.CriteriaItemView, err error,
) error {
	return s.again(c, err, func(e *survey.Error) any {
		view.Err = e
		return frontend.NewCriteriaItemPage(s.frame(c), catalogue, set, view)
	})
}
