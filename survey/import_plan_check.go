package survey

import (
	"slices"
	"strings"
)

// begun holds what stored answers were and will be judged by: a plan that has begun
// keeps its first day, form, targets, minimum and marks, may ask more people but not
// fewer, and may end today at the earliest. What was wrong from the start needs a
// plan of its own, in the open, not another look for the old one.
func (in *planImport) begun(p, old *Plan) {
	form := func(p *Plan) string {
		if q := in.catalogue.Questionnaire(p.Questionnaire); q != nil {
			return q.Code
		}
		return ""
	}
	same := map[string]bool{
		"year":                  p.Year == old.Year,
		"starts":                p.Starts == old.Starts,
		"form":                  form(p) == form(old), // a newer version of it may come
		"target":                p.Targets[Administrative] == old.Targets[Administrative],
		"target_public_service": p.Targets[PublicService] == old.Targets[PublicService],
		"minimum":               p.Minimum == old.Minimum,
		"official":              p.Official == old.Official,
		"census":                p.Census == old.Census,
		"groups":                containsAll(p.Groups, old.Groups),
		"agencies":              containsAll(p.Agencies, old.Agencies),
		"counters":              slices.Equal(p.Counters, old.Counters),
		"transactions":          keepsTransactions(p, old),
	}
	was := in.catalogue.planCells(old)
	for _, column := range planColumns.All() {
		if kept, held := same[column]; held && !kept {
			args := Args{"value": clip(in.reader.Text(column)), "want": clip(was[column])}
			if column == "transactions" {
				args["name"] = in.changedNumbers(p, old)
			}
			in.reader.Fail(column, "import.plan_begun", args)
		}
	}
	in.dayHeld("ends", p.Ends, old.Ends)
	in.dayHeld("accept_until", p.AcceptUntil, old.AcceptUntil)
	for id, n := range p.Transactions {
		if _, known := old.Transactions[id]; !known && !keepsMinimum(n, p.Minimum) {
			a := in.catalogue.Agency(id)
			args := Args{"value": a.Code, "name": a.Name.VI, "minimum": p.Minimum}
			in.reader.Fail("transactions", "import.plan_transactions", args)
		}
	}
}

// Keeps tells whether a plan keeps a column as it is, as begun and dayHeld have it:
// neither another value nor a further one would do.
func (p *Plan) Keeps(column string, today Day) bool {
	switch column {
	case "year", "starts", "target", "target_public_service", "minimum", "official", "census", "counters":
		return p.Starts <= today
	case "ends":
		return p.Ends < today
	case "accept_until":
		return p.AcceptUntil < today
	}
	return false
}

// changedNumbers names the agencies whose number of transactions would not stay.
func (in *planImport) changedNumbers(p, old *Plan) string {
	var names []string
	for id, n := range old.Transactions {
		if now, known := p.Transactions[id]; !known || now != n {
			names = append(names, in.catalogue.Agency(id).Name.VI)
		}
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// dayHeld keeps a day that has passed, and lets one to come be today at the earliest:
// a year that is over is not opened again.
func (in *planImport) dayHeld(column string, now, old Day) {
	switch {
	case old < in.today && now != old:
		in.reader.Fail(column, "import.plan_begun", Args{"value": now, "want": string(old)})
	case old >= in.today && now < in.today:
		in.reader.Fail(column, "import.plan_end", Args{"value": in.today})
	}
}

// keepsMinimum tells whether a number of transactions that comes when a plan has begun
// leaves its minimum as it is: n/(1+n/400) is the needed number, and a smaller one
// would make a few ballots a score, or a bad score "no service".
func keepsMinimum(n, minimum int64) bool { return 400*n > (minimum-1)*(400+n) }

// taken refuses that a new plan takes a counter away from one that has begun there,
// for days that have passed: late answers of those days would change plans.
func (in *planImport) taken(p *Plan) {
	if p.Starts >= in.today {
		return
	}
	for _, id := range p.Counters {
		n := in.catalogue.Counter(id)
		for i := range in.catalogue.Plans {
			o := &in.catalogue.Plans[i]
			if o.Starts < in.today && o.Starts <= p.Ends && p.Starts <= o.Ends && in.catalogue.Asks(o, n) {
				args := Args{"value": p.Starts, "counter": n.Code, "plan": o.Code}
				in.reader.Fail("starts", "import.plan_takes", args)
				return
			}
		}
	}
}

func containsAll[T comparable](list, wanted []T) bool {
	return !slices.ContainsFunc(wanted, func(w T) bool { return !slices.Contains(list, w) })
}

// keepsTransactions tells whether known numbers of transactions stay: they decide
// about the minimum and about "no service". Missing ones may still come.
func keepsTransactions(p, old *Plan) bool {
	for id, n := range old.Transactions {
		if now, known := p.Transactions[id]; !known || now != n {
			return false
		}
	}
	return true
}

// together checks the plans against each other and those that are there: an agency
// has one official plan a year, and no counter is asked under two plans at once.
func (in *planImport) together(t *Table, plans []Plan) error {
	trial := in.trial(plans)
	for i := range plans {
		in.reader.row = &t.Rows[i]
		for _, clash := range trial.clashes(trial.PlanByCode(plans[i].Code)) {
			in.reader.Fail(clash.column, clash.word, clash.args)
		}
	}
	return in.reader.Err()
}

// trial is the catalogue as it would be with the plans; new ones get ids below zero.
func (in *planImport) trial(plans []Plan) *Catalogue {
	c := *in.catalogue
	c.Plans = slices.DeleteFunc(slices.Clone(c.Plans), func(p Plan) bool { return in.seen[p.Code] })
	for i, p := range plans {
		if p.ID == 0 {
			p.ID = PlanID(-1 - i)
		}
		c.Plans = append(c.Plans, p)
	}
	return &c
}
