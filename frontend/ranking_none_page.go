package frontend

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"hailong/scoring/edition"
	"hailong/survey"
)

// RankingWanted is what an address of a ranking asked for.
type RankingWanted struct {
	Year   int          // 0: none
	Kind   edition.Kind // empty: whatever there is
	Family string
	Number string // as it was written; empty: the one in force
}

// RankingNonePage says in place of a year's ranking that there is none, and when there is.
type RankingNonePage struct {
	Office
	Status  int
	Heading string
	Text    string
	Past    []RankingsPast // what earlier decisions say of the year
	Years   []Link         // what there is
	List    Link
}

// NewRankingNonePage makes the page.
func NewRankingNonePage(
	f Frame, c *survey.Catalogue, w RankingWanted, today survey.Day, published []edition.Edition,
	past []edition.Standing,
) *RankingNonePage {
	p := &RankingNonePage{Office: newOffice(f, c, c.DefaultPlan()), Status: http.StatusNotFound}
	p.inRankings()
	ofYear := slices.DeleteFunc(slices.Clone(published), func(e edition.Edition) bool {
		return e.Year != w.Year
	})
	p.explain(w, today, ofYear)
	past = slices.DeleteFunc(slices.Clone(past), func(s edition.Standing) bool { return s.Year != w.Year })
	if p.Past = p.pastYears(c, past); len(p.Past) > 0 && len(ofYear) == 0 {
		args := survey.Args{"year": w.Year}
		p.Heading, p.Text = p.say("ranking.none_taken", args), p.say("ranking.none_taken_what", args)
	}
	p.Title = p.Heading
	if len(ofYear) == 0 {
		ofYear = published
	}
	for i := range ofYear {
		if e := &ofYear[i]; InForce(ofYear, e) {
			p.Years = append(p.Years, Link{Text: p.rankingTitle(e), URL: p.rankingLink(e, true)})
		}
	}
	p.List = Link{Text: p.say("ranking.list", nil), URL: p.Link(rankingsPath)}
	return p
}

// explain says what there is not; ofYear are the editions that the year has.
func (p *RankingNonePage) explain(w RankingWanted, today survey.Day, ofYear []edition.Edition) {
	present, _ := strconv.Atoi(string(today[:4]))
	args := survey.Args{"year": w.Year, "next": strconv.Itoa(w.Year + 1), "number": w.Number}
	p.Heading, p.Text = p.say("ranking.none", args), p.say("ranking.none_past", args)
	kind := w.Kind
	if kind == "" {
		kind = edition.CCHC
	}
	row := &edition.Edition{Kind: kind, Family: w.Family, Year: w.Year}
	has := slices.ContainsFunc(ofYear, func(e edition.Edition) bool { return e.SameRow(row) })
	_, odd := strconv.Atoi(w.Number)
	switch {
	case w.Year == 0 || w.Year > present:
		p.Heading, p.Text = p.say("ranking.none_year", nil), p.say("ranking.none_year_what", nil)
		return
	case has && odd == nil:
		p.Heading, p.Text = p.say("ranking.none_number", args), p.say("ranking.none_number_what", nil)
		return
	case has:
		p.Heading = strings.TrimSuffix(p.say("ranking.unknown", nil), ".")
		p.Text = p.say("ranking.none_number_what", nil)
		return
	case kind == edition.Satisfaction:
		p.Heading = p.say("ranking.none_satisfaction", args)
		p.Text = p.say("ranking.none_satisfaction_past", args)
	case w.Family != edition.DefaultFamily && len(ofYear) > 0:
		p.Heading = p.say("ranking.none_family", args)
	}
	if w.Year >= present-1 {
		p.Text = p.say("ranking.none_yet", args)
	}
}

// Wrong says instead what an address cannot ask for.
func (p *RankingNonePage) Wrong(err *survey.Error) {
	p.Status = http.StatusUnprocessableEntity
	p.Heading, p.Text = p.say("ranking.wrong", nil), p.sentence(err)
	p.Title = p.Heading
	p.Past = nil
}
