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

// fillArea is POST /desk/rounds/{id}/sheets/{agency}/areas/{area}: the agency's own part of
// an area, saved at once, with the files that were chosen.
func (s *server) fillArea(c echo.Context, me *account.Account) error {
	return s.writeArea(c, me, account.FillSheet, round.Self)
}

// appraiseArea is POST …/areas/{area}/appraisal: the council's part of an area. keep takes
// the agency's own points wherever nothing is appraised.
func (s *server) appraiseArea(c echo.Context, me *account.Account) error {
	return s.writeArea(c, me, account.Appraise, round.Appraised)
}

func (s *server) writeArea(
	c echo.Context, me *account.Account, action account.Action, part round.Part,
) error {
	a, err := s.askedSheet(c, me, action)
	if err != nil {
		return err
	}
	if part == round.Appraised {
		part = writtenPart(a.round, action)
	}
	got, err := s.receive(c, a, part, "")
	if err != nil {
		return err
	}
	sent := &sheetSent{area: c.Param("area"), part: part}
	if err = s.writeLeaves(c, a, part, got.form); err != nil {
		sent.typed = got.form
	}
	if err = joined(err, got.mistakes); err == nil {
		return s.backToArea(c, a, got.form)
	}
	if sent.err = mistake(err); sent.err == nil {
		return err
	}
	s.note(c, statusOf(err), err)
	return s.showSheet(c, a, statusOf(err), sent)
}

// backToArea leads back to the area that was saved, and to what was looked at.
func (s *server) backToArea(c echo.Context, a *sheetAsked, form url.Values) error {
	area := c.Param("area")
	path := s.frame(c).Link(a.path(), "done", "saved", "area", area)
	if only := form.Get("only"); only != "" {
		path = s.frame(c).Link(a.path(), "done", "saved", "only", only)
	}
	return c.Redirect(http.StatusSeeOther, path+"#"+frontend.AreaID(area))
}

// writeLeaves stores what a form says of the leaves of an area: all of it, or nothing.
func (s *server) writeLeaves(c echo.Context, a *sheetAsked, part round.Part, form url.Values) error {
	ctx, area := c.Request().Context(), c.Param("area")
	sheet, err := s.Rounds.Sheet(ctx, a.round.ID, a.agency.ID, a.extra)
	if err != nil {
		return err
	}
	drafts := draftsOf(sheet, area, part, lang(c), form)
	if part == round.Self {
		return s.Rounds.Assess(ctx, a.by, a.round.ID, a.agency.ID, drafts)
	}
	return s.Rounds.Store.InTx(ctx, func(ctx context.Context) error {
		err := s.Rounds.Appraise(ctx, a.by, a.round.ID, a.agency.ID, part, drafts)
		if err == nil && form.Get("keep") != "" && part == round.Appraised {
			_, err = s.Rounds.Keep(ctx, a.by, a.round.ID, a.agency.ID, area)
		}
		return err
	})
}

// draftsOf reads the fields of an area; what cannot be read stands in its draft, so that all
// that is wrong with an area is told at once. A leaf whose fields are all empty says nothing,
// unless something is stored: what is stored is not taken back, only written anew.
func draftsOf(
	sheet *round.Sheet, area string, part round.Part, in survey.Lang, form url.Values,
) (list []round.Draft) {
	for i := range sheet.Leaves {
		l := &sheet.Leaves[i]
		if _, asked := form["after:"+l.Item.Code]; !asked || frontend.AreaCode(l) != area {
			continue
		}
		d := draftOf(sheet, l, in, form)
		if d == nil && l.Last(part) != 0 {
			d = &round.Draft{Leaf: l.Item.Code}
			d.Unread.Add(survey.Fail(survey.Invalid, "sheet_page.emptied", nil).At(frontend.FigureField(sheet, l)))
		}
		if d != nil {
			list = append(list, *d)
		}
	}
	return list
}

// draftOf reads the fields of a leaf; nil where they are empty.
func draftOf(sheet *round.Sheet, l *round.Leaf, in survey.Lang, form url.Values) *round.Draft {
	code := l.Item.Code
	after, err := strconv.ParseInt(form.Get("after:"+code), 10, 64)
	if err != nil {
		after = 0
	}
	d := &round.Draft{Leaf: code, Note: form.Get("note:" + code), After: round.EntryID(after)}
	if form.Get("out:"+code) != "" {
		d.Given.NotApplicable = true
		return d
	}
	some := false
	d.Given, some, d.Unread = givenOf(sheet, l, in, form)
	switch {
	case !some && d.Note == "":
		return nil
	case !some && len(frontend.FigureFields(sheet, l)) > 0:
		d.Unread.Add(survey.Fail(survey.Invalid, "sheet_page.no_figure", nil).At(frontend.FigureField(sheet, l)))
	}
	return d
}

// joined is an error with the mistakes that were found beside it.
func joined(err error, more survey.Mistakes) error {
	if len(more) == 0 {
		return err
	}
	if err == nil {
		return filesError(more)
	}
	e := mistake(err)
	if e == nil {
		return err
	}
	all := *e
	all.Causes = append(append([]*survey.Error(nil), e.Causes...), more...)
	return &all
}

// filesError says what was wrong with files; that their time is over where it is for all.
func filesError(list survey.Mistakes) error {
	err := list.Err("sheet_page.files_refused")
	e := mistake(err)
	open := slices.ContainsFunc(list, func(one *survey.Error) bool { return one.Kind != survey.Closed })
	if e == nil || open {
		return err
	}
	e.Kind = survey.Closed
	return e
}
