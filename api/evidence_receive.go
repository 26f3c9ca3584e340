package api

import (
	"context"
	"errors"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"hailong/frontend"
	"hailong/scoring/round"
	"hailong/survey"
)

// The bounds of a form with files.
const (
	mostFiles  = 10      // in one request
	mostParts  = 2000    // fields and files; an area of a hundred leaves has some 700
	maxFields  = 2 << 20 // bytes of all but files, with the names of fields: the notes of a whole area
	maxSending = mostFiles*(survey.MaxFile+formFrame) + maxFields
)

// received is a form whose files are kept already.
type received struct {
	form     url.Values
	files    int
	added    []evidenceJSON
	mistakes survey.Mistakes // of files that were not taken; the others were
}

// receive reads a form of a sheet. Its files are kept as they come, one by one, so that
// none is ever whole in memory; their fields are named file:LEAF, or file at the page of
// one leaf. It may take as long as bytes go on coming.
func (s *server) receive(c echo.Context, a *sheetAsked, part round.Part, leaf string) (*received, error) {
	got, err := s.receiveForm(c, a, part, leaf)
	if err != nil {
		readOn(c)
	}
	return got, err
}

func (s *server) receiveForm(
	c echo.Context, a *sheetAsked, part round.Part, leaf string,
) (*received, error) {
	r := c.Request()
	media, params, err := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	if err == nil && media == echo.MIMEApplicationForm {
		form, err := deskForm(c)
		return &received{form: form}, err
	}
	if err != nil || media != echo.MIMEMultipartForm {
		return nil, echo.NewHTTPError(http.StatusUnsupportedMediaType)
	}
	if r.ContentLength > maxSending {
		return nil, tooMuch()
	}
	defer inTime(c)
	ctx := r.Context()
	body := http.MaxBytesReader(nil, r.Body, maxSending) // who sent more is to read the answer
	reader := multipart.NewReader(&patientReader{body, patienceOf(c)}, params["boundary"])
	got, left := &received{form: url.Values{}}, int64(maxFields)
	for parts := 1; ; parts++ {
		p, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			return got, nil
		}
		if err == nil {
			left -= headerSize(p)
			if parts > mostParts || left < 0 {
				return nil, tooMuch()
			}
			err = s.receivePart(ctx, a, got, p, part, leaf, &left)
		}
		if err != nil {
			return nil, brokenOff(err)
		}
	}
}

// headerSize is how much is told of a part before its content: its name, and a file's.
func headerSize(p *multipart.Part) (size int64) {
	for name, values := range p.Header {
		for _, value := range values {
			size += int64(len(name) + len(value))
		}
	}
	return size
}

func (s *server) receivePart(
	ctx context.Context, a *sheetAsked, got *received, p *multipart.Part, part round.Part, leaf string,
	left *int64,
) error {
	name := p.FormName()
	if p.FileName() == "" {
		value, err := io.ReadAll(io.LimitReader(p, *left+1))
		if *left -= int64(len(value)); *left < 0 {
			return tooMuch()
		}
		if err == nil && !strings.HasPrefix(name, "file") { // an empty field of files
			got.form.Add(name, string(value))
		}
		return err
	}
	if code, named := strings.CutPrefix(name, "file:"); named {
		leaf = code
	}
	return s.receiveFile(ctx, a, got, p, round.Upload{Leaf: leaf, Part: part, Name: p.FileName()})
}

// receiveFile keeps a file. What sending another one mends is a mistake of this file alone.
func (s *server) receiveFile(
	ctx context.Context, a *sheetAsked, got *received, p *multipart.Part, u round.Upload,
) error {
	got.files++
	if got.files > mostFiles+1 {
		return nil // said already
	}
	if got.files > mostFiles {
		got.refuse(u, survey.Fail(survey.Invalid, "sheet_page.many_files", survey.Args{"max": mostFiles}))
		return nil
	}
	id, err := s.Rounds.AddEvidence(ctx, a.by, a.round.ID, a.agency.ID, u, p)
	if err == nil {
		path := frontend.EvidencePath(a.round.ID, id)
		got.added = append(got.added, evidenceJSON{Name: u.Name, URL: path})
		return nil
	}
	e, ours := errors.AsType[*survey.Error](err)
	if !ours || mistake(err) == nil || broken(err) {
		return err
	}
	got.refuse(u, e)
	return nil
}

// refuse notes why a file was not taken, with its name.
func (got *received) refuse(u round.Upload, e *survey.Error) {
	said := *e
	if said.Args = maps.Clone(e.Args); e.Kind != survey.Closed {
		said.Kind = survey.Invalid
	}
	if said.Args == nil {
		said.Args = survey.Args{}
	}
	said.Args["file"] = u.Name
	got.mistakes.Add(said.At("file:" + u.Leaf))
}

// broken tells that the body itself came to an end too early, or is too long.
func broken(err error) bool {
	_, large := errors.AsType[*http.MaxBytesError](err)
	return large || errors.Is(err, io.ErrUnexpectedEOF)
}

// brokenOff says what was wrong with a body.
func brokenOff(err error) error {
	if _, ours := errors.AsType[*survey.Error](err); ours && !broken(err) {
		return err
	}
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return tooMuch().Because(err)
	}
	return echo.NewHTTPError(http.StatusBadRequest).SetInternal(err)
}
