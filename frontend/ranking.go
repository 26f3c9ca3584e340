package frontend

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"hailong/frontend/words"
	"hailong/scoring"
	"hailong/scoring/edition"
	"hailong/survey"
)

const rankingsPath = "/rankings"

// Ranking is what the pages of a published edition are made of.
type Ranking struct {
	Edition  *edition.Edition
	Content  *edition.Content
	Versions []edition.Edition // published ones of its year, kind and family, the one in force first
	Besides  []edition.Edition // in force: those of its year, of other kinds and families
	Sizes    map[string]int    // of its files in bytes, by FileName; without those not known yet
	Keys     RankingKeys
}

// RankingKeys are the SHA-256 of public keys: of the one in an edition's archive, and of the
// one that editions are signed with at present; empty where there is none.
type RankingKeys struct{ Signed, Present string }

// RankingFiles are an edition's files in the order in which a page offers them; those of a
// row are told together.
var RankingFiles = [][]RankingFile{
	{{"decision", "pdf"}},
	{{"annex", "xlsx"}},
	{{"annex", "pdf"}},
	{{"annex", "docx"}},
	{{"annex", "csv"}, {"annex", "json"}},
	{{"explained", "pdf"}, {"explained", "docx"}},
	{{"archive", "zip"}},
}

// RankingFile is a file of an edition: a document by its key, the signed decision, or the
// archive.
type RankingFile struct{ Key, Ending string }

// frozen tells whether the file is as it was published, not made anew of what was.
func (r RankingFile) frozen() bool { return r.Key == "archive" || r.Key == "decision" }

// Of is the file's name in the addresses of an edition.
func (r RankingFile) Of(e *edition.Edition) string {
	name := e.Subject()
	if r.Key == "explained" || r.Key == "decision" {
		name += "." + r.Key
	}
	return name + "." + r.Ending
}

// RankingFileOf reads what Of wrote: the edition's id and which file of it.
func RankingFileOf(name string) (id string, file RankingFile) {
	at := strings.LastIndexByte(name, '.')
	if at < 0 {
		return name, file
	}
	id, file = name[:at], RankingFile{"annex", name[at+1:]}
	if file.Ending == "zip" {
		return id, RankingFile{"archive", "zip"}
	}
	if short, explained := strings.CutSuffix(id, ".explained"); explained {
		return short, RankingFile{"explained", file.Ending}
	}
	if short, decision := strings.CutSuffix(id, ".decision"); decision && file.Ending == "pdf" {
		return short, RankingFile{"decision", "pdf"}
	}
	return id, file
}

// rankingFrame is what all pages of one edition have in common.
type rankingFrame struct {
	Office
	ID    string
	About string
	Newer Link   // the edition in force, where this is an older one
	Why   string // what it corrects, and why
	List  Link   // all years
	Rest  []Link // what else was published of the year

	ranking Ranking
}

func newRankingFrame(f Frame, c *survey.Catalogue, r Ranking) rankingFrame {
	w := rankingFrame{Office: newOffice(f, c, c.DefaultPlan()), ID: r.Edition.Subject(), ranking: r}
	w.inRankings()
	args := survey.Args{"decision": r.Edition.Decision, "day": r.Edition.DecidedOn, "id": w.ID}
	w.About = w.say("ranking.about", args)
	if newest := &r.Versions[0]; newest.Number != r.Edition.Number {
		w.Newer = Link{Text: newest.Subject(), URL: w.rankingLink(newest, true)}
	} else {
		w.About += " " + w.say("ranking.in_force", nil)
	}
	if r.Edition.Replaces > 0 {
		old := *r.Edition
		old.Number = old.Replaces
		w.Why = w.say("ranking.replaces", survey.Args{"id": old.Subject(), "why": r.Edition.Why})
	}
	w.List = Link{Text: w.say("ranking.other_years", nil), URL: w.Link(rankingsPath)}
	for i := range r.Besides {
		e := &r.Besides[i]
		w.Rest = append(w.Rest, Link{Text: w.rankingTitle(e), URL: w.rankingLink(e, true)})
	}
	return w
}

// inRankings marks the band's link to the rankings.
func (o *Office) inRankings() {
	for i := range o.Nav {
		if link := &o.Nav[i]; strings.HasPrefix(link.URL, rankingsPath+"/") && link.Current == "" {
			link.Current = "true"
		}
	}
}

// rankingTitle is how the public calls an edition.
func (o *Office) rankingTitle(e *edition.Edition) string {
	args := survey.Args{"year": e.Year, "index": o.familyTitle(e.Family)}
	switch {
	case e.Kind == edition.Satisfaction:
		return o.say("ranking.title_satisfaction", args)
	case e.Family != edition.DefaultFamily:
		return o.say("ranking.title_other", args)
	}
	return o.say("ranking.title", args)
}

// rankingLink leads to an edition's page: the one in force needs no number.
func (f Frame) rankingLink(e *edition.Edition, inForce bool, below ...string) string {
	path := rankingsPath + "/" + strconv.Itoa(e.Year)
	for _, part := range below {
		path += "/" + url.PathEscape(part)
	}
	var pairs []string
	switch {
	case e.Kind == edition.Satisfaction:
		pairs = append(pairs, "kind", string(edition.Satisfaction))
	case e.Family != edition.DefaultFamily:
		pairs = append(pairs, "family", e.Family)
	}
	if !inForce {
		pairs = append(pairs, "number", strconv.Itoa(e.Number))
	}
	return f.Link(path, pairs...)
}

// below links to a page below the edition's own.
func (w *rankingFrame) below(parts ...string) string {
	return w.rankingLink(w.ranking.Edition, w.Newer.URL == "", parts...)
}

// hundredths writes points with both decimals: 91,00.
func (f Frame) hundredths(n int64) string {
	sign := ""
	if n < 0 {
		sign, n = "−", -n
	}
	return sign + words.Point(f.Lang, fmt.Sprintf("%d.%02d", n/100, n%100))
}

// setOf is the criteria set of a group, nil where it has none.
func setOf(c *edition.Content, g *edition.Group) *edition.Set {
	if g.Set < 0 || g.Set >= len(c.Sets) {
		return nil
	}
	return &c.Sets[g.Set]
}

func (o *Office) unrankedReason(a *edition.Agency) string {
	if a.Result.Unranked == edition.LeftOut {
		return strings.TrimSuffix(a.LeftOut, ".")
	}
	return o.say("ranking.too_little", nil)
}

// noScore says why an agency has no official satisfaction.
func (o *Office) noScore(s *edition.Score) string {
	switch {
	case s == nil:
		return o.say("ranking.not_asked", nil)
	case s.Official == string(scoring.NoService):
		return o.say("ranking.no_service", nil)
	}
	return o.say("ranking.few", survey.Args{"count": s.N})
}
