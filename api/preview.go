package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/scoring/edition"
	"hailong/scoring/round"
)

// withoutFlagged is how the address asks for the index without what is flagged.
const withoutFlagged = "flagged"

// previewPage is GET /desk/rounds/{id}/index?without=flagged: the index before it is
// published, and what it would be without what is flagged, which is logged.
func (s *server) previewPage(c echo.Context, me *account.Account) error {
	ctx := c.Request().Context()
	catalogue, err := s.Shelf.Fresh(ctx)
	if err != nil {
		return err
	}
	r, err := s.askedRound(c)
	if err != nil {
		return err
	}
	v := frontend.Preview{Round: r, WhatIf: s.Flags != nil}
	if v.WhatIf && c.QueryParam("without") == withoutFlagged {
		u, unread := s.Rounds.Unflagged(ctx, me.Actor("page"), r.ID, s.indexOptions(), s.Flags)
		v.Content, v.With, v.Flagged, err = u.Without, u.With, u.Flagged, unread
	} else {
		v.Content, err = s.Rounds.Content(ctx, r.ID, s.indexOptions())
	}
	if err != nil {
		return err
	}
	return officePage(c, http.StatusOK, frontend.NewPreviewPage(s.frame(c), catalogue, v))
}

func (s *server) indexOptions() round.ContentOptions {
	return round.ContentOptions{Kind: edition.CCHC, Province: s.Province}
}
