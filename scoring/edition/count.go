package edition

// What a text may hold before anything of it is made: a list of empty objects takes a
// hundred times its own length once it is read.
const (
	deepest    = 12
	mostValues = 1 << 19 // objects, lists, and what stands in lists
)

// nest is an object or a list that has been opened.
type nest struct {
	list   bool
	commas int
}

// most is how many commas it may have.
func (n nest) most() int {
	if n.list {
		return mostAgencies - 1 // the longest of all lists
	}
	return mostParts - 1
}

// counted refuses a text that holds more than an edition can have. One that is no JSON is
// left to whoever reads it.
func counted(text []byte) error {
	open, values := make([]nest, 0, deepest), 0
	for _, b := range outside(text) {
		switch b {
		case '{', '[':
			if len(open) == deepest {
				return tooLarge(contentFile)
			}
			open = append(open, nest{list: b == '['})
			values++
		case '}', ']':
			if len(open) == 0 {
				return nil
			}
			open = open[:len(open)-1]
		case ',':
			if len(open) == 0 {
				return nil
			}
			n := &open[len(open)-1]
			n.commas++
			if n.list {
				values++
			}
			if n.commas > n.most() {
				return tooLarge(contentFile)
			}
		}
		if values > mostValues {
			return tooLarge(contentFile)
		}
	}
	return nil
}
