package survey

// NotApplicable makes a leaf of a criteria set not applicable to an agency, or takes that
// back. Its one row has set, leaf, agency and not_for, which is yes or empty.
const NotApplicable EditAction = "criteria.not_for"

// Exception tells whether the edit is about what a criteria set is not applicable to.
func (e *Edit) Exception() bool { return e.Action == NotApplicable }
