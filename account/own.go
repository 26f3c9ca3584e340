package account

import (
	"context"

	"hailong/survey"
)

// What people do with their own account once they are signed in. A session alone is not
// enough for it, because it may be stolen: whoever asks must show again that he is who
// he is (OWASP ASVS 2.1.6, 2.2.3), at the pace of a second factor.

// ChangePassword changes the password of who is signed in and knows the old one. The
// person's other sessions end.
func (s *SignIn) ChangePassword(ctx context.Context, session *Session, old, password string) error {
	a, err := s.Store.Account(ctx, session.Account)
	if err != nil || a == nil {
		return orUnknown(err)
	}
	if a.Password == "" {
		return survey.Fail(survey.Conflict, "password.none", nil)
	}
	if err := s.provePassword(ctx, a, old, "old"); err != nil {
		return err
	}
	hash, err := s.Passwords.accept(ctx, a, password)
	if err != nil {
		return err
	}
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		again, err := s.own(ctx, session, a)
		if err != nil {
			return err
		}
		if err := s.Notify.tell(ctx, again, again.Email, PasswordChanged); err != nil {
			return err
		}
		entry := survey.Entry{At: s.now(), Actor: a.Actor("page")}
		return putPassword(ctx, s.Store, again, hash, session.Hash, entry)
	})
}

// own is the account of a session anew, in the transaction that changes it; Conflict
// where the session has ended or the account has other secrets than were proved.
func (s *SignIn) own(ctx context.Context, session *Session, proved *Account) (*Account, error) {
	still, err := s.Store.Session(ctx, session.Hash)
	if err != nil {
		return nil, err
	}
	a, err := s.Store.Account(ctx, session.Account)
	if err != nil {
		return nil, err
	}
	if still == nil || still.Stage != Full || a == nil || a.Disabled ||
		a.Password != proved.Password || a.Factor.On() != proved.Factor.On() {
		return nil, survey.Fail(survey.Conflict, "stale", nil)
	}
	return a, nil
}

// provePassword is nil where typed is the account's password; field is where it was typed.
func (s *SignIn) provePassword(ctx context.Context, a *Account, typed, field string) error {
	attempt := s.proofAttempt(a.ID)
	if err := s.count(ctx, attempt, s.now()); err != nil {
		return err
	}
	right, err := s.Passwords.match(ctx, typed, a.Password)
	if err != nil {
		return err
	}
	if !right {
		return survey.Fail(survey.Invalid, "password.old", nil).At(field)
	}
	return s.forget(ctx, attempt)
}

// SetFactor sets a second factor up, or in place of another one, once its first code
// was typed. proof is a code of the present factor; where there is none, the password;
// an account with neither is vouched for by somebody else and has nothing to show. The
// recovery codes are shown once. The person's other sessions end.
func (s *SignIn) SetFactor(
	ctx context.Context, session *Session, key, code, proof string,
) (recovery []string, err error) {
	a, err := s.Store.Account(ctx, session.Account)
	if err != nil || a == nil {
		return nil, orUnknown(err)
	}
	switch {
	case a.Factor.On():
		err = s.count(ctx, s.proofAttempt(a.ID), s.now())
	case a.Password != "":
		err = s.provePassword(ctx, a, proof, "proof")
	}
	if err != nil {
		return nil, err
	}
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		again, err := s.own(ctx, session, a)
		if err != nil {
			return err
		}
		if err := s.proveCode(ctx, again, proof); err != nil {
			return err
		}
		recovery, err = s.putFactor(ctx, again, key, code, session.Hash)
		return err
	})
	if err != nil {
		return nil, err
	}
	return recovery, nil
}

// proveCode is nil where there is no second factor, or typed is a code of it.
func (s *SignIn) proveCode(ctx context.Context, a *Account, typed string) error {
	if !a.Factor.On() {
		return nil
	}
	if _, err := a.Factor.use(s.Secret, a.Login, typed, s.now()); err != nil {
		if survey.KindOf(err) == survey.Unauthenticated {
			return survey.Fail(survey.Invalid, "factor.wrong", nil).At("proof")
		}
		return err
	}
	return s.Store.ForgetTries(ctx, s.proofAttempt(a.ID).keys())
}

// putFactor stores a new second factor in the caller's transaction and ends the
// account's sessions but one.
func (s *SignIn) putFactor(ctx context.Context, a *Account, key, code, except string) ([]string, error) {
	factor, recovery, err := newFactor(s.Secret, a.Login, key, code, s.now())
	if err != nil {
		return nil, err
	}
	a.Factor = factor
	if err := s.Store.PutAccount(ctx, a); err != nil {
		return nil, err
	}
	if err := s.Store.EndSessions(ctx, a.ID, except); err != nil {
		return nil, err
	}
	if err := s.Notify.tell(ctx, a, a.Email, FactorChanged); err != nil {
		return nil, err
	}
	return recovery, s.record(ctx, a, "account.second_factor", "on")
}

// Enrol sets up the second factor that a session at stage Enrol waits for, and goes on
// with a session that may do what the role may. The password was asked for a moment ago.
func (s *SignIn) Enrol(
	ctx context.Context, session *Session, key, code string,
) (begun *Begun, recovery []string, err error) {
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		a, err := s.waiting(ctx, session, Enrol)
		if err != nil {
			return err
		}
		if a.Factor.On() {
			return survey.Fail(survey.Conflict, "signin.stage", nil)
		}
		if recovery, err = s.putFactor(ctx, a, key, code, ""); err != nil {
			return err
		}
		begun, err = s.full(ctx, a, session.Way)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	return begun, recovery, nil
}
