package main

import (
	"bytes"
	"strings"

	"hailong/survey"
	"hailong/survey/simulate"
)

// character is how an agency of the demonstration fares.
type character struct {
	responses    int
	satisfied    float64
	drift        float64
	transactions int
}

// demoCharacters go round the agencies in the order of the file: clearly above,
// within the margin on both sides, clearly below, too few; one gives no service.
var demoCharacters = []character{
	{980, 0.880, 0.02, 6200},
	{1130, 0.905, 0, 3900},
	{720, 0.836, 0.04, 5400},
	{1200, 0.833, -0.03, 2800},
	{1210, 0.778, 0.05, 9400},
	{340, 0.862, 0, 4400},
	{300, 0.815, -0.04, 4100},
	{250, 0.874, 0.03, 1300},
	{1080, 0.742, -0.06, 8800},
	{570, 0.921, 0, 900},
}

// demoFew are the places in the file whose agencies have too few responses.
var demoFew = map[int]character{
	17: {20, 0.90, 0, 60}, 18: {12, 0.72, 0, 40}, 19: {24, 0.85, 0, 70},
	37: {8, 0.80, 0, 150}, 39: {0, 0.80, 0, 4},
}

func demoCharacter(i int) character {
	if c, few := demoFew[i]; few {
		return c
	}
	c := demoCharacters[i%len(demoCharacters)]
	// Neighbours of the same character should not look like copies.
	vary := i * 37 % 23
	c.responses += 4 * vary
	c.satisfied += float64(vary-11) / 2000
	c.transactions += 31 * vary
	return c
}

// demoProfiles are the visitors of a year, times a share of the usual number.
func demoProfiles(c *survey.Catalogue, y demoYear, share float64) []simulate.Profile {
	plan := c.OfficialPlans(y.year)[0]
	var profiles []simulate.Profile
	rows := bytes.Split(bytes.TrimSpace(demoAgencies), []byte("\n"))[1:]
	for i, row := range rows {
		code, _, _ := strings.Cut(string(row), ",")
		who := demoCharacter(i)
		profiles = append(profiles, simulate.Profile{
			Counters:  demoCountersOf(c, plan, c.AgencyByCode(code, y.ends)),
			Form:      c.Questionnaire(plan.Questionnaire),
			Responses: int(float64(who.responses) * share), Satisfied: who.satisfied, Drift: who.drift,
		})
	}
	if long := c.PlanByCode(plan.Code + "-19"); long != nil {
		for _, id := range long.Counters {
			profiles = append(profiles, simulate.Profile{
				Counters: []*survey.Counter{c.Counter(id)}, Form: c.Questionnaire(long.Questionnaire),
				Responses: 240, Satisfied: 0.85,
			})
		}
	}
	return profiles
}

func demoCountersOf(c *survey.Catalogue, p *survey.Plan, a *survey.Agency) []*survey.Counter {
	var list []*survey.Counter
	for i := range c.Counters {
		if n := &c.Counters[i]; n.Agency == a.ID && c.Covers(p, n) {
			list = append(list, n)
		}
	}
	return list
}
