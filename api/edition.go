package api

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"hailong/frontend"
	"hailong/scoring/edition"
)

// publishedDownload is GET /editions/{id}.zip and the other files of a published edition.
// What was frozen never changes. The documents that are made of it are the same as long as
// the program is, so a cache asks for them again.
func (s *server) publishedDownload(c echo.Context) error {
	ctx := c.Request().Context()
	id, file := frontend.RankingFileOf(c.Param("file"))
	e, err := s.publishedEdition(c, id)
	if err != nil {
		return err
	}
	made, err := s.publishedFile(ctx, e, file)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentDisposition, disposition(made.name))
	h.Set("ETag", `"`+made.hash+`"`)
	h.Set(echo.HeaderCacheControl, "public, max-age=3600")
	if file.Ending == "zip" || file.Ending == "json" || file.Key == "decision" {
		h.Set(echo.HeaderCacheControl, "public, max-age=31536000, immutable")
	}
	if sameTag(c.Request().Header.Get("If-None-Match"), made.hash) {
		return c.NoContent(http.StatusNotModified)
	}
	return c.Blob(http.StatusOK, made.media, made.body)
}

// sameTag tells whether a cache has the file already.
func sameTag(header, hash string) bool {
	for tag := range strings.SplitSeq(header, ",") {
		if tag = strings.TrimPrefix(strings.TrimSpace(tag), "W/"); tag == "*" || tag == `"`+hash+`"` {
			return true
		}
	}
	return false
}

// publishedEdition finds a published edition by its id: cchc-2022-1, satisfaction-2022-1.
func (s *server) publishedEdition(c echo.Context, id string) (*edition.Edition, error) {
	list, err := s.publishedList(c.Request().Context())
	if err != nil {
		return nil, err
	}
	for i := range list {
		if list[i].Subject() == id {
			return &list[i], nil
		}
	}
	return nil, unknownEdition()
}
