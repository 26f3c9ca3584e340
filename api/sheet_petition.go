package api

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/scoring"
	"hailong/scoring/edition"
	"hailong/scoring/round"
	"hailong/survey"
)

// PublicationTimes tell when the points of each leaf of an agency were published as they are,
// exactly where that was on a day or later; nil where they are not published.
type PublicationTimes interface {
	LeafTimes(
		ctx context.Context, family string, year int, agency string, since survey.Day, read edition.ContentReader,
	) (func(leaf string) time.Time, error)
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
	today := survey.DayOf(s.Now(), a.catalogue.Zone)
	times, err := s.leafTimes(c, a, today.AddDays(-2*round.PetitionDays))
	if times != nil {
		p.Until = func(leaf string) survey.Day {
			return round.Petitionable(a.catalogue, p.Filed, leaf, times(leaf), today)
		}
	}
	return p, err
}

// lastPetition is the day until which petitions about a leaf were taken; today where that
// cannot be told.
func (s *server) lastPetition(
	c echo.Context, a *sheetAsked, leaf string, today survey.Day,
) (func(string) survey.Day, error) {
	times, err := s.leafTimes(c, a, "")
	if times != nil && !times(leaf).IsZero() {
		today = round.PetitionsUntil(survey.DayOf(times(leaf), a.catalogue.Zone))
	}
	return func(string) survey.Day { return today }, err
}

// leafTimes are exact for what was published since a day.
func (s *server) leafTimes(
	c echo.Context, a *sheetAsked, since survey.Day,
) (func(leaf string) time.Time, error) {
	if s.Published == nil {
		return nil, nil //nolint:nilnil // nothing is published
	}
	code := round.CodeIn(a.catalogue, a.agency, a.round.Year)
	ctx := c.Request().Context()
	return s.Published.LeafTimes(ctx, a.round.Family, a.round.Year, code, since, s.publishedContent)
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
	times, err := s.leafTimes(c, a, "")
	if err != nil {
		return err
	}
	leaf, published := c.Param("leaf"), time.Time{}
	if times != nil {
		published = times(leaf)
	}
	_, err = s.Rounds.FilePetition(
		c.Request().Context(), a.by, a.round.ID, a.agency.ID, leaf, form.Get("reason"), published)
	if err == nil {
		return s.done(c, frontend.LeafPath(a.round.ID, a.agency, leaf), "saved")
	}
	return s.leafAgain(c, a, form, err)
}

// filed are the petitions of the sheet's agency.
func (s *server) filed(c echo.Context, a *sheetAsked) ([]round.Petition, error) {
	return s.Rounds.PetitionsOf(c.Request().Context(), a.round.ID, a.agency.ID)
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
	filed = slices.DeleteFunc(filed, func(p round.Petition) bool { return p.Leaf != leaf })
	if len(filed) == 0 {
		return survey.Fail(survey.NotFound, "petition.unknown", nil)
	}
	sheet, err := s.Rounds.Sheet(ctx, a.round.ID, a.agency.ID, a.extra)
	if err != nil {
		return err
	}
	changes, err := changesOf(sheet, sheet.Leaf(leaf), lang(c), form)
	if err != nil {
		return withoutWords(err, form)
	}
	return s.Rounds.AnswerPetition(ctx, a.by, filed[len(filed)-1].ID, form.Get("answer"), changes)
}

// withoutWords is what is wrong with an answer's figure, and that its text is empty where it is.
func withoutWords(err error, form url.Values) error {
	e := mistake(err)
	if e == nil || strings.TrimSpace(form.Get("answer")) != "" {
		return err
	}
	mistakes := survey.Mistakes(e.Causes)
	if len(mistakes) == 0 {
		mistakes.Add(e)
	}
	mistakes.Add(survey.Fail(survey.Invalid, "petition.answer", nil).At("answer"))
	return mistakes.Err("sheet_page.refused")
}

// changesOf reads what a leaf is given by an answer; nil where the points are kept.
func changesOf(
	sheet *round.Sheet, l *round.Leaf, in survey.Lang, form url.Values,
) (*scoring.Given, error) {
	switch {
	case form.Get("verdict") == "keep":
		return nil, nil
	case form.Get("verdict") != "change" || l == nil:
		return nil, survey.Fail(survey.Invalid, "sheet_page.no_verdict", nil).At("verdict")
	case form.Get("out:"+l.Item.Code) != "":
		return &scoring.Given{NotApplicable: true}, nil
	}
	given, some, mistakes := givenOf(sheet, l, in, form)
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
	published, err := s.Editions.Published(ctx, edition.CCHC, r.Family, r.Year)
	if err != nil {
		return err
	}
	closed := time.Time{}
	if len(published) > 0 {
		closed = published[0].ClosedAt
	}
	return officePage(c, http.StatusOK, frontend.NewSheetPetitionsPage(s.frame(c), catalogue, r, list, closed))
}
