package api

import (
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/scoring/round"
	"hailong/survey"
)

// evidence is GET /desk/rounds/{id}/evidence/{evidence}: a file, only ever as an
// attachment, to who may see the sheet that it was added to.
func (s *server) evidence(c echo.Context, me *account.Account) error {
	catalogue, err := s.Shelf.Fresh(c.Request().Context())
	if err != nil {
		return err
	}
	r, err := s.askedRound(c)
	if err != nil {
		return err
	}
	unknown := survey.Fail(survey.NotFound, "evidence.unknown", nil)
	id, err := strconv.ParseInt(c.Param("evidence"), 10, 64)
	if err != nil || id <= 0 {
		return unknown
	}
	ctx := c.Request().Context()
	found, err := s.Rounds.Store.Evidence(ctx, round.EvidenceID(id))
	if err != nil {
		return err
	}
	if found == nil || found.Round != r.ID || !me.May(catalogue, account.SeeSheets, found.Agency) {
		return unknown
	}
	a := s.sheetOf(me, catalogue, r, catalogue.Agency(found.Agency))
	e, file, err := s.Rounds.OpenEvidence(ctx, r.ID, found.Agency, found.ID, a.extra)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	sendAttachment(c, e.Name, e.File.Type, file)
	return nil
}

// sendAttachment sends a file that somebody has uploaded: to be kept, never to be shown or
// run by the browser. It may take as long as it goes on.
func sendAttachment(c echo.Context, name, media string, file io.ReadSeeker) {
	h := c.Response().Header()
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	h.Set(echo.HeaderContentDisposition, disposition(name))
	h.Set(echo.HeaderContentType, media)
	http.ServeContent(c.Response(), c.Request(), "", noTime, &patientFile{file, patienceOf(c)})
}

// disposition names an attachment: in RFC 5987 as it is called, and for old programs
// in plain letters.
func disposition(name string) string {
	plain := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || strings.ContainsRune(`"\%`, r) {
			return '_'
		}
		return r
	}, name)
	escaped := strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
	return `attachment; filename="` + plain + `"; filename*=UTF-8''` + escaped
}

// addEvidence is POST …/leaves/{leaf}/files: files for a leaf, or the signed report. The
// script asks for JSON and sends them one by one.
func (s *server) addEvidence(c echo.Context, me *account.Account) error {
	return s.addFiles(c, me, account.FillSheet)
}

// addSource is POST …/leaves/{leaf}/appraisal/files: what the council has a figure from.
func (s *server) addSource(c echo.Context, me *account.Account) error {
	return s.addFiles(c, me, account.Appraise)
}

func (s *server) addFiles(c echo.Context, me *account.Account, action account.Action) error {
	a, err := s.askedSheet(c, me, action)
	if err != nil {
		readOn(c)
		return s.filesRefused(c, err)
	}
	leaf := c.Param("leaf")
	got, err := s.receive(c, a, writtenPart(a.round, action), leaf)
	if err == nil && got.files == 0 && len(got.mistakes) == 0 {
		err = survey.Fail(survey.Invalid, "sheet_page.no_file", nil).At("file:" + leaf)
	}
	if err == nil {
		err = joined(nil, got.mistakes)
	}
	switch {
	case err != nil && wantsJSON(c):
		return s.filesRefused(c, err)
	case err != nil:
		return s.leafAgain(c, a, nil, err)
	case wantsJSON(c):
		return c.JSON(http.StatusOK, map[string][]evidenceJSON{"files": got.added})
	}
	path := s.frame(c).Link(frontend.LeafPath(a.round.ID, a.agency, leaf), "done", "files")
	return c.Redirect(http.StatusSeeOther, path+"#tai-lieu")
}

// evidenceJSON is a file that was taken, for the script.
type evidenceJSON struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

func wantsJSON(c echo.Context) bool {
	return c.Request().Header.Get(echo.HeaderAccept) == echo.MIMEApplicationJSON
}

// filesRefused tells the script why, one sentence for the file that it sent.
func (s *server) filesRefused(c echo.Context, err error) error {
	if !wantsJSON(c) {
		return err
	}
	if e := mistake(err); e != nil && len(e.Causes) == 1 {
		err = e.Causes[0]
	}
	s.note(c, statusOf(err), err)
	retryAfter(c, err)
	return s.problem(c, statusOf(err), err)
}

// writtenPart is the part that the agency or the council adds evidence to at a step.
func writtenPart(r *round.Round, action account.Action) round.Part {
	switch {
	case action == account.Appraise && r.Step == round.Reappraising:
		return round.Second
	case action == account.Appraise:
		return round.Appraised
	case r.Step == round.Explaining:
		return round.Explained
	}
	return round.Self
}

// useEvidence is POST …/leaves/{leaf}/uses: a file that is there serves this leaf too, or
// serves it no longer.
func (s *server) useEvidence(c echo.Context, me *account.Account) error {
	return s.useFile(c, me, account.FillSheet)
}

// useSource is POST …/leaves/{leaf}/appraisal/uses: the same by the council.
func (s *server) useSource(c echo.Context, me *account.Account) error {
	return s.useFile(c, me, account.Appraise)
}

func (s *server) useFile(c echo.Context, me *account.Account, action account.Action) error {
	a, err := s.askedSheet(c, me, action)
	if err != nil {
		return err
	}
	form, err := deskForm(c)
	if err != nil {
		return err
	}
	leaf := c.Param("leaf")
	if err = s.changeUse(c, a, leaf, writtenPart(a.round, action), form); err != nil {
		return s.leafAgain(c, a, form, err)
	}
	path := s.frame(c).Link(frontend.LeafPath(a.round.ID, a.agency, leaf), "done", "saved")
	return c.Redirect(http.StatusSeeOther, path+"#tai-lieu")
}

func (s *server) changeUse(
	c echo.Context, a *sheetAsked, leaf string, part round.Part, form url.Values,
) error {
	ctx := c.Request().Context()
	id, err := strconv.ParseInt(form.Get("evidence"), 10, 64)
	if err != nil {
		return survey.Fail(survey.Invalid, "sheet_page.no_file", nil).At("evidence")
	}
	e, err := s.Rounds.Store.Evidence(ctx, round.EvidenceID(id))
	if err != nil {
		return err
	}
	if e == nil || e.Round != a.round.ID || e.Agency != a.agency.ID {
		return survey.Fail(survey.NotFound, "evidence.unknown", nil)
	}
	if form.Get("drop") != "" {
		return s.Rounds.DropUse(ctx, a.by, e.ID, leaf, part)
	}
	return s.Rounds.UseEvidence(ctx, a.by, e.ID, leaf, part)
}
