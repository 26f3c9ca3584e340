package survey

import (
	"context"
	"errors"
)

// errTrial takes a trial back.
var errTrial = errors.New("trial")

// Trial runs fn as one transaction which stays only where fn says to keep it: what a
// trial shows is what doing it in earnest does.
func Trial(ctx context.Context, tx Transactor, fn func(context.Context) (keep bool, err error)) error {
	err := tx.InTx(ctx, func(ctx context.Context) error {
		keep, err := fn(ctx)
		if err == nil && !keep {
			return errTrial
		}
		return err
	})
	if errors.Is(err, errTrial) {
		return nil
	}
	return err
}
