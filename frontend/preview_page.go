package frontend

import (
	"cmp"
	"net/url"
	"strconv"
	"strings"

	"hailong/scoring/edition"
	"hailong/scoring/round"
	"hailong/survey"
)

// Preview is a round's index before it is published.
type Preview struct {
	Round   *round.Round
	Content *edition.Content
	// With is the same with what is flagged, where Content is without it; nil: Content is
	// as it counts.
	With    *edition.Content
	Flagged int64             // counted responses that carry a flag
	WhatIf  bool              // the reader may ask what would be without them
	Hidden  []survey.AgencyID // of which the reader sees only what they themselves see by now
}

// PreviewPage shows it, group by group.
type PreviewPage struct {
	Desk
	Lead    string
	Draft   string // that the round is not over; empty: it is
	Hidden  string // whose marks are not all in it; empty: nobody's
	Without string // what this page leaves out; empty: nothing
	Counted Link   // to the figures as they count; empty: these are they
	WhatIf  string // where those without what is flagged are asked for, and logged; empty: not offered
	Groups  []PreviewGroup
	Blocks  []PreviewBlock
	Board   Link
	Past    int

	counted map[string]*edition.Result // with what is flagged, by the agency's code
}

// PreviewGroup is a group's table.
type PreviewGroup struct {
	ID, Name, Sum, Scale string
	URL                  string
	Sample               string
	Classes              []Held
	Rows                 []RankRow
	Unranked             []UnrankedRow
	Compared             bool // rows say what they are with the flagged
	Count                int
}

// UnrankedRow is an agency without a rank, and why.
type UnrankedRow struct {
	Link
	Why string
}

// PreviewBlock is the mean satisfaction of a sector or a group.
type PreviewBlock struct{ Name, Score, Interval, Of string }

// NewPreviewPage makes the page.
func NewPreviewPage(f Frame, c *survey.Catalogue, v Preview) *PreviewPage {
	p := &PreviewPage{Desk: newDesk(f, c, "preview.title"), Past: v.Round.Year - 1}
	p.Title = p.say("preview.title_of", survey.Args{
		"index": p.familyTitle(v.Round.Family), "year": v.Round.Year,
	})
	p.Lead = p.say("preview.lead", nil)
	p.Board = Link{Text: p.say("round_page.board", nil), URL: p.Link(RoundPath(v.Round.ID))}
	if v.Round.Step != round.Closed {
		p.Draft = p.say("preview.draft", survey.Args{"step": p.stepName(v.Round.Step)})
	}
	if len(v.Hidden) > 0 {
		p.Hidden = p.say("preview.hidden", survey.Args{"agencies": p.names(v.Hidden)})
	}
	p.whatIf(v)
	p.count(v.With)
	for i := range v.Content.Groups {
		p.Groups = append(p.Groups, p.group(&v, &v.Content.Groups[i]))
	}
	for i := range v.Content.Blocks {
		if b := &v.Content.Blocks[i]; b.Agencies > 0 {
			p.Blocks = append(p.Blocks, p.block(v.Content, b))
		}
	}
	return p
}

// whatIf offers the figures without what is flagged, or says that these are such.
func (p *PreviewPage) whatIf(v Preview) {
	path := RoundPath(v.Round.ID) + "/index"
	switch {
	case v.With != nil:
		p.Without = p.say("preview.without", survey.Args{"count": v.Flagged})
		p.Counted = Link{Text: p.say("preview.as_counted", nil), URL: p.Link(path)}
	case v.WhatIf:
		p.WhatIf = p.Link(path)
	}
}

// count remembers the results as they count; nil: the page has them itself.
func (p *PreviewPage) count(with *edition.Content) {
	if with == nil {
		return
	}
	p.counted = map[string]*edition.Result{}
	for i := range with.Agencies {
		p.counted[with.Agencies[i].Code] = with.Agencies[i].Result
	}
}

func (p *PreviewPage) group(v *Preview, g *edition.Group) PreviewGroup {
	ranked, unranked := v.Content.Sorted(g.Code)
	w := PreviewGroup{
		ID: "khoi-" + g.Code, Name: p.previewGroup(g), Compared: v.With != nil, Count: len(ranked) + len(unranked),
		Scale: p.say("preview.scale", survey.Args{"count": g.Ranked}),
	}
	w.URL = p.Link(p.Path) + "#" + w.ID
	var set *edition.Set
	if g.Set >= 0 && g.Set < len(v.Content.Sets) {
		set = &v.Content.Sets[g.Set]
		if set.Sample {
			w.Sample = p.say("preview.sample", nil)
		}
	}
	w.Sum = p.groupSum(g, set)
	for _, a := range ranked {
		w.Rows = append(w.Rows, p.rankRow(v, set, a))
	}
	for _, a := range unranked {
		w.Unranked = append(w.Unranked, UnrankedRow{Link: p.sheetOf(v, a), Why: p.unrankedWhy(a)})
	}
	return w
}

func (p *PreviewPage) previewGroup(g *edition.Group) string {
	return cmp.Or(p.In(survey.Text(g.Name)), g.Code)
}

// groupSum says how many are ranked, of each class, and the mean.
func (p *PreviewPage) groupSum(g *edition.Group, set *edition.Set) string {
	var classes []string
	if set != nil {
		for i := range set.Classes {
			if n := g.Classes[set.Classes[i].Code]; n > 0 {
				classes = append(classes, strconv.Itoa(n)+" "+strings.ToLower(p.In(survey.Text(set.Classes[i].Name))))
			}
		}
	}
	if g.Ranked == 0 {
		return p.say("preview.sum_none", nil)
	}
	return p.say("preview.sum", survey.Args{
		"count": g.Ranked, "classes": strings.Join(classes, ", "), "mean": p.pointText(g.Mean),
	})
}

func (p *PreviewPage) unrankedWhy(a *edition.Agency) string {
	if a.Result.Unranked == edition.LeftOut {
		return a.LeftOut
	}
	return p.say("preview.unranked_"+a.Result.Unranked, nil)
}

// sheetOf is where an agency's sheet is.
func (p *PreviewPage) sheetOf(v *Preview, a *edition.Agency) Link {
	code, _, _ := strings.Cut(a.Code, "@")
	path := RoundPath(v.Round.ID) + "/sheets/" + url.PathEscape(code)
	return Link{Text: p.In(survey.Text(a.Name)), URL: p.Link(path)}
}

func (p *PreviewPage) block(c *edition.Content, b *edition.Block) PreviewBlock {
	w := PreviewBlock{
		Score: p.percentText(b.Score), Interval: p.intervalText(b.Ends()),
		Of: p.say("preview.block_of", survey.Args{"count": b.Eligible, "all": b.Agencies}),
	}
	if b.Part == "sector" {
		w.Name = p.say("preview.sector_"+b.Code, nil)
		return w
	}
	for i := range c.Groups {
		if c.Groups[i].Code == b.Code {
			w.Name = p.previewGroup(&c.Groups[i])
		}
	}
	return w
}
