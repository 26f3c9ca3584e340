package edition

// Unsaid tells whether no figure was said: nothing was entered at all, or a share is none of
// one unit, which stands at a leaf of which the agency said nothing. It gives no points, but
// nobody counted it, so it is printed nowhere.
func (l *Leaf) Unsaid() bool { return l.From == FromNobody || l.Num == 0 && l.Den == 100 }
