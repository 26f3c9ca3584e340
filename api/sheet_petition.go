package api

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/scoring"
	"hailong/scoring/round"
	"hailong/survey"
)

// PublicationDay tells on which day the index of a family and year was published; empty
// where it is not.
type PublicationDay interface {
	PublishedOn(ctx context.Context, family string, year int) (survey.Day, error)
}

// petitions are those of the agency, until when one may be filed by the reader, and which he
// may answer.
func (s *server) petitions(
	c echo.Context, a *sheetAsked, sheet *round.Sheet,
) (p frontend.SheetPetitions, err error) {
	if a.round.Step != round.Closed {
		return p, nil
	}
	if p.Filed, err = s.filed(c, a); err != nil {
		return p, err
	}
	p.All = a.me.Role.Reach(account.SeeSheets) == account.All
	if a.me.Role.Reach(account.Appraise) != account.None {
		if p.MayAnswer, err = s.Rounds.Answers(c.Request().Context(), sheet, a.by); err != nil {
			return p, err
		}
	}
	if !a.me.May(a.catalogue, account.FillSheet, a.agency.ID) {
		return p, nil
	}
	day, err := s.publishedOn(c, a.round)
	if day != "" && survey.DayOf(s.Now(), a.catalogue.Zone) <= round.PetitionsUntil(day) {
		p.Until = round.PetitionsUntil(day)
	}
	return p, err
}

// lastPetitions is the day until which petitions were taken; today where that cannot be told.
func (s *server) lastPetitions(c echo.Context, a *sheetAsked, v *frontend.SheetView) (survey.Day, error) {
	day, err := s.publishedOn(c, a.round)
	if day == "" {
		return v.Today, err
	}
	return round.PetitionsUntil(day), err
}

func (s *server) publishedOn(c echo.Context, r *round.Round) (survey.Day, error) {
	if s.Published == nil {
		return "", nil
	}
	return s.Published.PublishedOn(c.Request().Context(), r.Family, r.Year)
}

// petition is POST …/leaves/{leaf}/petition.
func (s *server) petition(c echo.Context, me *account.Account) error {
	a, err := s.askedSheet(c, me, account.FillSheet)
	if err != nil {
		return err
	}
	form, err := deskForm(c)
	if err != nil {
		return err
	}
	day, err := s.publishedOn(c, a.round)
	if err != nil {
		return err
	}
	leaf := c.Param("leaf")
	_, err = s.Rounds.FilePetition(
		c.Request().Context(), a.by, a.round.ID, a.agency.ID, leaf, form.Get("reason"), day)
	if err == nil {
		return s.done(c, frontend.LeafPath(a.round.ID, a.agency, leaf), "saved")
	}
	return s.leafAgain(c, a, form, err)
}

// filed are the petitions of the sheet's agency.
func (s *server) filed(c echo.Context, a *sheetAsked) ([]round.Appeal, error) {
	all, err := s.Rounds.Petitions(c.Request().Context(), a.round.ID)
	return slices.DeleteFunc(all, func(p round.Appeal) bool { return p.Agency != a.agency.ID }), err
}

// answerPetition is POST …/leaves/{leaf}/petition/answer: in writing, with the points kept
// or changed.
func (s *server) answerPetition(c echo.Context, me *account.Account) error {
	a, err := s.askedSheet(c, me, account.Appraise)
	if err != nil {
		return err
	}
	form, err := deskForm(c)
	if err != nil {
		return err
	}
	leaf := c.Param("leaf")
	if err = s.answerAt(c, a, leaf, form); err != nil {
		return s.leafAgain(c, a, form, err)
	}
	return s.done(c, frontend.LeafPath(a.round.ID, a.agency, leaf), "answered")
}

func (s *server) answerAt(c echo.Context, a *sheetAsked, leaf string, form url.Values) error {
	ctx := c.Request().Context()
	filed, err := s.filed(c, a)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(filed, func(p round.Appeal) bool { return p.Leaf == leaf })
	if at < 0 {
		return survey.Fail(survey.NotFound, "petition.unknown", nil)
	}
	sheet, err := s.Rounds.Sheet(ctx, a.round.ID, a.agency.ID, a.extra)
	if err != nil {
		return err
	}
	changes, err := changesOf(sheet, sheet.Leaf(leaf), form)
	if err != nil {
		return err
	}
	return s.Rounds.AnswerPetition(ctx, a.by, filed[at].ID, form.Get("answer"), changes)
}

// changesOf reads what a leaf is given by an answer; nil where the points are kept.
func changesOf(sheet *round.Sheet, l *round.Leaf, form url.Values) (*scoring.Given, error) {
	switch {
	case form.Get("verdict") == "keep":
		return nil, nil
	case form.Get("verdict") != "change" || l == nil:
		return nil, survey.Fail(survey.Invalid, "sheet_page.no_verdict", nil).At("verdict")
	case form.Get("out:"+l.Item.Code) != "":
		return &scoring.Given{NotApplicable: true}, nil
	}
	given, some, mistakes := givenOf(sheet, l, form)
	if !some && len(frontend.FigureFields(sheet, l)) > 0 {
		mistakes.Add(survey.Fail(survey.Invalid, "sheet_page.no_figure", nil).At(frontend.FigureField(sheet, l)))
	}
	return &given, mistakes.Err("sheet_page.refused")
}

// petitionsPage is GET /desk/rounds/{id}/petitions: all of a round, those without an answer
// first.
func (s *server) petitionsPage(c echo.Context, _ *account.Account) error {
	ctx := c.Request().Context()
	catalogue, err := s.Shelf.Fresh(ctx)
	if err != nil {
		return err
	}
	r, err := s.askedRound(c)
	if err != nil {
		return err
	}
	list, err := s.Rounds.Petitions(ctx, r.ID)
	if err != nil {
		return err
	}
	return officePage(c, http.StatusOK, frontend.NewSheetPetitionsPage(s.frame(c), catalogue, r, list))
}
