package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/survey"
)

// The body of GET /api/v1/counters.
type countersOutput struct {
	Counters []counterOutput `json:"counters"`
	Next     *string         `json:"next"`
}

type counterOutput struct {
	Code     string       `json:"code"`
	Agency   string       `json:"agency"`
	Name     string       `json:"name"`
	Place    string       `json:"place"`
	Token    string       `json:"token"`
	OpenedOn *survey.Day  `json:"opened_on"`
	ClosedOn *survey.Day  `json:"closed_on"`
	Hours    survey.Hours `json:"hours"`
}

// counters is GET /api/v1/counters?limit=&cursor=&agency=: by code, with tokens, for a
// key with that scope; an agency's key reads its own.
func (s *server) counters(c echo.Context) error {
	key, err := s.keyFor(c, account.ScopeCounters)
	if err != nil {
		return challenge(c, err)
	}
	catalogue, err := s.Shelf.Fresh(c.Request().Context())
	if err != nil {
		return err
	}
	var kept []*survey.Counter
	for i := range catalogue.Counters {
		n := &catalogue.Counters[i]
		agency := c.QueryParam("agency")
		if key.Owns(catalogue, n.Agency) && (agency == "" || catalogue.Agency(n.Agency).Code == agency) {
			kept = append(kept, n)
		}
	}
	part, next, err := pageOf(c, "counter\x00", kept, func(n *survey.Counter) string { return n.Code })
	if err != nil {
		return err
	}
	out, language := countersOutput{Counters: []counterOutput{}, Next: next}, acceptLanguage(c)
	for _, n := range part {
		out.Counters = append(out.Counters, counterOutput{
			Code: n.Code, Agency: catalogue.Agency(n.Agency).Code, Name: n.Name.In(language),
			Place: n.Place.In(language), Token: string(n.Token), OpenedOn: dayOrNull(n.OpenedOn),
			ClosedOn: dayOrNull(n.ClosedOn), Hours: n.Hours,
		})
	}
	return listedFor(c, key, out)
}

// listedFor sends what only the holder of a key may see, or the public's where there
// is no key.
func listedFor(c echo.Context, key *account.Key, out any) error {
	if key == nil {
		return listed(c, out)
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.JSON(http.StatusOK, out)
}
