package api

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"hailong/frontend"
	"hailong/sheet"
)

const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// homeTable is GET /table.xlsx and /table.csv: the province's figures as a file.
func (s *server) homeTable(c echo.Context) error {
	catalogue, plans, err := s.plansAsked(c)
	if err != nil {
		return err
	}
	reader := s.reader(c, catalogue)
	if plans, err = readable(reader, plans); err != nil {
		return err
	}
	year, err := reader.ReadYear(c.Request().Context(), s.Reports, catalogue, plans, s.Now())
	if err == nil {
		err = year.ReadLast(c.Request().Context(), s.Reports)
	}
	if err == nil {
		err = year.ReadAsides(c.Request().Context(), s.Corrections)
	}
	if err != nil {
		return err
	}
	return s.table(c, frontend.NewHomePage(s.frame(c), catalogue, plans[0], year).Table(s.Origin))
}

// groupTable is GET /groups/{code}/table.xlsx and .csv: the group's table as its
// page shows it, filtered and in order.
func (s *server) groupTable(c echo.Context) error {
	year, group, err := s.groupAsked(c)
	if err != nil {
		return err
	}
	if err := year.ReadLast(c.Request().Context(), s.Reports); err != nil {
		return err
	}
	return s.table(c, frontend.NewGroupPage(s.frame(c), year, group, c.QueryParams()).Table(s.Origin))
}

// agencyTable is GET /agencies/{code}/table.xlsx and .csv: what the agency's page
// and its detail show.
func (s *server) agencyTable(c echo.Context) error {
	d, err := s.detailAsked(c)
	if err != nil {
		return err
	}
	return s.table(c, frontend.NewAgencyTable(s.frame(c), d, s.Origin))
}

// table sends a public table; a cache of the reader may keep it as long as a page.
func (s *server) table(c echo.Context, t *frontend.Table) error {
	c.Response().Header().Set(echo.HeaderCacheControl, ownCache(c))
	return sendTable(c, t.Name, t.Flat(), t.Workbook()...)
}

// sendTable sends a table in the format that the address ends with: the flat sheet as CSV,
// the sheets as XLSX, the flat one too where there are no others. It is made in full first:
// a fault half way would look like a file.
func sendTable(c echo.Context, name string, flat sheet.Sheet, sheets ...sheet.Sheet) error {
	if len(sheets) == 0 {
		sheets = []sheet.Sheet{flat}
	}
	var b bytes.Buffer
	ending, media := ".csv", "text/csv; charset=utf-8"
	write := func() error { return sheet.WriteCSV(&b, flat) }
	if strings.HasSuffix(c.Path(), ".xlsx") {
		ending, media = ".xlsx", xlsxType
		write = func() error { return sheet.WriteXLSX(&b, sheets...) }
	}
	if err := write(); err != nil {
		return fmt.Errorf("table %s: %w", name, err)
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="`+name+ending+`"`)
	return c.Blob(http.StatusOK, media, b.Bytes())
}
