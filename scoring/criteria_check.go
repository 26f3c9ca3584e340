package scoring

import (
	"slices"

	"hailong/survey"
)

// Fault is a mistake in a criteria set: which item (-1: the set itself), and which of its
// fields, named as a file's columns are.
type Fault struct {
	Item   int
	Column string
	Word   string
	Args   survey.Args
}

// faults gathers mistakes.
type faults []Fault

func (f *faults) add(item int, column, word string, args survey.Args) {
	*f = append(*f, Fault{item, column, word, args})
}

// Faults are all mistakes of the set: a parent's maximum is the sum of its parts', codes
// are unique, each leaf has what its kind needs, classes go down.
func (s *CriteriaSet) Faults() []Fault {
	var f faults
	if len(s.Items) == 0 {
		f.add(-1, "code", "criteria.empty", nil)
	}
	codes := map[string]bool{}
	for i := range s.Items {
		item := &s.Items[i]
		if codes[item.Code] {
			f.add(i, "code", "criteria.twice", survey.Args{"value": item.Code})
		}
		codes[item.Code] = true
		s.place(&f, i)
		if item.Leaf() {
			item.faults(&f, i)
		}
	}
	s.classes(&f)
	return f
}

// place checks where an item stands, and its maximum against its parts'.
func (s *CriteriaSet) place(f *faults, i int) {
	item, parts := &s.Items[i], s.Parts(i)
	args := survey.Args{"code": item.Code}
	switch {
	case item.Level != Area && s.parent(i) < 0:
		f.add(i, "level", "criteria.no_area", args)
	case item.Level == Component && s.Items[s.parent(i)].Level != Criterion:
		f.add(i, "level", "criteria.no_criterion", args)
	case item.Leaf() && (item.Level == Area || len(parts) > 0):
		f.add(i, "kind", "criteria.kind_of_parent", args)
	case !item.Leaf() && len(parts) == 0:
		f.add(i, "kind", "criteria.no_leaf", args)
	case !item.Leaf():
		if sum := s.sum(parts); sum != item.Max {
			f.add(i, "max", "criteria.sum", survey.Args{
				"code": item.Code, "max": survey.HundredthsText(int64(item.Max)),
				"sum": survey.HundredthsText(int64(sum)),
			})
		}
	}
}

// sum of the parts' maxima; what stands aside is in none.
func (s *CriteriaSet) sum(parts []int) Points {
	var sum Points
	for _, p := range parts {
		if !s.Items[p].Aside() {
			sum += s.Items[p].Max
		}
	}
	return sum
}

// faults checks what a leaf's kind needs.
func (i *Item) faults(f *faults, at int) {
	need := func(ok bool, column, word string) {
		if !ok {
			f.add(at, column, word, survey.Args{"code": i.Code})
		}
	}
	need(slices.Contains(Kinds, i.Kind), "kind", "criteria.kind")
	need(i.Max > 0, "max", "criteria.max")
	need(i.Step >= 0 && i.Step <= i.Max, "step", "criteria.step")
	switch i.Kind {
	case Satisfaction, External:
		need(i.By == Ratio || i.By == Bands, "by", "criteria.by")
	case Count:
		need(i.Per > 0, "per", "criteria.per")
	}
	need(i.Kind == Ratio || i.Feed == Typed, "feed", "criteria.feed")
	need(i.Feed == Typed || slices.Contains(Feeds, i.Feed), "feed", "criteria.feed")
	need(!i.Plain || i.Kind == Bands || i.Kind == External, "unit", "criteria.unit")
	switch i.how() {
	case Ratio:
		need(i.Threshold > 0, "threshold", "criteria.threshold")
		need(i.Floor >= 0 && i.Floor <= i.Threshold, "floor", "criteria.floor")
	case Bands:
		need(i.bandsFit(), "bands", "criteria.bands")
	}
	needsEmpty := i.Share() && i.Kind != Satisfaction
	need(!needsEmpty || slices.Contains(Empties, i.Empty), "empty", "criteria.empty_rule")
}

// bandsFit tells whether the bands go from the best down, within the maximum: a better
// figure never gives fewer points.
func (i *Item) bandsFit() bool {
	for n, b := range i.Bands {
		if b.Points < 0 || b.Points > i.Max || b.Bound < 0 {
			return false
		}
		if n == 0 {
			continue
		}
		before := i.Bands[n-1]
		if b.Points >= before.Points || b.Bound == before.Bound || (b.Bound > before.Bound) != i.AtMost {
			return false
		}
	}
	return len(i.Bands) > 0
}

// classes checks the cuts: from the best down to one at zero.
func (s *CriteriaSet) classes(f *faults) {
	for n := range s.Classes {
		c := &s.Classes[n]
		args := survey.Args{"code": c.Code}
		if n > 0 && c.Cut >= s.Classes[n-1].Cut || c.Cut > 10000 || c.Cut < 0 {
			f.add(-1, "classes", "criteria.cuts", args)
		}
		area := slices.ContainsFunc(s.Items, func(i Item) bool { return i.Level == Area && i.Code == c.Area })
		if c.Area != "" && (!area || c.Share <= 0 || c.Share > 10000) {
			f.add(-1, "classes", "criteria.class_area", args)
		}
	}
	if len(s.Classes) == 0 || s.Classes[len(s.Classes)-1].Cut != 0 {
		f.add(-1, "classes", "criteria.last_cut", nil)
	}
}
