package survey

import "slices"

// clash refuses a code that means another agency: at the same time, or at another
// time without a succession that says what became of the one before.
func (in *agencyImport) clash(a *Agency) {
	if a.Code == "" {
		return
	}
	for _, o := range in.read[a.Code] {
		switch {
		case overlap(o, a):
			in.reader.Fail("code", "import.twice", Args{"value": clip(a.Code)})
			return // said once, however often it stands there
		case o.ValidFrom < a.ValidFrom:
			in.unexplained(o, a)
		default:
			in.unexplained(a, o)
		}
	}
	for _, o := range in.there[a.Code] {
		switch {
		case o.ValidFrom == a.ValidFrom:
		case o.ValidFrom > a.ValidFrom && overlap(o, a):
			args := Args{"value": a.ValidTo, "code": a.Code, "day": o.ValidFrom}
			in.reader.Fail("valid_to", "import.agency_later", args)
		case o.ValidFrom < a.ValidFrom && in.unexplained(o, a):
		case overlap(o, a):
			in.reader.Fail("valid_from", "import.agency_goes_on", Args{"value": a.ValidFrom, "name": o.Name.VI})
		}
	}
}

// unexplained refuses that a code means another agency when nothing says what became
// of the one that had it before.
func (in *agencyImport) unexplained(before, after *Agency) bool {
	told := func(r succeeding) bool {
		return r.predecessor == before.Code && r.on > before.ValidFrom && r.on <= after.ValidFrom
	}
	if len(in.catalogue.Successors(before.ID)) > 0 || slices.ContainsFunc(in.rows, told) {
		return false
	}
	args := Args{"value": after.Code, "name": before.Name.VI, "day": after.ValidFrom}
	in.reader.Fail("code", "import.agency_clash", args)
	return true
}

func overlap(a, b *Agency) bool {
	return a.ExistsOn(b.ValidFrom) || b.ExistsOn(a.ValidFrom)
}
