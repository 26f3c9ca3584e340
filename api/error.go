package api

import (
	"context"
	"errors"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"hailong/frontend"
	"hailong/frontend/words"
	"hailong/survey"
)

// statuses is the one table from kinds to status codes.
var statuses = map[survey.Kind]int{
	survey.Internal:        http.StatusInternalServerError,
	survey.Invalid:         http.StatusUnprocessableEntity,
	survey.NotFound:        http.StatusNotFound,
	survey.Conflict:        http.StatusConflict,
	survey.Unauthenticated: http.StatusUnauthorized,
	survey.Forbidden:       http.StatusForbidden,
	survey.Closed:          http.StatusGone,
	survey.Limited:         http.StatusTooManyRequests,
	survey.TooLarge:        http.StatusRequestEntityTooLarge,
	survey.Unavailable:     http.StatusServiceUnavailable,
}

// statusOf is an error's status: Echo's own errors (no such route, malformed
// body) keep theirs.
func statusOf(err error) int {
	if e, ok := errors.AsType[*survey.Error](err); ok {
		return statuses[e.Kind]
	}
	if e, ok := errors.AsType[*echo.HTTPError](err); ok {
		return e.Code
	}
	return http.StatusInternalServerError
}

// fail is the one place where an error becomes an answer: problem+json for
// programs, a page in the person's language for people.
func (s *server) fail(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	status := statusOf(err)
	s.note(c, status, err)
	retryAfter(c, err)
	if sendErr := s.sendFailure(c, status, err); sendErr != nil {
		s.Log.Error("fault in the error page", "request", s.requestNumber(c), "error", sendErr)
	}
}

func (s *server) sendFailure(c echo.Context, status int, err error) error {
	path := c.Request().URL.Path
	switch {
	case strings.HasPrefix(path, "/api/"):
		return s.problem(c, status, err)
	case strings.HasPrefix(path, "/s/"):
		return citizenPage(c, status, s.notice(c, err))
	}
	page := frontend.NewProblemPage(s.frame(c), s.Shelf.Now(), status, s.requestNumber(c))
	if e, ours := errors.AsType[*survey.Error](err); ours && forStaff(path) {
		page.Say(e)
	}
	if kept, ok := c.Get(keptKey).(url.Values); ok && status == http.StatusUnauthorized {
		page.Keep(kept)
	}
	return officePage(c, status, page)
}

// forStaff tells whether an address is one of those who sign in.
func forStaff(path string) bool {
	return under(path, "/desk") || under(path, "/sign-in") || path == "/sign-out" || under(path, "/demo")
}

func under(path, root string) bool { return path == root || strings.HasPrefix(path, root+"/") }

// notice says an error on the citizen's side, at the counter where there is one.
func (s *server) notice(c echo.Context, err error) frontend.NoticePage {
	var agency *survey.Agency
	catalogue := s.Shelf.Now()
	counter, unknown := catalogue.CounterByToken(c.Param("token"))
	if unknown == nil {
		agency = catalogue.Agency(counter.Agency)
	}
	page := frontend.NoticeOf(s.frame(c), agency, counter, asOurs(err))
	page.ResultsPublic = resultsPublic(catalogue, agency)
	return page
}

// note tells the log of faults and outages, unless it was the sender who left.
func (s *server) note(c echo.Context, status int, err error) {
	switch {
	case errors.Is(c.Request().Context().Err(), context.Canceled):
	case status == http.StatusInternalServerError:
		s.Log.Error("fault", "request", s.requestNumber(c), "route", c.Path(), "error", err)
	case status == http.StatusServiceUnavailable:
		s.Log.Warn("unavailable", "request", s.requestNumber(c), "route", c.Path(), "error", err)
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		s.Log.Info("refused", "request", s.requestNumber(c), "route", c.Path(), "status", status, "who", s.login(c))
	}
}

// login is who asks, for the log; empty where nobody has signed in.
func (s *server) login(c echo.Context) string {
	if me := s.framed(c); me != nil {
		return me.Login
	}
	return ""
}

// asOurs gives Echo's own errors the words of the nearest kind.
func asOurs(err error) error {
	e, ok := errors.AsType[*echo.HTTPError](err)
	if !ok {
		return err
	}
	for kind, status := range statuses {
		if status == e.Code {
			return survey.Fail(kind, "http", nil)
		}
	}
	return survey.Fail(survey.Invalid, "http", nil)
}

// retryAfter says in whole seconds when to try again.
func retryAfter(c echo.Context, err error) {
	if e, ok := errors.AsType[*survey.Error](err); ok && e.Retry > 0 {
		c.Response().Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(e.Retry.Seconds()))))
	}
}

// problem is RFC 9457.
type problem struct {
	Type   string         `json:"type"`
	Title  string         `json:"title"`
	Status int            `json:"status"`
	Detail string         `json:"detail"`
	Errors []problemField `json:"errors,omitempty"`
}

type problemField struct {
	Field   string `json:"field"`
	Message string `json:"message"`
}

func (s *server) problem(c echo.Context, status int, err error) error {
	language := acceptLanguage(c)
	p := problem{
		Type: "about:blank", Title: http.StatusText(status), Status: status,
		Detail: words.Say(language, "http."+strconv.Itoa(status), nil),
	}
	if e, ok := errors.AsType[*survey.Error](err); ok {
		p.Type = "urn:hailong:problem:" + e.Kind.String()
		p.Detail = words.Sentence(language, e)
		p.Errors = fields(language, e)
	} else if !words.Has("http." + strconv.Itoa(status)) {
		p.Detail = words.Say(language, "internal", nil)
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	c.Response().Header().Set("Vary", "Accept-Language")
	c.Response().Header().Set(echo.HeaderContentType, "application/problem+json")
	return c.JSON(status, p)
}

// fields are the single mistakes, or the one field that the error is about.
func fields(language survey.Lang, e *survey.Error) []problemField {
	causes := e.Causes
	if len(causes) == 0 && e.Field != "" {
		causes = []*survey.Error{e}
	}
	var list []problemField
	for _, cause := range causes {
		list = append(list, problemField{cause.Field, words.Sentence(language, cause)})
	}
	return list
}

// acceptLanguage is the first of our languages that the header names, by order;
// programs do not weigh languages.
func acceptLanguage(c echo.Context) survey.Lang {
	for part := range strings.SplitSeq(c.Request().Header.Get("Accept-Language"), ",") {
		tag, _, _ := strings.Cut(strings.TrimSpace(part), ";")
		if tag = strings.ToLower(tag); strings.HasPrefix(tag, "en") || strings.HasPrefix(tag, "vi") {
			return survey.LangOf(tag)
		}
	}
	return survey.Vietnamese
}
