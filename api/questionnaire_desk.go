package api

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/survey"
)

// questionnaireRoutes are the pages on which questionnaires are written and published.
func (s *server) questionnaireRoutes() []deskRoute {
	const list, draft = "/desk/questionnaires", "/desk/questionnaires/drafts/:id"
	return []deskRoute{
		{"GET", list, account.SeeCatalogue, s.questionnaireDesk},
		{"POST", list + "/drafts", account.EditCatalogue, s.startDraft},
		{"GET", draft, account.SeeCatalogue, s.draftPage},
		{"POST", draft, account.EditCatalogue, s.saveDraft},
		{"GET", draft + "/preview", account.SeeCatalogue, s.draftPreview},
		{"GET", draft + "/publish", account.EditCatalogue, s.publishPage},
		{"POST", draft + "/publish", account.EditCatalogue, s.publishDraft},
		{"POST", draft + "/discard", account.EditCatalogue, s.discardDraft},
	}
}

// questionnaireDesk is GET /desk/questionnaires.
func (s *server) questionnaireDesk(c echo.Context, _ *account.Account) error {
	ctx := c.Request().Context()
	catalogue, err := s.Shelf.Fresh(ctx)
	if err != nil {
		return err
	}
	drafts, err := s.Setup.Store.QuestionnaireDrafts(ctx)
	if err != nil {
		return err
	}
	page := frontend.NewQuestionnaireDeskPage(s.frame(c), catalogue, drafts)
	switch c.QueryParam("done") {
	case "published":
		page.Saved, _ = page.T("draft.published")
	case "discarded":
		page.Saved, _ = page.T("draft.discarded")
	}
	return officePage(c, http.StatusOK, page)
}

// startDraft is POST /desk/questionnaires/drafts: a copy of a version, or an empty one.
func (s *server) startDraft(c echo.Context, me *account.Account) error {
	form, err := deskForm(c)
	if err != nil {
		return err
	}
	id, err := s.setup(me).StartDraft(c.Request().Context(), form.Get("from"))
	if err != nil {
		return err
	}
	return s.done(c, frontend.DraftPath(id), "started")
}

// asked is the draft that an address names, with the catalogue; nil where it is gone.
func (s *server) asked(c echo.Context) (*survey.Catalogue, *survey.QuestionnaireDraft, error) {
	ctx := c.Request().Context()
	catalogue, err := s.Shelf.Fresh(ctx)
	if err != nil {
		return nil, nil, err
	}
	draft, err := s.Setup.Store.QuestionnaireDraft(ctx, draftID(c))
	return catalogue, draft, err
}

// stored is the draft that an address names; NotFound where it is gone.
func (s *server) stored(c echo.Context) (*survey.Catalogue, *survey.QuestionnaireDraft, error) {
	catalogue, draft, err := s.asked(c)
	if err == nil && draft == nil {
		err = survey.Fail(survey.NotFound, "draft.unknown", nil)
	}
	return catalogue, draft, err
}

// draftID is the address's; nought, which no draft has, where it is no number.
func draftID(c echo.Context) survey.DraftID {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return 0
	}
	return survey.DraftID(id)
}

// draftPage is GET /desk/questionnaires/drafts/{id}.
func (s *server) draftPage(c echo.Context, _ *account.Account) error {
	catalogue, draft, err := s.stored(c)
	if err != nil {
		return err
	}
	view := frontend.DraftView{At: c.QueryParam("at")}
	saved := map[string]string{"saved": "draft.saved", "started": "draft.started"}[c.QueryParam("done")]
	if c.QueryParam("check") != "" {
		saved = "draft.fit"
		if view.Err = mistake(catalogue.CheckDraft(&draft.Form)); view.Err != nil {
			saved = ""
		}
	}
	page := frontend.NewDraftPage(s.frame(c), catalogue, draft, view)
	if saved != "" {
		page.Saved, _ = page.T(saved)
	}
	return officePage(c, http.StatusOK, page)
}

// saveDraft is POST /desk/questionnaires/drafts/{id}: whatever its button does, what was
// typed is stored, or shown again.
func (s *server) saveDraft(c echo.Context, me *account.Account) error {
	sent, err := deskForm(c)
	if err != nil {
		return err
	}
	typed := draftFields(sent)
	form, err := typed.Questionnaire()
	part, number := form.Edit(sent.Get("do"))
	if err == nil {
		err = s.setup(me).SaveDraft(c.Request().Context(), draftID(c), sent.Get("mark"), form)
	}
	if err == nil {
		return c.Redirect(http.StatusSeeOther, s.afterSaving(c, sent.Get("do"), part, number))
	}
	if mistake(err) == nil {
		return err
	}
	catalogue, draft, readErr := s.asked(c)
	if readErr != nil {
		return readErr
	}
	if draft == nil {
		draft = &survey.QuestionnaireDraft{ID: draftID(c), Form: form}
	}
	return s.again(c, err, func(e *survey.Error) any {
		return frontend.NewDraftPage(s.frame(c), catalogue, draft, frontend.DraftView{Typed: typed, Err: e})
	})
}

// draftFields are the fields of a sent form.
func draftFields(sent url.Values) survey.DraftFields {
	fields := survey.DraftFields{}
	for name := range sent {
		fields[name] = sent.Get(name)
	}
	return fields
}

// afterSaving is where a button of the draft's page leads.
func (s *server) afterSaving(c echo.Context, do string, part survey.DraftPart, number int) string {
	frame, path := s.frame(c), frontend.DraftPath(draftID(c))
	switch do {
	case "check":
		return frame.Link(path, "check", "1")
	case "preview", "publish":
		return frame.Link(path + "/" + do)
	}
	if number > 0 {
		at := strconv.Itoa(number)
		return frame.Link(path, "at", string(part)+"."+at) + "#" + string(part) + "-" + at
	}
	return frame.Link(path, "done", "saved")
}

// discardDraft is POST /desk/questionnaires/drafts/{id}/discard.
func (s *server) discardDraft(c echo.Context, me *account.Account) error {
	sent, err := deskForm(c)
	if err != nil {
		return err
	}
	if err := s.setup(me).DiscardDraft(c.Request().Context(), draftID(c), sent.Get("mark")); err != nil {
		return err
	}
	return s.done(c, "/desk/questionnaires", "discarded")
}
