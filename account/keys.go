package account

import (
	"context"
	"time"

	"hailong/survey"
)

// KeyStore keeps keys.
type KeyStore interface {
	survey.Transactor
	survey.Recorder
	// Key finds a key by id, nil where there is none.
	Key(ctx context.Context, id KeyID) (*Key, error)
	// KeyByHash finds a key by its hash, nil where there is none.
	KeyByHash(ctx context.Context, hash string) (*Key, error)
	// Keys are all, newest first.
	Keys(ctx context.Context) ([]Key, error)
	// AddKey adds a key and gives it its id.
	AddKey(ctx context.Context, k *Key) error
	RevokeKey(ctx context.Context, id KeyID, at time.Time) error
	// Account finds an account by id, nil where there is none.
	Account(ctx context.Context, id ID) (*Account, error)
	// SeeKey notes the day on which a key was used.
	SeeKey(ctx context.Context, id KeyID, day survey.Day) error
}

// Keys is the use case of other programs' keys. By and Actor are who makes and revokes.
type Keys struct {
	Store KeyStore
	Now   func() time.Time
	By    ID
	Actor survey.Actor
}

func (k *Keys) now() time.Time { return k.Now().UTC().Round(time.Microsecond) }

// Add makes a key that works for some days, and gives it: nobody ever sees it again.
// A name that another working key has is Conflict.
func (k *Keys) Add(ctx context.Context, c *survey.Catalogue, key *Key, days int) (secret string, err error) {
	now := k.now()
	key.ID, key.By, key.CreatedAt, key.RevokedAt, key.UsedOn = 0, k.By, now, time.Time{}, ""
	if days < 0 || days > int(MaxKeyTime.Hours())/24 {
		days = 0 // said below
	}
	key.ExpiresAt = now.AddDate(0, 0, days)
	if err := key.check(c, now); err != nil {
		return "", err
	}
	secret = keyPrefix + newToken()
	key.Hash = Hash(secret)
	err = k.Store.InTx(ctx, func(ctx context.Context) error {
		key.ID = 0 // where it is run again
		all, err := k.Store.Keys(ctx)
		if err != nil {
			return err
		}
		for i := range all {
			if all[i].Name == key.Name && all[i].Live(now) {
				return survey.Fail(survey.Conflict, "key.taken", nil).At("name")
			}
		}
		if err := k.Store.AddKey(ctx, key); err != nil {
			return err
		}
		return k.record(ctx, "key.add", key, nil, key.entry(c))
	})
	return secret, err
}

// Revoke ends a key at once. One that is revoked already stays as it is.
func (k *Keys) Revoke(ctx context.Context, c *survey.Catalogue, id KeyID) error {
	return k.Store.InTx(ctx, func(ctx context.Context) error {
		key, err := k.Store.Key(ctx, id)
		if err != nil {
			return err
		}
		if key == nil {
			return survey.Fail(survey.NotFound, "key.unknown", nil)
		}
		if !key.RevokedAt.IsZero() {
			return nil
		}
		if err := k.Store.RevokeKey(ctx, id, k.now()); err != nil {
			return err
		}
		return k.record(ctx, "key.revoke", key, key.entry(c), nil)
	})
}

func (k *Keys) record(ctx context.Context, action string, key *Key, before, after any) error {
	return k.Store.Record(ctx, survey.Entry{
		At: k.now(), Actor: k.Actor, Action: action, Subject: key.Name, Before: before, After: after,
	})
}

// Use is the key that a program sent; Unauthenticated where there is none such, or
// none that still works: a key ends with the right of who made it. That it was used is
// noted once a day of the office's zone.
func (k *Keys) Use(ctx context.Context, zone *time.Location, secret string) (*Key, error) {
	if !IsKey(secret) {
		return nil, errKey()
	}
	key, err := k.Store.KeyByHash(ctx, Hash(secret))
	if err != nil {
		return nil, err
	}
	now := k.now()
	if key == nil || !key.Live(now) {
		return nil, errKey()
	}
	key.Maker, err = k.Store.Account(ctx, key.By)
	if err != nil {
		return nil, err
	}
	if key.Maker == nil || key.Maker.Disabled || key.Maker.Role.Reach(EditKeys) == None {
		return nil, errKey()
	}
	if today := survey.DayOf(now, zone); key.UsedOn < today {
		key.UsedOn = today
		err = k.Store.SeeKey(ctx, key.ID, today)
	}
	return key, err
}

// errKey does not say whether there ever was such a key.
func errKey() error { return survey.Fail(survey.Unauthenticated, "key.invalid_token", nil) }
