package frontend

import (
	"fmt"
	"slices"

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

// blockOf is a mean with the agencies that it is of.
type blockOf struct {
	scoring.Block
	same bool // they have one target, without which a verdict means nothing
	code string
	keep func(*survey.Agency) bool
}

func newBlock(y *report.Year, code string, keep func(*survey.Agency) bool) blockOf {
	block, same := y.Block(keep)
	return blockOf{block, same, code, keep}
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

// NewHomePage makes the overview. p is an official plan of the year asked for, nil
// where there is none; y is those that the reader may see, nil without any.
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
		h.Title = h.say("home.title_year", survey.Args{"year": p.Year})
		h.Files = h.files("")
		h.fill(y)
	}
	h.explain(h.pen, p)
	return h
}

func (h *HomePage) fill(y *report.Year) {
	h.About = h.about(y.Boards...)
	h.noticeOn(y, func(*survey.Agency) bool { return true })
	var sectors, groups []blockOf
	for _, s := range survey.Sectors {
		sectors = append(sectors, newBlock(y, string(s), ofSector(s)))
	}
	for _, g := range y.Catalogue.Groups {
		groups = append(groups, newBlock(y, g.Code, ofGroup(g.Code)))
	}
	h.pen.ruler = rulerFor(percents(plansOn(y), slices.Concat(sectors, groups))...)
	for _, b := range sectors {
		if b.Agencies > 0 {
			h.Sectors = append(h.Sectors, h.sector(b))
		}
	}
	for i, b := range groups {
		if b.Agencies > 0 {
			h.Blocks = append(h.Blocks, h.group(b, y.Catalogue.Groups[i].Name))
		}
	}
	h.Scale = h.pen.scale(onlyTarget(plansOn(y)))
	r := y.Sums(func(*survey.Agency) bool { return true })
	h.Received = h.say("home.received", survey.Args{"received": r.All, "counted": r.Counted}) + " " +
		h.say("table.received_rest", receivedArgs(r))
}

func (h *HomePage) sector(b blockOf) SectorBlock {
	name := h.sectorName(survey.Sector(b.code))
	s := SectorBlock{ID: "khu-vuc-" + b.code, Name: name, Of: h.of(b.Block), block: b}
	s.Score = h.pen.block(name, b.Block, b.same)
	if s.Score.Shown && b.same {
		j := judged{name, b.Estimate, b.Target, s.Score.Badge.Verdict}
		s.Meter = h.pen.meter("thuoc-"+b.code, name, j, s.Score)
	}
	return s
}

func (h *HomePage) group(b blockOf, name survey.Text) GroupRow {
	link := Link{Text: h.In(name), URL: h.to(groupPath(b.code))}
	of := fmt.Sprintf("%d/%d", b.Eligible, b.Agencies)
	return GroupRow{link, h.pen.block(link.Text, b.Block, b.same), of, b}
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
func percents(plans []*survey.Plan, blocks []blockOf) []float64 {
	list := targetPercents(plans)
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
	h.Explained.Year, h.Explained.Form = plan.Year, olderThanForm(plan)
	h.Explained.Minimum = h.byPlan(plans, func(o *survey.Plan) string { return p.int(o.Minimum) })
	if plan.AcceptUntil != "" {
		h.Explained.Until = h.byPlan(plans, func(o *survey.Plan) string { return h.Day(o.AcceptUntil) })
	}
	h.Explained.Targets = h.targets(p, plans)
}
