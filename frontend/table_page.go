package frontend

import (
	"slices"

	"hailong/scoring"
	"hailong/scoring/report"
	"hailong/survey"
)

// The heads of the sheets, in the order of their columns.
var (
	blockHeads = []string{
		"name", "agencies", "eligible", "responses", "score", "low", "high", "target", "judged", "plan",
	}
	agencyHeads = []string{
		"code", "name", "group", "responses", "answers", "satisfied", "score", "low", "high", "target",
		"judged", "missing", "previous_score", "change", "note",
		"received", "late", "excluded", "uncounted", "plan",
	}
	partHeads = []string{
		"code", "name", "responses", "answers", "satisfied", "score", "low", "high", "target", "judged",
	}
	answerHeads = []string{
		"code", "name", "answers", "satisfied", "score", "low", "high", "target", "judged", "note",
	}
)

// agencyHeadsFor adds what is flagged for those who are inside of all that is in the table.
func agencyHeadsFor(got report.Received) []string {
	if !got.Told {
		return agencyHeads
	}
	return slices.Insert(slices.Clone(agencyHeads), slices.Index(agencyHeads, "excluded"), "flagged")
}

// Table is the province: sectors and groups, then every agency by group and code.
// origin is what addresses begin with.
func (h *HomePage) Table(origin string) *Table {
	t := &Table{Name: h.tableName(h.plan), office: &h.Office}
	blocks := tablePart{name: "table.sheet_blocks", heads: blockHeads}
	for _, s := range h.Sectors {
		blocks.rows = append(blocks.rows, h.tableBlock(h.year, "sector", s.Name, s.Score, s.block))
	}
	for _, g := range h.Blocks {
		blocks.rows = append(blocks.rows, h.tableBlock(h.year, "group", g.Text, g.Score, g.block))
	}
	sum := h.year.Sums(func(*survey.Agency) bool { return true })
	agencies := tablePart{name: "table.sheet_agencies", heads: agencyHeadsFor(sum)}
	for i := range h.catalogue.Groups {
		for b, a := range h.year.All() {
			if a.Agency.Group == h.catalogue.Groups[i].Code {
				agencies.rows = append(agencies.rows, h.tableAgency(b, a, h.pen.score("", a.Score)))
			}
		}
	}
	t.parts = []tablePart{blocks, agencies}
	all := func(*survey.Agency) bool { return true }
	t.explain(h.year.Boards, sum, h.knownOf(h.year, all), origin+h.to("/"))
	return t
}

// Table is the group's agencies as they were asked for, and their mean.
func (g *GroupPage) Table(origin string) *Table {
	t := &Table{Name: g.tableName(g.plan, g.block.code), office: &g.Office}
	mean := g.tableBlock(g.year, "group", g.Name, g.Mean, g.block)
	agencies := tablePart{name: "table.sheet_agencies", heads: agencyHeadsFor(*mean.got)}
	for _, row := range slices.Concat(g.Scored, g.Few, g.Without) {
		agencies.rows = append(agencies.rows, g.tableAgency(row.board, row.from, row.Score))
	}
	t.parts = []tablePart{
		agencies, {name: "table.sheet_mean", heads: blockHeads, rows: []tableRow{mean}},
	}
	page := g.to(groupPath(g.block.code), g.Listing.query()...)
	t.explain(g.year.Boards, *mean.got, g.knownOf(g.year, g.block.keep), origin+page)
	if g.Listing.Filtered() {
		t.note("filter", g.filter())
	}
	return t
}

// filter says which rows were asked for.
func (g *GroupPage) filter() string {
	verdict := g.say("table.filter_any", nil)
	if v := g.Listing.Verdict; v != Unjudged {
		verdict = g.pen.badge(v).Text
	}
	return g.say("table.filter", survey.Args{"text": g.Listing.Q, "verdict": verdict})
}

// NewAgencyTable is what the agency's page and its detail show, part by part.
func NewAgencyTable(f Frame, d *report.Detail, origin string) *Table {
	page, detail := NewAgencyPage(f, &d.AgencyBoard), NewDetailPage(f, d)
	t := &Table{Name: page.tableName(d.Plan, page.agencyRef(d.Agency, d.Plan, d.Today())), office: &page.Office}
	agency := page.tableAgency(&d.Board, &d.AgencyScore, page.Score)
	part := func(kind, name string, heads []string, rows []Part) {
		t.parts = append(t.parts, tablePart{"table.sheet_" + name, heads, agency.parts(kind, rows)})
	}
	t.parts = []tablePart{{"table.sheet_whole", agencyHeadsFor(*agency.got), []tableRow{agency}}}
	part("factor", "factors", answerHeads, page.Factors.Rows)
	part("month", "months", partHeads, page.Months.Rows)
	part("counter", "counters", partHeads, page.Counters.Rows)
	part("channel", "channels", partHeads, page.Channels.Rows)
	part("stage", "stages", partHeads, detail.Stages.Rows)
	part("question", "questions", answerHeads, detail.Questions.Rows)
	questions := &t.parts[len(t.parts)-1]
	for _, row := range agency.parts("overall", detail.Overall) {
		row.note = page.say("detail.overall_note", nil)
		questions.rows = append(questions.rows, row)
	}
	address := origin + page.to(page.pathOn(d.Plan))
	t.explain(agency.boards, *agency.got, page.transactions(d.Score), address)
	return t
}

// parts are rows of parts of the agency whose row r is. What became of the responses is
// known of counters, months and channels: the rest is of valid responses, or of answers.
func (r *tableRow) parts(kind string, parts []Part) []tableRow {
	var rows []tableRow
	for _, p := range parts {
		if p.Heading {
			continue
		}
		row := tableRow{
			part: kind, code: p.code, name: p.Name, Figure: p.Figure, boards: r.boards,
			inAnswers: kind == "factor" || kind == "question" || kind == "overall",
		}
		if kind == "counter" || kind == "month" || kind == "channel" {
			row.got = p.got
		}
		rows = append(rows, row)
	}
	return rows
}

func (o *Office) tableBlock(y *report.Year, part, name string, f Figure, of blockOf) tableRow {
	got := y.Sums(of.keep)
	row := tableRow{part: part, code: of.code, name: name, Figure: f, block: &of, got: &got}
	for _, b := range y.Boards {
		if slices.ContainsFunc(b.Agencies, func(a report.AgencyScore) bool { return of.keep(a.Agency) }) {
			row.boards = append(row.boards, b)
		}
	}
	if len(row.boards) == 0 { // nobody is in the block
		row.boards = y.Boards
	}
	return row
}

func (o *Office) tableAgency(b *report.Board, a *report.AgencyScore, f Figure) tableRow {
	got := a.Became()
	row := tableRow{
		part: "agency", code: a.Agency.Code, name: o.In(a.Agency.Name), from: a.Agency.ValidFrom, Figure: f,
		boards: []*report.Board{b}, got: &got,
	}
	if g := o.catalogue.GroupByCode(a.Agency.Group); g != nil {
		row.group = o.In(g.Name)
	}
	if a.Score.Needed() > 0 && a.Score.Official != scoring.NoService {
		row.missing = a.Score.Missing()
	}
	switch change := a.Last.Change; {
	case change != nil:
		before, points := change.Before.Percent(), change.Percent()
		row.last, row.change = &before, &points
		if change.Touch {
			row.note = o.say("table.touch", nil)
		}
	case a.Last.Reorganised:
		row.note = o.reorganised(a.Last)
	}
	return row
}
