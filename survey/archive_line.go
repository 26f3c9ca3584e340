package survey

import (
	"errors"
	"slices"
	"strings"
)

// response reads a line; cause is the column that cannot be read.
func (r *archiveCounter) response(line []string) (o Response, p *planCount, cause string) {
	c := r.file.catalogue
	p = r.plans[line[0]]
	q, n := c.refs[line[1]], r.codes[line[3]]
	channel, err1 := ParseChannel(line[8])
	stage, err2 := ParseStage(line[9])
	status := slices.Index(statusNames, line[10])
	switch {
	case p == nil:
		cause = "plan"
	case q == nil:
		cause = "questionnaire"
	case n == nil || c.agencyKey(n.Agency) != line[2]:
		cause = "counter"
	case len(line[7]) != len("2006-01-02"):
		cause = "day"
	case errors.Join(err1, err2) != nil || status <= 0:
		cause = "channel, stage, status"
	case len(line[11]) != len(q.Questions) || strings.Trim(line[11], "12345x-") != "":
		cause = "levels"
	default:
		o = Response{
			Counter: n.ID, Plan: p.plan.ID, Questionnaire: q.ID, Day: Day(line[7]),
			Channel: channel, Stage: stage, Status: Status(status), Levels: Levels(line[11]),
		}
	}
	return o, p, cause
}

// next tells whether a receipt may come after the one before: each counter's stand
// together, in order, so that none is there twice.
func (r *archiveCounter) next(n *Counter, receipt string) bool {
	if r.counter != nil && r.counter.ID == n.ID {
		return receipt > r.receipt
	}
	return !r.seen[n.ID]
}
