package scoring

import (
	"math/big"

	"hailong/survey"
)

// Class (xếp loại) is what an index is called from a cut on. Where an area is named, so
// much of its points is needed too; who misses that is one class down.
type Class struct {
	Code  string
	Name  survey.Text
	Cut   int64  // hundredths of an index point, at or above
	Area  string // code of the area of the second condition; empty: none
	Share int64  // hundredths of a percent of that area's applicable maximum, at or above
}

// class is the place of the class of an index; the last where it is below all cuts.
func (s *CriteriaSet) class(r *Result) int {
	for i := range s.Classes {
		if r.Index.Cmp(big.NewRat(s.Classes[i].Cut, 100)) < 0 {
			continue
		}
		if !s.Classes[i].keeps(r) && i+1 < len(s.Classes) {
			return i + 1
		}
		return i
	}
	return len(s.Classes) - 1
}

// keeps tells whether the second condition is met. An area of which nothing is applicable
// asks nothing.
func (c *Class) keeps(r *Result) bool {
	for _, a := range r.Areas {
		if a.Code == c.Area && a.Max > 0 {
			return 10000*int64(a.Points) >= c.Share*int64(a.Max)
		}
	}
	return true
}

// Cuts are the classes' cuts, in hundredths of an index point: a printed index must not
// look like one that it is not.
func (s *CriteriaSet) Cuts() []int64 {
	cuts := make([]int64, len(s.Classes))
	for i := range s.Classes {
		cuts[i] = s.Classes[i].Cut
	}
	return cuts
}
