package api

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/labstack/echo/v4"

	"hailong/survey"
)

// maxJSON is what is read of a response.
const maxJSON = 64 << 10

// responseInput is the body of POST /api/v1/responses.
type responseInput struct {
	Receipt    string         `json:"receipt"`
	Counter    string         `json:"counter"`
	Form       string         `json:"form"`
	Channel    string         `json:"channel"`
	Stage      string         `json:"stage"`
	Answers    map[string]int `json:"answers"`
	NA         []string       `json:"na"`
	Comment    string         `json:"comment"`
	AnsweredAt *string        `json:"answered_at"`
}

type responseOutput struct {
	Receipt string `json:"receipt"`
	Counted bool   `json:"counted"`
}

// addResponse is POST /api/v1/responses: 201 once the response is committed, 200
// where the same was committed before.
func (s *server) addResponse(c echo.Context) error {
	if err := s.limitAddress(c); err != nil {
		return err
	}
	in, err := readResponse(c)
	if err != nil {
		return err
	}
	draft, err := in.draft()
	if err == nil {
		err = s.maySend(c, draft)
	}
	if err != nil {
		return challenge(c, err)
	}
	out, err := s.submit(c, draft)
	if err != nil {
		return err
	}
	status := http.StatusCreated
	if out.Repeated {
		status = http.StatusOK
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	text, err := json.Marshal(responseOutput{out.Receipt.String(), out.Counted})
	if err != nil {
		return err
	}
	return c.JSONBlob(status, text)
}

func readResponse(c echo.Context) (*responseInput, error) {
	media, _, err := mime.ParseMediaType(c.Request().Header.Get(echo.HeaderContentType))
	if err != nil || media != echo.MIMEApplicationJSON {
		return nil, echo.NewHTTPError(http.StatusUnsupportedMediaType)
	}
	body, err := io.ReadAll(http.MaxBytesReader(c.Response(), c.Request().Body, maxJSON))
	if err != nil {
		if _, large := errors.AsType[*http.MaxBytesError](err); large {
			return nil, survey.Fail(survey.TooLarge, "too_large", nil)
		}
		return nil, echo.NewHTTPError(http.StatusBadRequest).SetInternal(err)
	}
	return parseResponse(body)
}

// parseResponse reads JSON strictly: an unknown field, one that is there twice or a wrong
// type is a mistake that is named, not something to pass over.
func parseResponse(body []byte) (*responseInput, error) {
	in := &responseInput{}
	if err := json.Unmarshal(body, in, json.RejectUnknownMembers(true)); err != nil {
		return nil, jsonError(err)
	}
	return in, nil
}

func jsonError(err error) error {
	wrong := func(word string, at jsontext.Pointer) error {
		return survey.Fail(survey.Invalid, word, nil).At(strings.Join(slices.Collect(at.Tokens()), "."))
	}
	if e, ok := errors.AsType[*json.SemanticError](err); ok {
		if errors.Is(e, json.ErrUnknownName) {
			return wrong("json.field", e.JSONPointer)
		}
		return wrong("json.type", e.JSONPointer)
	}
	if e, ok := errors.AsType[*jsontext.SyntacticError](err); ok && errors.Is(e, jsontext.ErrDuplicateName) {
		return wrong("json.twice", e.JSONPointer)
	}
	return echo.NewHTTPError(http.StatusBadRequest).SetInternal(err)
}

// draft reads the input's names. Who may send it, maySend says.
func (in *responseInput) draft() (*survey.Draft, error) {
	d := &survey.Draft{
		Counter: in.Counter, Receipt: in.Receipt, Form: in.Form, Channel: survey.ChannelLink,
		Answers: in.Answers, NA: in.NA, Comment: in.Comment,
	}
	var err error
	if in.Channel != "" {
		if d.Channel, err = survey.ParseChannel(in.Channel); err != nil {
			return nil, err
		}
	}
	if in.AnsweredAt != nil {
		// The zero time would stand for now.
		if d.AnsweredAt, err = time.Parse(time.RFC3339, *in.AnsweredAt); err != nil || d.AnsweredAt.IsZero() {
			return nil, survey.Fail(survey.Invalid, "json.type", nil).At("answered_at")
		}
	}
	d.Stage, err = survey.ParseStage(in.Stage)
	return d, err
}
