package edition

// Unsaid tells whether a share is none of one unit: what stands at a leaf of which the agency
// said nothing. It gives no points, but nobody counted it, so it is printed nowhere.
func (l *Leaf) Unsaid() bool { return l.Num == 0 && l.Den == 100 }
