package round

import "hailong/survey"

// Early tells whether the last day of the present step is not over.
func (r *Round) Early(today survey.Day) bool { return today <= r.Deadline() }

// Own tells whether agencies do a step, each its own part.
func (s Step) Own() bool { return s == SelfAssessing || s == Explaining }

// Holds says why the present step cannot end by now with what is left undone; nil where it
// can. The council finishes its appraisals, however late. Agencies are waited for as long as
// they are in time: a step cannot be taken back, so ending it would take from them days that
// they were given.
func (u *Undone) Holds(r *Round, today survey.Day) *survey.Error {
	switch r.Step {
	case Appraising:
		return unjudged("round.unappraised", u.Unappraised)
	case Reappraising:
		return unjudged("round.unanswered", u.Unanswered)
	case SelfAssessing:
		return inTime(r, today, len(u.Unsubmitted))
	case Explaining:
		return inTime(r, today, len(u.Unexplained))
	}
	return nil
}

func inTime(r *Round, today survey.Day, agencies int) *survey.Error {
	if agencies == 0 || !r.Early(today) {
		return nil
	}
	return survey.Fail(survey.Conflict, "round.early_"+string(r.Step), survey.Args{
		"day": r.Deadline(), "count": agencies,
	})
}

func unjudged(word string, left []Left) *survey.Error {
	if len(left) == 0 {
		return nil
	}
	leaves := 0
	for i := range left {
		leaves += left[i].Count
	}
	return survey.Fail(survey.Conflict, word, survey.Args{"count": leaves, "agencies": len(left)})
}
