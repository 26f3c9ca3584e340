package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/survey"
)

// previewPolicy is the citizens' one, but that nothing can be sent.
const previewPolicy = "default-src 'none'; img-src data:; form-action 'none'; base-uri 'none'; " +
	"frame-ancestors 'none'; style-src "

// draftPreview is GET /desk/questionnaires/drafts/{id}/preview: the citizens' page.
func (s *server) draftPreview(c echo.Context, _ *account.Account) error {
	catalogue, draft, err := s.stored(c)
	if err != nil {
		return err
	}
	page, err := frontend.DrawPreview(frontend.NewPreview(s.frame(c), catalogue, &draft.Form), draft.ID)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Security-Policy", previewPolicy+frontend.CitizenStyleHash())
	return c.HTMLBlob(http.StatusOK, page)
}

// publishPage is GET /desk/questionnaires/drafts/{id}/publish: what publishing means.
func (s *server) publishPage(c echo.Context, _ *account.Account) error {
	catalogue, draft, err := s.stored(c)
	if err != nil {
		return err
	}
	page, err := frontend.NewDraftPublishPage(s.frame(c), catalogue, draft, nil)
	if err != nil {
		return err
	}
	return officePage(c, http.StatusOK, page)
}

// publishDraft is POST /desk/questionnaires/drafts/{id}/publish.
func (s *server) publishDraft(c echo.Context, me *account.Account) error {
	sent, err := deskForm(c)
	if err != nil {
		return err
	}
	fits := func(catalogue *survey.Catalogue, q *survey.Questionnaire) error {
		return frontend.FormFits(s.frame(c), catalogue, q)
	}
	_, err = s.setup(me).PublishDraft(c.Request().Context(), draftID(c), sent.Get("mark"), fits)
	if err == nil {
		return s.done(c, "/desk/questionnaires", "published")
	}
	return s.shownAgain(c, err, func(status int, e *survey.Error) error {
		catalogue, draft, err := s.stored(c)
		if err != nil {
			return err
		}
		page, err := frontend.NewDraftPublishPage(s.frame(c), catalogue, draft, e)
		if err != nil {
			return err
		}
		return officePage(c, status, page)
	})
}
