package frontend

import (
	"strings"

	"hailong/scoring"
	"hailong/scoring/report"
	"hailong/survey"
)

// explain adds what must be known to read the figures, and to compute them again.
// known is last year's transactions N, or of how many agencies it is known.
func (t *Table) explain(boards []*report.Board, got report.Received, known any, page string) {
	o := t.office
	t.note("method", scoring.Method+": "+o.say("table.said_method", nil))
	for _, b := range boards {
		t.plan(b.Plan)
	}
	t.note("as_of", boards[0].Local())
	t.note("known", known)
	t.note("received", got.All)
	t.note("counted", got.Counted)
	t.note("late", got.Late)
	t.note("excluded", got.Excluded)
	if got.Told {
		t.note("flagged", got.Flagged)
	}
	t.note("uncounted", got.Uncounted)
	t.note("interval", o.say("table.said_interval", nil))
	t.note("census", o.say("table.said_census", nil))
	t.note("hidden", o.say("table.said_hidden", nil))
	t.note("change", o.say("table.said_change", nil))
	if o.Notice != "" {
		t.note("reader", o.say("own.said_table", nil))
	}
	if o.Simulated {
		t.note("simulated", o.say("office.simulated", nil)+" "+o.say("office.simulated_what", nil))
	}
	t.note("page", page)
}

func (t *Table) plan(p *survey.Plan) {
	o := t.office
	t.note("plan", p.Code+": "+o.In(p.Name))
	t.note("from", p.Starts)
	t.note("until", p.Ends)
	t.note("accept", p.AcceptUntil)
	t.note("target", strings.Join(o.targets(pen{lang: o.Lang}, []*survey.Plan{p}), " "))
	t.note("minimum", p.Minimum)
}

// knownOf says of how many of the agencies that keep lets in N is known.
func (o *Office) knownOf(y *report.Year, keep func(*survey.Agency) bool) string {
	known, all := 0, 0
	for _, a := range y.All() {
		if keep(a.Agency) {
			all++
			if a.Score.Known {
				known++
			}
		}
	}
	return o.say("table.known_of", survey.Args{"known": known, "count": all})
}

// transactions are N, or the word that it is not known.
func (o *Office) transactions(s scoring.Score) any {
	if s.Known {
		return s.Transactions
	}
	return o.say("table.unknown", nil)
}
