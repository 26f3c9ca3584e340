package survey

import (
	"slices"
	"strings"
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
	Successions    []Succession   // by day
	Counters       []Counter      // by code
	Questionnaires []Questionnaire
	Plans          []Plan // by year, newest first, then code
	Replaced       map[Token]CounterID

	agencies       map[AgencyID]*Agency
	agencyCodes    map[string][]*Agency // by ValidFrom
	counters       map[CounterID]*Counter
	tokens         map[Token]*Counter
	questionnaires map[QuestionnaireID]*Questionnaire
	refs           map[string]*Questionnaire
}

// Index fills the catalogue's look-up tables and must be called once, before it
// is shared.
func (c *Catalogue) Index() *Catalogue {
	c.agencies = byKey(c.Agencies, func(a *Agency) AgencyID { return a.ID })
	c.agencyCodes = make(map[string][]*Agency, len(c.Agencies))
	for i := range c.Agencies {
		a := &c.Agencies[i]
		c.agencyCodes[a.Code] = append(c.agencyCodes[a.Code], a)
	}
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
	for _, a := range c.agencyCodes[code] {
		if a.ExistsOn(on) {
			return a
		}
	}
	return nil
}

// agencyFrom finds the agency of a code and a first day, which is its key.
func (c *Catalogue) agencyFrom(code string, from Day) *Agency {
	for _, a := range c.agencyCodes[code] {
		if a.ValidFrom == from {
			return a
		}
	}
	return nil
}

// AgencyRef names an agency as files do: by its code, and where that means another
// one on the day by CODE@2022-01-01, code and first day.
func (c *Catalogue) AgencyRef(a *Agency, on Day) string {
	if c.AgencyByCode(a.Code, on) == a {
		return a.Code
	}
	return a.Code + "@" + string(a.ValidFrom)
}

// AgencyByRef finds what AgencyRef wrote on that day, nil where there is none.
func (c *Catalogue) AgencyByRef(ref string, on Day) *Agency {
	if code, from, exact := strings.Cut(ref, "@"); exact {
		return c.agencyFrom(code, Day(from))
	}
	return c.AgencyByCode(ref, on)
}

func (c *Catalogue) groupCodes() string {
	return listed(c.Groups, func(g Group) string { return g.Code })
}
