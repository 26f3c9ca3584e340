package api

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/frontend"
	"hailong/scoring/round"
	"hailong/survey"
)

// sheetRoutes are an agency's sheet in a round, as the agency and the council have it.
func (s *server) sheetRoutes() []deskRoute {
	const sheet = "/desk/rounds/:id/sheets/:agency"
	const leaf = sheet + "/leaves/:leaf"
	return []deskRoute{
		{"GET", "/desk/sheet", account.SeeSheets, s.ownSheet},
		{"GET", sheet, account.SeeSheets, s.sheetPage},
		{"POST", sheet + "/areas/:area", account.FillSheet, s.files(s.fillArea)},
		{"POST", sheet + "/areas/:area/appraisal", account.Appraise, s.files(s.appraiseArea)},
		{"GET", sheet + "/submit", account.FillSheet, s.submitPage},
		{"POST", sheet + "/submit", account.FillSheet, s.submitSheet},
		{"POST", sheet + "/withdraw", account.FillSheet, s.withdrawSheet},
		{"GET", sheet + "/unlock", account.Unlock, s.unlockPage},
		{"POST", sheet + "/unlock", account.Unlock, s.unlockSheet},
		{"GET", leaf, account.SeeSheets, s.leafPage},
		{"POST", leaf + "/files", account.FillSheet, s.files(s.addEvidence)},
		{"POST", leaf + "/uses", account.FillSheet, s.useEvidence},
		{"POST", leaf + "/explanation", account.FillSheet, s.files(s.explainLeaf)},
		{"POST", leaf + "/appraisal/files", account.Appraise, s.files(s.addSource)},
		{"POST", leaf + "/appraisal/uses", account.Appraise, s.useSource},
		{"POST", leaf + "/petition", account.FillSheet, s.petition},
		{"POST", leaf + "/petition/answer", account.Appraise, s.answerPetition},
		{"GET", sheet + "/files/:file", account.SeeSheets, s.sheetFile},
		{"GET", "/desk/rounds/:id/petitions", account.SeeSheets, everySheet(s.petitionsPage)},
		{"GET", "/desk/rounds/:id/evidence/:evidence", account.SeeSheets, s.slow(s.evidence)},
	}
}

// sheetAsked is the sheet that an address names, with who asks for it.
type sheetAsked struct {
	me        *account.Account
	catalogue *survey.Catalogue
	round     *round.Round
	agency    *survey.Agency
	by        round.Person
	extra     round.Extra
}

// askedSheet finds the sheet of an address for who may see it, and asks whether he may do
// something to it. What he may not see is not there.
func (s *server) askedSheet(
	c echo.Context, me *account.Account, action account.Action,
) (*sheetAsked, error) {
	catalogue, err := s.Shelf.Fresh(c.Request().Context())
	if err != nil {
		return nil, err
	}
	r, err := s.askedRound(c)
	if err != nil {
		return nil, err
	}
	agency := memberByCode(catalogue, r, c.Param("agency"))
	switch {
	case agency == nil || !me.May(catalogue, account.SeeSheets, agency.ID):
		return nil, survey.Fail(survey.NotFound, "round.no_member", nil)
	case me.Role.Reach(action) == account.Other && me.Near(catalogue, agency.ID):
		return nil, survey.Fail(survey.Forbidden, "round.near", nil)
	case !me.May(catalogue, action, agency.ID):
		return nil, survey.Fail(survey.Forbidden, "right.none", nil)
	}
	return s.sheetOf(me, catalogue, r, agency), nil
}

// askedRound finds the round that an address names.
func (s *server) askedRound(c echo.Context) (*round.Round, error) {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil || id <= 0 {
		return nil, survey.Fail(survey.NotFound, "round.unknown", nil)
	}
	return s.Rounds.Round(c.Request().Context(), round.ID(id))
}

// sheetOf is a sheet with who reads it. Whoever is near the agency reads it as the agency
// does: without what the council has not finished.
func (s *server) sheetOf(
	me *account.Account, c *survey.Catalogue, r *round.Round, a *survey.Agency,
) *sheetAsked {
	own := me.Role.Reach(account.SeeSheets) != account.All || me.Near(c, a.ID)
	return &sheetAsked{me, c, r, a, roundPerson(c, me), round.Extra{Own: own}}
}

// memberByCode finds the agency of a round by its code, nil where there is none.
func memberByCode(c *survey.Catalogue, r *round.Round, code string) *survey.Agency {
	for i := range r.Members {
		if a := c.Agency(r.Members[i].Agency); a != nil && a.Code == code {
			return a
		}
	}
	return nil
}

// roundPerson is who acts in a round, as his account says.
func roundPerson(c *survey.Catalogue, me *account.Account) round.Person {
	return round.Person{
		Actor: me.Actor("page"), Login: me.Login, Agency: me.Agency, Areas: me.Areas,
		Near:  func(a survey.AgencyID) bool { return me.Near(c, a) },
		Owns:  func(a survey.AgencyID) bool { return me.Owns(c, a) },
		Chair: me.Role == account.Chair,
	}
}

// ownSheet is GET /desk/sheet: the own agency's sheet of the newest round.
func (s *server) ownSheet(c echo.Context, me *account.Account) error {
	ctx := c.Request().Context()
	catalogue, err := s.Shelf.Fresh(ctx)
	if err != nil {
		return err
	}
	rounds, err := s.Rounds.Rounds(ctx)
	if err != nil {
		return err
	}
	if a := s.ownAsked(me, catalogue, rounds); a != nil {
		return s.showSheet(c, a, http.StatusOK, nil)
	}
	page := frontend.NewSheetNonePage(s.frame(c), catalogue, catalogue.Agency(me.Agency))
	return officePage(c, http.StatusOK, page)
}

// ownAsked is the agency's sheet that waits for it: of the round whose step ends first, else
// of the newest; nil where no round has the agency.
func (s *server) ownAsked(me *account.Account, c *survey.Catalogue, rounds []round.Round) *sheetAsked {
	var best *sheetAsked
	for i := range rounds {
		members := rounds[i].Members
		at := slices.IndexFunc(members, func(m round.Member) bool { return me.Owns(c, m.Agency) })
		day := rounds[i].Deadline()
		if at >= 0 && (best == nil || day != "" && (best.round.Deadline() == "" || day < best.round.Deadline())) {
			best = s.sheetOf(me, c, &rounds[i], c.Agency(members[at].Agency))
		}
	}
	return best
}

// sheetPage is GET /desk/rounds/{id}/sheets/{agency}?only=&area=.
func (s *server) sheetPage(c echo.Context, me *account.Account) error {
	a, err := s.askedSheet(c, me, account.SeeSheets)
	if err != nil {
		return err
	}
	return s.showSheet(c, a, http.StatusOK, nil)
}

// sheetSent is a form of the sheet that was not accepted, or not all of it.
type sheetSent struct {
	area  string     // code of the area that it was of
	typed url.Values // nil: what was typed is stored
	err   *survey.Error
	part  round.Part
}

// late tells whether a form came after its time: its fields are drawn all the same, so that
// what was typed is not lost.
func (s *sheetSent) late() bool { return s.err.Kind == survey.Closed && s.typed != nil }

// lateModes are in which mode a form of a part is filled in.
var lateModes = map[round.Part]frontend.SheetMode{
	round.Self: frontend.SheetFill, round.Explained: frontend.SheetExplain,
	round.Appraised: frontend.SheetAppraise, round.Second: frontend.SheetSecond,
}

// showSheet shows the sheet as it is stored, with what was typed where that is not.
func (s *server) showSheet(c echo.Context, a *sheetAsked, status int, sent *sheetSent) error {
	v, err := s.viewSheet(c, a)
	if err != nil {
		return err
	}
	v.Asked = frontend.SheetFilterOf(c.QueryParams())
	if sent != nil {
		v.Asked.Area, v.Typed, v.Err = sent.area, sent.typed, sent.err
	}
	if sent != nil && sent.late() {
		v.Mode = lateModes[sent.part]
		if v.Mine, err = s.Rounds.Judges(c.Request().Context(), v.Sheet, a.by); err != nil {
			return err
		}
	}
	page := frontend.NewSheetPage(s.frame(c), a.catalogue, *v)
	page.Saved = s.sheetDone(c)
	return scriptedPage(c, status, page, page.Script)
}

// sheetDoneWords are what a sheet's page can say was done.
var sheetDoneWords = []string{
	"saved", "explained", "agreed", "withdrawn", "submitted", "unlocked", "locked", "files", "answered",
}

// sheetDone says what has just been done.
func (s *server) sheetDone(c echo.Context) string {
	word := c.QueryParam("done")
	if !slices.Contains(sheetDoneWords, word) {
		return ""
	}
	text, _ := s.frame(c).T("sheet_page.done_" + word)
	return text
}

// scriptPolicy is that of the pages with the script that shows how far uploads are: it is
// a file of ours, and sends files to us alone.
const scriptPolicy = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; " +
	"img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// scriptedPage sends a page about a sheet. Only where it takes files it may run our script.
func scriptedPage(c echo.Context, status int, page any, script string) error {
	if script == "" {
		return officePage(c, status, page)
	}
	return drawn(c, status, scriptPolicy, page)
}

// path is the address of the sheet.
func (a *sheetAsked) path() string { return frontend.SheetPath(a.round.ID, a.agency) }
