package round

import (
	"context"

	"hailong/survey"
)

// decided refuses a set of which something waits for a second person.
func (r *Rounds) decided(ctx context.Context, s *Set) error {
	waiting, err := r.Store.WaitingExceptions(ctx, s.Ref())
	if err != nil || len(waiting) == 0 {
		return err
	}
	args := survey.Args{"name": s.Ref(), "count": len(waiting), "number": waiting[0]}
	return survey.Fail(survey.Conflict, "round.exception_waits", args).At("groups")
}
