package round

import (
	"testing"

	"hailong/scoring"
	"hailong/survey"
)

// dueSheet has one leaf, a share that is out of both sides where nothing was due, as the agency
// and the council gave it.
func dueSheet(own, first *scoring.Given, evidence bool) (*Sheet, *Leaf) {
	set := &Set{CriteriaSet: scoring.CriteriaSet{Items: []scoring.Item{
		{Level: scoring.Area, Code: "1", Max: 500},
		{
			Level: scoring.Criterion, Code: "1.1", Max: 500,
			Rule: scoring.Rule{Kind: scoring.Ratio, Threshold: 10000, Empty: scoring.EmptyOut, Evidence: evidence},
		},
	}}}
	var entries []Entry
	for part, given := range map[Part]*scoring.Given{Self: own, Appraised: first} {
		if given != nil {
			entries = append(entries, Entry{Leaf: "1.1", Part: part, Given: *given})
		}
	}
	s := NewSheet(&Round{}, &Member{}, &survey.Agency{}, set, Facts{Entries: entries})
	return s, &s.Leaves[0]
}

var (
	allDue     = scoring.Given{Num: 6800, Den: 6800}
	halfDue    = scoring.Given{Num: 3400, Den: 6800}
	nothingDue = scoring.Given{} // 0/0
	setOut     = scoring.Given{NotApplicable: true}
)

// A figure that says that nothing was due takes a leaf out of both sides as the tick does: who
// enters it against the other's figure says why, and the agency may answer.
func TestNothingDueIsAReasonToBeGiven(t *testing.T) {
	tests := map[string]struct {
		own, first scoring.Given
		reason     bool
		cut        scoring.Points
	}{
		"as the agency did":          {allDue, allDue, false, 0},
		"cut":                        {allDue, halfDue, true, 250},
		"taken out by a figure":      {allDue, nothingDue, true, 500},
		"set not applicable":         {allDue, setOut, true, 0},
		"nothing due, both say":      {nothingDue, nothingDue, false, 0},
		"said to be due all":         {nothingDue, allDue, true, 0},
		"said to be due, half done":  {nothingDue, halfDue, true, 250},
		"said to be due, none done":  {nothingDue, scoring.Given{Den: 100}, true, 500},
		"nothing due, and then tick": {nothingDue, setOut, true, 0},
	}
	for name, test := range tests {
		s, l := dueSheet(&test.own, nil, false)
		if got := s.needsReason(l, &Entry{Given: test.first}); got != test.reason {
			t.Errorf("%s: a reason is asked for: %t", name, got)
		}
		if s, l = dueSheet(&test.own, &test.first, false); s.Cut(l) != test.cut {
			t.Errorf("%s: cut %d, not %d", name, s.Cut(l), test.cut)
		}
	}
}

// Evidence is asked of who claims points, and of who claims that nothing was due.
func TestNothingDueIsProven(t *testing.T) {
	tests := map[string]struct {
		own  scoring.Given
		want string
	}{
		"points": {halfDue, LacksEvidence}, "nothing due": {nothingDue, LacksEvidence}, "none done": {scoring.Given{Den: 100}, ""},
	}
	for name, test := range tests {
		if s, l := dueSheet(&test.own, nil, true); s.Lacks(l) != test.want {
			t.Errorf("%s: lacks %q", name, s.Lacks(l))
		}
	}
}
