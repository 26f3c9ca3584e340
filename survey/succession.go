package survey

import "slices"

// Succession (kế thừa) says that from a day on an agency does all or part of what
// another did before. It is many to many: agencies are merged and split, and a
// code or a name may come to mean another one. The predecessor may go on; whether
// it does is told by its ValidTo.
type Succession struct {
	Predecessor AgencyID
	Successor   AgencyID
	On          Day    // first day of the successor's part
	Note        string // the decision that says so; may be empty
}

// Reorganised tells whether an agency was merged, split or made after from and up
// to until: its figures of the two times are then not of one and the same agency.
func (c *Catalogue) Reorganised(id AgencyID, from, until Day) bool {
	if a := c.Agency(id); a.ValidFrom > from && a.ValidFrom <= until {
		return true
	}
	return c.Changed(id, from, until)
}

// Changed tells whether an agency took something over or gave something away after from
// and up to until. Where it is known to have been there before, its first day in the
// catalogue says nothing: that may be the day of the first list.
func (c *Catalogue) Changed(id AgencyID, from, until Day) bool {
	return slices.ContainsFunc(c.Successions, func(s Succession) bool {
		return (s.Predecessor == id || s.Successor == id) && s.On > from && s.On <= until
	})
}

// succeededAt tells whether a succession says that an agency ended when it did.
func (c *Catalogue) succeededAt(a *Agency) bool {
	return a.ValidTo != "" && slices.ContainsFunc(c.Successions, func(s Succession) bool {
		return s.Predecessor == a.ID && s.On == a.ValidTo.AddDays(1)
	})
}

// Predecessors are the successions by which an agency took something over, in the
// order of their days.
func (c *Catalogue) Predecessors(id AgencyID) []Succession {
	return c.successions(func(s Succession) bool { return s.Successor == id })
}

// Successors are the successions by which an agency gave something away, in the
// order of their days.
func (c *Catalogue) Successors(id AgencyID) []Succession {
	return c.successions(func(s Succession) bool { return s.Predecessor == id })
}

func (c *Catalogue) successions(keep func(Succession) bool) []Succession {
	var list []Succession
	for _, s := range c.Successions {
		if keep(s) {
			list = append(list, s)
		}
	}
	return list
}
