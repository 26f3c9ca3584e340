package api

import (
	"context"
	"slices"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/scoring/round"
	"hailong/survey"
)

// viewSheet reads what a page about a sheet is drawn from.
func (s *server) viewSheet(c echo.Context, a *sheetAsked) (*frontend.SheetView, error) {
	ctx := c.Request().Context()
	sheet, err := s.Rounds.Sheet(ctx, a.round.ID, a.agency.ID, a.extra)
	if err != nil {
		return nil, err
	}
	v := &frontend.SheetView{
		Sheet: sheet, Own: a.extra.Own, Today: survey.DayOf(s.Now(), a.catalogue.Zone),
	}
	v.Mode = a.mode(sheet)
	if v.Mode == frontend.SheetAppraise || v.Mode == frontend.SheetSecond {
		if v.Mine, err = s.Rounds.Judges(ctx, sheet, a.by); err != nil {
			return nil, err
		}
	}
	v.Unlock = sheet.Round.Step == round.Appraising &&
		a.me.May(a.catalogue, account.Unlock, a.agency.ID) && !slices.ContainsFunc(sheet.Leaves, appraised)
	if v.Petitions, err = s.petitions(c, a, sheet); err != nil {
		return nil, err
	}
	if v.Writers, err = s.writers(ctx, sheet, v.Petitions.Filed); err != nil {
		return nil, err
	}
	rounds, err := s.Rounds.Store.RoundsOf(ctx, a.agency.ID)
	v.Others = slices.DeleteFunc(rounds, func(r round.Round) bool { return r.ID == a.round.ID })
	return v, err
}

// writers are the accounts of those who wrote at a sheet, by login.
func (s *server) writers(
	ctx context.Context, sheet *round.Sheet, filed []round.Petition,
) (map[string]*account.Account, error) {
	logins := sheet.Writers()
	for i := range filed {
		logins = append(logins, filed[i].FiledBy, filed[i].AnsweredBy)
	}
	slices.Sort(logins)
	people, err := s.People.Store.AccountsByLogin(ctx, slices.Compact(logins))
	writers := map[string]*account.Account{}
	for i := range people {
		writers[people[i].Login] = &people[i]
	}
	return writers, err
}

func appraised(l round.Leaf) bool { return l.Judgement() != nil }

// mode is what the reader may write at the sheet now.
func (a *sheetAsked) mode(sheet *round.Sheet) frontend.SheetMode {
	r := sheet.Round
	fills := a.me.May(a.catalogue, account.FillSheet, a.agency.ID)
	judges := a.me.May(a.catalogue, account.Appraise, a.agency.ID)
	switch {
	case fills && r.Assessing(sheet.Member):
		return frontend.SheetFill
	case fills && r.Step == round.SelfAssessing:
		return frontend.SheetSubmitted
	case fills && r.Step == round.Explaining:
		return frontend.SheetExplain
	case judges && r.Step == round.Appraising && !r.Assessing(sheet.Member):
		return frontend.SheetAppraise
	case judges && r.Step == round.Reappraising:
		return frontend.SheetSecond
	}
	return frontend.SheetRead
}
