package account

import (
	"maps"
	"reflect"
	"slices"

	"hailong/survey"
)

// Touched is an agency of the account's own (see Near) whose figures a change of the catalogue
// may move, 0 where there is none: such a change waits for a second person. Names,
// places and hours move no figure.
func (a *Account) Touched(before, after *survey.Catalogue) survey.AgencyID {
	own := func(id survey.AgencyID) bool { return a.Near(before, id) || a.Near(after, id) }
	for _, find := range []func(before, after *survey.Catalogue, own func(survey.AgencyID) bool) survey.AgencyID{
		touchedAgency, touchedCounter, touchedPlan, touchedSuccession,
	} {
		if id := find(before, after, own); id != 0 {
			return id
		}
	}
	return 0
}

// nearest is the first of some agencies that is one of the account's own (see Near), 0
// where none is.
func (a *Account) nearest(c *survey.Catalogue, agencies []survey.AgencyID) survey.AgencyID {
	at := slices.IndexFunc(agencies, func(id survey.AgencyID) bool { return a.Near(c, id) })
	if at < 0 {
		return 0
	}
	return agencies[at]
}

// touchedAgency is one whose group, sector or end is another.
func touchedAgency(before, after *survey.Catalogue, own func(survey.AgencyID) bool) survey.AgencyID {
	for i := range after.Agencies {
		now := &after.Agencies[i]
		old := before.Agency(now.ID)
		if old != nil && own(now.ID) &&
			(old.Group != now.Group || old.Sector != now.Sector || old.ValidTo != now.ValidTo) {
			return now.ID
		}
	}
	return 0
}

// touchedCounter is the agency of a counter that was open on other days, or has
// another code.
func touchedCounter(before, after *survey.Catalogue, own func(survey.AgencyID) bool) survey.AgencyID {
	for i := range after.Counters {
		now := &after.Counters[i]
		old := before.Counter(now.ID)
		if old != nil && own(now.Agency) &&
			(old.OpenedOn != now.OpenedOn || old.ClosedOn != now.ClosedOn || old.Token != now.Token) {
			return now.Agency
		}
	}
	return 0
}

// touchedPlan is an agency that a plan lists, or listed, which is new or says
// something else than before.
func touchedPlan(before, after *survey.Catalogue, own func(survey.AgencyID) bool) survey.AgencyID {
	for i := range after.Plans {
		now := &after.Plans[i]
		old := before.PlanByCode(now.Code)
		if old != nil && samePlan(*old, *now) {
			continue
		}
		listed := after.PlanAgencies(now)
		if old != nil {
			listed = append(listed, before.PlanAgencies(old)...)
		}
		at := slices.IndexFunc(listed, func(x *survey.Agency) bool { return own(x.ID) })
		if at >= 0 {
			return listed[at].ID
		}
	}
	return 0
}

// samePlan tells whether two plans differ in nothing but their names.
func samePlan(a, b survey.Plan) bool {
	a.Name, b.Name = survey.Text{}, survey.Text{}
	if len(a.Transactions)+len(b.Transactions) == 0 {
		a.Transactions, b.Transactions = nil, nil
	}
	return maps.Equal(a.Targets, b.Targets) && reflect.DeepEqual(a, b)
}

// touchedSuccession is a side of a succession that came or went.
func touchedSuccession(before, after *survey.Catalogue, own func(survey.AgencyID) bool) survey.AgencyID {
	key := func(s survey.Succession) survey.Succession { s.Note = ""; return s }
	has := func(c *survey.Catalogue, s survey.Succession) bool {
		return slices.ContainsFunc(c.Successions, func(o survey.Succession) bool { return key(o) == key(s) })
	}
	for _, s := range slices.Concat(before.Successions, after.Successions) {
		if has(before, s) && has(after, s) {
			continue
		}
		for _, id := range []survey.AgencyID{s.Predecessor, s.Successor} {
			if own(id) {
				return id
			}
		}
	}
	return 0
}
