package round

import "hailong/scoring"

// What is left to do at a leaf.

// Judged tells whether people appraise the leaf: not what the service fills in, and a
// bonus or a penalty only where points are claimed or were given.
func (s *Sheet) Judged(l *Leaf) bool {
	if l.Automatic() {
		return false
	}
	return !l.Item.Aside() || l.Judgement() != nil || s.Own(l).Points > 0
}

// Unappraised tells whether the council has still to appraise the leaf.
func (s *Sheet) Unappraised(l *Leaf) bool { return s.Judged(l) && l.Judgement() == nil }

// Unanswered tells whether the agency contests a cut that nobody has appraised again.
func (s *Sheet) Unanswered(l *Leaf) bool {
	return s.Cut(l) > 0 && l.Explained != nil && !l.Explained.Agrees && l.Second == nil
}

// Decides tells whether the council decides a satisfaction leaf itself, because too few
// people answered.
func (s *Sheet) Decides(l *Leaf) bool {
	return l.Item.Kind == scoring.Satisfaction && s.Opinion.Official == scoring.TooFew
}

// Asked tells whether the agency has to give a figure at the leaf.
func (l *Leaf) Asked() bool {
	return !l.Automatic() && l.Item.Kind != scoring.External && !l.Item.Aside()
}

// untouched tells whether no leaf of the sheet has been appraised.
func (s *Sheet) untouched() bool {
	for i := range s.Leaves {
		if s.Leaves[i].Judgement() != nil {
			return false
		}
	}
	return true
}
