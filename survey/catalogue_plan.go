package survey

import (
	"slices"
)

// PlanByCode finds a plan, nil where there is none.
func (c *Catalogue) PlanByCode(code string) *Plan {
	if i := slices.IndexFunc(c.Plans, func(p Plan) bool { return p.Code == code }); i >= 0 {
		return &c.Plans[i]
	}
	return nil
}

// OfficialPlans are the plans whose scores are a year's, by code: mostly one. There
// are several where groups are asked different questions; no agency has a place in
// two of them (ADR 0015).
func (c *Catalogue) OfficialPlans(year int) []*Plan {
	var list []*Plan
	for i := range c.Plans {
		if p := &c.Plans[i]; p.Official && p.Year == year {
			list = append(list, p)
		}
	}
	return list
}

// OfficialPlanOf finds the plan whose score is an agency's for a year, nil where
// there is none.
func (c *Catalogue) OfficialPlanOf(year int, a *Agency) *Plan {
	for _, p := range c.OfficialPlans(year) {
		if c.Lists(p, a) {
			return p
		}
	}
	return nil
}

// Asks tells whether a plan covers a counter at all: by its name, by its agency's,
// or by its group's.
func (c *Catalogue) Asks(p *Plan, counter *Counter) bool {
	return p.Names(counter) || c.CoversAgency(p, c.Agency(counter.Agency))
}

// Covers tells whether a plan asks at a counter on any of its days: whether no
// other plan names the counter for the whole of its period.
func (c *Catalogue) Covers(p *Plan, counter *Counter) bool {
	if p.Names(counter) {
		return true
	}
	return c.Asks(p, counter) && !slices.ContainsFunc(c.Plans, func(o Plan) bool {
		return o.ID != p.ID && o.Starts <= p.Starts && o.Ends >= p.Ends && o.Names(counter)
	})
}

// CoversAgency tells whether a plan asks at an agency as a whole: by its group or
// by its name, if the agency existed in the plan's period.
func (c *Catalogue) CoversAgency(p *Plan, a *Agency) bool {
	return a.ExistsIn(p.Starts, p.Ends) &&
		(slices.Contains(p.Groups, a.Group) || slices.Contains(p.Agencies, a.ID))
}

// PlanFor finds the plan under which a counter is asked on a day. A plan that names
// the counter goes before one that covers its agency or group: so a second form can
// be tried at one counter for a while, with the official survey before, after, and
// at the others (ADR 0006). Where no plan takes that day, the error is Closed and
// says when the last ended or the next begins.
func (c *Catalogue) PlanFor(counter *Counter, on Day) (*Plan, error) {
	var present, next, last *Plan
	for i := range c.Plans {
		p := &c.Plans[i]
		switch {
		case !c.Asks(p, counter):
		case p.TakesOn(on):
			if present == nil || p.Names(counter) {
				present = p
			}
		case p.Starts > on && (next == nil || p.Starts < next.Starts):
			next = p
		case p.Ends < on && (last == nil || p.Ends > last.Ends):
			last = p
		}
	}
	switch {
	case present != nil:
		return present, nil
	case last != nil:
		return nil, Fail(Closed, "plan.ended", Args{"day": last.Ends, "year": last.Year}).At("counter")
	case next != nil:
		return nil, Fail(Closed, "plan.not_begun", Args{"day": next.Starts}).At("counter")
	}
	return nil, Fail(Closed, "plan.none", nil).At("counter")
}

// FormAt finds what a counter shows on a day, by its token as a person may have
// typed it.
func (c *Catalogue) FormAt(token string, on Day) (*Counter, *Plan, error) {
	counter, err := c.CounterByToken(token)
	if err != nil {
		return nil, nil, err
	}
	if on < counter.OpenedOn {
		return counter, nil, Fail(Closed, "counter.not_open", Args{"day": counter.OpenedOn}).At("counter")
	}
	if !counter.OpenOn(on) || !c.Agency(counter.Agency).ExistsOn(on) {
		return counter, nil, Fail(Closed, "counter.closed", nil).At("counter")
	}
	plan, err := c.PlanFor(counter, on)
	return counter, plan, err
}

// DefaultPlan is the plan whose figures are shown where none is asked for: the
// newest official one that is public, else the newest official one, nil where
// there is none.
func (c *Catalogue) DefaultPlan() *Plan {
	var first *Plan
	for i := range c.Plans {
		p := &c.Plans[i]
		switch {
		case p.Official && p.Public:
			return p
		case p.Official && first == nil:
			first = p
		}
	}
	return first
}

// PlanAgencies are the agencies with a place in a plan's figures, by code.
func (c *Catalogue) PlanAgencies(p *Plan) []*Agency {
	var list []*Agency
	for i := range c.Agencies {
		if a := &c.Agencies[i]; c.Lists(p, a) {
			list = append(list, a)
		}
	}
	return list
}

// Lists tells whether an agency has a place in a plan's figures: as a whole, or by
// a counter of its own that the plan names.
func (c *Catalogue) Lists(p *Plan, a *Agency) bool {
	named := func(id CounterID) bool { return c.Counter(id).Agency == a.ID }
	return slices.ContainsFunc(p.Counters, named) || c.CoversAgency(p, a)
}
