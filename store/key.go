package store

import (
	"context"
	"strings"
	"time"

	"hailong/account"
	"hailong/survey"
)

var _ account.KeyStore = (*DB)(nil)

type keyRow struct {
	ID        account.KeyID `gorm:"primaryKey"`
	Name      string
	Hash      string
	AgencyID  *survey.AgencyID // NULL: the whole province
	Scopes    string
	CreatedBy account.ID
	CreatedAt time.Time `gorm:"autoCreateTime:false"`
	ExpiresAt time.Time
	RevokedAt *time.Time
	UsedOn    survey.Day
}

func (keyRow) TableName() string { return "api_key" }

func (r keyRow) domain() account.Key {
	k := account.Key{
		ID: r.ID, Name: r.Name, Hash: r.Hash, By: r.CreatedBy, CreatedAt: r.CreatedAt.UTC(),
		ExpiresAt: r.ExpiresAt.UTC(), RevokedAt: moment(r.RevokedAt), UsedOn: r.UsedOn,
	}
	if r.AgencyID != nil {
		k.Agency = *r.AgencyID
	}
	for _, scope := range split(r.Scopes) {
		k.Scopes = append(k.Scopes, account.Scope(scope))
	}
	return k
}

// Key finds a key by id.
func (db *DB) Key(ctx context.Context, id account.KeyID) (*account.Key, error) {
	return only[keyRow](ctx, db, "SELECT * FROM api_key WHERE id = ?", id)
}

// KeyByHash finds a key by its hash.
func (db *DB) KeyByHash(ctx context.Context, hash string) (*account.Key, error) {
	return only[keyRow](ctx, db, "SELECT * FROM api_key WHERE hash = ?", hash)
}

// Keys are all, newest first.
func (db *DB) Keys(ctx context.Context) ([]account.Key, error) {
	return list[keyRow](ctx, db, "SELECT * FROM api_key ORDER BY created_at DESC, id DESC")
}

// AddKey adds a key.
func (db *DB) AddKey(ctx context.Context, k *account.Key) error {
	r := keyRow{
		Name: k.Name, Hash: k.Hash, CreatedBy: k.By, CreatedAt: *stored(k.CreatedAt),
		ExpiresAt: *stored(k.ExpiresAt), RevokedAt: stored(k.RevokedAt), UsedOn: k.UsedOn,
	}
	if k.Agency != 0 {
		r.AgencyID = &k.Agency
	}
	scopes := make([]string, len(k.Scopes))
	for i, scope := range k.Scopes {
		scopes[i] = string(scope)
	}
	r.Scopes = strings.Join(scopes, ",")
	if err := db.conn(ctx).Omit("id").Create(&r).Error; err != nil {
		return wrap(err, "add key")
	}
	k.ID = r.ID
	return nil
}

// RevokeKey ends a key.
func (db *DB) RevokeKey(ctx context.Context, id account.KeyID, at time.Time) error {
	return db.exec(ctx, "UPDATE api_key SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", at, id)
}

// SeeKey notes the day on which a key was used.
func (db *DB) SeeKey(ctx context.Context, id account.KeyID, day survey.Day) error {
	return db.exec(ctx, "UPDATE api_key SET used_on = ? WHERE id = ? AND used_on < ?", day, id, day)
}
