package api

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/scoring/report"
	"hailong/survey"
)

// recordRoutes are the pages that edit one agency, counter or plan.
func (s *server) recordRoutes() []deskRoute {
	var routes []deskRoute
	for _, kind := range []survey.RecordKind{survey.AgencyRecord, survey.CounterRecord, survey.PlanRecord} {
		path := frontend.RecordsPath(kind)
		routes = append(
			routes,
			deskRoute{"GET", path + "/new", account.EditCatalogue, s.recordPage(kind)},
			deskRoute{"POST", path + "/new", account.EditCatalogue, s.saveRecord(kind)},
			deskRoute{"GET", path + "/:key", account.SeeCatalogue, s.recordPage(kind)},
			deskRoute{"POST", path + "/:key", account.EditCatalogue, s.saveRecord(kind)},
		)
	}
	return routes
}

// proposals is the use case of changing the catalogue by pages. What touches the
// person's own agency is kept for a second person.
func (s *server) proposals() *account.Proposals {
	exceptions := s.Criteria
	return &account.Proposals{
		Store: s.Proposals, Setup: s.Setup, Corrections: *s.corrections(nil), Exceptions: &exceptions,
	}
}

func (s *server) recordPage(kind survey.RecordKind) func(echo.Context, *account.Account) error {
	return func(c echo.Context, _ *account.Account) error {
		catalogue, record, err := s.recordAsked(c, kind)
		if err != nil {
			return err
		}
		return s.showRecord(c, http.StatusOK, catalogue, record, nil, nil)
	}
}

// recordAsked finds the thing that an address names; a new one is empty.
func (s *server) recordAsked(
	c echo.Context, kind survey.RecordKind,
) (*survey.Catalogue, *survey.Record, error) {
	catalogue, err := s.Shelf.Fresh(c.Request().Context())
	if err != nil {
		return nil, nil, err
	}
	key, err := url.PathUnescape(c.Param("key"))
	if err != nil || key == "" {
		return catalogue, &survey.Record{Kind: kind}, nil
	}
	record := catalogue.RecordByKey(kind, key, survey.DayOf(s.Now(), catalogue.Zone))
	if record == nil {
		return nil, nil, survey.Fail(survey.NotFound, "record.unknown", nil)
	}
	return catalogue, record, nil
}

func (s *server) showRecord(
	c echo.Context, status int, catalogue *survey.Catalogue, r *survey.Record,
	sent *frontend.Sent, e *survey.Error,
) error {
	today := survey.DayOf(s.Now(), catalogue.Zone)
	page := frontend.NewRecordPage(s.frame(c), catalogue, today, r, sent, e)
	if plan := catalogue.PlanByCode(r.Key); plan != nil && r.Kind == survey.PlanRecord {
		board, err := report.ReadBoard(c.Request().Context(), s.Reports, catalogue, plan, s.Now())
		if err != nil {
			return err
		}
		page.Show(board, sent, e)
	}
	if r.Key != "" {
		waiting, err := s.Proposals.Proposals(c.Request().Context(), account.Waiting, account.MostWaiting)
		if err != nil {
			return err
		}
		page.ShowWaiting(r, waiting)
	}
	if c.QueryParam("done") != "" && e == nil {
		page.Saved, _ = page.T("record.saved")
	}
	return officePage(c, status, page)
}

// saveRecord stores what was typed, by the rules of a file of one row, or keeps it
// for a second person.
func (s *server) saveRecord(kind survey.RecordKind) func(echo.Context, *account.Account) error {
	return func(c echo.Context, me *account.Account) error {
		form, err := deskForm(c)
		if err != nil {
			return err
		}
		_, stored, err := s.recordAsked(c, kind)
		if err != nil {
			return err
		}
		edit := survey.EditOf(typedRecord(stored, form))
		key := stored.Key
		if key == "" {
			key = edit.Subject
		}
		proposal, err := s.proposals().Edit(c.Request().Context(), me, edit, form.Get("reason"))
		if err == nil {
			return s.edited(c, proposal, frontend.RecordPath(kind, key))
		}
		return s.shownAgain(c, err, func(status int, e *survey.Error) error {
			catalogue, stored, err := s.recordAsked(c, kind) // as it is by now
			if err != nil {
				return err
			}
			sent := &frontend.Sent{Cells: edit.Rows[0], Reason: form.Get("reason")}
			return s.showRecord(c, status, catalogue, stored, sent, e)
		})
	}
}

// edited leads on after an edit: to the proposal, where it became one, else to path.
func (s *server) edited(c echo.Context, p *account.Proposal, path string) error {
	if p != nil {
		return s.done(c, frontend.ProposalPath(p.Number), "added")
	}
	return s.done(c, path, "saved")
}

// typedRecord is the stored thing with the cells that were typed. Boxes that are all
// empty are not sent, and mean an empty cell.
func typedRecord(stored *survey.Record, form url.Values) survey.Record {
	r := survey.Record{
		Kind: stored.Kind, Key: stored.Key, Version: form.Get("version"), Cells: map[string]string{},
	}
	for column, boxes := range frontend.RecordFields(stored.Kind) {
		if _, sent := form[column]; sent || boxes {
			r.Cells[column] = frontend.Typed(form, column)
		}
	}
	if stored.Kind == survey.PlanRecord {
		typedNumbers(&r, form)
	}
	return r
}

// typedNumbers joins the fields of a plan's transactions, one for each agency, as a
// file has them: STP=4200|SNV=900.
func typedNumbers(r *survey.Record, form url.Values) {
	var pairs []string
	sent := false
	for name := range form {
		ref, found := strings.CutPrefix(name, "transactions.")
		if !found {
			continue
		}
		sent = true
		if number := strings.TrimSpace(form.Get(name)); number != "" {
			pairs = append(pairs, ref+"="+number)
		}
	}
	if sent {
		slices.Sort(pairs)
		r.Cells["transactions"] = strings.Join(pairs, "|")
	}
}
