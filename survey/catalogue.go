package survey

import (
	"slices"
	"time"
)

// Catalogue holds agencies, counters, questionnaires and plans as they were at
// one version: immutable, shared by everyone, swapped whole.
type Catalogue struct {
	Version        int64
	Simulated      bool           // a demo: every page says so
	Zone           *time.Location // the office's zone, by which days are cut
	Groups         []Group        // by position
	Agencies       []Agency       // by code, then ValidFrom
	Counters       []Counter      // by code
	Questionnaires []Questionnaire
	Plans          []Plan // by year, newest first, then code
	Replaced       map[Token]CounterID

	agencies       map[AgencyID]*Agency
	counters       map[CounterID]*Counter
	tokens         map[Token]*Counter
	questionnaires map[QuestionnaireID]*Questionnaire
	refs           map[string]*Questionnaire
}

// Index fills the catalogue's look-up tables and must be called once, before it
// is shared.
func (c *Catalogue) Index() *Catalogue {
	c.agencies = byKey(c.Agencies, func(a *Agency) AgencyID { return a.ID })
	c.counters = byKey(c.Counters, func(c *Counter) CounterID { return c.ID })
	c.tokens = byKey(c.Counters, func(c *Counter) Token { return c.Token })
	c.questionnaires = byKey(c.Questionnaires, func(q *Questionnaire) QuestionnaireID { return q.ID })
	c.refs = byKey(c.Questionnaires, (*Questionnaire).Ref)
	return c
}

func byKey[K comparable, V any](list []V, key func(*V) K) map[K]*V {
	m := make(map[K]*V, len(list))
	for i := range list {
		m[key(&list[i])] = &list[i]
	}
	return m
}

// Agency finds an agency by id, nil where there is none.
func (c *Catalogue) Agency(id AgencyID) *Agency { return c.agencies[id] }

// Counter finds a counter by id, nil where there is none.
func (c *Catalogue) Counter(id CounterID) *Counter { return c.counters[id] }

// Questionnaire finds a questionnaire by id, nil where there is none.
func (c *Catalogue) Questionnaire(id QuestionnaireID) *Questionnaire { return c.questionnaires[id] }

// QuestionnaireByRef finds short@1, nil where there is none.
func (c *Catalogue) QuestionnaireByRef(ref string) *Questionnaire { return c.refs[ref] }

// CounterByToken finds the counter whose printed code s is, as a person may have
// typed it. A replaced code is Closed, anything else unknown is NotFound.
func (c *Catalogue) CounterByToken(s string) (*Counter, error) {
	token, err := ParseToken(s)
	if err != nil {
		return nil, err
	}
	if counter := c.tokens[token]; counter != nil {
		return counter, nil
	}
	if _, old := c.Replaced[token]; old {
		return nil, Fail(Closed, "counter.replaced", nil).At("counter")
	}
	return nil, Fail(NotFound, "counter.unknown", nil).At("counter")
}

// everCounter finds the counter that a token names or once named, 0 where it never
// named any.
func (c *Catalogue) everCounter(s string) CounterID {
	token, err := ParseToken(s)
	if err != nil {
		return 0
	}
	if counter := c.tokens[token]; counter != nil {
		return counter.ID
	}
	return c.Replaced[token]
}

// GroupByCode finds a group, nil where there is none.
func (c *Catalogue) GroupByCode(code string) *Group {
	if i := slices.IndexFunc(c.Groups, func(g Group) bool { return g.Code == code }); i >= 0 {
		return &c.Groups[i]
	}
	return nil
}

// AgencyByCode finds the agency that a code meant on a day, nil where there was none.
func (c *Catalogue) AgencyByCode(code string, on Day) *Agency {
	for i := range c.Agencies {
		if a := &c.Agencies[i]; a.Code == code && on.Within(a.ValidFrom, a.ValidTo) {
			return a
		}
	}
	return nil
}

// PlanByCode finds a plan, nil where there is none.
func (c *Catalogue) PlanByCode(code string) *Plan {
	if i := slices.IndexFunc(c.Plans, func(p Plan) bool { return p.Code == code }); i >= 0 {
		return &c.Plans[i]
	}
	return nil
}

// OfficialPlan finds the plan whose scores are a year's, nil where there is none.
func (c *Catalogue) OfficialPlan(year int) *Plan {
	if i := slices.IndexFunc(c.Plans, func(p Plan) bool { return p.Official && p.Year == year }); i >= 0 {
		return &c.Plans[i]
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
	if a.ValidFrom > p.Ends || a.ValidTo != "" && a.ValidTo < p.Starts {
		return false
	}
	return slices.Contains(p.Groups, a.Group) || slices.Contains(p.Agencies, a.ID)
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
	if !counter.OpenOn(on) {
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
		a := &c.Agencies[i]
		named := slices.ContainsFunc(p.Counters, func(id CounterID) bool { return c.Counter(id).Agency == a.ID })
		if named || c.CoversAgency(p, a) {
			list = append(list, a)
		}
	}
	return list
}
