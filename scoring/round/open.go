package round

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"

	"hailong/survey"
)

// SampleCalendar is the calendar that a round is offered (docs/method.md, 4).
func SampleCalendar(year int) map[Step]survey.Day {
	this, next := strconv.Itoa(year), strconv.Itoa(year+1)
	return map[Step]survey.Day{
		SelfAssessing: survey.Day(this + "-12-10"), Appraising: survey.Day(this + "-12-25"),
		Explaining: survey.YearEnd(year), Reappraising: survey.Day(next + "-01-08"),
	}
}

// checkDeadlines wants a day for each step but the last, each after the one before.
func checkDeadlines(days map[Step]survey.Day) error {
	before := survey.Day("")
	for _, step := range Steps[:len(Steps)-1] {
		day, err := survey.ParseDay(string(days[step]))
		if err != nil || day != days[step] || day <= before {
			return survey.Fail(survey.Invalid, "round.deadlines", nil).At(string(step))
		}
		before = day
	}
	if len(days) != len(Steps)-1 {
		return survey.Fail(survey.Invalid, "round.deadlines", nil)
	}
	return nil
}

// Open opens a round: it fixes the agencies, those of the groups that exist on the last
// day of the year, or today where that is earlier, takes the newest set without a fault
// for each group and freezes it.
func (r *Rounds) Open(ctx context.Context, by Person, o Opening) (ID, error) {
	if err := checkDeadlines(o.Deadlines); err != nil {
		return 0, err
	}
	var id ID
	err := r.Store.InTx(ctx, func(ctx context.Context) error {
		c, err := r.Store.Catalogue(ctx)
		if err != nil {
			return err
		}
		if err := r.notThere(ctx, o); err != nil {
			return err
		}
		round := &Round{
			Family: o.Family, Year: o.Year, Step: SelfAssessing, Deadlines: o.Deadlines, OpenedAt: r.now(),
		}
		sets, err := r.fill(ctx, c, round, o)
		if err != nil {
			return err
		}
		if err := o.neutral(&by); err != nil {
			return err
		}
		if err := r.Store.AddRound(ctx, round); err != nil {
			return err
		}
		id = round.ID
		return r.record(ctx, by, "round.open", round.name(), nil, openedEntry(c, round, sets))
	})
	return id, err
}

func (r *Rounds) notThere(ctx context.Context, o Opening) error {
	rounds, err := r.Store.Rounds(ctx)
	if err != nil {
		return err
	}
	for i := range rounds {
		if rounds[i].Family == o.Family && rounds[i].Year == o.Year {
			return survey.Fail(survey.Conflict, "round.exists", survey.Args{"year": o.Year})
		}
	}
	return nil
}

// neutral refuses who leaves out an agency that he is near.
func (o *Opening) neutral(by *Person) error {
	for agency := range o.LeftOut {
		if by.near(agency) {
			return survey.Fail(survey.Forbidden, "round.near", nil).At("left_out")
		}
	}
	return nil
}

// fill gives a new round its members and freezes their sets, which it gives by group.
func (r *Rounds) fill(
	ctx context.Context, c *survey.Catalogue, round *Round, o Opening,
) (map[string]*Set, error) {
	sets, err := r.Store.SetsOf(ctx, o.Family, o.Year)
	if err != nil {
		return nil, err
	}
	used := map[string]*Set{}
	day := r.listedOn(c, o.Year)
	var frozen []SetID
	for _, group := range sortedGroups(c, o.Groups) {
		set, err := usable(c, sets, group)
		if err != nil {
			return nil, err
		}
		if err := r.decided(ctx, c, set); err != nil {
			return nil, err
		}
		frozen, used[group] = append(frozen, set.ID), set
		if !round.join(c, group, set.ID, day, o.LeftOut) {
			return nil, survey.Fail(survey.Invalid, "round.no_agency", survey.Args{"group": group}).At("groups")
		}
	}
	if len(round.Members) == 0 {
		return nil, survey.Fail(survey.Invalid, "round.no_group", nil).At("groups")
	}
	for agency, why := range o.LeftOut {
		if text, err := said(why, "left_out"); err != nil || text == "" || round.Member(agency) == nil {
			return nil, survey.Fail(survey.Invalid, "round.left_out", nil).At("left_out")
		}
	}
	return used, r.Store.FreezeSets(ctx, frozen)
}

// join makes a group's agencies of a day members; false where there is none.
func (r *Round) join(
	c *survey.Catalogue, group string, set SetID, on survey.Day, leftOut map[survey.AgencyID]string,
) bool {
	before := len(r.Members)
	for i := range c.Agencies {
		if a := &c.Agencies[i]; a.Group == group && a.ExistsOn(on) {
			r.Members = append(r.Members, Member{
				Agency: a.ID, Group: group, Set: set, LeftOut: leftOut[a.ID],
			})
		}
	}
	return len(r.Members) > before
}

// sortedGroups are groups in the order of listing, each once.
func sortedGroups(c *survey.Catalogue, codes []string) []string {
	position := func(code string) int {
		if g := c.GroupByCode(code); g != nil {
			return g.Position
		}
		return 0
	}
	codes = slices.Clone(codes)
	slices.SortFunc(codes, func(a, b string) int {
		if d := position(a) - position(b); d != 0 {
			return d
		}
		if a < b {
			return -1
		}
		return 1
	})
	return slices.Compact(codes)
}

// usable is the set that a round uses for a group; where all have a fault, those of the
// newest are said.
func usable(c *survey.Catalogue, sets []Set, group string) (*Set, error) {
	set, wrong := chosen(c, sets, group)
	switch {
	case wrong != nil:
		return nil, wrong
	case set == nil:
		return nil, survey.Fail(survey.Conflict, "round.no_set", survey.Args{"group": group}).At("groups")
	}
	return set, nil
}

// chosen is the newest set of a group without a fault, else the newest with what is wrong with
// it; nil where there is none.
func chosen(c *survey.Catalogue, sets []Set, group string) (best *Set, wrong *survey.Error) {
	for i := range sets {
		s := &sets[i]
		if s.Group != group {
			continue
		}
		fault, _ := errors.AsType[*survey.Error](Usable(c, &s.CriteriaSet))
		better := best == nil || wrong != nil && fault == nil ||
			(wrong == nil) == (fault == nil) && s.Version > best.Version
		if better {
			best, wrong = s, fault
		}
	}
	return best, wrong
}

// roundEntry is what the log keeps of a round that was opened.
type roundEntry struct {
	Deadlines map[Step]survey.Day
	Sets      map[string]int    // the version that was frozen, by group
	Digests   map[string]string // of the sets, by group
	Agencies  []string
	Members   map[string][]string // the agencies' codes, by the group whose set they have
	LeftOut   map[string]string   // why, by the agency's code
}

func openedEntry(c *survey.Catalogue, r *Round, sets map[string]*Set) roundEntry {
	e := roundEntry{
		Deadlines: maps.Clone(r.Deadlines), Sets: map[string]int{}, Digests: map[string]string{},
		Members: map[string][]string{}, LeftOut: map[string]string{},
	}
	for group, set := range sets {
		e.Sets[group], e.Digests[group] = set.Version, survey.Digest(set.CriteriaSet)
	}
	for i := range r.Members {
		m := &r.Members[i]
		code := c.Agency(m.Agency).Code
		e.Agencies = append(e.Agencies, code)
		e.Members[m.Group] = append(e.Members[m.Group], code)
		if why := m.LeftOut; why != "" {
			e.LeftOut[code] = why
		}
	}
	return e
}
