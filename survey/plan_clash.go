package survey

import (
	"context"
	"slices"
)

// planClash is why two plans cannot be side by side: what a file of plans would have
// to change, and where.
type planClash struct {
	column string
	word   string
	args   Args
}

// clashes are what a plan and the others must not have in common: an agency with two
// official plans in a year, a counter that is asked under two plans at once.
func (c *Catalogue) clashes(p *Plan) []planClash {
	var list []planClash
	for i := range c.Plans {
		o := &c.Plans[i]
		if o.ID == p.ID {
			continue
		}
		if a := c.bothOfficial(p, o); a != nil {
			args := Args{"value": p.Code, "plan": o.Code, "year": p.Year, "agency": a.Code}
			list = append(list, planClash{"official", "import.plan_official", args})
		}
		if column, code := c.bothAsk(p, o); column != "" {
			list = append(list, planClash{column, "import.plan_overlap", Args{"value": code, "plan": o.Code}})
		}
	}
	return list
}

// bothOfficial is the first agency of which two plans would give the year's score.
func (c *Catalogue) bothOfficial(p, o *Plan) *Agency {
	if !p.Official || !o.Official || p.Year != o.Year {
		return nil
	}
	for _, a := range c.PlanAgencies(p) {
		if c.Lists(o, a) {
			return a
		}
	}
	return nil
}

// bothAsk is the first agency or counter that two plans ask at the same time, and the
// column of p that says so. A plan may name a counter of an agency that the other
// asks as a whole (ADR 0006).
func (c *Catalogue) bothAsk(p, o *Plan) (column, code string) {
	from, until := max(p.Starts, o.Starts), min(p.Ends, o.Ends)
	if from > until {
		return "", ""
	}
	for i := range c.Agencies {
		a := &c.Agencies[i]
		switch {
		case !a.ExistsIn(from, until) || !c.CoversAgency(p, a) || !c.CoversAgency(o, a):
		case slices.Contains(p.Agencies, a.ID):
			return "agencies", a.Code
		default:
			return "groups", a.Code
		}
	}
	for _, id := range p.Counters {
		if _, named := slices.BinarySearch(o.Counters, id); named {
			return "counters", c.Counter(id).Code
		}
	}
	return "", ""
}

// keepApart looks at the plans again after agencies have changed: a new one, or one
// in another group, may come under two of them.
func (s *Setup) keepApart(ctx context.Context, change *Change) error {
	if change.Added+change.Changed == 0 {
		return nil
	}
	c, err := s.Store.Catalogue(ctx)
	if err != nil {
		return err
	}
	for i := range c.Plans {
		for _, clash := range c.clashes(&c.Plans[i]) {
			clash.args["code"] = c.Plans[i].Code
			return Fail(Invalid, clash.word+"_then", clash.args)
		}
	}
	return nil
}
