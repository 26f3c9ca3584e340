package frontend

import (
	"slices"
	"strconv"

	"hailong/scoring"
	"hailong/scoring/edition"
	"hailong/survey"
)

// RankingScoresPage is a published satisfaction edition: the scores of agencies, which are
// not ranked.
type RankingScoresPage struct {
	rankingFrame
	Blocks []RankingBlock
	Groups []RankingScores
	Proof  RankingProof
}

// RankingScores are the scores of a group's agencies.
type RankingScores struct {
	ID, Name, Sum, URL string
	Count              int
	Rows               []RankingScore
	Without            []RankingUnranked
	Factors            []string // the columns of the factors
}

// RankingScore is an agency's official score.
type RankingScore struct {
	Link
	Score, Interval, Responses, Target string
	Badge                              Badge
	Factors                            []string
}

// NewRankingScoresPage makes the page.
func NewRankingScoresPage(f Frame, c *survey.Catalogue, r Ranking) *RankingScoresPage {
	p := &RankingScoresPage{rankingFrame: newRankingFrame(f, c, r)}
	p.Title = p.rankingTitle(r.Edition)
	for i := range r.Content.Groups {
		if g := p.group(&r.Content.Groups[i]); g.Count > 0 {
			p.Groups = append(p.Groups, g)
		}
	}
	p.Blocks = p.blocks()
	p.Proof = p.proof()
	return p
}

func (p *RankingScoresPage) group(g *edition.Group) RankingScores {
	w := RankingScores{ID: "khoi-" + g.Code, Name: p.groupName(g)}
	w.URL = p.below() + "#" + w.ID
	codes := p.factors(g, &w)
	for i := range p.ranking.Content.Agencies {
		a := &p.ranking.Content.Agencies[i]
		if a.Group != g.Code {
			continue
		}
		w.Count++
		if a.Opinion == nil || a.Opinion.Score == "" {
			w.Without = append(w.Without, RankingUnranked{p.figures(a), p.noScore(a.Opinion)})
			continue
		}
		w.Rows = append(w.Rows, p.score(a, codes))
	}
	w.Sum = p.say("ranking.scores_sum", survey.Args{"count": len(w.Rows), "all": w.Count})
	return w
}

// factors are the columns of a group: those that any of its agencies was asked about.
func (p *RankingScoresPage) factors(g *edition.Group, w *RankingScores) []string {
	var codes []string
	for i := range p.ranking.Content.Agencies {
		a := &p.ranking.Content.Agencies[i]
		if a.Group != g.Code || a.Opinion == nil || a.Opinion.Score == "" {
			continue
		}
		for _, factor := range a.Opinion.Factors {
			if !slices.Contains(codes, factor.Code) {
				codes = append(codes, factor.Code)
				w.Factors = append(w.Factors, p.In(survey.Text(factor.Name)))
			}
		}
	}
	return codes
}

func (p *RankingScoresPage) score(a *edition.Agency, factors []string) RankingScore {
	o := a.Opinion
	row := RankingScore{
		Link: p.figures(a), Score: p.percentText(o.Score), Responses: p.Int(o.N),
		Interval: p.intervalText(o.Ends()), Target: p.targetText(o.Target, o.Above),
		Badge: pen{lang: p.Lang}.badge(verdictOf(scoring.Official(o.Official), o.Certain)),
	}
	for _, code := range factors {
		text := "–"
		for i := range o.Factors {
			if o.Factors[i].Code == code {
				text = p.percentText(o.Factors[i].Score)
			}
		}
		row.Factors = append(row.Factors, text)
	}
	return row
}

func (o *Office) targetText(hundredths int64, above bool) string {
	word := "ranking.target_least"
	if above {
		word = "ranking.target_above"
	}
	return o.say(word, survey.Args{"mark": o.share(hundredths)})
}

// figures is an agency's name, with a link to its figures of the year where the reader may
// see them.
func (w *rankingFrame) figures(a *edition.Agency) Link {
	link := Link{Text: w.In(survey.Text(a.Name))}
	year := w.ranking.Edition.Year
	known := w.catalogue.AgencyByRef(a.Code, survey.YearEnd(year))
	if known == nil {
		return link
	}
	for _, plan := range w.catalogue.OfficialPlans(year) {
		if w.reader.Sees(plan, known.ID) && w.catalogue.Lists(plan, known) {
			ref := w.agencyRef(known, plan, survey.YearEnd(year))
			link.URL = w.Link(agencyPath(ref), "year", strconv.Itoa(year))
		}
	}
	return link
}
