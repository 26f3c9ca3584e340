package api

import (
	"net/http"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"

	"hailong/frontend"
	"hailong/survey"
)

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
	catalogue := s.Shelf.Now()
	page, err := s.emptyForm(c, catalogue)
	if err != nil {
		return err
	}
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
	if takesGzip(c.Request().Header.Get("Accept-Encoding")) {
		h.Set("Content-Encoding", "gzip")
		return c.HTMLBlob(http.StatusOK, form.Gzip(receipt))
	}
	return c.HTMLBlob(http.StatusOK, form.Plain(receipt))
}

// takesGzip reads Accept-Encoding; a weight of nought is a refusal.
func takesGzip(accepted string) bool {
	for part := range strings.SplitSeq(accepted, ",") {
		coding, weight, _ := strings.Cut(strings.ReplaceAll(part, " ", ""), ";q=")
		if coding == "gzip" {
			return strings.Trim(weight, "0.") != "" || weight == ""
		}
	}
	return false
}

// emptyForm finds what the counter shows today.
func (s *server) emptyForm(c echo.Context, catalogue *survey.Catalogue) (frontend.FormPage, error) {
	counter, plan, err := catalogue.FormAt(c.Param("token"), survey.DayOf(s.Now(), catalogue.Zone))
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
