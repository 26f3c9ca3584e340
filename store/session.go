package store

import (
	"context"
	"time"

	"gorm.io/gorm/clause"

	"hailong/account"
)

type sessionRow struct {
	Hash      string `gorm:"primaryKey"`
	AccountID account.ID
	Stage     account.Stage
	Way       string
	CreatedAt time.Time `gorm:"autoCreateTime:false"`
	SeenAt    time.Time
	ExpiresAt time.Time
}

func (sessionRow) TableName() string { return "session" }

func (r sessionRow) domain() account.Session {
	return account.Session{
		Hash: r.Hash, Account: r.AccountID, Stage: r.Stage, Way: r.Way,
		CreatedAt: r.CreatedAt.UTC(), SeenAt: r.SeenAt.UTC(), ExpiresAt: r.ExpiresAt.UTC(),
	}
}

// AddSession stores a session.
func (db *DB) AddSession(ctx context.Context, s account.Session) error {
	r := sessionRow{s.Hash, s.Account, s.Stage, s.Way, s.CreatedAt, s.SeenAt, s.ExpiresAt}
	return wrap(db.conn(ctx).Create(&r).Error, "add session")
}

// Session finds one by its hash.
func (db *DB) Session(ctx context.Context, hash string) (*account.Session, error) {
	return only[sessionRow](ctx, db, "SELECT * FROM session WHERE hash = ?", hash)
}

// SessionsOf are an account's, newest first.
func (db *DB) SessionsOf(ctx context.Context, id account.ID) ([]account.Session, error) {
	return list[sessionRow](ctx, db,
		"SELECT * FROM session WHERE account_id = ? ORDER BY created_at DESC, hash", id)
}

// SeeSession notes that a session is in use.
func (db *DB) SeeSession(ctx context.Context, hash string, at time.Time) error {
	return db.exec(ctx, "UPDATE session SET seen_at = ? WHERE hash = ?", at, hash)
}

// EndSession ends one session.
func (db *DB) EndSession(ctx context.Context, id account.ID, hash string) (ended bool, err error) {
	err = db.InTx(ctx, func(ctx context.Context) error {
		result := db.conn(ctx).Exec("DELETE FROM session WHERE account_id = ? AND hash = ?", id, hash)
		ended = result.RowsAffected > 0
		return result.Error
	})
	return ended, wrap(err, "end session")
}

// EndSessions ends all sessions of an account but one.
func (db *DB) EndSessions(ctx context.Context, id account.ID, except string) error {
	return db.exec(ctx, "DELETE FROM session WHERE account_id = ? AND hash <> ?", id, except)
}

// ExpireSessions forgets sessions that have ended or lain idle, and old tries.
func (db *DB) ExpireSessions(ctx context.Context, now, unused, tried time.Time) error {
	return db.InTx(ctx, func(ctx context.Context) error {
		if err := db.exec(ctx, "DELETE FROM session WHERE expires_at < ? OR seen_at < ?", now, unused); err != nil {
			return err
		}
		return db.exec(ctx, "DELETE FROM sign_in_try WHERE last_at < ?", tried)
	})
}

// exec runs one statement in the caller's transaction, or in one of its own.
func (db *DB) exec(ctx context.Context, statement string, args ...any) error {
	return db.InTx(ctx, func(ctx context.Context) error {
		return wrap(db.conn(ctx).Exec(statement, args...).Error, "%.24s", statement)
	})
}

type tryRow struct {
	Mark     string `gorm:"primaryKey"`
	Failures int
	LastAt   time.Time
}

func (tryRow) TableName() string { return "sign_in_try" }

func (r tryRow) domain() account.Try {
	return account.Try{Key: r.Mark, Failures: r.Failures, LastAt: r.LastAt.UTC()}
}

// Tries gives those of the keys that are known.
func (db *DB) Tries(ctx context.Context, keys []string) ([]account.Try, error) {
	return list[tryRow](ctx, db, "SELECT * FROM sign_in_try WHERE mark IN (?)", keys)
}

// AddFailures counts one more for each key.
func (db *DB) AddFailures(ctx context.Context, keys []string, at, forget time.Time) error {
	return db.InTx(ctx, func(ctx context.Context) error {
		const old = "DELETE FROM sign_in_try WHERE mark IN (?) AND last_at < ?"
		if err := db.exec(ctx, old, keys, forget); err != nil {
			return err
		}
		rows := make([]tryRow, len(keys))
		for i, key := range keys {
			rows[i] = tryRow{key, 1, at}
		}
		again := clause.OnConflict{
			Columns: []clause.Column{{Name: "mark"}},
			DoUpdates: clause.Assignments(map[string]any{
				"failures": clause.Expr{SQL: "sign_in_try.failures + 1"}, "last_at": at,
			}),
		}
		return wrap(db.conn(ctx).Clauses(again).Create(&rows).Error, "count tries")
	})
}

// ForgetTries forgets keys.
func (db *DB) ForgetTries(ctx context.Context, keys []string) error {
	return db.exec(ctx, "DELETE FROM sign_in_try WHERE mark IN (?)", keys)
}

// SecretMark is the mark of the secret that this database was first used with; empty
// where it was used with none yet.
func (db *DB) SecretMark(ctx context.Context) (string, error) {
	return scalar[string](ctx, db, "SELECT mark FROM secret_mark")
}

// SameSecret tells whether the service's secret is the one that this database was
// first used with, by its mark; the first one is remembered.
func (db *DB) SameSecret(ctx context.Context, mark string) (same bool, err error) {
	err = db.InTx(ctx, func(ctx context.Context) error {
		const first = "INSERT INTO secret_mark (id, mark) VALUES (1, ?) ON CONFLICT (id) DO NOTHING"
		if err := db.exec(ctx, first, mark); err != nil {
			return err
		}
		stored, err := scalar[string](ctx, db, "SELECT mark FROM secret_mark")
		same = stored == mark
		return err
	})
	return same, err
}

// ForgetSecret lets the database be used with another secret.
func (db *DB) ForgetSecret(ctx context.Context) error {
	return db.exec(ctx, "DELETE FROM secret_mark")
}
