package api

import (
	"github.com/labstack/echo/v4"

	"hailong/frontend"
	"hailong/survey"
)

// textOutput is a text in both languages.
type textOutput struct {
	VI string `json:"vi"`
	EN string `json:"en"`
}

// The body of GET /api/v1/questionnaires: each in its newest version.
type questionnairesOutput struct {
	Questionnaires []formOutput `json:"questionnaires"`
	Next           *string      `json:"next"`
}

type formOutput struct {
	Code     string     `json:"code"`
	Version  int        `json:"version"`
	Versions []int      `json:"versions"` // newest first; they are counted together
	Name     textOutput `json:"name"`
	Seconds  int        `json:"seconds"`
}

// The body of GET /api/v1/questionnaires/{code}: questions in the form's order.
type questionnaireOutput struct {
	formOutput
	Factors   []askedFactor   `json:"factors"`
	Questions []askedQuestion `json:"questions"`
}

type askedFactor struct {
	Code  string     `json:"code"`
	Name  textOutput `json:"name"`
	Short textOutput `json:"short"`
}

type askedQuestion struct {
	Code          string      `json:"code"`
	Factor        *string     `json:"factor"`
	Counts        bool        `json:"counts"`
	Text          textOutput  `json:"text"`
	Hint          *textOutput `json:"hint"`
	NotApplicable *textOutput `json:"not_applicable"`
}

// questionnaires is GET /api/v1/questionnaires?limit=&cursor=.
func (s *server) questionnaires(c echo.Context) error {
	catalogue, err := s.Shelf.Fresh(c.Request().Context())
	if err != nil {
		return err
	}
	codes := frontend.FormCodes(catalogue)
	part, next, err := pageOf(c, "questionnaire\x00", codes, func(code string) string { return code })
	if err != nil {
		return err
	}
	out := questionnairesOutput{Questionnaires: []formOutput{}, Next: next}
	for _, code := range part {
		newest := frontend.VersionAsked(catalogue, code, "")
		out.Questionnaires = append(out.Questionnaires, formOf(catalogue, newest))
	}
	return listed(c, out)
}

// questionnaire is GET /api/v1/questionnaires/{code}?version=.
func (s *server) questionnaire(c echo.Context) error {
	catalogue, form, err := s.formAsked(c)
	if err != nil {
		return err
	}
	out := questionnaireOutput{formOutput: formOf(catalogue, form)}
	for _, f := range form.Factors {
		out.Factors = append(out.Factors, askedFactor{f.Code, textOutput(f.Name), textOutput(f.Short)})
	}
	for _, q := range form.Questions {
		asked := askedQuestion{
			Code: q.Code, Counts: q.Counts, Text: textOutput(q.Text),
			Hint: textOrNull(q.Hint), NotApplicable: textOrNull(q.NotApplicable),
		}
		if q.Factor != "" {
			asked.Factor = &q.Factor
		}
		out.Questions = append(out.Questions, asked)
	}
	return listed(c, out)
}

func formOf(c *survey.Catalogue, q *survey.Questionnaire) formOutput {
	out := formOutput{Code: q.Code, Version: q.Version, Name: textOutput(q.Name), Seconds: q.Seconds}
	for _, v := range frontend.FormVersions(c, q.Code) {
		out.Versions = append(out.Versions, v.Version)
	}
	return out
}

// textOrNull is nil where there is no text.
func textOrNull(t survey.Text) *textOutput {
	if t.VI == "" {
		return nil
	}
	out := textOutput(t)
	return &out
}
