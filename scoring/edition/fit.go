package edition

import (
	"math"
	"reflect"
	"slices"
	"sync"

	"hailong/scoring"
	"hailong/survey"
)

// MostFigure is the largest figure of a leaf, in hundredths, and the largest bound that one
// is held against: enough for amounts in đồng. Both are computed with as exact fractions,
// so nothing overflows; what is added up is bounded lower.
const MostFigure = 10_000_000_000_000_000

// MostItems is how many items a criteria set may have: the largest known has 144.
const MostItems = 1000

// What an edition may hold at most. A province has half of it; a file from elsewhere may say
// anything, and must not keep whoever checks it busy for long: means are exact fractions, and
// those of several thousand agencies take minutes.
const (
	mostSets     = 100
	mostAgencies = 1000
	mostParts    = 200 // bands, classes, factors
)

// Fit refuses facts that no edition can have, in words for people: the agency and the leaf
// are named. What fits can be computed. An edition's own number and day are not looked at:
// a preview has none.
func (c *Content) Fit() error { return unfit(c.factsFit()) }

// fits tells whether the facts are such as an edition can have, so that Compute can be
// let loose on them: what a file from elsewhere says was checked by nobody.
func (c *Content) fits() error {
	switch {
	case c.Kind != CCHC && c.Kind != Satisfaction:
		return misfit("kind")
	case c.Year < 2000 || c.Year > 2999 || c.Number < 1:
		return misfit("year, number")
	case c.Replaces < 0 || c.Replaces >= c.Number:
		return misfit("replaces")
	case survey.Day(c.ClosedOn).Time().IsZero():
		return misfit("closed_on")
	}
	return c.factsFit()
}

func (c *Content) factsFit() error {
	if len(c.Sets) > mostSets || len(c.Groups) > mostSets || len(c.Agencies) > mostAgencies {
		return misfit("criteria_sets, groups, agencies")
	}
	if err := c.numbersFit(); err != nil {
		return err
	}
	if err := c.setsFit(); err != nil {
		return err
	}
	return c.agenciesFit()
}

// numbersFit looks at all numbers, and names whose is too large or below zero.
func (c *Content) numbersFit() error {
	rest := *c
	rest.Agencies = nil
	if !bounded(reflect.ValueOf(rest)) {
		return misfit("a number is too large, or below zero")
	}
	for i := range c.Agencies {
		a := &c.Agencies[i]
		for n := range a.Leaves {
			if !bounded(reflect.ValueOf(a.Leaves[n])) {
				return &misfitError{"a number is too large, or below zero", a.Code, a.Leaves[n].Code}
			}
		}
		rest := *a
		rest.Leaves = nil
		if !bounded(reflect.ValueOf(rest)) {
			return &misfitError{"a number is too large, or below zero", a.Code, ""}
		}
	}
	return nil
}

func (c *Content) setsFit() error {
	groups := map[string]bool{}
	for i := range c.Sets {
		s := &c.Sets[i]
		if groups[s.Group] || len(s.Items) > MostItems || len(s.Classes) > mostParts {
			return misfit("criteria set " + s.Group)
		}
		groups[s.Group] = true
		for n := range s.Items {
			if len(s.Items[n].Bands) > mostParts {
				return misfit("bands of " + s.Items[n].Code)
			}
		}
		if faults := s.Criteria(c.Family, c.Year).Faults(); len(faults) > 0 {
			return misfit("criteria set " + s.Group + ": " + faults[0].Word)
		}
	}
	clear(groups)
	for i := range c.Groups {
		g := &c.Groups[i]
		if groups[g.Code] || g.Set < -1 || g.Set >= len(c.Sets) {
			return misfit("group " + g.Code)
		}
		groups[g.Code] = true
	}
	return nil
}

func (c *Content) agenciesFit() error {
	scored := map[string]bool{}
	for i := range c.Agencies {
		a := &c.Agencies[i]
		g := slices.IndexFunc(c.Groups, func(g Group) bool { return g.Code == a.Group })
		if g < 0 || a.Opinion != nil && !a.Opinion.fits() {
			return &misfitError{where: "facts that are not of one agency", agency: a.Code}
		}
		if len(a.Leaves) == 0 {
			continue
		}
		if c.Kind != CCHC || scored[a.Code] || c.Groups[g].Set < 0 || !a.leavesFit(&c.Sets[c.Groups[g].Set]) {
			return &misfitError{where: "facts that are not of one agency", agency: a.Code}
		}
		scored[a.Code] = true
	}
	return nil
}

// fits tells whether the sums can be those of responses: others have no interval.
func (s *Score) fits() bool {
	interval := s.scored().Interval
	return len(s.Factors) <= mostParts && s.Y <= s.M && !math.IsNaN(interval.Low) && !math.IsNaN(interval.High)
}

// leavesFit tells whether the agency has the set's leaves, in its order.
func (a *Agency) leavesFit(s *Set) bool {
	at := 0
	for i := range s.Items {
		if s.Items[i].Kind == "" {
			continue
		}
		if at >= len(a.Leaves) || a.Leaves[at].Code != s.Items[i].Code {
			return false
		}
		at++
	}
	return at == len(a.Leaves) && scoringKinds(s)
}

// scoringKinds tells whether all kinds are known; an edition of a later form may have others.
func scoringKinds(s *Set) bool {
	return !slices.ContainsFunc(s.Items, func(i Item) bool {
		return i.Kind != "" && !slices.Contains(scoring.Kinds, scoring.Kind(i.Kind))
	})
}

// bounded tells whether all numbers are from -1 on and below what a sum of them can hold.
func bounded(v reflect.Value) bool { return within(v, survey.MostNumber) }

func within(v reflect.Value, most int64) bool {
	switch v.Kind() {
	case reflect.Int, reflect.Int64:
		return -1 <= v.Int() && v.Int() <= most
	case reflect.Pointer:
		return v.IsNil() || bounded(v.Elem())
	case reflect.Slice:
		for i := range v.Len() {
			if !bounded(v.Index(i)) {
				return false
			}
		}
	case reflect.Struct:
		for i, most := range mostOf(v.Type()) {
			if !within(v.Field(i), most) {
				return false
			}
		}
	}
	return true
}

// figureFields are a leaf's figures, and what a rule holds them against: they are never added
// up, and may be larger than what is.
var figureFields = []string{"Num", "Den", "Bound", "Threshold", "Floor"}

// bounds are remembered by type: there are a hundred thousand leaves.
var bounds sync.Map

// mostOf are the bounds of a type's fields.
func mostOf(t reflect.Type) []int64 {
	if known, ok := bounds.Load(t); ok {
		return known.([]int64)
	}
	list := make([]int64, t.NumField())
	for i := range list {
		list[i] = survey.MostNumber
		if slices.Contains(figureFields, t.Field(i).Name) {
			list[i] = MostFigure
		}
	}
	bounds.Store(t, list)
	return list
}
