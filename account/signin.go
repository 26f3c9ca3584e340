package account

import (
	"context"
	"fmt"
	"strconv"
	"strings"
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

const (
	// DemoWay is how somebody signs in to a demonstration: without proof of who it is,
	// and so without a second factor.
	DemoWay = "demo"
	// KnownTime is how long a browser is remembered.
	KnownTime = 365 * 24 * time.Hour
)

// mark is what tells a browser that has signed in to an account from a stranger's:
// the account and a day, sealed. It lets nobody in; it only spares the owner the delay
// that others' failures cause.
func (s *SignIn) mark(a *Account) string {
	text := fmt.Sprintf("%d %d", a.ID, s.now().Add(KnownTime).Unix())
	return text + " " + s.Secret.Mark("known browser", text)
}

func (s *SignIn) knows(a *Account, mark string) bool {
	parts := strings.Split(mark, " ")
	if a == nil || len(parts) != 3 || !same(parts[2], s.Secret.Mark("known browser", parts[0]+" "+parts[1])) {
		return false
	}
	till, err := strconv.ParseInt(parts[1], 10, 64)
	return err == nil && parts[0] == strconv.FormatInt(int64(a.ID), 10) && s.now().Unix() < till
}
