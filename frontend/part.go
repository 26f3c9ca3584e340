package frontend

import (
	"cmp"
	"math"
	"slices"

	"hailong/scoring/report"
	"hailong/survey"
)

// Part is a row of a table of parts: a factor, a counter, a channel, a stage, a
// question or a month.
type Part struct {
	Name    string
	Heading bool // a line that names the rows below it
	Figure
	Share string // of the agency's counted responses, 43,3; empty: not told

	code string
	got  *report.Received // only of shown cells, for tables
}

// PartTable is a table of parts on the page's ruler.
type PartTable struct {
	ID    string // of its heading
	First string // what a row is
	Rate  string // head of the column of scores
	Count string // what is counted
	Unit  string // the same beside a number, where the heads are not seen
	Least string // "chưa đủ 30"; empty where no number of responses would do
	Share string // head of the column of shares, empty: none
	Scale Scale
	Rows  []Part
}

// cellTable makes a table of cells in their order; name gives a cell's name.
func (a *AgencyPage) cellTable(id string, cells []report.Cell, name func(report.Cell) string) PartTable {
	t := PartTable{
		ID: id, Rate: a.say("agency.rate", nil),
		Count: a.say("agency.responses", nil), Unit: a.say("agency.responses_unit", nil),
		Least: a.least(), Scale: a.pen.scale(a.board.Score.Target),
	}
	for _, cell := range cells {
		t.Rows = append(t.Rows, a.pen.cell(name(cell), cell))
	}
	return t
}

// cell is the row of a cell.
func (p pen) cell(name string, cell report.Cell) Part {
	row := Part{Name: name, Figure: p.score(name, cell.Score), code: cell.Code}
	if row.Shown {
		got := report.ReceivedOf(cell.Score)
		row.got = &got
	}
	return row
}

// Judged tells whether a row has a mark that says a verdict, which takes a key.
func (t *PartTable) Judged() bool {
	return slices.ContainsFunc(t.Rows, func(p Part) bool { return p.Shown && p.Badge.Verdict != Unjudged })
}

// shares adds what part of the agency's counted responses each row holds.
func (t *PartTable) shares(p pen, head string, total int64) {
	if total == 0 {
		return
	}
	t.Share = head
	for i := range t.Rows {
		t.Rows[i].Share = p.tenth(100 * float64(t.Rows[i].count) / float64(total))
	}
}

// factorTable lists the factors from the worst; those that may not be shown last.
func (a *AgencyPage) factorTable() PartTable {
	t := a.cellTable("yeu-to", nil, nil)
	t.First, t.Count = a.say("agency.factor", nil), a.say("agency.answers", nil)
	t.Unit = a.say("agency.answers_unit", nil)
	for _, f := range a.board.Factors {
		t.Rows = append(t.Rows, a.factor(f))
	}
	slices.SortStableFunc(t.Rows, func(x, y Part) int { return compareShares(x.share, y.share) })
	return t
}

func (a *AgencyPage) factor(f report.Factor) Part {
	name := a.In(f.Short)
	if name == "" {
		name = a.In(f.Name)
	}
	if !f.Score.Eligible() {
		return Part{Name: name, Figure: a.pen.unofficial(name, f.Score, f.Score.Target), code: f.Code}
	}
	if f.Score.Effective == 0 { // no interval: nothing tells how sure it is
		figure := a.pen.figure(judged{name: name, Estimate: f.Score.Estimate, target: f.Score.Target})
		return Part{Name: name, Figure: figure.of(a.pen, f.Score), code: f.Code}
	}
	return Part{Name: name, Figure: a.pen.score(name, f.Score), code: f.Code}
}

// byChannel puts cells into the order of the contract.
func byChannel(cells []report.Cell) []report.Cell {
	number := func(c report.Cell) survey.Channel {
		channel, err := survey.ParseChannel(c.Code)
		if err != nil {
			return math.MaxInt8
		}
		return channel
	}
	return slices.SortedStableFunc(slices.Values(cells), func(a, b report.Cell) int {
		return cmp.Compare(number(a), number(b))
	})
}

// channelName names a channel: quét mã.
func (o *Office) channelName(cell report.Cell) string { return o.say("channel."+cell.Code, nil) }

// stageName names what a person came for.
func (o *Office) stageName(cell report.Cell) string {
	if cell.Code == "" {
		return o.say("stage.none", nil)
	}
	return o.say("stage."+cell.Code, nil)
}

func (o *Office) sectorName(s survey.Sector) string { return o.say("sector."+string(s), nil) }
