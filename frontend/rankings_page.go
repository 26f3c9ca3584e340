package frontend

import (
	"slices"
	"strconv"

	"hailong/scoring/edition"
	"hailong/survey"
)

// RankingsPage lists what was published, year by year.
type RankingsPage struct {
	Office
	Years   []RankingsYear
	Past    []RankingsPast // years that were taken in from decisions before
	Groups  []Link         // histories of the groups
	Missing bool           // nothing was published yet
}

// RankingsYear is a year with the editions in force.
type RankingsYear struct {
	ID    string
	Year  int
	Items []RankingsItem
}

// RankingsItem is an edition in force.
type RankingsItem struct {
	Link
	About   string
	Archive string
	Older   []RankingOlder
}

// NewRankingsPage makes the list. published are editions by year, newest first; past what
// was taken in from earlier decisions.
func NewRankingsPage(
	f Frame, c *survey.Catalogue, published []edition.Edition, past []edition.Standing,
) *RankingsPage {
	p := &RankingsPage{Office: newOffice(f, c, c.DefaultPlan())}
	p.Title = p.say("ranking.list", nil)
	p.inRankings()
	for i := range published {
		if e := &published[i]; InForce(published, e) {
			p.add(e, published)
		}
	}
	p.Past = p.pastYears(c, past)
	if p.Missing = len(p.Years) == 0; !p.Missing || len(past) > 0 {
		for i := range c.Groups {
			g := &c.Groups[i]
			p.Groups = append(p.Groups, Link{Text: p.In(g.Name), URL: p.Link(groupPath(g.Code) + "/history")})
		}
	}
	return p
}

func (p *RankingsPage) add(e *edition.Edition, all []edition.Edition) {
	if n := len(p.Years); n == 0 || p.Years[n-1].Year != e.Year {
		p.Years = append(p.Years, RankingsYear{ID: "nam-" + strconv.Itoa(e.Year), Year: e.Year})
	}
	w := RankingsItem{
		Link:    Link{Text: p.rankingTitle(e), URL: p.rankingLink(e, true)},
		About:   p.say("ranking.about", survey.Args{"decision": e.Decision, "day": e.DecidedOn, "id": e.Subject()}),
		Archive: editionPath(e, RankingFile{"archive", "zip"}),
	}
	frame := rankingFrame{Office: p.Office}
	for i := range all {
		if o := &all[i]; o.SameRow(e) && o.Number != e.Number {
			w.Older = append(w.Older, frame.older(o))
		}
	}
	slices.Reverse(w.Older)
	last := &p.Years[len(p.Years)-1]
	last.Items = append(last.Items, w)
}

// InForce tells whether no later one of the published editions corrects this one.
func InForce(published []edition.Edition, e *edition.Edition) bool {
	return !slices.ContainsFunc(published, func(o edition.Edition) bool {
		return o.SameRow(e) && o.Number > e.Number
	})
}
