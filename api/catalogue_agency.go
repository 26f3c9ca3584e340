package api

import (
	"github.com/labstack/echo/v4"

	"hailong/frontend"
	"hailong/survey"
)

// The body of GET /api/v1/agencies. It names agencies by code and first day, never by
// the database's ids.
type agenciesOutput struct {
	Agencies []agencyOutput `json:"agencies"`
	Next     *string        `json:"next"`
}

type agencyOutput struct {
	Code         string          `json:"code"`
	Name         string          `json:"name"`
	NameEN       string          `json:"name_en,omitempty"`
	Group        string          `json:"group"`
	Sector       survey.Sector   `json:"sector"`
	ValidFrom    *survey.Day     `json:"valid_from"`
	ValidTo      *survey.Day     `json:"valid_to"`
	Unconfirmed  bool            `json:"unconfirmed"`
	Predecessors []relatedOutput `json:"predecessors"`
	Successors   []relatedOutput `json:"successors"`
}

type relatedOutput struct {
	Agency string     `json:"agency"`
	Name   string     `json:"name"`
	On     survey.Day `json:"on"`
}

// agencies is GET /api/v1/agencies?limit=&cursor=&group=&on=.
func (s *server) agencies(c echo.Context) error {
	catalogue, err := s.Shelf.Fresh(c.Request().Context())
	if err != nil {
		return err
	}
	kept, err := s.agenciesAsked(c, catalogue)
	if err != nil {
		return err
	}
	part, next, err := pageOf(c, "agency\x00", kept, func(a *survey.Agency) string {
		return a.Code + "\x00" + string(a.ValidFrom)
	})
	if err != nil {
		return err
	}
	out := agenciesOutput{Agencies: []agencyOutput{}, Next: next}
	for _, a := range part {
		out.Agencies = append(out.Agencies, agencyOf(catalogue, a, acceptLanguage(c)))
	}
	return listed(c, out)
}

// agenciesAsked are those of a group and a day, today where none is named.
func (s *server) agenciesAsked(c echo.Context, catalogue *survey.Catalogue) ([]*survey.Agency, error) {
	day, ever, ok := frontend.OnAsked(c.QueryParam("on"), survey.DayOf(s.Now(), catalogue.Zone))
	if !ok {
		return nil, survey.Fail(survey.Invalid, "list.on", nil).At("on")
	}
	group := c.QueryParam("group")
	if group != "" && catalogue.GroupByCode(group) == nil {
		return nil, survey.Fail(survey.NotFound, "group.unknown", nil)
	}
	var list []*survey.Agency
	for i := range catalogue.Agencies {
		a := &catalogue.Agencies[i]
		if (ever || a.ExistsOn(day)) && (group == "" || a.Group == group) {
			list = append(list, a)
		}
	}
	return list, nil
}

func agencyOf(c *survey.Catalogue, a *survey.Agency, language survey.Lang) agencyOutput {
	out := agencyOutput{
		Code: a.Code, Name: a.Name.In(language), NameEN: a.Name.EN, Group: a.Group, Sector: a.Sector,
		ValidFrom: dayOrNull(a.ValidFrom), ValidTo: dayOrNull(a.ValidTo), Unconfirmed: a.Unconfirmed(),
		Predecessors: []relatedOutput{}, Successors: []relatedOutput{},
	}
	related := func(id survey.AgencyID, on survey.Day) relatedOutput {
		other := c.Agency(id)
		return relatedOutput{other.Code, other.Name.In(language), on}
	}
	for _, p := range c.Predecessors(a.ID) {
		out.Predecessors = append(out.Predecessors, related(p.Predecessor, p.On))
	}
	for _, p := range c.Successors(a.ID) {
		out.Successors = append(out.Successors, related(p.Successor, p.On))
	}
	return out
}

// dayOrNull is nil for a day without bound.
func dayOrNull(d survey.Day) *survey.Day {
	if d == "" {
		return nil
	}
	return &d
}
