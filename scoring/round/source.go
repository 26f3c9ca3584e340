package round

import "hailong/scoring"

// Unsourced tells whether the leaf takes a figure from outside and lacks the file that the
// council has it from. Such a figure is not entered without.
func (s *Sheet) Unsourced(l *Leaf) bool {
	return l.Item.Kind == scoring.External && !l.Out && s.sources(l.Item.Code) == 0
}

// sources is how many uses of evidence the council has at a leaf.
func (s *Sheet) sources(leaf string) (count int) {
	for i := range s.Evidence {
		for _, u := range s.Evidence[i].Uses {
			if u.Leaf == leaf && u.council() {
				count++
			}
		}
	}
	return count
}

// lastSource tells whether a figure from outside, as it stands, has no file but this one.
func (s *Sheet) lastSource(leaf string, part Part) bool {
	l := s.Leaf(leaf)
	if l == nil || l.Item.Kind != scoring.External || !part.council() {
		return false
	}
	given := l.Judgement()
	return given != nil && !given.Given.NotApplicable && s.sources(leaf) == 1
}
