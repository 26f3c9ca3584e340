package api

import (
	"errors"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"hailong/frontend"
	"hailong/survey"
)

// maxForm is what is read of a form: a comment far over the limit is still shown
// again, to be shortened.
const maxForm = 1 << 20

// formCache keeps the forms of the catalogue in force, drawn ahead. A new
// catalogue starts it anew.
type formCache struct {
	mu    sync.RWMutex
	of    *survey.Catalogue
	forms map[formKey]*frontend.PreparedForm
}

type formKey struct {
	counter survey.CounterID
	form    survey.QuestionnaireID
	lang    survey.Lang
}

func (f *formCache) get(c *survey.Catalogue, key formKey) *frontend.PreparedForm {
	f.mu.RLock()
	defer f.mu.RUnlock()
	if f.of != c {
		return nil
	}
	return f.forms[key]
}

func (f *formCache) put(c *survey.Catalogue, key formKey, form *frontend.PreparedForm) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.of != c {
		f.of, f.forms = c, map[formKey]*frontend.PreparedForm{}
	}
	f.forms[key] = form
}

// form is GET /s/{token}: the counter's questionnaire, without a query.
func (s *server) form(c echo.Context) error {
	page, err := s.emptyForm(c, s.Shelf.Now())
	if err != nil {
		return err
	}
	catalogue := s.Shelf.Now()
	key := formKey{page.Counter.ID, page.Questionnaire.ID, page.Lang}
	form := s.forms.get(catalogue, key)
	if form == nil {
		if form, err = frontend.PrepareForm(page); err != nil {
			return err
		}
		s.forms.put(catalogue, key, form)
	}
	receipt, err := survey.NewReceipt(s.Now(), s.Random)
	if err != nil {
		return err
	}
	return sendForm(c, form, receipt.String())
}

func sendForm(c echo.Context, form *frontend.PreparedForm, receipt string) error {
	h := c.Response().Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", citizenPolicy)
	h.Set("Vary", "Accept-Encoding")
	if strings.Contains(c.Request().Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		return c.HTMLBlob(http.StatusOK, form.Gzip(receipt))
	}
	return c.HTMLBlob(http.StatusOK, form.Plain(receipt))
}

// emptyForm finds what the counter shows today.
func (s *server) emptyForm(c echo.Context, catalogue *survey.Catalogue) (frontend.FormPage, error) {
	counter, err := catalogue.CounterByToken(c.Param("token"))
	if err != nil {
		return frontend.FormPage{}, err
	}
	today := survey.DayOf(s.Now(), catalogue.Zone)
	if !counter.OpenOn(today) {
		return frontend.FormPage{}, survey.Fail(survey.Closed, "counter.closed", nil)
	}
	plan, err := catalogue.PlanFor(counter, today)
	if err != nil {
		return frontend.FormPage{}, err
	}
	frame := s.frame(c)
	frame.Path, frame.Query = "/s/"+string(counter.Token), nil // one page for every way to write the token
	return frontend.FormPage{
		Frame: frame, Agency: catalogue.Agency(counter.Agency), Counter: counter,
		Questionnaire: catalogue.Questionnaire(plan.Questionnaire),
	}, nil
}

// answer is POST /s/{token}. Whatever can be mended by sending again comes back
// as the form with everything typed kept.
func (s *server) answer(c echo.Context) error {
	if err := readForm(c); err != nil {
		return err
	}
	counter, err := s.Shelf.Now().CounterByToken(c.Param("token"))
	if err != nil {
		return err
	}
	draft, err := formDraft(c, counter)
	if err == nil {
		err = errors.Join(s.limitAddress(c), s.limitCounter(counter))
	}
	if err != nil {
		return s.formAgain(c, err)
	}
	if _, err := s.Intake.Submit(c.Request().Context(), draft); err != nil {
		return s.formAgain(c, err)
	}
	receipt, err := survey.ParseReceipt(draft.Receipt)
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, s.thanksAddress(c, counter, receipt))
}

func (s *server) thanksAddress(c echo.Context, counter *survey.Counter, r survey.Receipt) string {
	frame := s.frame(c)
	return frame.Link("/s/"+string(counter.Token)+"/thanks", "r", r.Short())
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
func formDraft(c echo.Context, counter *survey.Counter) (*survey.Draft, error) {
	form := c.Request().PostForm
	d := &survey.Draft{
		Counter: string(counter.Token), Receipt: form.Get("receipt"), Form: form.Get("form"),
		Channel: survey.ChannelQR, Answers: map[string]int{}, Comment: form.Get("comment"),
	}
	var err error
	if d.Stage, err = survey.ParseStage(form.Get("stage")); err != nil {
		return nil, err
	}
	for name, values := range form {
		code, isAnswer := strings.CutPrefix(name, "q.")
		if !isAnswer || values[0] == "" {
			continue
		}
		if values[0] == "na" {
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
	case http.StatusUnprocessableEntity, http.StatusTooManyRequests, http.StatusServiceUnavailable:
	default:
		return err
	}
	page, placeErr := s.emptyForm(c, s.Shelf.Now())
	if placeErr != nil {
		return placeErr
	}
	if err := s.keepTyped(c, &page); err != nil {
		return err
	}
	e, _ := errors.AsType[*survey.Error](err)
	retryAfter(c, err)
	return citizenPage(c, status, page.Failed(e))
}

// keepTyped fills a form with what was sent. The receipt stays, so that sending
// again counts once; a broken one is replaced.
func (s *server) keepTyped(c echo.Context, page *frontend.FormPage) error {
	form := c.Request().PostForm
	page.Receipt, page.Stage = form.Get("receipt"), form.Get("stage")
	page.Comment = strings.ToValidUTF8(strings.ReplaceAll(form.Get("comment"), "\x00", ""), "")
	page.Answers = map[string]string{}
	for name, values := range form {
		if code, isAnswer := strings.CutPrefix(name, "q."); isAnswer && utf8.ValidString(code) {
			page.Answers[code] = values[0]
		}
	}
	if sent := s.Shelf.Now().QuestionnaireByRef(form.Get("form")); sent != nil {
		page.Questionnaire = sent
	}
	if _, err := survey.ParseReceipt(page.Receipt); err == nil {
		return nil
	}
	receipt, err := survey.NewReceipt(s.Now(), s.Random)
	page.Receipt = receipt.String()
	return err
}

// thanks is GET /s/{token}/thanks. It does not ask the database: what it says was
// true when the answer was committed.
func (s *server) thanks(c echo.Context) error {
	counter, err := s.Shelf.Now().CounterByToken(c.Param("token"))
	if err != nil {
		return err
	}
	agency := s.Shelf.Now().Agency(counter.Agency)
	return citizenPage(c, http.StatusOK, frontend.ThanksPage{
		Frame: s.frame(c), Agency: agency, Counter: counter,
		Short: shortCode(c.QueryParam("r")), ResultsPublic: s.resultsPublic(agency),
	})
}

// shortCode lets only a receipt's short code through: the page repeats nothing else.
func shortCode(s string) string {
	if len(s) != 9 || s[4] != '-' {
		return ""
	}
	for i, c := range s {
		if i != 4 && !strings.ContainsRune("0123456789ABCDEFGHJKMNPQRSTVWXYZ", c) {
			return ""
		}
	}
	return s
}

// place finds whose page a token was for, nil where it is nobody's.
func (s *server) place(token string) (*survey.Counter, *survey.Agency) {
	counter, err := s.Shelf.Now().CounterByToken(token)
	if err != nil {
		return nil, nil
	}
	return counter, s.Shelf.Now().Agency(counter.Agency)
}

// resultsPublic tells whether the agency's page shows anything to the public.
func (s *server) resultsPublic(agency *survey.Agency) bool {
	plan := frontend.DefaultPlan(s.Shelf.Now())
	if agency == nil || plan == nil || !plan.Public {
		return false
	}
	for _, a := range s.Shelf.Now().PlanAgencies(plan) {
		if a.ID == agency.ID {
			return true
		}
	}
	return false
}
