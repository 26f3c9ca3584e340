package api

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/scoring/round"
	"hailong/survey"
)

// leafPage is GET /desk/rounds/{id}/sheets/{agency}/leaves/{leaf}: how the leaf is scored,
// all that was written at it, and its evidence.
func (s *server) leafPage(c echo.Context, me *account.Account) error {
	a, err := s.askedSheet(c, me, account.SeeSheets)
	if err != nil {
		return err
	}
	return s.showLeaf(c, a, http.StatusOK, nil, nil)
}

func (s *server) showLeaf(
	c echo.Context, a *sheetAsked, status int, typed url.Values, e *survey.Error,
) error {
	v, err := s.viewSheet(c, a)
	if err != nil {
		return err
	}
	leaf := c.Param("leaf")
	if leaf != round.ReportLeaf && v.Sheet.Leaf(leaf) == nil {
		return survey.Fail(survey.NotFound, "sheet.leaf", nil)
	}
	v.Typed, v.Err = typed, e
	if e != nil && e.Kind == survey.Closed && typed.Has("reason") { // a petition that came too late
		if v.Petitions.Until, err = s.lastPetition(c, a, leaf, v.Today); err != nil {
			return err
		}
	}
	page := frontend.NewSheetLeafPage(s.frame(c), a.catalogue, *v, leaf)
	page.Saved = s.sheetDone(c)
	return scriptedPage(c, status, page, page.Script)
}

// leafAgain shows the leaf's page again with what was typed.
func (s *server) leafAgain(c echo.Context, a *sheetAsked, typed url.Values, err error) error {
	return s.shownAgain(c, err, func(status int, e *survey.Error) error {
		return s.showLeaf(c, a, status, typed, e)
	})
}

// explainLeaf is POST …/leaves/{leaf}/explanation: what the agency says to a cut, with new
// evidence, or that it agrees.
func (s *server) explainLeaf(c echo.Context, me *account.Account) error {
	a, err := s.askedSheet(c, me, account.FillSheet)
	if err != nil {
		return err
	}
	leaf := c.Param("leaf")
	got, err := s.receive(c, a, round.Explained, leaf)
	if err != nil {
		return err
	}
	after, _ := strconv.ParseInt(got.form.Get("after:"+leaf), 10, 64) // no number is none
	err = s.Rounds.Explain(c.Request().Context(), a.by, a.round.ID, a.agency.ID, []round.Explanation{{
		Leaf: leaf, Text: got.form.Get("note:" + leaf), Agrees: got.form.Get("agrees") != "",
		After: round.EntryID(after),
	}})
	stored := err == nil
	if err = joined(err, got.mistakes); err == nil {
		done := "explained"
		if got.form.Get("agrees") != "" {
			done = "agreed"
		}
		path := s.frame(c).Link(a.path(), "done", done, "area", a.areaOf(c, s, leaf))
		return c.Redirect(http.StatusSeeOther, path+"#"+frontend.LeafID(leaf))
	}
	sent := &sheetSent{area: a.areaOf(c, s, leaf), typed: got.form, err: mistake(err), part: round.Explained}
	if stored {
		sent.typed = nil
	}
	if sent.err == nil {
		return err
	}
	s.note(c, statusOf(err), err)
	return s.showSheet(c, a, statusOf(err), sent)
}

// areaOf is the code of a leaf's area; empty where it cannot be told.
func (a *sheetAsked) areaOf(c echo.Context, s *server, leaf string) string {
	sheet, err := s.Rounds.Sheet(c.Request().Context(), a.round.ID, a.agency.ID, a.extra)
	if err != nil || sheet.Leaf(leaf) == nil {
		return ""
	}
	return frontend.AreaCode(sheet.Leaf(leaf))
}
