package frontend

import (
	"hailong/scoring/report"
	"hailong/survey"
)

// AgencyRow is an agency's row.
type AgencyRow struct {
	Link
	Score   Figure
	Spark   *Spark // nil where no two months have a score
	Missing string // what the needed number lacks; empty where it is not known
	Enough  bool
	Least   string // what a score takes, for the rows that have none
	Near    string // the row's other numbers in a line, for a phone
	Range   string // the interval, which goes with them; empty where there is no score

	agency  *survey.Agency
	missing int64 // -1 where it is not known
	board   *report.Board
	from    *report.AgencyScore
}

func (g *GroupPage) rows(y *report.Year, group string) []AgencyRow {
	var rows []AgencyRow
	for b, a := range y.All() {
		if a.Agency.Group == group {
			rows = append(rows, g.row(b, a))
		}
	}
	return rows
}

func (g *GroupPage) row(b *report.Board, a *report.AgencyScore) AgencyRow {
	name := g.In(a.Agency.Name)
	row := AgencyRow{
		Link:  Link{Text: name, URL: g.to(agencyPath(g.agencyRef(a.Agency, b.Plan, b.Today())))},
		Score: g.pen.score(name, a.Score), agency: a.Agency, missing: -1,
		board: b, from: a,
		Least: g.say("group.least", survey.Args{"least": a.Score.Least()}),
	}
	if a.Score.Eligible() {
		row.Spark = g.pen.spark(name, b.Plan, a.Months, a.Score.Target)
	}
	if a.Score.Needed() > 0 {
		row.missing = a.Score.Missing()
		row.Missing, row.Enough = g.Int(row.missing), row.missing == 0
	}
	row.Near = g.near(&row)
	if row.Score.Shown || row.Score.Hinted() {
		row.Range = g.say("group.near_range", survey.Args{"range": row.Score.Brief})
	}
	return row
}

func (g *GroupPage) near(row *AgencyRow) string {
	args := survey.Args{"count": row.Score.Count}
	switch {
	case row.missing < 0:
		args["lack"] = g.say("group.lack_unknown", nil)
	case row.Enough:
		args["lack"] = g.say("agency.enough", nil)
	default:
		args["lack"] = g.say("agency.missing", survey.Args{"count": row.missing})
	}
	return g.say("group.near", args)
}
