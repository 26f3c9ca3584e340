package account

import (
	"context"

	"hailong/survey"
)

// SecondFactor takes the code that a session at stage Code waits for.
func (s *SignIn) SecondFactor(ctx context.Context, session *Session, code string) (begun *Begun, err error) {
	attempt, now := s.codeAttempt(session.Account), s.now()
	if err := s.count(ctx, attempt, now); err != nil {
		return nil, err
	}
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		a, err := s.waiting(ctx, session, Code)
		if err != nil {
			return err
		}
		recovered, err := a.Factor.use(s.Secret, a.Login, code, now)
		if err != nil {
			return err
		}
		if recovered {
			if err := s.record(ctx, a, "account.recover", len(a.Factor.Recovery)); err != nil {
				return err
			}
			if err := s.Notify.tell(ctx, a, a.Email, RecoveryUsed); err != nil {
				return err
			}
		}
		if err := s.Store.ForgetTries(ctx, attempt.keys()); err != nil {
			return err
		}
		begun, err = s.full(ctx, a, session.Way)
		return err
	})
	if err != nil {
		return nil, err
	}
	return begun, nil
}

// waiting is the account of a session that waits for a step, in the transaction that
// takes the step. The session is used up by it; one that was ended meanwhile, by this
// very step sent twice or by an administrator, goes no further.
func (s *SignIn) waiting(ctx context.Context, session *Session, stage Stage) (*Account, error) {
	ended, err := s.Store.EndSession(ctx, session.Account, session.Hash)
	if err != nil {
		return nil, err
	}
	if !ended || session.Stage != stage {
		return nil, survey.Fail(survey.Conflict, "signin.stage", nil)
	}
	a, err := s.Store.Account(ctx, session.Account)
	if err != nil || a == nil || a.Disabled {
		return nil, orRefused(err)
	}
	return a, nil
}

func orRefused(err error) error {
	if err != nil {
		return err
	}
	return errRefused()
}
