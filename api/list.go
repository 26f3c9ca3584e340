package api

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"hailong/survey"
)

// The bounds of a list's limit.
const (
	defaultLimit = 100
	maxLimit     = 500
)

// pageOf is the part of a list that a request asks for by limit and cursor, and the
// cursor of the next part, nil at the end. Items go by key, which is unique among
// them; the cursor is the key of the last item sent, so that a list which changes
// meanwhile neither repeats an item nor leaves one out. kind keeps the cursors of
// different lists apart.
func pageOf[T any](c echo.Context, kind string, items []T, key func(T) string) ([]T, *string, error) {
	limit, err := limitAsked(c)
	if err != nil {
		return nil, nil, err
	}
	after, err := cursorAsked(c, kind)
	if err != nil {
		return nil, nil, err
	}
	items = slices.Clone(items)
	slices.SortFunc(items, func(a, b T) int { return strings.Compare(key(a), key(b)) })
	first := slices.IndexFunc(items, func(item T) bool { return kind+key(item) > after })
	if first < 0 {
		return nil, nil, nil
	}
	items = items[first:]
	if len(items) <= limit {
		return items, nil, nil
	}
	next := base64.RawURLEncoding.EncodeToString([]byte(kind + key(items[limit-1])))
	return items[:limit], &next, nil
}

func limitAsked(c echo.Context) (int, error) {
	text := c.QueryParam("limit")
	if text == "" {
		return defaultLimit, nil
	}
	limit, err := strconv.Atoi(text)
	if err != nil || limit < 1 || limit > maxLimit {
		return 0, survey.Fail(survey.Invalid, "list.limit", survey.Args{"max": maxLimit}).At("limit")
	}
	return limit, nil
}

// cursorAsked is the key after which the list goes on, kind alone at its beginning.
func cursorAsked(c echo.Context, kind string) (string, error) {
	cursor := c.QueryParam("cursor")
	if cursor == "" {
		return kind, nil
	}
	after, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	if err != nil || !strings.HasPrefix(string(after), kind) || len(after) == len(kind) {
		return "", survey.Fail(survey.Invalid, "list.cursor", nil).At("cursor")
	}
	return string(after), nil
}

// listed sends a public list or a thing of one, as the scores are sent: asked for
// again each time, and by language.
func listed(c echo.Context, out any) error {
	c.Response().Header().Set("Cache-Control", "no-cache")
	c.Response().Header().Set("Vary", "Accept-Language")
	return c.JSON(http.StatusOK, out)
}
