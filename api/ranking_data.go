package api

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"hailong/frontend"
	"hailong/frontend/words"
	"hailong/scoring/edition"
	"hailong/survey"
)

// The body of GET /api/v1/rankings/{year}: what is printed, as numbers.
type rankingOutput struct {
	Year    int                  `json:"year"`
	Edition string               `json:"edition"`
	Groups  []rankingGroupOutput `json:"groups"`
}

type rankingGroupOutput struct {
	Group    string           `json:"group"`
	Rows     []rankedOutput   `json:"rows"`
	Unranked []unrankedOutput `json:"unranked"`
}

type rankedOutput struct {
	Rank         int         `json:"rank"`
	RankLow      int         `json:"rank_low"`
	RankHigh     int         `json:"rank_high"`
	Agency       string      `json:"agency"`
	Name         string      `json:"name"`
	Points       float64     `json:"points"`
	Max          float64     `json:"max"`
	Index        json.Number `json:"index"`
	Class        string      `json:"class"`
	PreviousRank *int        `json:"previous_rank"`
}

type unrankedOutput struct {
	Agency string `json:"agency"`
	Reason string `json:"reason"`
}

// rankingData is GET /api/v1/rankings/{year}[?group=][&family=][&kind=cchc].
func (s *server) rankingData(c echo.Context) error {
	e, content, err := s.rankingForPrograms(c)
	if err != nil {
		return err
	}
	out := rankingOutput{Year: e.Year, Edition: e.Subject(), Groups: []rankingGroupOutput{}}
	asked := c.QueryParam("group")
	for i := range content.Groups {
		code := content.Groups[i].Code
		ranked, unranked := content.Sorted(code)
		if asked == "" && len(ranked)+len(unranked) > 0 || asked == code {
			out.Groups = append(out.Groups, rankingGroupOf(acceptLanguage(c), code, ranked, unranked))
		}
	}
	if asked != "" && len(out.Groups) == 0 {
		return survey.Fail(survey.NotFound, "group.unknown", nil)
	}
	return listed(c, out)
}

// rankingForPrograms is the year's index in force.
func (s *server) rankingForPrograms(c echo.Context) (*edition.Edition, *edition.Content, error) {
	ctx := c.Request().Context()
	year, err := yearAsked(c)
	if err != nil {
		return nil, nil, err
	}
	if kind := edition.Kind(c.QueryParam("kind")); kind != "" && kind != edition.CCHC {
		return nil, nil, survey.Fail(survey.Invalid, "ranking.kind_index", nil).At("kind")
	}
	list, err := s.publishedList(ctx)
	if err != nil {
		return nil, nil, err
	}
	row := &edition.Edition{Kind: edition.CCHC, Family: familyAsked(c), Year: year}
	for i := range list {
		if list[i].SameRow(row) {
			content, err := s.publishedContent(ctx, &list[i])
			return &list[i], content, err
		}
	}
	return nil, nil, unknownEdition()
}

func rankingGroupOf(
	language survey.Lang, code string, ranked, unranked []*edition.Agency,
) rankingGroupOutput {
	g := rankingGroupOutput{Group: code, Rows: []rankedOutput{}, Unranked: []unrankedOutput{}}
	for _, a := range ranked {
		g.Rows = append(g.Rows, rankedOf(language, a))
	}
	for _, a := range unranked {
		reason := a.LeftOut
		if a.Result.Unranked != edition.LeftOut {
			reason = words.Say(language, "ranking.too_little", nil)
		}
		g.Unranked = append(g.Unranked, unrankedOutput{a.Code, reason})
	}
	return g
}

// rankedOf gives no rank of the year before where the two years are not of one agency.
func rankedOf(language survey.Lang, a *edition.Agency) rankedOutput {
	r := a.Result
	out := rankedOutput{
		Rank: r.Rank, RankLow: r.Best, RankHigh: r.Worst, Agency: a.Code, Name: survey.Text(a.Name).In(language),
		Points: float64(r.Points) / 100, Max: float64(r.Max) / 100, Index: json.Number(r.Index), Class: r.Class,
	}
	if a.Previous != nil && !a.Previous.Reorganised && a.Previous.Rank > 0 {
		out.PreviousRank = &a.Previous.Rank
	}
	return out
}

// The body of GET /api/v1/editions. Who froze and who published is not in it.
type editionsOutput struct {
	Editions []editionOutput `json:"editions"`
	Next     *string         `json:"next"`
}

type editionOutput struct {
	Edition       string       `json:"edition"`
	Kind          edition.Kind `json:"kind"`
	Family        *string      `json:"family"`
	Year          int          `json:"year"`
	Number        int          `json:"number"`
	InForce       bool         `json:"in_force"`
	Replaces      *string      `json:"replaces"`
	Why           *string      `json:"why"`
	Decision      string       `json:"decision"`
	DecidedOn     survey.Day   `json:"decided_on"`
	PublishedAt   time.Time    `json:"published_at"`
	SHA256        string       `json:"sha256"`
	Archive       string       `json:"archive"`
	ArchiveSHA256 string       `json:"archive_sha256"`
}

// editionsData is GET /api/v1/editions?kind=&limit=&cursor=: published editions, by id.
func (s *server) editionsData(c echo.Context) error {
	kind, err := kindAsked(c)
	if err != nil {
		return err
	}
	list, err := s.publishedList(c.Request().Context())
	if err != nil {
		return err
	}
	list = slices.DeleteFunc(list, func(e edition.Edition) bool { return kind != "" && e.Kind != kind })
	part, next, err := pageOf(c, "edition\x00", list, func(e edition.Edition) string { return e.Subject() })
	if err != nil {
		return err
	}
	out := editionsOutput{Editions: []editionOutput{}, Next: next}
	for i := range part {
		out.Editions = append(out.Editions, editionOf(list, &part[i]))
	}
	return listed(c, out)
}

func editionOf(list []edition.Edition, e *edition.Edition) editionOutput {
	out := editionOutput{
		Edition: e.Subject(), Kind: e.Kind, Year: e.Year, Number: e.Number, InForce: frontend.InForce(list, e),
		Decision: e.Decision, DecidedOn: e.DecidedOn, PublishedAt: e.PublishedAt, SHA256: e.Hash,
		Archive:       "/editions/" + frontend.RankingFile{Key: "archive", Ending: "zip"}.Of(e),
		ArchiveSHA256: e.ArchiveHash,
	}
	if e.Kind == edition.CCHC {
		out.Family = &e.Family
	}
	if e.Replaces > 0 {
		old := *e
		old.Number = e.Replaces
		id := old.Subject()
		out.Replaces, out.Why = &id, &e.Why
	}
	return out
}
