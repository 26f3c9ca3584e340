package round

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"hailong/survey"
)

// auditedRounds are rounds and sheets as the log says they are.
type auditedRounds struct {
	found
	store  AuditStore
	rounds map[string]*loggedRound // by name
	sheets map[string]*loggedSheet // by name and the agency's code
}

// loggedRound is a round as the log says, or as it is.
type loggedRound struct {
	Step      Step
	Deadlines map[Step]survey.Day
	Minutes   string
	Sets      map[string]int    // version by group
	Digests   map[string]string // of the sets, by group; empty where the log has none
	Agencies  []string
	Members   map[string]memberOf // by the agency's code
	LeftOut   map[string]string
	groups    map[string][]string // agencies by group; none in older entries
	openedAt  time.Time
	closedAt  time.Time
}

// Take remembers what an entry says of a round or of an agency's sheet.
func (a *auditedRounds) Take(r survey.LogRow) error {
	noun, verb, _ := strings.Cut(r.Action, ".")
	switch noun {
	case "round":
		return a.takeRound(r, verb)
	case "sheet", "petition", "evidence":
		return a.takeSheet(r)
	}
	return nil
}

func (a *auditedRounds) takeRound(r survey.LogRow, verb string) (err error) {
	l := a.rounds[r.Subject]
	switch {
	case verb == "open":
		var e roundEntry
		e, err = saidIn[roundEntry](r, r.After)
		a.rounds[r.Subject] = &loggedRound{
			Step: SelfAssessing, Deadlines: e.Deadlines, Sets: e.Sets, Digests: e.Digests, Agencies: e.Agencies,
			LeftOut: e.LeftOut, groups: e.Members, openedAt: r.Moment(),
		}
	case l == nil: // its opening is missing: the round is said to be unlogged
	case verb == "advance":
		var e stepEntry
		e, err = saidIn[stepEntry](r, r.After)
		if l.Step, l.Minutes = e.Step, e.Minutes; e.Step == Closed {
			l.closedAt = r.Moment()
		}
	case verb == "deadlines":
		var e deadlinesEntry
		e, err = saidIn[deadlinesEntry](r, r.After)
		l.Deadlines = e.Deadlines
	}
	return err
}

// Compare names rounds, sheets and entries that are not as the log says.
func (a *auditedRounds) Compare(ctx context.Context, c *survey.Catalogue) ([]survey.LogDifference, error) {
	rounds, err := a.store.Rounds(ctx)
	if err != nil {
		return nil, err
	}
	list, err := a.store.Sets(ctx)
	if err != nil {
		return nil, err
	}
	sets := map[SetID]*Set{}
	for i := range list {
		sets[list[i].ID] = &list[i]
	}
	for i := range rounds {
		r := &rounds[i]
		a.compareRound(c, r, sets)
		if err := a.compareSheets(ctx, c, r, sets); err != nil {
			return nil, err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(a.rounds)) {
		a.hold("round", name, a.rounds[name], nil)
	}
	for _, name := range slices.Sorted(maps.Keys(a.sheets)) {
		a.hold("sheet", name, a.sheets[name].loggedState, nil)
	}
	return a.list, a.err
}

func (a *auditedRounds) compareRound(c *survey.Catalogue, r *Round, sets map[SetID]*Set) {
	logged := a.rounds[r.name()]
	present := presentRound(c, r, sets, logged)
	delete(a.rounds, r.name())
	if logged == nil {
		a.hold("round", r.name(), nil, present)
		return
	}
	slices.Sort(logged.Agencies)
	for group := range present.Digests {
		if logged.Digests[group] == "" {
			a.older++
			delete(present.Digests, group)
		}
	}
	logged.Members = a.loggedMembers(c, r, logged, present)
	a.hold("round", r.name(), logged, present)
	a.moment("round", r.name(), "OpenedAt", logged.openedAt, r.OpenedAt)
	a.moment("round", r.name(), "ClosedAt", logged.closedAt, r.ClosedAt)
}

// agencyCode is an agency's code, a question mark where somebody took it away.
func agencyCode(c *survey.Catalogue, id survey.AgencyID) string {
	if agency := c.Agency(id); agency != nil {
		return agency.Code
	}
	return "?"
}
