package api

import (
	"errors"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"hailong/frontend"
	"hailong/survey"
)

// maxForm is what is read of a form: a comment far over the limit is still shown
// again, to be shortened.
const maxForm = 1 << 20

// answer is POST /s/{token}. Whatever can be mended by sending again comes back
// as the form with everything typed kept.
func (s *server) answer(c echo.Context) error {
	if err := readForm(c); err != nil {
		return err
	}
	// Whether there is such a counter, the intake says: it may have been opened just now.
	token, err := survey.ParseToken(c.Param("token"))
	if err != nil {
		return err
	}
	draft, err := formDraft(c, token)
	if err == nil {
		err = s.limitAddress(c)
	}
	if err != nil {
		return s.formAgain(c, err)
	}
	out, err := s.submit(c, draft)
	if err != nil {
		return s.formAgain(c, err)
	}
	return c.Redirect(http.StatusSeeOther, s.thanksAddress(c, token, out.Receipt))
}

func (s *server) thanksAddress(c echo.Context, token survey.Token, r survey.Receipt) string {
	frame := s.frame(c)
	return frame.Link("/s/"+string(token)+"/thanks", "r", r.Short())
}

// readForm reads the body's fields, not the query's.
func readForm(c echo.Context) error {
	r := c.Request()
	media, _, err := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	if err != nil || media != echo.MIMEApplicationForm {
		return echo.NewHTTPError(http.StatusUnsupportedMediaType)
	}
	r.Body = http.MaxBytesReader(c.Response(), r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		if _, large := errors.AsType[*http.MaxBytesError](err); large {
			return survey.Fail(survey.TooLarge, "too_large", nil)
		}
		return echo.NewHTTPError(http.StatusBadRequest).SetInternal(err)
	}
	return nil
}

// formDraft reads the fields of the contract: receipt, form, stage, q.{code},
// comment.
func formDraft(c echo.Context, token survey.Token) (*survey.Draft, error) {
	form := c.Request().PostForm
	d := &survey.Draft{
		Counter: string(token), Receipt: form.Get("receipt"), Form: form.Get("form"),
		Channel: survey.ChannelQR, Answers: map[string]int{}, Comment: form.Get("comment"),
	}
	var err error
	if d.Stage, err = survey.ParseStage(form.Get("stage")); err != nil {
		return nil, err
	}
	for name, values := range form {
		code, isAnswer := strings.CutPrefix(name, "q.")
		if !isAnswer || strings.Join(values, "") == "" {
			continue
		}
		if values[0] == "na" && len(values) == 1 {
			d.NA = append(d.NA, code)
			continue
		}
		level, err := strconv.Atoi(values[0])
		if err != nil || len(values) > 1 {
			level = 0 // out of the scale: the question is named as unreadable
		}
		d.Answers[code] = level
	}
	return d, nil
}

// formAgain shows the form with what was typed, unless the error is of a kind
// that sending again cannot mend.
func (s *server) formAgain(c echo.Context, err error) error {
	status := statusOf(err)
	switch status {
	case http.StatusUnprocessableEntity, http.StatusTooManyRequests,
		http.StatusServiceUnavailable, http.StatusInternalServerError:
	default:
		return err
	}
	catalogue := s.Shelf.Now()
	page, placeErr := s.emptyForm(c, catalogue)
	if placeErr != nil {
		return placeErr
	}
	if err := s.keepTyped(c, catalogue, &page); err != nil {
		return err
	}
	s.note(c, status, err)
	retryAfter(c, err)
	e, ours := errors.AsType[*survey.Error](err)
	if !ours {
		e = &survey.Error{Kind: survey.Internal}
	}
	return citizenPage(c, status, page.Failed(e))
}

// keepTyped fills a form with what was sent. The receipt stays, so that sending
// again counts once; a broken one is replaced.
func (s *server) keepTyped(c echo.Context, catalogue *survey.Catalogue, page *frontend.FormPage) error {
	form := c.Request().PostForm
	page.Receipt, page.Stage = form.Get("receipt"), form.Get("stage")
	page.Comment = strings.ToValidUTF8(strings.ReplaceAll(form.Get("comment"), "\x00", ""), "")
	page.Answers = map[string]string{}
	for name, values := range form {
		if code, isAnswer := strings.CutPrefix(name, "q."); isAnswer && utf8.ValidString(code) {
			page.Answers[code] = values[0]
		}
	}
	if sent := catalogue.QuestionnaireByRef(form.Get("form")); sent != nil {
		page.Questionnaire = sent
	}
	if _, err := survey.ParseReceipt(page.Receipt); err == nil {
		return nil
	}
	receipt, err := survey.NewReceipt(s.Now(), s.Random)
	page.Receipt = receipt.String()
	return err
}
