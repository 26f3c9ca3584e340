package api

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/sheet"
	"hailong/survey"
)

// upload is a kind of file that pages take in and give out.
type upload struct {
	what    string
	columns []string
	table   func(c *survey.Catalogue, today survey.Day) *survey.Table
	take    func(ctx context.Context, s *survey.Setup, t *survey.Table) (survey.Change, error)
}

var uploads = []upload{
	{
		"agencies", survey.RecordColumns(survey.AgencyRecord),
		func(c *survey.Catalogue, _ survey.Day) *survey.Table { return c.AgencyTable() },
		func(ctx context.Context, s *survey.Setup, t *survey.Table) (survey.Change, error) {
			return s.ImportAgencies(ctx, t, nil, "")
		},
	},
	{
		"successions", survey.SuccessionColumns(),
		func(c *survey.Catalogue, _ survey.Day) *survey.Table { return c.SuccessionTable() },
		func(ctx context.Context, s *survey.Setup, t *survey.Table) (survey.Change, error) {
			return s.ImportSuccessions(ctx, t)
		},
	},
	{
		"counters", survey.RecordColumns(survey.CounterRecord),
		func(c *survey.Catalogue, today survey.Day) *survey.Table { return c.CounterTable(today) },
		func(ctx context.Context, s *survey.Setup, t *survey.Table) (survey.Change, error) {
			return s.ImportCounters(ctx, t)
		},
	},
	{
		"plans", survey.RecordColumns(survey.PlanRecord),
		func(c *survey.Catalogue, _ survey.Day) *survey.Table { return c.PlanTable() },
		func(ctx context.Context, s *survey.Setup, t *survey.Table) (survey.Change, error) {
			return s.ImportPlans(ctx, t)
		},
	},
}

// uploadRoutes are, for each kind, the file as CSV and XLSX, and taking one in.
func (s *server) uploadRoutes() []deskRoute {
	var routes []deskRoute
	for i := range uploads {
		u := &uploads[i]
		path := "/desk/files/" + u.what
		routes = append(
			routes,
			deskRoute{"GET", path + ".csv", account.SeeCatalogue, s.takeFile(u)},
			deskRoute{"GET", path + ".xlsx", account.SeeCatalogue, s.takeFile(u)},
			deskRoute{"GET", path, account.EditCatalogue, s.uploadPage(u)},
			deskRoute{"POST", path, account.EditCatalogue, s.bringFile(u)},
		)
	}
	return routes
}

// takeFile sends what is stored, as an import of the same kind reads it.
func (s *server) takeFile(u *upload) func(echo.Context, *account.Account) error {
	return func(c echo.Context, _ *account.Account) error {
		catalogue, err := s.Shelf.Fresh(c.Request().Context())
		if err != nil {
			return err
		}
		table := sheet.FromTable(u.what, u.table(catalogue, survey.DayOf(s.Now(), catalogue.Zone)))
		return sendTable(c, u.what, table)
	}
}

func (s *server) uploadPage(u *upload) func(echo.Context, *account.Account) error {
	return func(c echo.Context, _ *account.Account) error {
		page := s.newUpload(c, u, nil)
		if c.QueryParam("done") != "" {
			page.Saved, _ = page.T("record.saved")
		}
		return officePage(c, http.StatusOK, page)
	}
}

func (s *server) newUpload(c echo.Context, u *upload, e *survey.Error) *frontend.UploadPage {
	return frontend.NewUploadPage(s.frame(c), s.Shelf.Now(), u.what, strings.Join(u.columns, ", "), e)
}

// The bounds of a file that a page takes; the command line takes larger ones.
const (
	maxUpload     = 1 << 20
	maxUploadForm = 2 << 20 // a file that is confirmed comes back as text
	formFrame     = 4 << 10 // what a form has beside that text
)

// bringFile is POST /desk/files/{what}: a file is tried and shown; the same one, with
// the catalogue's version that it was tried on, is taken in.
func (s *server) bringFile(u *upload) func(echo.Context, *account.Account) error {
	return func(c echo.Context, me *account.Account) error {
		table, version, err := sentTable(c)
		var change survey.Change
		var text string
		if err == nil && version == 0 {
			text, err = confirmText(u, table)
		}
		if err == nil {
			change, err = s.bring(c.Request().Context(), me, u, table, version)
		}
		switch {
		case err != nil:
			return s.again(c, err, func(e *survey.Error) any { return s.newUpload(c, u, e) })
		case version != 0:
			return s.done(c, "/desk/files/"+u.what, "saved")
		}
		return s.tried(c, u, text, change)
	}
}

// tried shows what a file would change.
func (s *server) tried(c echo.Context, u *upload, text string, change survey.Change) error {
	catalogue, err := s.Shelf.Fresh(c.Request().Context())
	if err != nil {
		return err
	}
	page := s.newUpload(c, u, nil)
	page.Try(change, text, catalogue.Version)
	return officePage(c, http.StatusOK, page)
}

// confirmText is a table as it comes back when it is confirmed. What would then be too
// large is refused at once: a small workbook may hold a long table.
func confirmText(u *upload, t *survey.Table) (string, error) {
	var b bytes.Buffer
	if err := sheet.WriteCSV(&b, sheet.FromTable(u.what, t)); err != nil {
		return "", err
	}
	text := base64.StdEncoding.EncodeToString(b.Bytes())
	if len(text) > maxUploadForm-formFrame {
		return "", survey.Fail(survey.Invalid, "upload.long", nil)
	}
	return text, nil
}

// bring takes a table in, or only tries it where no version is given. What touches the
// person's own agency needs a second person and cannot come by a file.
func (s *server) bring(
	ctx context.Context, me *account.Account, u *upload, t *survey.Table, version int64,
) (survey.Change, error) {
	setup := s.setup(me)
	setup.DryRun = version == 0
	return setup.Guarded(ctx,
		func(ctx context.Context) (survey.Change, error) { return u.take(ctx, setup, t) },
		func(before, after *survey.Catalogue) error {
			if version != 0 && before.Version != version {
				return survey.Fail(survey.Conflict, "upload.stale", nil)
			}
			if id := me.Touched(before, after); id != 0 {
				return survey.Fail(survey.Conflict, "upload.own", survey.Args{"agency": after.Agency(id).Code})
			}
			return nil
		})
}

// setup is the use case of changing the catalogue, acting for who is signed in.
func (s *server) setup(me *account.Account) *survey.Setup {
	setup := s.Setup
	setup.Actor = me.Actor("page")
	return &setup
}

// sentTable reads the file of a form, or the text of one that was tried before, with
// the catalogue's version of then.
func sentTable(c echo.Context) (*survey.Table, int64, error) {
	r := c.Request()
	r.Body = http.MaxBytesReader(c.Response(), r.Body, maxUploadForm)
	if err := r.ParseMultipartForm(maxUploadForm); err != nil {
		if _, large := errors.AsType[*http.MaxBytesError](err); large {
			return nil, 0, survey.Fail(survey.Invalid, "upload.large", nil)
		}
		return nil, 0, echo.NewHTTPError(http.StatusUnsupportedMediaType).SetInternal(err)
	}
	if text := r.PostFormValue("table"); text != "" {
		version, err := strconv.ParseInt(r.PostFormValue("version"), 10, 64)
		raw, textErr := base64.StdEncoding.DecodeString(text)
		if err != nil || textErr != nil || version <= 0 {
			return nil, 0, survey.Fail(survey.Invalid, "upload.none", nil)
		}
		t, err := sheet.ReadCSV(bytes.NewReader(raw))
		return t, version, err
	}
	file, _, err := r.FormFile("file")
	if err != nil {
		return nil, 0, survey.Fail(survey.Invalid, "upload.none", nil)
	}
	defer func() { _ = file.Close() }()
	raw, err := io.ReadAll(io.LimitReader(file, maxUpload+1))
	switch {
	case err != nil:
		return nil, 0, err
	case len(raw) == 0:
		return nil, 0, survey.Fail(survey.Invalid, "upload.none", nil)
	case len(raw) > maxUpload:
		return nil, 0, survey.Fail(survey.Invalid, "upload.large", nil)
	}
	t, err := sheet.Read(bytes.NewReader(raw))
	return t, 0, err
}
