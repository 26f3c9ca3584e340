package api

import (
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/scoring"
	"hailong/scoring/report"
	"hailong/survey"
)

// The body of GET /api/v1/scores. Percentages are numbers with six decimals;
// what the public may not see is null.
type scoresOutput struct {
	Year   int           `json:"year"`
	Plan   string        `json:"plan"`
	Method string        `json:"method"`
	Scores []scoreOutput `json:"scores"`
}

type scoreOutput struct {
	Agency    string           `json:"agency"`
	ValidFrom *survey.Day      `json:"valid_from"`
	Plan      string           `json:"plan"`
	Name      string           `json:"name"`
	Group     string           `json:"group"`
	Sector    survey.Sector    `json:"sector"`
	Responses int64            `json:"responses"`
	Answers   *int64           `json:"answers"`
	Satisfied *int64           `json:"satisfied"`
	Score     *float64         `json:"score"`
	Low       *float64         `json:"low"`
	High      *float64         `json:"high"`
	Target    *float64         `json:"target"`
	Official  scoring.Official `json:"official"`
	Certain   bool             `json:"certain"`
	Factors   []factorOutput   `json:"factors"`
}

type factorOutput struct {
	Code      string   `json:"code"`
	Score     *float64 `json:"score"`
	Answers   *int64   `json:"answers"`
	Satisfied *int64   `json:"satisfied"`
}

// scores is GET /api/v1/scores?year=2022[&plan=][&group=][&agency=]. With a key for
// them it gives those of plans too that are not public; an agency's key its own alone.
func (s *server) scores(c echo.Context) error {
	key, err := s.scoresKey(c)
	if err != nil {
		return challenge(c, err)
	}
	catalogue, err := s.Shelf.Fresh(c.Request().Context())
	if err != nil {
		return err
	}
	plans, err := scoresPlans(c, catalogue, key)
	if err != nil {
		return err
	}
	group, agency := c.QueryParam("group"), c.QueryParam("agency")
	only := theOnly(catalogue, plans, agency)
	year, err := report.ReadScores(c.Request().Context(), s.Reports, catalogue, plans, only, s.Now())
	if err != nil {
		return err
	}
	out := scoresOutput{Year: plans[0].Year, Method: scoring.Method, Scores: []scoreOutput{}}
	var codes []string
	for _, p := range plans {
		codes = append(codes, p.Code)
	}
	out.Plan = strings.Join(codes, "|")
	language := acceptLanguage(c)
	for board, a := range year.All() {
		asked := (group == "" || a.Agency.Group == group) && (agency == "" || a.Agency.Code == agency)
		if asked && (key == nil || key.Owns(catalogue, a.Agency.ID)) {
			out.Scores = append(out.Scores, scoreOf(board.Plan, a, language))
		}
	}
	if (group != "" || agency != "") && len(out.Scores) == 0 {
		return survey.Fail(survey.NotFound, "scores.nobody", nil)
	}
	return listedFor(c, key, out)
}

// scoresKey is the key for scores that a request comes with. Without one, or with a
// credential that is none of ours, what is public is for everybody.
func (s *server) scoresKey(c echo.Context) (*account.Key, error) {
	key, err := s.key(c)
	if survey.KindOf(err) == survey.Forbidden || key != nil && !key.Allows(account.ScopeScores) {
		return nil, nil
	}
	return key, err
}

// theOnly is the agency that a code names in plans, 0 where it names none or several.
func theOnly(catalogue *survey.Catalogue, plans []*survey.Plan, code string) (only survey.AgencyID) {
	for _, p := range plans {
		for _, a := range catalogue.PlanAgencies(p) {
			switch {
			case a.Code != code:
			case only != 0 && only != a.ID:
				return 0
			default:
				only = a.ID
			}
		}
	}
	return only
}

// scoresPlans finds the plans asked for: the year's official ones, or the one that is
// named; without a key only those whose live figures are public.
func scoresPlans(c echo.Context, catalogue *survey.Catalogue, key *account.Key) ([]*survey.Plan, error) {
	year, err := strconv.Atoi(c.QueryParam("year"))
	if err != nil {
		return nil, survey.Fail(survey.Invalid, "scores.year", nil).At("year")
	}
	plans := catalogue.OfficialPlans(year)
	if code := c.QueryParam("plan"); code != "" {
		plans = nil
		if plan := catalogue.PlanByCode(code); plan != nil && plan.Year == year {
			plans = []*survey.Plan{plan}
		}
	}
	if len(plans) == 0 {
		return nil, survey.Fail(survey.NotFound, "scores.plan", survey.Args{"year": year})
	}
	if key != nil {
		return plans, nil
	}
	return public(plans)
}

func scoreOf(plan *survey.Plan, a *report.AgencyScore, language survey.Lang) scoreOutput {
	s := &a.Score
	out := scoreOutput{
		Agency: a.Agency.Code, ValidFrom: dayOrNull(a.Agency.ValidFrom), Plan: plan.Code,
		Name: a.Agency.Name.In(language), Group: a.Agency.Group, Sector: a.Agency.Sector,
		Responses: s.Responses, Official: s.Official, Certain: s.Certain,
	}
	if !s.Eligible() {
		return out
	}
	percent, target := s.Percent(), s.Target.Percent()
	out.Answers, out.Satisfied = &s.Answers, &s.Satisfied
	out.Score, out.Low, out.High, out.Target = &percent, &s.Interval.Low, &s.Interval.High, &target
	out.Factors = make([]factorOutput, len(a.Factors))
	for i := range a.Factors {
		out.Factors[i] = factorOf(&a.Factors[i])
	}
	return out
}

// factorOf hides a factor that too few answered, as any other cell.
func factorOf(f *report.Factor) factorOutput {
	out := factorOutput{Code: f.Code}
	if f.Score.Eligible() {
		percent := f.Score.Percent()
		out.Score, out.Answers, out.Satisfied = &percent, &f.Score.Answers, &f.Score.Satisfied
	}
	return out
}
