package survey

import (
	"encoding/json"
	"fmt"
	"slices"
)

// audited is the catalogue as the log would say it, with how many tokens of each
// counter were replaced.
func (c *Catalogue) audited() (loggedCatalogue, error) {
	l := loggedCatalogue{}
	add := func(noun, code string, entry any) error {
		text, err := json.Marshal(entry)
		if err != nil {
			return err
		}
		values, err := decoded(text)
		l[auditKey{noun, auditCode(noun, code, values)}] = auditState{values: values}
		return err
	}
	for _, list := range []func(func(noun, code string, entry any) error) error{
		c.auditedAgencies, c.auditedCounters, c.auditedPlans,
	} {
		if err := list(add); err != nil {
			return nil, err
		}
	}
	l.countTokens(c)
	return l, nil
}

// countTokens counts each counter's replaced tokens; one less than none says that it
// lacks a present one.
func (l loggedCatalogue) countTokens(c *Catalogue) {
	for _, id := range c.Replaced {
		if n := c.Counter(id); n != nil {
			key := auditKey{"counter", n.Code}
			l[key] = auditState{l[key].values, l[key].replaced + 1}
		}
	}
	for _, n := range c.Counters {
		if n.Token == "" {
			key := auditKey{"counter", n.Code}
			l[key] = auditState{l[key].values, -1}
		}
	}
}

// gone stands in for what a row names and is not there: who changes rows past the
// program may leave such.
const gone = "?"

func (c *Catalogue) auditedAgencies(add func(noun, code string, entry any) error) error {
	for _, g := range c.Groups {
		if err := add("group", g.Code, g); err != nil {
			return err
		}
	}
	for _, a := range c.Agencies {
		if err := add("agency", a.Code, c.agencyEntry(a)); err != nil {
			return err
		}
	}
	for _, s := range c.Successions {
		entry := successionEntry{gone, gone, s.On, s.Note}
		if c.Agency(s.Predecessor) != nil && c.Agency(s.Successor) != nil {
			entry, _ = c.successionEntry(s).(successionEntry)
		}
		if err := add("succession", entry.Predecessor+">"+entry.Successor, entry); err != nil {
			return err
		}
	}
	return nil
}

func (c *Catalogue) auditedCounters(add func(noun, code string, entry any) error) error {
	for _, n := range c.Counters {
		var entry any = counterEntry{n.Code, gone, n.Name, n.Place, n.Hours, n.OpenedOn, n.ClosedOn}
		if c.Agency(n.Agency) != nil {
			entry = c.counterEntry(n)
		}
		if err := add("counter", n.Code, entry); err != nil {
			return err
		}
	}
	return nil
}

func (c *Catalogue) auditedPlans(add func(noun, code string, entry any) error) error {
	for _, q := range c.Questionnaires {
		q.ID = 0 // no number was known when it was logged
		if err := add("questionnaire", q.Ref(), q); err != nil {
			return err
		}
	}
	for _, p := range c.Plans {
		var entry any = fmt.Sprintf("%s names what is not there", p.Code)
		if c.holds(&p) {
			entry = c.planEntry(p)
		}
		if err := add("plan", p.Code, entry); err != nil {
			return err
		}
	}
	return nil
}

// holds tells whether all that a plan names is there.
func (c *Catalogue) holds(p *Plan) bool {
	lost := func(id AgencyID) bool { return c.Agency(id) == nil }
	for id := range p.Transactions {
		if lost(id) {
			return false
		}
	}
	return c.Questionnaire(p.Questionnaire) != nil && !slices.ContainsFunc(p.Agencies, lost) &&
		!slices.ContainsFunc(p.Counters, func(id CounterID) bool { return c.Counter(id) == nil })
}
