package account

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"time"

	"hailong/survey"
)

// Try is what is remembered of failed tries that have something in common. The key is
// a mark (see Secret.Mark): neither a login nor a network address can be read from it.
type Try struct {
	Key      string
	Failures int
	LastAt   time.Time
}

// Tries keeps them.
type Tries interface {
	// Tries gives those of the keys that are known.
	Tries(ctx context.Context, keys []string) ([]Try, error)
	// AddFailures counts one more for each key; one older than forget counts from one.
	AddFailures(ctx context.Context, keys []string, at, forget time.Time) error
	// ForgetTries forgets keys.
	ForgetTries(ctx context.Context, keys []string) error
}

// pace is how many failures are free and how far the delay grows after them: 1 s, 2 s,
// 4 s… up to most.
type pace struct {
	free int
	most time.Duration
}

// The paces. The tightest is for one account from one address. Many people share an
// office's address, so it is looser. An account tried from everywhere is slowed too,
// but not for a browser that has signed in to it before: so nobody can keep its owner
// out by failing on purpose.
var (
	pairPace    = pace{4, 15 * time.Minute}
	addressPace = pace{30, 15 * time.Minute}
	loginPace   = pace{10, 5 * time.Minute}
	factorPace  = pace{5, 15 * time.Minute}
)

// tryMemory is how long a failure counts.
const tryMemory = 24 * time.Hour

func (p pace) until(t Try) time.Time {
	over := t.Failures - p.free
	if over < 0 {
		return time.Time{}
	}
	wait := p.most
	if over < 20 {
		wait = min(p.most, time.Second<<over)
	}
	return t.LastAt.Add(wait)
}

// tries are the keys of one attempt, each with its pace.
type tries map[string]pace

// attempt marks a try to sign in. known is the mark of a browser that has signed in to
// this very account before, else empty: such a browser waits for its own failures only,
// neither for those of the same office nor for those of the whole world.
func (s *SignIn) attempt(login, address, known string) tries {
	if known != "" {
		return tries{s.Secret.Mark("try of browser", login+"\x00"+known): pairPace}
	}
	return tries{
		s.Secret.Mark("try of pair", login+"\x00"+address): pairPace,
		s.Secret.Mark("try of login", login):               loginPace,
	}
}

// addressAttempt marks a sender. Only what failed counts there: a whole office may
// sign in from one address each morning. A known browser is marked by itself.
func (s *SignIn) addressAttempt(address, known string) tries {
	if known != "" {
		return nil
	}
	return tries{s.Secret.Mark("try of address", address): addressPace}
}

// codeAttempt marks a try of a second factor: who gets here knows the password.
func (s *SignIn) codeAttempt(id ID) tries { return s.ownAttempt("try of code", id) }

// proofAttempt marks a try to prove oneself again: who gets here has a session, which
// may be stolen, and must not find out the password or a code with it.
func (s *SignIn) proofAttempt(id ID) tries { return s.ownAttempt("try of proof", id) }

func (s *SignIn) ownAttempt(purpose string, id ID) tries {
	return tries{s.Secret.Mark(purpose, strconv.FormatInt(int64(id), 10)): factorPace}
}

func (t tries) keys() []string { return slices.Sorted(maps.Keys(t)) }

// ready is nil where a try is due; else Limited, with how long to wait.
func (s *SignIn) ready(ctx context.Context, t tries, now time.Time) error {
	if len(t) == 0 {
		return nil
	}
	known, err := s.Store.Tries(ctx, t.keys())
	if err != nil {
		return err
	}
	var wait time.Duration
	for _, try := range known {
		if now.Sub(try.LastAt) < tryMemory {
			wait = max(wait, t[try.Key].until(try).Sub(now))
		}
	}
	if wait > 0 {
		wait = min(wait, 15*time.Minute) // a clock that ran ahead locks nobody out
		args := survey.Args{"seconds": int(wait/time.Second) + 1}
		return &survey.Error{Kind: survey.Limited, Word: "signin.wait", Args: args, Retry: wait}
	}
	return nil
}

// count counts a try that failed, or that may fail: tries sent at once must not all
// find the door open.
func (s *SignIn) count(ctx context.Context, t tries, now time.Time) error {
	if len(t) == 0 {
		return nil
	}
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		if err := s.ready(ctx, t, now); err != nil {
			return err
		}
		return s.Store.AddFailures(ctx, t.keys(), now, now.Add(-tryMemory))
	})
}

func (s *SignIn) forget(ctx context.Context, t tries) error {
	return s.Store.InTx(ctx, func(ctx context.Context) error { return s.Store.ForgetTries(ctx, t.keys()) })
}
