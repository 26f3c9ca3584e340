package round

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"hailong/survey"
)

// auditedAssignments are who appraises what, as the log says: how often each stands, by
// round, login, agency and area.
type auditedAssignments struct {
	found
	store AuditStore
	given map[string]int
}

// everyOne stands for every agency, or every area.
const everyOne = "*"

func (e assignmentEntry) name(round string) string {
	return strings.Join([]string{round, e.Login, cmp.Or(e.Agency, everyOne), cmp.Or(e.Area, everyOne)}, "/")
}

// Take remembers what an entry gives to somebody, or takes back. An older one gives one thing.
func (a *auditedAssignments) Take(r survey.LogRow) error {
	switch r.Action {
	case "round.assign":
		e, err := saidIn[struct {
			assignmentEntry
			Assigned []string
		}](r, r.After)
		for _, text := range e.Assigned {
			agency, areas, _ := strings.Cut(text, ": ")
			for area := range strings.SplitSeq(areas, ", ") {
				a.given[assignmentEntry{e.Login, agency, area}.name(r.Subject)]++
			}
		}
		if len(e.Assigned) == 0 && err == nil {
			a.given[e.name(r.Subject)]++
		}
		return err
	case "round.unassign":
		e, err := saidIn[assignmentEntry](r, r.Before)
		delete(a.given, e.name(r.Subject))
		return err
	}
	return nil
}

type assignedTimes struct{ Times int }

// Compare names assignments that only one side has.
func (a *auditedAssignments) Compare(
	ctx context.Context, c *survey.Catalogue,
) ([]survey.LogDifference, error) {
	rounds, err := a.store.Rounds(ctx)
	if err != nil {
		return nil, err
	}
	present := map[string]int{}
	for i := range rounds {
		list, err := a.store.Assignments(ctx, rounds[i].ID)
		if err != nil {
			return nil, err
		}
		for _, given := range list {
			e := assignmentEntry{Login: given.Login, Area: given.Area}
			if given.Agency != 0 {
				e.Agency = agencyCode(c, given.Agency)
			}
			present[e.name(rounds[i].name())]++
		}
	}
	all := maps.Clone(present)
	maps.Copy(all, a.given)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		a.hold("assignment", name, assignedTimes{a.given[name]}, assignedTimes{present[name]})
	}
	return a.list, a.err
}
