package api

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/sheet"
	"hailong/survey"
)

func (s *server) logRoutes() []deskRoute {
	return []deskRoute{
		{"GET", "/desk/log", account.SeeLog, s.logPage},
		{"GET", "/desk/log.csv", account.SeeLog, s.logFile},
		{"GET", "/desk/log.xlsx", account.SeeLog, s.logFile},
		{"GET", "/desk/log.jsonl", account.SeeLog, s.logFile},
		{"GET", "/desk/log/:number", account.SeeLog, s.logEntry},
	}
}

// logPage is GET /desk/log?actor=&action=&subject=&q=&from=&to=&below=.
func (s *server) logPage(c echo.Context, me *account.Account) error {
	ctx := c.Request().Context()
	catalogue, err := s.Shelf.Fresh(ctx)
	if err != nil {
		return err
	}
	actions, err := survey.OccurringActions(ctx, s.Books)
	if err != nil {
		return err
	}
	asked, err := frontend.ReadLogAsked(c.QueryParams())
	if err != nil {
		return s.again(c, err, func(e *survey.Error) any {
			return frontend.NewLogPage(s.frame(c), catalogue, asked, actions, nil, e)
		})
	}
	books, err := s.logOf(c, me, catalogue)
	if err != nil {
		return err
	}
	read, err := survey.ReadLog(ctx, books, catalogue.Zone, asked.Query)
	if err != nil {
		return err
	}
	page := frontend.NewLogPage(s.frame(c), catalogue, asked, actions, read, nil)
	if err := s.sayHead(c, page); err != nil {
		return err
	}
	return officePage(c, http.StatusOK, page)
}

func (s *server) sayHead(c echo.Context, page *frontend.LogPage) error {
	head, err := s.Books.LogHead(c.Request().Context())
	if err != nil {
		return err
	}
	checked, whole, err := s.Books.LogChecked(c.Request().Context())
	if err != nil {
		return err
	}
	page.SayHead(head, checked, whole)
	return nil
}

// logEntry is GET /desk/log/{number}.
func (s *server) logEntry(c echo.Context, me *account.Account) error {
	ctx := c.Request().Context()
	catalogue, err := s.Shelf.Fresh(ctx)
	if err != nil {
		return err
	}
	number, err := strconv.ParseInt(c.Param("number"), 10, 64)
	if err != nil {
		return survey.Fail(survey.NotFound, "log_page.unknown", nil)
	}
	row, err := survey.LogRowAt(ctx, s.Books, number)
	if err != nil {
		return err
	}
	books, err := s.logOf(c, me, catalogue)
	if err != nil {
		return err
	}
	page := frontend.NewLogEntryPage(s.frame(c), catalogue, row, books.veil.Shown(row))
	return officePage(c, http.StatusOK, page)
}

// logExported is what the log keeps of its being taken away: not the words that were
// looked for.
type logExported struct {
	Format                 string
	Rows                   int
	Actor, Action, Subject string
	From, To               survey.Day
	Searched               bool
}

// logFile is GET /desk/log.csv, .xlsx and .jsonl: what the page finds with the same
// query, on all its pages. It is logged before it is sent.
func (s *server) logFile(c echo.Context, me *account.Account) error {
	ctx := c.Request().Context()
	asked, err := frontend.ReadLogAsked(c.QueryParams())
	if err != nil {
		return err
	}
	catalogue, err := s.Shelf.Fresh(ctx)
	if err != nil {
		return err
	}
	books, err := s.logOf(c, me, catalogue)
	if err != nil {
		return err
	}
	q := asked.Query
	rows, err := survey.ExportLog(ctx, books, catalogue.Zone, q)
	if err != nil {
		return err
	}
	format := c.Path()[strings.LastIndexByte(c.Path(), '.'):]
	body, media, err := logBytes(format, frontend.LogCut(s.frame(c)), rows)
	if err != nil {
		return err
	}
	what := logExported{format, len(rows), q.Actor, q.Action, q.Subject, q.From, q.To, q.Text != ""}
	if err := s.logRead(ctx, me, "log.export", "log", what); err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="hailong-nhat-ky`+format+`"`)
	return c.Blob(http.StatusOK, media, body)
}

// logBytes makes the file in full first: a fault half way would look like a file. cut is
// what ends a text that no workbook's cell can hold.
func logBytes(format, cut string, rows []survey.LogRow) ([]byte, string, error) {
	var b bytes.Buffer
	if format == ".jsonl" {
		for _, r := range rows {
			line, err := r.Line()
			if err != nil {
				return nil, "", err
			}
			b.Write(line)
		}
		return b.Bytes(), "application/jsonl", nil
	}
	table := sheet.Sheet{Name: "log", Head: survey.LogColumns}
	for _, r := range rows {
		table.Rows = append(table.Rows, r.Cells())
	}
	if format == ".csv" {
		err := sheet.WriteCSV(&b, table)
		return b.Bytes(), "text/csv; charset=utf-8", err
	}
	shorten(table.Rows, cut)
	err := sheet.WriteXLSX(&b, table)
	return b.Bytes(), xlsxType, err
}

// mostInCell is less than a workbook's cell can hold, in bytes, which are never fewer than
// what a spreadsheet counts.
const mostInCell = 32_000

func shorten(rows [][]any, cut string) {
	for _, row := range rows {
		for i, value := range row {
			if text, isText := value.(string); isText && len(text) > mostInCell {
				row[i] = strings.ToValidUTF8(text[:mostInCell], "") + cut
			}
		}
	}
}
