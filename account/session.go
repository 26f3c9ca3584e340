package account

import (
	"context"
	"slices"
	"strings"
	"time"

	"hailong/survey"
)

// Stage is how far a session has come. Only a Full one may do anything.
type Stage string

// The stages.
const (
	Full  Stage = "full"
	Code  Stage = "code"  // the password was right, the second factor is asked for
	Enrol Stage = "enrol" // a second factor must be set up first
)

// Session (phiên đăng nhập) is one browser that has signed in.
type Session struct {
	Hash      string // SHA-256 of the token, which the browser alone has
	Account   ID
	Stage     Stage
	Way       string // password, oidc, demo
	CreatedAt time.Time
	SeenAt    time.Time // to the minute or so
	ExpiresAt time.Time
}

// How long a session lasts (OWASP ASVS 3.3.2: twelve hours), how long it may lie idle,
// how long one that is not Full, and how often its use is noted.
const (
	SessionTime = 12 * time.Hour
	IdleTime    = 2 * time.Hour
	halfTime    = 10 * time.Minute
	noteEvery   = 5 * time.Minute
)

// Sessions keeps them.
type Sessions interface {
	AddSession(ctx context.Context, s Session) error
	// Session finds one by its hash, nil where there is none.
	Session(ctx context.Context, hash string) (*Session, error)
	SessionsOf(ctx context.Context, id ID) ([]Session, error)
	SeeSession(ctx context.Context, hash string, at time.Time) error
	// EndSession ends one of an account's sessions, and tells whether there was one.
	EndSession(ctx context.Context, id ID, hash string) (bool, error)
	// EndSessions ends all sessions of an account but one.
	EndSessions(ctx context.Context, id ID, except string) error
	// ExpireSessions forgets what ended before, and tries that count no more.
	ExpireSessions(ctx context.Context, now, unused, tried time.Time) error
}

// live tells whether a session still counts.
func (s *Session) live(now time.Time) bool {
	return now.Before(s.ExpiresAt) && now.Sub(s.SeenAt) < IdleTime
}

// begin starts a session in the caller's transaction, with a token for the browser. A
// session is never raised in place: whoever knew the token before knows nothing after.
func (s *SignIn) begin(ctx context.Context, a *Account, stage Stage, way string) (*Begun, error) {
	now, token := s.now(), newToken()
	last := halfTime
	if stage == Full {
		last = SessionTime
	}
	return &Begun{Token: token, Stage: stage, Account: a}, s.Store.AddSession(ctx, Session{
		Hash: Hash(token), Account: a.ID, Stage: stage, Way: way,
		CreatedAt: now, SeenAt: now, ExpiresAt: now.Add(last),
	})
}

// Find is the session of a token with its account; both nil where there is none that
// counts: it ended, the account is switched off, or it was begun without proof in a
// demonstration that is none any more.
func (s *SignIn) Find(ctx context.Context, token string) (*Session, *Account, error) {
	if len(token) < tokenSize || len(token) > 2*tokenSize {
		return nil, nil, nil
	}
	session, err := s.Store.Session(ctx, Hash(token))
	if err != nil || session == nil || !session.live(s.now()) || session.Way == DemoWay && !s.Demo {
		return nil, nil, err
	}
	a, err := s.Store.Account(ctx, session.Account)
	if err != nil || a == nil || a.Disabled {
		return nil, nil, err
	}
	if now := s.now(); now.Sub(session.SeenAt) >= noteEvery {
		// A database that can only be read just now still shows its pages.
		err = s.Store.SeeSession(ctx, session.Hash, now)
		if survey.KindOf(err) == survey.Unavailable {
			err = nil
		}
	}
	if err != nil {
		return nil, nil, err
	}
	return session, a, nil
}

// Live are an account's sessions that still count, newest first.
func (s *SignIn) Live(ctx context.Context, id ID) ([]Session, error) {
	all, err := s.Store.SessionsOf(ctx, id)
	now := s.now()
	return slices.DeleteFunc(all, func(one Session) bool { return !one.live(now) }), err
}

// End ends one of the person's sessions by its hash; all but the present one where
// hash is empty. One that has ended already, or never was, is as well.
func (s *SignIn) End(ctx context.Context, a *Account, hash, present string) error {
	if hash != "" && len(hash) != len(Hash("")) || strings.Trim(hash, "0123456789abcdef") != "" {
		return nil
	}
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		if hash == "" {
			if err := s.Store.EndSessions(ctx, a.ID, present); err != nil {
				return err
			}
		} else if ended, err := s.Store.EndSession(ctx, a.ID, hash); err != nil || !ended {
			return err
		}
		return s.record(ctx, a, "session.revoke", nil)
	})
}

// Expire forgets sessions that have ended and failures that count no more. It is done
// each night.
func (s *SignIn) Expire(ctx context.Context) error {
	now := s.now()
	return s.Store.ExpireSessions(ctx, now, now.Add(-IdleTime), now.Add(-tryMemory))
}
