package frontend

import (
	"fmt"

	"hailong/scoring"
	"hailong/scoring/report"
	"hailong/survey"
)

// HomePage is the province: both sectors against their targets, the groups, and
// how to read all this.
type HomePage struct {
	Office
	About    []string
	Missing  string // why there is nothing to show: no plan, or not public
	Sectors  []SectorBlock
	Blocks   []GroupRow
	Scale    Scale
	Received string // responses, and how many are counted

	Explained Explained
}

// SectorBlock is the mean of one sector's agencies against the sector's target.
type SectorBlock struct {
	ID    string
	Name  string
	Score Figure
	Meter *Meter
	Of    string // k trên n cơ quan đủ phiếu
}

// GroupRow is the mean of one group's agencies.
type GroupRow struct {
	Link
	Score Figure
	Of    string // 18/21
}

// Explained holds the numbers of the explanation, which are the plan's own.
type Explained struct {
	Badges  []Badge
	Minimum int64
	Until   string // the day to which late senders count, empty without a plan
	Targets []string
	Form    bool // the year is older than the form
	Year    int
}

// NewHomePage makes the public overview. p is the official plan asked for, nil
// where there is none; b is its board, nil where the plan is not public.
func NewHomePage(f Frame, c *survey.Catalogue, p *survey.Plan, b *report.Board) *HomePage {
	h := &HomePage{Office: newOffice(f, c, p)}
	h.choose(officialPlans(c))
	h.Title = h.say("home.title", nil)
	pen := pen{f.Lang, Ruler{60}}
	switch {
	case p == nil:
		h.Missing = h.say("home.no_plan", nil)
	case b == nil || !p.Public:
		h.Missing = h.say("home.not_public", survey.Args{"year": p.Year})
	default:
		pen.ruler = rulerFor(h.percents(b)...)
		h.Title = h.say("home.title_year", survey.Args{"year": p.Year})
		h.fill(pen, b)
	}
	h.explain(pen, p)
	return h
}

func (h *HomePage) fill(p pen, b *report.Board) {
	h.About = h.about(b)
	for _, sector := range survey.Sectors {
		if block := sectorBlock(b, sector); block.Agencies > 0 {
			h.Sectors = append(h.Sectors, h.sector(p, sector, block))
		}
	}
	for _, g := range b.Catalogue.Groups {
		block, same := groupBlock(b, g.Code)
		if block.Agencies > 0 {
			link := Link{Text: h.In(g.Name), URL: h.to(groupPath(g.Code))}
			of := fmt.Sprintf("%d/%d", block.Eligible, block.Agencies)
			h.Blocks = append(h.Blocks, GroupRow{link, p.block(link.Text, block, same), of})
		}
	}
	h.Scale = p.scale(onlyTarget(b.Plan))
	var received, counted int64
	for i := range b.Agencies {
		received += b.Agencies[i].Score.Received
		counted += b.Agencies[i].Score.Responses
	}
	h.Received = h.say("home.received", survey.Args{"received": received, "counted": counted})
}

func (h *HomePage) sector(p pen, sector survey.Sector, block scoring.Block) SectorBlock {
	s := SectorBlock{ID: "khu-vuc-" + string(sector), Name: h.sectorName(sector), Of: h.of(block)}
	s.Score = p.block(s.Name, block, true)
	if s.Score.Shown {
		j := judged{s.Name, block.Estimate, block.Target, s.Score.Badge.Verdict}
		s.Meter = p.meter("thuoc-"+string(sector), s.Name, j, s.Score)
	}
	return s
}

func (o *Office) of(b scoring.Block) string {
	return o.say("home.of", survey.Args{"eligible": b.Eligible, "count": b.Agencies})
}

func sectorBlock(b *report.Board, sector survey.Sector) scoring.Block {
	return b.Block(b.Plan.Targets[sector], func(a *survey.Agency) bool { return a.Sector == sector })
}

// groupBlock is a group's mean, and whether one target holds for all its members.
func groupBlock(b *report.Board, group string) (scoring.Block, bool) {
	targets := map[survey.Target]bool{}
	var target survey.Target
	for i := range b.Agencies {
		if a := b.Agencies[i].Agency; a.Group == group {
			target = b.Plan.Targets[a.Sector]
			targets[target] = true
		}
	}
	block := b.Block(target, func(a *survey.Agency) bool { return a.Group == group })
	return block, len(targets) == 1
}

// onlyTarget is the target of all sectors, none where they differ.
func onlyTarget(p *survey.Plan) survey.Target {
	var only survey.Target
	for _, t := range p.Targets {
		if only.Hundredths != 0 && t != only {
			return survey.Target{}
		}
		only = t
	}
	return only
}

// percents are all that the overview puts on its ruler.
func (h *HomePage) percents(b *report.Board) []float64 {
	var list []float64
	for _, t := range b.Plan.Targets {
		list = append(list, t.Percent())
	}
	var blocks []scoring.Block
	for _, sector := range survey.Sectors {
		blocks = append(blocks, sectorBlock(b, sector))
	}
	for _, g := range b.Catalogue.Groups {
		block, _ := groupBlock(b, g.Code)
		blocks = append(blocks, block)
	}
	for _, block := range blocks {
		if block.Eligible > 0 {
			list = append(list, block.Percent())
		}
	}
	return list
}

func (h *HomePage) explain(p pen, plan *survey.Plan) {
	h.Explained.Minimum = survey.DefaultMinimum
	for _, v := range verdicts {
		h.Explained.Badges = append(h.Explained.Badges, p.badge(v))
	}
	if plan == nil {
		return
	}
	h.Explained.Minimum, h.Explained.Year, h.Explained.Form = plan.Minimum, plan.Year, plan.Year < 2023
	if plan.AcceptUntil != "" {
		h.Explained.Until = h.Day(plan.AcceptUntil)
	}
	for _, sector := range survey.Sectors {
		if t := plan.Targets[sector]; t.Hundredths > 0 {
			args := survey.Args{"sector": h.sectorName(sector), "goal": p.goal(t)}
			h.Explained.Targets = append(h.Explained.Targets, h.say("home.target", args))
		}
	}
}
