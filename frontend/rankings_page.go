package frontend

import (
	"net/http"
	"slices"
	"strconv"

	"hailong/scoring/edition"
	"hailong/survey"
)

// RankingsPage lists what was published, year by year.
type RankingsPage struct {
	Office
	Years   []RankingsYear
	Past    []Link // years that were taken in from decisions before, as they are told
	Groups  []Link // histories of the groups
	Missing bool   // nothing was published yet
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
	seen := map[string]bool{}
	for i := range past {
		s := &past[i]
		text := p.say("ranking.past_year", survey.Args{
			"year": s.Year, "index": p.familyTitle(s.Family), "decision": s.Decision,
		})
		if !seen[text] {
			p.Past = append(p.Past, Link{Text: text})
		}
		seen[text] = true
	}
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

// RankingNonePage says in place of a year's ranking that there is none, and when there is.
type RankingNonePage struct {
	Office
	Status  int
	Heading string
	Text    string
	Years   []Link // what there is
	List    Link
}

// NewRankingNonePage makes the page. year is 0 where the address named none.
func NewRankingNonePage(
	f Frame, c *survey.Catalogue, year int, today survey.Day, published []edition.Edition,
) *RankingNonePage {
	p := &RankingNonePage{Office: newOffice(f, c, c.DefaultPlan()), Status: http.StatusNotFound}
	p.inRankings()
	present, _ := strconv.Atoi(string(today[:4]))
	args := survey.Args{"year": year, "next": strconv.Itoa(year + 1)}
	p.Heading, p.Text = p.say("ranking.none", args), p.say("ranking.none_past", args)
	switch {
	case year == 0 || year > present:
		p.Heading, p.Text = p.say("ranking.none_year", nil), p.say("ranking.none_year_what", nil)
	case year >= present-1:
		p.Text = p.say("ranking.none_yet", args)
	}
	p.Title = p.Heading
	for i := range published {
		if e := &published[i]; InForce(published, e) {
			p.Years = append(p.Years, Link{Text: p.rankingTitle(e), URL: p.rankingLink(e, true)})
		}
	}
	p.List = Link{Text: p.say("ranking.list", nil), URL: p.Link(rankingsPath)}
	return p
}

// Wrong says instead what an address cannot ask for.
func (p *RankingNonePage) Wrong(err *survey.Error) {
	p.Status = http.StatusUnprocessableEntity
	p.Heading, p.Text = p.say("ranking.wrong", nil), p.sentence(err)
	p.Title = p.Heading
}
