package api

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/scoring/report"
	"hailong/survey"
)

// Corrections is what stands over responses: what persons excluded or reassigned, and
// what rules flagged.
type Corrections interface {
	survey.CorrectionStore
	survey.FlagStore
	report.AsideSource
	// NewestCorrections are the last ones, newest first.
	NewestCorrections(ctx context.Context, most int) ([]survey.Correction, error)
	// FlagSums are what was flagged, by counter, rule and day, newest first.
	FlagSums(ctx context.Context, most int) ([]survey.FlagSum, error)
}

func (s *server) correctionRoutes() []deskRoute {
	return []deskRoute{
		{"GET", "/desk/corrections", account.Correct, s.correctionsPage},
		{"GET", "/desk/corrections/new", account.Correct, s.correctionPage},
		{"POST", "/desk/corrections/try", account.Correct, s.tryCorrection},
		{"POST", "/desk/corrections/new", account.Correct, s.addCorrection},
		{"POST", "/desk/corrections/flags", account.Correct, s.findFlags},
		{"GET", "/desk/corrections/:number/undo", account.Correct, s.undoPage},
		{"POST", "/desk/corrections/:number/undo", account.Correct, s.undoCorrection},
	}
}

// corrections is the use case in a person's name; nobody's where none is given.
func (s *server) corrections(me *account.Account) *survey.Corrections {
	use := &survey.Corrections{Store: s.Corrections, Now: s.Now}
	if me != nil {
		use.Actor = me.Actor("page")
	}
	return use
}

// correctionsPage is GET /desk/corrections.
func (s *server) correctionsPage(c echo.Context, _ *account.Account) error {
	ctx := c.Request().Context()
	catalogue, err := s.Shelf.Fresh(ctx)
	if err != nil {
		return err
	}
	list, err := s.Corrections.NewestCorrections(ctx, frontend.MostCorrections)
	if err != nil {
		return err
	}
	noticed, err := s.Corrections.FlagSums(ctx, frontend.MostFlags)
	if err != nil {
		return err
	}
	names, err := s.names(ctx)
	if err != nil {
		return err
	}
	page := frontend.NewCorrectionsPage(s.frame(c), catalogue, names, list, noticed)
	if done := c.QueryParam("done"); done == "saved" || done == "found" {
		page.Saved, _ = page.T("correction.done_" + done)
	}
	return officePage(c, http.StatusOK, page)
}

// correctionPage is GET /desk/corrections/new; the address may choose already.
func (s *server) correctionPage(c echo.Context, _ *account.Account) error {
	catalogue, err := s.Shelf.Fresh(c.Request().Context())
	if err != nil {
		return err
	}
	return officePage(c, http.StatusOK, frontend.NewCorrectionPage(s.frame(c), catalogue, c.QueryParams(), nil))
}

// chosenEdit is the correction that a form asks for.
func chosenEdit(form url.Values) survey.Edit {
	cells := map[string]string{}
	for _, name := range frontend.CorrectionFields {
		cells[name] = form.Get(name)
	}
	return survey.CorrectionEdit(cells, form.Get("version"))
}

// tryCorrection is POST /desk/corrections/try: it says what would change. That somebody
// looked is logged.
func (s *server) tryCorrection(c echo.Context, me *account.Account) error {
	form, catalogue, err := s.sent(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	trial, err := s.corrections(me).Look(ctx, catalogue, chosenEdit(form))
	if err != nil {
		return s.correctionAgain(c, catalogue, form, err)
	}
	moves, err := report.ReadMoves(ctx, s.Reports, catalogue, trial, s.Now())
	if err != nil {
		return err
	}
	page := frontend.NewCorrectionPage(s.frame(c), catalogue, form, nil)
	page.Show(catalogue, trial, moves, form)
	return officePage(c, http.StatusOK, page)
}

func (s *server) correctionAgain(
	c echo.Context, catalogue *survey.Catalogue, form url.Values, err error,
) error {
	if survey.KindOf(err) == survey.Closed { // another choice mends it
		err = asConflict(err)
	}
	return s.again(c, err, func(e *survey.Error) any {
		return frontend.NewCorrectionPage(s.frame(c), catalogue, form, e)
	})
}

// addCorrection is POST /desk/corrections/new.
func (s *server) addCorrection(c echo.Context, me *account.Account) error {
	form, catalogue, err := s.sent(c)
	if err != nil {
		return err
	}
	proposal, err := s.proposals().Correct(c.Request().Context(), me, chosenEdit(form))
	if err != nil {
		return s.correctionAgain(c, catalogue, form, err)
	}
	return s.edited(c, proposal, "/desk/corrections")
}

// findFlags is POST /desk/corrections/flags.
func (s *server) findFlags(c echo.Context, me *account.Account) error {
	ctx := c.Request().Context()
	catalogue, err := s.Shelf.Fresh(ctx)
	if err != nil {
		return err
	}
	if _, err := survey.FindFlags(ctx, s.Corrections, catalogue, me.Actor("page"), s.Now); err != nil {
		return err
	}
	return s.done(c, "/desk/corrections", "found")
}

// undoPage is GET /desk/corrections/{number}/undo.
func (s *server) undoPage(c echo.Context, _ *account.Account) error {
	return s.showUndo(c, http.StatusOK, "", nil)
}

func (s *server) showUndo(c echo.Context, status int, reason string, e *survey.Error) error {
	ctx := c.Request().Context()
	catalogue, err := s.Shelf.Fresh(ctx)
	if err != nil {
		return err
	}
	o, err := s.corrections(nil).Find(ctx, c.Param("number"))
	if err != nil {
		return err
	}
	return officePage(c, status, frontend.NewUndoPage(s.frame(c), catalogue, o, reason, e))
}

// undoCorrection is POST /desk/corrections/{number}/undo.
func (s *server) undoCorrection(c echo.Context, me *account.Account) error {
	form, err := deskForm(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	o, err := s.corrections(me).Find(ctx, c.Param("number"))
	if err != nil {
		return err
	}
	reason := form.Get("reason")
	proposal, err := s.proposals().Correct(ctx, me, survey.UndoEdit(o.ID, reason))
	if err == nil {
		return s.edited(c, proposal, "/desk/corrections")
	}
	if survey.KindOf(err) == survey.Closed {
		err = asConflict(err)
	}
	return s.shownAgain(c, err, func(status int, e *survey.Error) error {
		return s.showUndo(c, status, reason, e)
	})
}

// asConflict says what is closed as a clash with what is stored, for which a form is shown
// again.
func asConflict(err error) error {
	e, ours := errors.AsType[*survey.Error](err)
	if !ours {
		return err
	}
	said := *e
	said.Kind = survey.Conflict
	return &said
}

// showCorrection adds to a proposal's page what the catalogue does not know of a correction.
func (s *server) showCorrection(
	ctx context.Context, page *frontend.ProposalPage, catalogue *survey.Catalogue, p *account.Proposal,
) error {
	if !p.Edit.Correction() {
		return nil
	}
	use := s.corrections(nil)
	if p.Edit.Action == survey.UndoCorrection {
		o, err := use.Find(ctx, p.Edit.Subject)
		if err != nil {
			return err
		}
		page.ShowUndo(catalogue, o)
	}
	if p.State != account.Waiting {
		return nil
	}
	stale, err := use.Stale(ctx, catalogue, p.Edit)
	page.Now = stale
	return err
}
