package api

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/scoring/edition"
	"hailong/scoring/round"
	"hailong/survey"
)

// previewPage is GET /desk/rounds/{id}/index: the index before it is published.
func (s *server) previewPage(c echo.Context, me *account.Account) error {
	return s.showPreview(c, me, func(
		ctx context.Context, v *frontend.Preview, o round.ContentOptions,
	) (err error) {
		v.Content, err = s.Rounds.Content(ctx, v.Round.ID, o)
		return err
	})
}

// whatIf is POST /desk/rounds/{id}/index: the same without what is flagged. It is asked for
// by a form, because that somebody looked is logged.
func (s *server) whatIf(c echo.Context, me *account.Account) error {
	if s.Flags == nil {
		return echo.ErrNotFound
	}
	return s.showPreview(c, me, func(
		ctx context.Context, v *frontend.Preview, o round.ContentOptions,
	) error {
		u, err := s.Rounds.Unflagged(ctx, me.Actor("page"), v.Round.ID, o, s.Flags)
		v.Content, v.With, v.Flagged = u.Without, u.With, u.Flagged
		return err
	})
}

// showPreview shows the figures that read gives, of agencies that the reader is near as they
// themselves may see them.
func (s *server) showPreview(
	c echo.Context, me *account.Account,
	read func(context.Context, *frontend.Preview, round.ContentOptions) error,
) error {
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
	options := s.indexOptions()
	options.Near = nearOf(catalogue, me)
	for i := range r.Members {
		if id := r.Members[i].Agency; r.Step.Withholds() && options.Near(id) {
			v.Hidden = append(v.Hidden, id)
		}
	}
	if err := read(ctx, &v, options); err != nil {
		return err
	}
	return officePage(c, http.StatusOK, frontend.NewPreviewPage(s.frame(c), catalogue, v))
}

// nearOf tells which agencies an account is near.
func nearOf(c *survey.Catalogue, me *account.Account) func(survey.AgencyID) bool {
	return func(a survey.AgencyID) bool { return me.Near(c, a) }
}

func (s *server) indexOptions() round.ContentOptions {
	return round.ContentOptions{Kind: edition.CCHC, Province: s.Province}
}
