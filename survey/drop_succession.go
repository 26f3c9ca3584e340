package survey

import "context"

// SuccessionVersion is a mark of all successions: another one means that somebody
// changed them meanwhile.
func (c *Catalogue) SuccessionVersion() string { return Fingerprint(c.SuccessionTable().Rows) }

// SuccessionColumns are the columns of a file of successions.
func SuccessionColumns() []string { return successionColumns.All() }

// AgencyKey names an agency by its code and first day, whatever the day is.
func AgencyKey(a *Agency) string { return a.Code + "@" + string(a.ValidFrom) }

// SuccessionByKeys finds the succession between two agencies, named as AgencyKey does,
// from a day on; nil where there is none.
func (c *Catalogue) SuccessionByKeys(predecessor, successor string, on Day) *Succession {
	for i := range c.Successions {
		s := &c.Successions[i]
		if s.On == on && AgencyKey(c.Agency(s.Predecessor)) == predecessor &&
			AgencyKey(c.Agency(s.Successor)) == successor {
			return s
		}
	}
	return nil
}

// DropSuccession takes a wrong succession back. A predecessor that it ended goes on
// again, if its end is still the day before. It is refused once a plan that asked
// either agency on or after the day has ended: its figures were compared, or kept from
// being compared, by what the succession says.
func (s *Setup) DropSuccession(
	ctx context.Context, predecessor, successor string, on Day,
) (Change, error) {
	return s.change(ctx, func(ctx context.Context, c *Catalogue, change *Change) error {
		o := c.SuccessionByKeys(predecessor, successor, on)
		if o == nil {
			return Fail(NotFound, "succession.unknown", nil)
		}
		if err := c.mayDrop(o, DayOf(s.Now(), c.Zone)); err != nil {
			return err
		}
		if err := s.Store.DeleteSuccession(ctx, *o); err != nil {
			return err
		}
		change.Changed++
		step := Step{Action: string(DropSuccession), Subject: c.successionCode(o), Before: c.successionEntry(*o)}
		if err := s.record(ctx, change, step); err != nil {
			return err
		}
		if err := s.goesOnAgain(ctx, c, change, o); err != nil {
			return err
		}
		return s.keepApart(ctx, change)
	})
}

// successionCode names a succession as the log does: STP>SNV.
func (c *Catalogue) successionCode(o *Succession) string {
	return c.Agency(o.Predecessor).Code + ">" + c.Agency(o.Successor).Code
}

// mayDrop refuses where figures of an ended plan rest on a succession.
func (c *Catalogue) mayDrop(o *Succession, today Day) error {
	for i := range c.Plans {
		p := &c.Plans[i]
		if p.Ends < o.On || p.Ends >= today {
			continue
		}
		if c.Lists(p, c.Agency(o.Predecessor)) || c.Lists(p, c.Agency(o.Successor)) {
			return Fail(Conflict, "succession.counted", Args{"plan": p.Code, "day": p.Ends})
		}
	}
	return nil
}

// goesOnAgain takes back the end that a succession gave its predecessor, unless
// another one of the same day ends it too.
func (s *Setup) goesOnAgain(ctx context.Context, c *Catalogue, change *Change, o *Succession) error {
	a := *c.Agency(o.Predecessor)
	if a.ValidTo != o.On.AddDays(-1) {
		return nil
	}
	for _, other := range c.Successors(a.ID) {
		if other.On == o.On && other.Successor != o.Successor {
			return nil
		}
	}
	a.ValidTo = ""
	for i := range c.Agencies {
		b := &c.Agencies[i]
		if b.ID != a.ID && b.Code == a.Code && overlap(b, &a) {
			return Fail(Conflict, "succession.code", Args{"code": a.Code, "name": b.Name.VI, "day": b.ValidFrom})
		}
	}
	return s.putAgencies(ctx, c, change, []Agency{a})
}
