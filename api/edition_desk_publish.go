package api

import (
	"context"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/scoring/edition"
	"hailong/survey"
)

// Publishing gives the use cases with the files and the province's key, which publishing
// alone needs.
type Publishing func(ctx context.Context) (*edition.Editions, error)

// withdrawPage is GET /desk/editions/{id}/withdraw.
func (s *server) withdrawPage(c echo.Context, _ *account.Account) error {
	return s.showWithdraw(c, http.StatusOK, "", nil)
}

func (s *server) showWithdraw(c echo.Context, status int, why string, e *survey.Error) error {
	catalogue, err := s.Shelf.Fresh(c.Request().Context())
	if err != nil {
		return err
	}
	of, err := s.askedEdition(c)
	if err != nil {
		return err
	}
	return officePage(c, status, frontend.NewEditionWithdrawPage(s.frame(c), catalogue, of, why, e))
}

// withdrawEdition is POST /desk/editions/{id}/withdraw.
func (s *server) withdrawEdition(c echo.Context, me *account.Account) error {
	form, err := deskForm(c)
	if err != nil {
		return err
	}
	e, err := s.askedEdition(c)
	if err != nil {
		return err
	}
	err = s.Editions.Withdraw(c.Request().Context(), me.Actor("page"), e.ID, form.Get("why"))
	if err == nil {
		return s.done(c, frontend.EditionPath(e.ID), "withdrawn")
	}
	return s.shownAgain(c, err, func(status int, e *survey.Error) error {
		return s.showWithdraw(c, status, form.Get("why"), e)
	})
}

// publishEditionPage is GET /desk/editions/{id}/publish.
func (s *server) publishEditionPage(c echo.Context, _ *account.Account) error {
	return s.showPublish(c, http.StatusOK, nil, nil)
}

func (s *server) showPublish(c echo.Context, status int, typed url.Values, e *survey.Error) error {
	catalogue, err := s.Shelf.Fresh(c.Request().Context())
	if err != nil {
		return err
	}
	of, err := s.askedEdition(c)
	if err != nil {
		return err
	}
	page := frontend.NewEditionDeskPublishPage(s.frame(c), catalogue, of, typed, e)
	if err := s.compareReplaced(c.Request().Context(), page, of); err != nil {
		return err
	}
	return officePage(c, status, page)
}

// publishEdition is POST /desk/editions/{id}/publish, with the signed decision as a file.
func (s *server) publishEdition(c echo.Context, me *account.Account) error {
	e, err := s.askedEdition(c)
	if err != nil {
		return err
	}
	form, signed, done, err := sentDecision(c)
	if err == nil {
		inTime(c)
		defer done()
		err = s.publish(c.Request().Context(), me, e, signed)
	}
	if err == nil {
		return s.done(c, frontend.EditionPath(e.ID), "published")
	}
	return s.shownAgain(c, err, func(status int, e *survey.Error) error {
		return s.showPublish(c, status, form, e)
	})
}

func (s *server) publish(
	ctx context.Context, me *account.Account, e *edition.Edition, signed edition.Signed,
) error {
	if s.Publishing == nil {
		return survey.Fail(survey.Unavailable, "edition_page.no_publishing", nil)
	}
	editions, err := s.Publishing(ctx)
	if err != nil {
		return err
	}
	_, err = editions.Publish(ctx, me.Actor("page"), e.ID, signed)
	return err
}

// sentDecision reads the form with the signed decision; done forgets its file.
func sentDecision(c echo.Context) (form url.Values, signed edition.Signed, done func(), err error) {
	large := survey.Fail(survey.Invalid, "edition_page.large", nil).At("pdf")
	if err := fileForm(c, survey.MaxFile+formFrame, large); err != nil {
		return nil, signed, nil, err
	}
	r := c.Request()
	form = r.PostForm
	signed.Number = form.Get("decision")
	if day, err := survey.ParseDay(form.Get("date")); err == nil {
		signed.Day = day
	}
	done = func() { _ = r.MultipartForm.RemoveAll() }
	file, header, err := r.FormFile("pdf")
	if err != nil {
		return form, signed, done, nil // the use case says what is missing
	}
	signed.Name, signed.PDF = header.Filename, file
	return form, signed, func() { _ = file.Close(); _ = r.MultipartForm.RemoveAll() }, nil
}
