package frontend

import (
	"slices"

	"hailong/scoring/edition"
	"hailong/survey"
)

// RankingsPast is an index of a year that was taken in from an earlier decision, with the
// histories of the groups that it ranks: such a year has no page of its own.
type RankingsPast struct {
	Text   string
	Groups []Link
}

// pastYears are what was taken in, decision by decision, in the order of past.
func (o *Office) pastYears(c *survey.Catalogue, past []edition.Standing) []RankingsPast {
	var list []RankingsPast
	for i := range past {
		s := &past[i]
		text := o.say("ranking.past_year", survey.Args{
			"year": s.Year, "index": o.familyTitle(s.Family), "decision": s.Decision,
		})
		at := slices.IndexFunc(list, func(w RankingsPast) bool { return w.Text == text })
		if at < 0 {
			at = len(list)
			list = append(list, RankingsPast{Text: text})
		}
		g := c.GroupByCode(s.Group)
		if g == nil {
			continue
		}
		link := Link{Text: o.In(g.Name), URL: o.Link(groupPath(g.Code)+"/history", o.familyPairs(s.Family)...)}
		if !slices.Contains(list[at].Groups, link) {
			list[at].Groups = append(list[at].Groups, link)
		}
	}
	return list
}
