package frontend

import (
	"strings"

	"hailong/scoring"
	"hailong/scoring/report"
	book "hailong/sheet"
	"hailong/survey"
)

// tableRow is a line of a table: a figure as its page writes it, with its numbers.
type tableRow struct {
	part, code, name string
	from             survey.Day // an agency's first day, which tells it from others of its code
	Figure
	inAnswers bool     // the figure counts answers, not responses
	block     *blockOf // of a mean
	group     string   // name of an agency's group
	missing   any      // responses; nil where it is not known
	note      string   // for people
	last      *float64 // the year before, in percent
	change    *float64 // against it, in points
	boards    []*report.Board
	got       *report.Received // what became of the responses; nil where the page does not say
}

// tableCells are what a row can say, by the heads of columns.
var tableCells = map[string]func(*tableRow) any{
	"part": func(r *tableRow) any { return r.part },
	"code": func(r *tableRow) any { return r.code },
	"name": func(r *tableRow) any { return r.name },

	"group":     func(r *tableRow) any { return r.group },
	"agencies":  func(r *tableRow) any { return r.block.Agencies },
	"eligible":  func(r *tableRow) any { return r.block.Eligible },
	"responses": (*tableRow).responses,
	"answers":   (*tableRow).answerCount,
	"satisfied": (*tableRow).satisfiedCount,

	"score": func(r *tableRow) any { return r.number(judged.Percent) },
	"low":   func(r *tableRow) any { return r.bound(func(i scoring.Interval) float64 { return i.Low }) },
	"high":  func(r *tableRow) any { return r.bound(func(i scoring.Interval) float64 { return i.High }) },
	"target": func(r *tableRow) any {
		if r.basis == nil || r.basis.target.Hundredths == 0 {
			return nil
		}
		return book.Percent(r.basis.target.Percent())
	},

	"verdict": func(r *tableRow) any { return string(r.Badge.Verdict.official()) },
	"judged":  func(r *tableRow) any { return r.Badge.Text },
	"certain": (*tableRow).certain,
	"missing": func(r *tableRow) any { return r.missing },
	"note":    func(r *tableRow) any { return r.note },

	"previous_score": func(r *tableRow) any { return percentOf(r.last) },
	"change":         func(r *tableRow) any { return percentOf(r.change) },

	"plan":     func(r *tableRow) any { return planCodes(r.boards) },
	"method":   func(*tableRow) any { return scoring.Method },
	"from":     func(r *tableRow) any { return r.day(func(p *survey.Plan) survey.Day { return p.Starts }, -1) },
	"until":    func(r *tableRow) any { return r.day(func(p *survey.Plan) survey.Day { return p.Ends }, 1) },
	"as_of":    func(r *tableRow) any { return r.boards[0].Local() },
	"received": func(r *tableRow) any { return r.became(func(g report.Received) int64 { return g.All }) },
	"late":     func(r *tableRow) any { return r.became(func(g report.Received) int64 { return g.Late }) },
	"excluded": func(r *tableRow) any { return r.became(func(g report.Received) int64 { return g.Excluded }) },
	"flagged": func(r *tableRow) any {
		if r.got == nil || !r.got.Told {
			return nil
		}
		return r.got.Flagged
	},
	"uncounted": func(r *tableRow) any { return r.became(func(g report.Received) int64 { return g.Uncounted }) },
	"valid_from": func(r *tableRow) any {
		if r.from == "" {
			return nil
		}
		return r.from
	},
	"simulated": func(r *tableRow) any { return r.boards[0].Catalogue.Simulated },
}

func (r *tableRow) responses() any {
	switch {
	case r.inAnswers:
		return nil
	case r.block != nil:
		return r.got.Counted
	}
	return r.count
}

func (r *tableRow) became(of func(report.Received) int64) any {
	if r.got == nil {
		return nil
	}
	return of(*r.got)
}

// answerCount is told of hidden figures too where it is their number of people.
func (r *tableRow) answerCount() any {
	switch {
	case r.inAnswers:
		return r.count
	case r.basis == nil || r.block != nil:
		return nil
	}
	return r.answers
}

func (r *tableRow) satisfiedCount() any {
	if r.basis == nil || r.block != nil {
		return nil
	}
	return r.satisfied
}

// certain is for what is met or not met.
func (r *tableRow) certain() any {
	switch v := r.Badge.Verdict; v.official() {
	case scoring.Met, scoring.NotMet:
		return !v.hollow()
	}
	return nil
}

func (r *tableRow) number(of func(judged) float64) any {
	if r.basis == nil {
		return nil
	}
	return book.Percent(of(*r.basis))
}

func (r *tableRow) bound(end func(scoring.Interval) float64) any {
	j := r.basis
	if j == nil {
		j = r.hint // of a row whose score is empty
	}
	if j == nil || !j.bounded() {
		return nil
	}
	return book.Percent(end(j.Interval))
}

// day is the first (side -1) or last (side 1) of the plans' days.
func (r *tableRow) day(of func(*survey.Plan) survey.Day, side int) survey.Day {
	day := of(r.boards[0].Plan)
	for _, b := range r.boards {
		if other := of(b.Plan); strings.Compare(string(other), string(day)) == side {
			day = other
		}
	}
	return day
}

func planCodes(boards []*report.Board) string {
	codes := make([]string, len(boards))
	for i, b := range boards {
		codes[i] = b.Plan.Code
	}
	return strings.Join(codes, "|")
}

func percentOf(x *float64) any {
	if x == nil {
		return nil
	}
	return book.Percent(*x)
}
