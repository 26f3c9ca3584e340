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
	Received string // responses, and what became of them

	Explained Explained

	pen  pen
	year *report.Year
}

// SectorBlock is the mean of one sector's agencies against the sector's target.
type SectorBlock struct {
	ID    string
	Name  string
	Score Figure
	Meter *Meter // nil also where the agencies have different targets
	Of    string // k trên n cơ quan đủ phiếu

	block blockOf
}

// GroupRow is the mean of one group's agencies.
type GroupRow struct {
	Link
	Score Figure
	Of    string // 18/21

	block blockOf
}

// blockOf is which agencies a mean is of, for tables.
type blockOf struct {
	scoring.Block
	code string
	keep func(*survey.Agency) bool
}

func ofSector(s survey.Sector) func(*survey.Agency) bool {
	return func(a *survey.Agency) bool { return a.Sector == s }
}

func ofGroup(code string) func(*survey.Agency) bool {
	return func(a *survey.Agency) bool { return a.Group == code }
}

// Explained holds the numbers of the explanation, which are the plan's own.
type Explained struct {
	Badges  []Badge
	Minimum string
	Until   string // the day to which late senders count, empty without a plan
	Targets []string
	Form    bool // the year is older than the form
	Year    int
}

// NewHomePage makes the public overview. p is an official plan of the year asked
// for, nil where there is none; y is the year's public ones, nil without any.
func NewHomePage(f Frame, c *survey.Catalogue, p *survey.Plan, y *report.Year) *HomePage {
	h := &HomePage{Office: newOffice(f, c, p), year: y}
	h.choose(officialPlans(c))
	h.Title = h.say("home.title", nil)
	h.pen = pen{f.Lang, Ruler{60}}
	switch {
	case p == nil:
		h.Missing = h.say("home.no_plan", nil)
	case y == nil:
		h.Missing = h.say("home.not_public", survey.Args{"year": p.Year})
	default:
		h.pen.ruler = rulerFor(h.percents(y)...)
		h.Title = h.say("home.title_year", survey.Args{"year": p.Year})
		h.Files = h.files("")
		h.fill(h.pen, y)
	}
	h.explain(h.pen, p)
	return h
}

func (h *HomePage) fill(p pen, y *report.Year) {
	h.About = h.about(y.Boards...)
	for _, sector := range survey.Sectors {
		if block, same := y.Block(ofSector(sector)); block.Agencies > 0 {
			h.Sectors = append(h.Sectors, h.sector(p, sector, block, same))
		}
	}
	for _, g := range y.Catalogue.Groups {
		block, same := y.Block(ofGroup(g.Code))
		if block.Agencies > 0 {
			link := Link{Text: h.In(g.Name), URL: h.to(groupPath(g.Code))}
			of := fmt.Sprintf("%d/%d", block.Eligible, block.Agencies)
			h.Blocks = append(h.Blocks, GroupRow{
				link, p.block(link.Text, block, same), of, blockOf{block, g.Code, ofGroup(g.Code)},
			})
		}
	}
	h.Scale = p.scale(onlyTarget(plansOn(y)))
	r := y.Sums(func(*survey.Agency) bool { return true })
	h.Received = h.say("home.received", survey.Args{"received": r.All, "counted": r.Counted}) + " " +
		h.say("table.received_rest", receivedArgs(r))
}

func (h *HomePage) sector(p pen, sector survey.Sector, block scoring.Block, same bool) SectorBlock {
	s := SectorBlock{
		ID: "khu-vuc-" + string(sector), Name: h.sectorName(sector), Of: h.of(block),
		block: blockOf{block, string(sector), ofSector(sector)},
	}
	s.Score = p.block(s.Name, block, same)
	if s.Score.Shown && same {
		j := judged{s.Name, block.Estimate, block.Target, s.Score.Badge.Verdict}
		s.Meter = p.meter("thuoc-"+string(sector), s.Name, j, s.Score)
	}
	return s
}

func (o *Office) of(b scoring.Block) string {
	return o.say("home.of", survey.Args{"eligible": b.Eligible, "count": b.Agencies})
}

// onlyTarget is the target of all sectors in all plans, none where they differ.
func onlyTarget(plans []*survey.Plan) survey.Target {
	var only survey.Target
	for _, p := range plans {
		for _, t := range p.Targets {
			if only.Hundredths != 0 && t != only {
				return survey.Target{}
			}
			only = t
		}
	}
	return only
}

// percents are all that the overview puts on its ruler.
func (h *HomePage) percents(y *report.Year) []float64 {
	list := targetPercents(plansOn(y))
	var blocks []scoring.Block
	for _, sector := range survey.Sectors {
		block, _ := y.Block(ofSector(sector))
		blocks = append(blocks, block)
	}
	for _, g := range y.Catalogue.Groups {
		block, _ := y.Block(ofGroup(g.Code))
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
	h.Explained.Minimum = p.int(survey.DefaultMinimum)
	for _, v := range verdicts {
		h.Explained.Badges = append(h.Explained.Badges, p.badge(v))
	}
	if plan == nil {
		return
	}
	plans := []*survey.Plan{plan}
	if h.year != nil {
		plans = plansOn(h.year)
	}
	h.Explained.Year, h.Explained.Form = plan.Year, plan.Year < 2023
	h.Explained.Minimum = h.byPlan(plans, func(o *survey.Plan) string { return p.int(o.Minimum) })
	if plan.AcceptUntil != "" {
		h.Explained.Until = h.byPlan(plans, func(o *survey.Plan) string { return h.Day(o.AcceptUntil) })
	}
	h.Explained.Targets = h.targets(p, plans)
}
