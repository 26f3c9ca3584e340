package scoring

// Nothing is the figure that gives a leaf no points without saying that anything happened:
// no points, or none of one. It is false where there is none: nobody is said to have failed
// so many times, or to have much of what should be little, only because he said nothing.
func (i *Item) Nothing() (Given, bool) {
	var g Given
	if i.Share() {
		g.Den = 100
	}
	mark := i.Mark(g)
	return g, !mark.Out && mark.Points == 0 && i.Check(g) == nil
}
