package account

import (
	"encoding/base64"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"hailong/survey"
)

// KeyID names a key within one database.
type KeyID int64

// Scope is something that a key allows.
type Scope string

// The scopes.
const (
	ScopeResponses Scope = "responses" // send what needs a credential: paper, kiosk, a time of its own
	ScopeCounters  Scope = "counters"  // read counters with their tokens
	ScopeScores    Scope = "scores"    // read scores of plans that are not public
)

// Scopes are all scopes, in the order in which they are offered.
var Scopes = []Scope{ScopeResponses, ScopeCounters, ScopeScores}

// Key (khóa kết nối) lets another program in. The key itself is shown once, when it is
// made; only its hash is stored.
type Key struct {
	ID        KeyID
	Name      string          // which program has it, and who answers for that
	Hash      string          // SHA-256 of the key
	Agency    survey.AgencyID // whose figures it may touch; 0: the whole province's
	Scopes    []Scope
	By        ID       // who made it
	Maker     *Account // who that is by now; filled in where the key is used
	CreatedAt time.Time
	ExpiresAt time.Time
	RevokedAt time.Time  // zero: not revoked
	UsedOn    survey.Day // the last day on which it was used; empty: never
}

// MaxKeyTime is the longest that a key works; then there must be somebody who still
// knows what it is for.
const MaxKeyTime = 366 * 24 * time.Hour

// KeyDays are the times to choose from when a key is made, the second one unless
// somebody says otherwise.
var KeyDays = []int{30, 90, 180, 365}

// keyPrefix lets programs that look for leaked secrets know a key when they see one.
const keyPrefix = "hl_"

// IsKey tells whether a text has a key's form: hl_ and 256 bits in unpadded base64url.
func IsKey(s string) bool {
	body, ok := strings.CutPrefix(s, keyPrefix)
	if !ok || len(body) != base64.RawURLEncoding.EncodedLen(tokenSize) || strings.ContainsAny(body, "\r\n") {
		return false
	}
	_, err := base64.RawURLEncoding.Strict().DecodeString(body)
	return err == nil
}

// Live tells whether a key works.
func (k *Key) Live(now time.Time) bool { return k.RevokedAt.IsZero() && now.Before(k.ExpiresAt) }

// Allows tells whether a key has a scope.
func (k *Key) Allows(s Scope) bool { return slices.Contains(k.Scopes, s) }

// Owns tells whether a key may touch an agency's figures: its agency's, or those of
// one that became part of it.
func (k *Key) Owns(c *survey.Catalogue, agency survey.AgencyID) bool {
	return k.Agency == 0 || owns(c, k.Agency, agency, nil)
}

// MaySend tells whether a key may send responses of an agency's counters. It may not
// for the agency of who made it: nobody fills in ballots for his own without a second
// person.
func (k *Key) MaySend(c *survey.Catalogue, agency survey.AgencyID) bool {
	return k.Owns(c, agency) && !k.Maker.Near(c, agency)
}

// check says all that is wrong with a key that is to be stored.
func (k *Key) check(c *survey.Catalogue, now time.Time) error {
	var mistakes survey.Mistakes
	add := func(ok bool, field, word string) {
		if !ok {
			mistakes.Add(survey.Fail(survey.Invalid, word, nil).At(field))
		}
	}
	add(strings.TrimSpace(k.Name) != "" && utf8.RuneCountInString(k.Name) <= MaxName, "name", "key.name_wrong")
	add(k.Agency == 0 || c.Agency(k.Agency) != nil, "agency", "account.agency")
	unknown := func(s Scope) bool { return !slices.Contains(Scopes, s) }
	add(len(k.Scopes) > 0 && !slices.ContainsFunc(k.Scopes, unknown), "scopes", "key.scopes_wrong")
	lasts := k.ExpiresAt.Sub(now)
	add(lasts > 0 && lasts <= MaxKeyTime, "days", "key.days_wrong")
	return mistakes.Err("key.invalid")
}

// keyEntry is what the log keeps of a key: neither the key nor its hash.
type keyEntry struct {
	Number    KeyID
	Name      string
	Agency    string // empty: the whole province
	Scopes    []Scope
	ExpiresAt time.Time
}

func (k *Key) entry(c *survey.Catalogue) keyEntry {
	e := keyEntry{Number: k.ID, Name: k.Name, Scopes: k.Scopes, ExpiresAt: k.ExpiresAt}
	if agency := c.Agency(k.Agency); agency != nil {
		e.Agency = agency.Code
	}
	return e
}
