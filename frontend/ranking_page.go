package frontend

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"hailong/scoring/edition"
	"hailong/survey"
)

// RankingPage is a published ranking, group by group.
type RankingPage struct {
	rankingFrame
	Legend []RankingClass // what each class means, where it is the same in all groups
	Sample bool           // a group's set is not a decided one
	Groups []RankingGroup
	Blocks []RankingBlock
	Past   int // the year before
	Proof  RankingProof
}

// RankingClass is a class with what it takes.
type RankingClass struct {
	RankClass
	Takes string
}

// RankingGroup is a group's table.
type RankingGroup struct {
	ID, Name, Sum, Scale string
	URL, History         string
	Count                int
	Legend               []RankingClass // where it is not that of all groups
	Rows                 []RankingRow
	Unranked             []RankingUnranked
}

// RankingRow is a ranked agency.
type RankingRow struct {
	Link
	Rank, Range  string
	Shared       bool
	Bar          RankBar
	Points, Max  string
	Aside        string // bonus and penalty, where there are some
	Index        string
	Class        RankClass
	Satisfaction string
	Move         RankMove
}

// RankingUnranked is an agency without a rank, and why.
type RankingUnranked struct {
	Link
	Why string
}

// RankingBlock is the mean satisfaction of a sector or a group.
type RankingBlock struct{ Name, Score, Interval, Of string }

// NewRankingPage makes the page of a ranking.
func NewRankingPage(f Frame, c *survey.Catalogue, r Ranking) *RankingPage {
	p := &RankingPage{rankingFrame: newRankingFrame(f, c, r), Past: r.Edition.Year - 1}
	p.Title = p.rankingTitle(r.Edition)
	p.legend()
	for i := range r.Content.Groups {
		g := &r.Content.Groups[i]
		if ranked, unranked := r.Content.Sorted(g.Code); len(ranked)+len(unranked) > 0 {
			p.Groups = append(p.Groups, p.group(g, ranked, unranked))
		}
	}
	p.Blocks = p.blocks()
	p.Proof = p.proof()
	return p
}

// legend says what each class means: once, where all sets have the same classes.
func (p *RankingPage) legend() {
	sets := p.ranking.Content.Sets
	for i := range sets {
		p.Sample = p.Sample || sets[i].Sample
	}
	if len(sets) > 0 && !slices.ContainsFunc(sets, func(s edition.Set) bool {
		return !slices.Equal(s.Classes, sets[0].Classes)
	}) {
		p.Legend = p.classes(&sets[0])
	}
}

func (p *RankingPage) classes(set *edition.Set) []RankingClass {
	var list []RankingClass
	for i, k := range set.Classes {
		w := RankingClass{RankClass: p.classSteps(set, k.Code)}
		args := survey.Args{"cut": p.cut(k.Cut)}
		switch {
		case i > 0 && i == len(set.Classes)-1:
			w.Takes = p.say("ranking.class_last", survey.Args{"cut": p.cut(set.Classes[i-1].Cut)})
		case k.Area != "":
			args["share"], args["area"] = p.share(k.Share), p.areaName(set, k.Area)
			w.Takes = p.say("ranking.class_area", args)
		default:
			w.Takes = p.say("ranking.class_from", args)
		}
		list = append(list, w)
	}
	return list
}

// cut writes a cut as short as it can be: 90, not 90,00.
func (f Frame) cut(n int64) string { return strings.TrimSuffix(f.share(n), "%") }

func (p *RankingPage) areaName(set *edition.Set, code string) string {
	for i := range set.Items {
		if set.Items[i].Code == code && set.Items[i].Level == 1 {
			return p.In(survey.Text(set.Items[i].Name))
		}
	}
	return code
}

func (p *RankingPage) group(g *edition.Group, ranked, unranked []*edition.Agency) RankingGroup {
	set := setOf(p.ranking.Content, g)
	w := RankingGroup{
		ID: "khoi-" + g.Code, Name: p.groupName(g), Count: len(ranked) + len(unranked), Sum: p.sum(g, set),
		Scale: p.say("ranking.scale", survey.Args{"count": g.Ranked}),
	}
	w.URL = p.below() + "#" + w.ID
	if p.catalogue.GroupByCode(g.Code) != nil {
		w.History = p.Link(groupPath(g.Code)+"/history", p.familyPairs(p.ranking.Edition.Family)...)
	}
	if set != nil && p.Legend == nil {
		w.Legend = p.classes(set)
	}
	for _, a := range ranked {
		w.Rows = append(w.Rows, p.row(set, a))
	}
	for _, a := range unranked {
		w.Unranked = append(w.Unranked, RankingUnranked{p.agencyLink(a), p.unrankedReason(a)})
	}
	return w
}

// familyPairs names a family in a link; the one that is meant without needs no naming.
func (f Frame) familyPairs(family string) []string {
	if family == "" || family == edition.DefaultFamily {
		return nil
	}
	return []string{"family", family}
}

func (w *rankingFrame) groupName(g *edition.Group) string {
	return cmp.Or(w.In(survey.Text(g.Name)), g.Code)
}

func (w *rankingFrame) agencyLink(a *edition.Agency) Link {
	return Link{Text: w.In(survey.Text(a.Name)), URL: w.below(a.Code)}
}

// sum says how many are ranked, of each class, and the mean.
func (p *RankingPage) sum(g *edition.Group, set *edition.Set) string {
	if g.Ranked == 0 || set == nil {
		return p.say("ranking.sum_none", nil)
	}
	var classes []string
	for _, k := range set.Classes {
		if n := g.Classes[k.Code]; n > 0 {
			classes = append(classes, strconv.Itoa(n)+" "+strings.ToLower(p.In(survey.Text(k.Name))))
		}
	}
	return p.say("ranking.sum", survey.Args{
		"count": g.Ranked, "classes": strings.Join(classes, ", "), "mean": p.pointText(g.Mean),
	})
}

// blocks are the means of satisfaction of the sectors and the groups.
func (w *rankingFrame) blocks() []RankingBlock {
	var list []RankingBlock
	c := w.ranking.Content
	for i := range c.Blocks {
		b := &c.Blocks[i]
		if b.Agencies == 0 {
			continue
		}
		block := RankingBlock{
			Score: w.percentText(b.Score), Interval: w.intervalText(b.Ends()),
			Of: w.say("ranking.block_of", survey.Args{"count": b.Eligible, "all": b.Agencies}),
		}
		block.Name = b.Code
		if b.Part == "sector" {
			block.Name = w.say("sector."+b.Code, nil)
		}
		for n := range c.Groups {
			if b.Part == "group" && c.Groups[n].Code == b.Code {
				block.Name = w.groupName(&c.Groups[n])
			}
		}
		list = append(list, block)
	}
	return list
}
