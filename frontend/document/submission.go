package document

import (
	"strconv"
	"strings"

	"hailong/scoring/edition"
	"hailong/survey"
)

// SubmissionDOCX is the draft of the submission with which Sở Nội vụ asks the province to
// publish an edition. Its number and day are left open.
func SubmissionDOCX(c *edition.Content, _ Decision) ([]byte, error) {
	return submission(c).docx()
}

func submission(c *edition.Content) *paper {
	province := survey.Args{"province": c.Province.VI, "year": c.Year, "family": c.Family}
	var p part
	number := say("document.submission_number", nil)
	p.add(letterhead(say("document.committee", province), say("document.office", nil), number))
	draft := centred(say("document.draft", nil), textSize, true)
	draft.before = 6
	p.add(draft)
	if c.Simulated {
		p.add(centred(say("document.simulated", nil), textSize, true))
	}
	about, opening, ask := submissionWords(c)
	p.add(named(say("document.submission", nil), say(about, province))...)
	to := centred(say("document.to", province), textSize, false)
	to.before, to.after = 10, 8
	p.add(to, running(say(opening, province)))
	if c.Replaces > 0 {
		p.add(running(say("document.correction", survey.Args{"number": c.Replaces, "why": c.Why})))
	}
	if c.Kind == edition.Satisfaction {
		p.submitSatisfaction(c)
	} else {
		p.submitRanking(c)
	}
	p.add(heading(say(ask, nil)), running(say("document.ask", province)))
	p.add(remark(say("document.frozen", survey.Args{
		"day": dated(survey.Day(c.ClosedOn)), "hash": edition.Hash(edition.Encode(c)),
	})))
	p.add(signature(say("document.director", nil)))
	return &paper{title: say(about, province), made: survey.Day(c.ClosedOn), parts: []part{p}}
}

func submissionWords(c *edition.Content) (about, opening, ask string) {
	switch {
	case c.Kind == edition.Satisfaction:
		return "document.submission_about_satisfaction", "document.opening_satisfaction",
			"document.ask_title_satisfaction"
	case c.Family != "cchc":
		return "document.submission_about_other", "document.opening", "document.ask_title"
	}
	return "document.submission_about", "document.opening", "document.ask_title"
}

func (p *part) submitRanking(c *edition.Content) {
	groups := scored(c)
	ranked, unranked := 0, 0
	for _, g := range groups {
		some, others := c.Sorted(g.Code)
		ranked, unranked = ranked+len(some), unranked+len(others)
	}
	p.add(heading(say("document.scope", nil)), running(say("document.scope_said", survey.Args{
		"agencies": ranked + unranked, "groups": len(groups), "ranked": ranked, "unranked": unranked,
	})))
	p.add(heading(say("document.results", nil)))
	t := &table{size: tableSize, columns: []column{
		{say("document.head_block", nil), 45, left},
		{say("document.head_ranked", nil), 22, right},
		{say("document.head_highest", nil), 20, right},
		{say("document.head_lowest", nil), 20, right},
		{say("document.head_mean", nil), 20, right},
		{say("document.head_classes", nil), 38, left},
	}}
	for _, g := range groups {
		p.add(running(groupSaid(c, g, t)))
	}
	p.add(t, heading(say("document.satisfaction_title", nil)))
	p.blocksSaid(c)
}

// groupSaid is a group's result in a sentence; its figures go into the table too.
func groupSaid(c *edition.Content, g *edition.Group, t *table) string {
	ranked, _ := c.Sorted(g.Code)
	args := survey.Args{"group": g.Name.VI, "ranked": len(ranked)}
	if len(ranked) == 0 {
		t.add(texts(g.Name.VI, "0", "–", "–", "–", "–"))
		return say("document.results_none", args)
	}
	high, low := ranked[0].Result.Index, ranked[len(ranked)-1].Result.Index
	classes := classCounts(setOf(c, g), g)
	t.add(texts(g.Name.VI, strconv.Itoa(len(ranked)), decimal(high), decimal(low), decimal(g.Mean), classes))
	args["highest"], args["high"] = sharing(ranked, ranked[0].Result.Rank), decimal(high)
	args["lowest"], args["low"] = sharing(ranked, ranked[len(ranked)-1].Result.Rank), decimal(low)
	args["mean"], args["classes"] = decimal(g.Mean), classes
	return say("document.results_group", args)
}

// sharing are the names of those with a rank.
func sharing(ranked []*edition.Agency, rank int) string {
	var names []string
	for _, a := range ranked {
		if a.Result.Rank == rank {
			names = append(names, a.Name.VI)
		}
	}
	return strings.Join(names, ", ")
}

func classCounts(set *edition.Set, g *edition.Group) string {
	var list []string
	for i := range set.Classes {
		k := &set.Classes[i]
		list = append(list, k.Name.VI+" "+strconv.Itoa(g.Classes[k.Code]))
	}
	return strings.Join(list, ", ")
}

func (p *part) submitSatisfaction(c *edition.Content) {
	var asked, eligible int
	var responses int64
	for i := range c.Agencies {
		if o := c.Agencies[i].Opinion; o != nil {
			asked++
			responses += o.N
			if o.Score != "" {
				eligible++
			}
		}
	}
	p.add(heading(say("document.scope", nil)), running(say("document.scope_satisfaction", survey.Args{
		"agencies": asked, "eligible": eligible, "others": asked - eligible, "responses": responses,
	})))
	p.add(heading(say("document.satisfaction_results", nil)))
	p.blocksSaid(c)
}

// blocksSaid are the means of the blocks in sentences.
func (p *part) blocksSaid(c *edition.Content) {
	for i := range c.Blocks {
		b := &c.Blocks[i]
		args := survey.Args{"block": blockName(c, b), "eligible": b.Eligible, "agencies": b.Agencies}
		switch {
		case b.Agencies == 0:
		case b.Eligible == 0:
			p.add(running(say("document.block_none", args)))
		default:
			low, high := b.Ends()
			args["score"], args["low"], args["high"] = decimal(b.Score), decimal(low), decimal(high)
			p.add(running(say("document.block_said", args)))
		}
	}
}
