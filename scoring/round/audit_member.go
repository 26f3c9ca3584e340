package round

import (
	"fmt"
	"slices"

	"hailong/survey"
)

// memberOf is among whom an agency is ranked, and by which criteria set.
type memberOf struct{ Group, Set string }

// loggedMembers are a round's agencies as its opening says. An older entry does not say the
// group of each: then only whether each has the set that was frozen for the group it is in.
func (a *auditedRounds) loggedMembers(
	c *survey.Catalogue, r *Round, logged, present *loggedRound,
) map[string]memberOf {
	members := map[string]memberOf{}
	ref := func(group string) string {
		return fmt.Sprintf("%s/%s@%d", r.name(), group, logged.Sets[group])
	}
	for group, agencies := range logged.groups {
		for _, code := range agencies {
			members[code] = memberOf{group, ref(group)}
		}
	}
	if logged.groups != nil {
		return members
	}
	a.older++
	for i := range r.Members {
		m := &r.Members[i]
		code := agencyCode(c, m.Agency)
		members[code] = memberOf{"", ref(m.Group)}
		present.Members[code] = memberOf{"", present.Members[code].Set}
	}
	return members
}

// presentRound is a round as it is. Of criteria sets it has those that the log names, where
// they are there and frozen.
func presentRound(c *survey.Catalogue, r *Round, sets map[SetID]*Set, logged *loggedRound) *loggedRound {
	p := &loggedRound{
		Step: r.Step, Deadlines: r.Deadlines, Minutes: r.Minutes, Members: map[string]memberOf{},
		Sets: map[string]int{}, Digests: map[string]string{}, LeftOut: map[string]string{},
	}
	for i := range r.Members {
		m := &r.Members[i]
		code, set := agencyCode(c, m.Agency), "?"
		if sets[m.Set] != nil {
			set = sets[m.Set].Ref()
		}
		p.Agencies, p.Members[code] = append(p.Agencies, code), memberOf{m.Group, set}
		if m.LeftOut != "" {
			p.LeftOut[code] = m.LeftOut
		}
	}
	slices.Sort(p.Agencies)
	for _, s := range sets {
		ofRound := s.Family == r.Family && s.Year == r.Year && s.Frozen
		if ofRound && logged != nil && logged.Sets[s.Group] == s.Version {
			p.Sets[s.Group], p.Digests[s.Group] = s.Version, survey.Digest(s.CriteriaSet)
		}
	}
	return p
}
