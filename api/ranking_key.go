package api

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"hailong/frontend"
	"hailong/scoring/edition"
	"hailong/survey"
)

// keyFile is the public key's name where it is taken home.
const keyFile = "khoa-cua-tinh.pem"

// editionKey is GET /editions/key: the public key that editions are signed with, as hailong
// verify takes it. It may be replaced, so a cache asks again.
func (s *server) editionKey(c echo.Context) error {
	text, err := s.publicKey()
	if err != nil {
		return err
	}
	if text == nil {
		return survey.Fail(survey.NotFound, "ranking.no_key", nil)
	}
	hash := edition.Hash(text)
	h := c.Response().Header()
	h.Set(echo.HeaderContentDisposition, disposition(keyFile))
	h.Set("ETag", `"`+hash+`"`)
	h.Set(echo.HeaderCacheControl, "public, no-cache")
	if sameTag(c.Request().Header.Get("If-None-Match"), hash) {
		return c.NoContent(http.StatusNotModified)
	}
	return c.Blob(http.StatusOK, echo.MIMETextPlainCharsetUTF8, text)
}

// publicKey is nil where there is none yet.
func (s *server) publicKey() ([]byte, error) {
	if s.EditionKey == nil {
		return nil, nil
	}
	text, err := s.EditionKey()
	if err != nil {
		// Where the file lies, and what is wrong with it, is for the log alone.
		return nil, survey.Fail(survey.Unavailable, "ranking.key_away", nil).Because(err)
	}
	return text, nil
}

// methodIndex is GET /method/index. It asks the database nothing, so it can be read in an
// outage.
func (s *server) methodIndex(c echo.Context) error {
	return officePage(c, http.StatusOK, frontend.NewMethodIndexPage(s.frame(c), s.Shelf.Now()))
}

// keysOf are what an edition's page says of keys. The page does without the present key
// where that cannot be read.
func (s *server) keysOf(ctx context.Context, e *edition.Edition) (keys frontend.RankingKeys, err error) {
	archive, err := s.publishedFile(ctx, e, frontend.RankingFile{Key: "archive", Ending: "zip"})
	if err != nil {
		return keys, err
	}
	signed, err := edition.SigningKey(archive.body)
	if err != nil {
		return keys, err
	}
	keys.Signed = edition.Hash(signed)
	present, err := s.publicKey()
	if err != nil {
		s.Log.Error("key of editions", "error", err)
	}
	if present != nil {
		keys.Present = edition.Hash(present)
	}
	return keys, nil
}
