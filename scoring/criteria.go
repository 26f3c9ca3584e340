package scoring

import (
	"iter"

	"hailong/survey"
)

// Points (điểm) are hundredths of a point: 150 is 1,50. They are never fractions: a leaf
// is rounded once, and sums are sums of what is printed.
type Points int64

// Level is an item's place in the tree of a criteria set.
type Level int

// The levels: lĩnh vực, tiêu chí, tiêu chí thành phần.
const (
	Area Level = iota + 1
	Criterion
	Component
)

// CriteriaSet (bộ tiêu chí) says how the agencies of one group are scored in one year.
type CriteriaSet struct {
	Family     string // which index: "cchc"; another one is another family, without code
	Year       int
	Group      string // code of the group of agencies
	Version    int    // from 1; a changed copy of a frozen set is the next
	Name       survey.Text
	Decision   string // number and day of the decision that issues it; may be empty
	Sample     bool   // said to be a sample wherever it is shown
	Items      []Item // in print order: an area, its criteria, each with its components
	Classes    []Class
	BonusCap   Points // most that all bonuses add to the index
	PenaltyCap Points // most that all penalties take off it
}

// Item is an area, a criterion or a component. Those without parts are the leaves, which
// points are given for: components, and criteria that have none.
type Item struct {
	Level Level
	Code  string
	Name  survey.Text
	Max   Points // of a bonus or a penalty: its most; it is in no sum
	Rule         // zero where the item has parts
}

// Leaf tells whether points are given for the item itself.
func (i *Item) Leaf() bool { return i.Kind != "" }

// Aside tells whether the leaf is in no maximum: it changes the index beside the points.
func (r *Rule) Aside() bool { return r.Kind == Bonus || r.Kind == Penalty }

// Leaves are the places of the leaves, in print order.
func (s *CriteriaSet) Leaves() iter.Seq2[int, *Item] {
	return func(yield func(int, *Item) bool) {
		for i := range s.Items {
			if s.Items[i].Leaf() && !yield(i, &s.Items[i]) {
				return
			}
		}
	}
}

// Leaf finds a leaf by its code, nil where there is none.
func (s *CriteriaSet) Leaf(code string) *Item {
	for _, item := range s.Leaves() {
		if item.Code == code {
			return item
		}
	}
	return nil
}

// AreaOf is the area that the item at a place stands in, nil before the first area.
func (s *CriteriaSet) AreaOf(place int) *Item {
	for ; place >= 0; place-- {
		if s.Items[place].Level == Area {
			return &s.Items[place]
		}
	}
	return nil
}

// Parts are the places of the items one level below the one at place, and of leaves that
// skip a level.
func (s *CriteriaSet) Parts(place int) []int {
	var parts []int
	for i := place + 1; i < len(s.Items) && s.Items[i].Level > s.Items[place].Level; i++ {
		if s.parent(i) == place {
			parts = append(parts, i)
		}
	}
	return parts
}

// parent is the place of the nearest item above that is of a higher level; -1 for areas.
func (s *CriteriaSet) parent(place int) int {
	for i := place - 1; i >= 0; i-- {
		if s.Items[i].Level < s.Items[place].Level {
			return i
		}
	}
	return -1
}

// Max is the sum of the areas' maxima.
func (s *CriteriaSet) Max() Points {
	var sum Points
	for i := range s.Items {
		if s.Items[i].Level == Area {
			sum += s.Items[i].Max
		}
	}
	return sum
}
