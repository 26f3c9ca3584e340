package account

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"hailong/survey"
)

// AuditStore is what an audit reads of accounts and keys.
type AuditStore interface {
	Accounts(ctx context.Context) ([]Account, error)
	Keys(ctx context.Context) ([]Key, error)
}

// Audited is the share of accounts and keys in an audit: who may do what is worth as
// much to a forger as a figure. Passwords and keys are not in the log, so that an audit
// cannot tell whether somebody put another one in place.
func Audited(store AuditStore) func() survey.AuditPart {
	return func() survey.AuditPart {
		return &audit{store: store, accounts: map[string]entry{}, keys: map[KeyID]heldKey{}}
	}
}

// audit is accounts and keys as the log says they are.
type audit struct {
	store    AuditStore
	accounts map[string]entry // by login
	keys     map[KeyID]heldKey
}

// heldKey is a key's entry, and whether another one revoked it.
type heldKey struct {
	keyEntry
	Revoked bool
}

// Take remembers what an entry says of an account or a key.
func (a *audit) Take(r survey.LogRow) error {
	switch r.Action {
	case "account.add", "account.change":
		var e entry
		err := json.Unmarshal([]byte(r.After), &e)
		a.accounts[r.Subject] = e
		return err
	case "account.second_factor":
		if e, known := a.accounts[r.Subject]; known {
			e.SecondFactor = r.After == `"on"`
			a.accounts[r.Subject] = e
		}
	case "key.add":
		return a.takeKey(r.After, false)
	case "key.revoke":
		return a.takeKey(r.Before, true)
	}
	return nil
}

func (a *audit) takeKey(text string, revoked bool) error {
	k := heldKey{Revoked: revoked}
	err := json.Unmarshal([]byte(text), &k.keyEntry)
	a.keys[k.Number] = k
	return err
}

// Compare names accounts and keys that are not as the log says.
func (a *audit) Compare(ctx context.Context, c *survey.Catalogue) ([]survey.LogDifference, error) {
	accounts, err := a.store.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	present := map[string]entry{}
	for i := range accounts {
		present[accounts[i].Login] = accounts[i].entry(c)
	}
	list, err := differing("account", a.accounts, present)
	if err != nil {
		return nil, err
	}
	keys, err := a.store.Keys(ctx)
	if err != nil {
		return nil, err
	}
	held := map[KeyID]heldKey{}
	for i := range keys {
		held[keys[i].ID] = heldKey{keys[i].entry(c), !keys[i].RevokedAt.IsZero()}
	}
	more, err := differing("key", a.keys, held)
	return append(list, more...), err
}

// differing compares things by what names them, in the order of that.
func differing[K ~string | ~int64, V any](
	noun string, logged, present map[K]V,
) (list []survey.LogDifference, err error) {
	all := maps.Clone(logged)
	maps.Copy(all, present)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		var before, after any // nil where there is none
		if v, known := logged[name]; known {
			before = v
		}
		if v, there := present[name]; there {
			after = v
		}
		found, err := survey.LogDifferences(noun, fmt.Sprint(name), before, after)
		if err != nil {
			return nil, err
		}
		list = append(list, found...)
	}
	return list, nil
}
