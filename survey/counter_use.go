package survey

// InUse tells whether people are served at a counter on a day or will be.
func (c *Catalogue) InUse(n *Counter, on Day) bool {
	return on.Within("", c.Agency(n.Agency).ValidTo) && on.Within("", n.ClosedOn)
}

// NextPlan is the plan that asks at a counter on a day, or else the first that will;
// nil where there is none.
func (c *Catalogue) NextPlan(counter *Counter, on Day) *Plan {
	var next *Plan
	var first Day
	for i := range c.Plans {
		day := max(on, c.Plans[i].Starts, counter.OpenedOn)
		if next != nil && day >= first || day > c.Plans[i].Ends || !counter.OpenOn(day) {
			continue
		}
		if plan, err := c.PlanFor(counter, day); err == nil {
			next, first = plan, day
		}
	}
	return next
}
