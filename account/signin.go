package account

import (
	"context"
	"time"

	"hailong/survey"
)

// Store is what accounts need to be kept.
type Store interface {
	survey.Transactor
	survey.Recorder
	// Account finds an account by id, nil where there is none.
	Account(ctx context.Context, id ID) (*Account, error)
	// AccountByLogin finds an account by its folded login, nil where there is none.
	AccountByLogin(ctx context.Context, login string) (*Account, error)
	// AccountByTicket finds the account that a link's hash was made for, nil where there is none.
	AccountByTicket(ctx context.Context, hash string) (*Account, error)
	Accounts(ctx context.Context) ([]Account, error)
	// AccountsByLogin are those of some folded logins, by login; unknown ones are left out.
	AccountsByLogin(ctx context.Context, logins []string) ([]Account, error)
	// PutAccount adds an account (ID 0: it is given one) or changes all of it. A login
	// that is taken is Conflict.
	PutAccount(ctx context.Context, a *Account) error
	// LogAbout are the log's rows that an account caused or that are about it, oldest first.
	LogAbout(ctx context.Context, login string) ([]survey.LogRow, error)
}

// SignIn is the use case of getting in and out.
type SignIn struct {
	Store interface {
		Store
		Sessions
		Tries
	}
	Passwords *Passwords
	Secret    *Secret
	Now       func() time.Time
	Demo      bool // sessions begun without proof count: this is a demonstration
	Notify    Notify
}

func (s *SignIn) now() time.Time { return s.Now().UTC().Round(time.Microsecond) }

// Begun is what came of a step of signing in.
type Begun struct {
	Token   string // for the browser's cookie
	Stage   Stage
	Account *Account
	Known   string // for the cookie that tells this browser from a stranger's
}

// errRefused says nothing of what was wrong: login, password, or an account that is
// switched off.
func errRefused() error { return survey.Fail(survey.Unauthenticated, "signin.wrong", nil) }

// byLogin finds an account by a typed login, nil where there is none: what cannot be a
// login is not looked for.
func byLogin(ctx context.Context, store Store, login string) (*Account, error) {
	login = FoldLogin(login)
	if CheckLogin(login) != nil {
		return nil, nil
	}
	return store.AccountByLogin(ctx, login)
}

// longestTyped is as many bytes as the longest password can have, letters taken apart.
const longestTyped = 8 * MaxPassword

// Password tries a login with its password. address is the sender's network address,
// known what Begun.Known once gave this browser. Whatever the login, one hash is
// computed, so that the time taken tells nobody which logins there are.
func (s *SignIn) Password(ctx context.Context, login, password, address, known string) (*Begun, error) {
	login = FoldLogin(login)
	if len(login) > MaxName || len(password) > longestTyped {
		return nil, errRefused()
	}
	a, err := byLogin(ctx, s.Store, login)
	if err != nil {
		return nil, err
	}
	if !s.knows(a, known) {
		known = ""
	}
	attempt, sender, now := s.attempt(login, address, known), s.addressAttempt(address, known), s.now()
	if err := s.ready(ctx, sender, now); err != nil {
		return nil, err
	}
	if err := s.count(ctx, attempt, now); err != nil {
		return nil, err
	}
	if err := s.match(ctx, a, password, sender); err != nil {
		return nil, err
	}
	if err := s.forget(ctx, attempt); err != nil {
		return nil, err
	}
	return s.trusted(ctx, a, "password")
}

// match is nil where the password is the account's and the account is in use. What
// fails counts for its sender; of many tries sent at once, those beyond what a sender
// has free are answered alike, right or wrong.
func (s *SignIn) match(ctx context.Context, a *Account, password string, sender tries) error {
	stored := ""
	if a != nil {
		stored = a.Password
	}
	right, err := s.Passwords.match(ctx, password, stored)
	if err != nil {
		return err
	}
	if right && !a.Disabled {
		return s.ready(ctx, sender, s.now())
	}
	if err := s.count(ctx, sender, s.now()); err != nil {
		return err
	}
	return errRefused()
}

// Trusted lets an account in that somebody else vouches for: the issuer of an OIDC
// token, or the demonstration. Its second factor is asked for all the same.
func (s *SignIn) Trusted(ctx context.Context, login, way string) (*Begun, error) {
	a, err := byLogin(ctx, s.Store, login)
	if err != nil {
		return nil, err
	}
	if a == nil || a.Disabled || way == DemoWay && !s.Demo {
		return nil, survey.Fail(survey.Forbidden, "signin.nobody", nil)
	}
	return s.trusted(ctx, a, way)
}

// trusted begins a session at the stage that the account's second factor asks for. The
// account is read anew: it may have changed since seen, and nothing of that is undone.
func (s *SignIn) trusted(ctx context.Context, seen *Account, way string) (b *Begun, err error) {
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		a, err := s.Store.Account(ctx, seen.ID)
		if err != nil || a == nil || a.Disabled || a.Password != seen.Password {
			return orRefused(err)
		}
		switch {
		case a.Factor.On():
			b, err = s.begin(ctx, a, Code, way)
		case a.Role.NeedsSecondFactor() && way != DemoWay:
			b, err = s.begin(ctx, a, Enrol, way)
		default:
			b, err = s.full(ctx, a, way)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return b, nil
}

// full begins a session that may do what the role may. The account was read in the
// caller's transaction.
func (s *SignIn) full(ctx context.Context, a *Account, way string) (*Begun, error) {
	b, err := s.begin(ctx, a, Full, way)
	if err != nil {
		return nil, err
	}
	a.SignedAt = s.now()
	if err := s.Store.PutAccount(ctx, a); err != nil {
		return nil, err
	}
	b.Known = s.mark(a)
	return b, s.record(ctx, a, "session.begin", way)
}

func (s *SignIn) record(ctx context.Context, a *Account, action string, after any) error {
	return s.Store.Record(ctx, survey.Entry{
		At: s.now(), Actor: a.Actor("page"), Action: action, Subject: a.Login, After: after,
	})
}

// SignOut ends a session on the server.
func (s *SignIn) SignOut(ctx context.Context, a *Account, session *Session) error {
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		ended, err := s.Store.EndSession(ctx, a.ID, session.Hash)
		if err != nil || !ended || session.Stage != Full {
			return err
		}
		return s.record(ctx, a, "session.end", nil)
	})
}

// DemoWay is how somebody signs in to a demonstration: without proof of who it is, and
// so without a second factor.
const DemoWay = "demo"
