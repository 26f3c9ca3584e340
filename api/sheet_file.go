package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/frontend/document"
	"hailong/scoring/round"
	"hailong/survey"
)

// sheetFile is GET …/sheets/{agency}/files/{file}: the sheet as a document, with what the
// reader may see of it and nothing more.
func (s *server) sheetFile(c echo.Context, me *account.Account) error {
	a, err := s.askedSheet(c, me, account.SeeSheets)
	if err != nil {
		return err
	}
	sheet, err := s.Rounds.Sheet(c.Request().Context(), a.round.ID, a.agency.ID, a.extra)
	if err != nil {
		return err
	}
	name, media, body, err := s.makeSheetFile(sheet, c.Param("file"))
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, disposition(name))
	return c.Blob(http.StatusOK, media, body)
}

func (s *server) makeSheetFile(sheet *round.Sheet, file string) (name, media string, body []byte, err error) {
	name, media = document.SelfReportName(sheet), document.MediaDOCX
	switch {
	case file == frontend.SelfReportFile:
		body, err = document.SelfReportDOCX(sheet, s.Province)
	case file == frontend.ExplanationFile && !sheet.Round.Step.Before(round.Explaining):
		name = document.ExplanationName(sheet)
		body, err = document.ExplanationDOCX(sheet)
	case file == frontend.SheetFileXLSX:
		name, media = document.SheetName(sheet), document.MediaXLSX
		body, err = document.SheetXLSX(sheet)
	default:
		err = survey.Fail(survey.NotFound, "evidence.unknown", nil)
	}
	return name, media, body, err
}
