package round

import "slices"

// Writers are the logins of those who wrote at the sheet, or added or dropped evidence.
func (s *Sheet) Writers() (logins []string) {
	for i := range s.Leaves {
		for _, e := range s.Leaves[i].History {
			logins = append(logins, e.By)
		}
	}
	for i := range s.Evidence {
		e := &s.Evidence[i]
		logins = append(logins, e.AddedBy)
		for _, u := range e.Uses {
			if u.DroppedBy != "" {
				logins = append(logins, u.DroppedBy)
			}
		}
	}
	slices.Sort(logins)
	return slices.Compact(logins)
}
