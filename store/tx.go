package store

import (
	"context"
	"database/sql"
	"time"

	"gorm.io/gorm"

	"hailong/survey"
)

var _ survey.Transactor = (*DB)(nil)

type txKey struct{}

// clashTries is how often a transaction that clashed with another is run again.
const clashTries = 10

// InTx runs fn as one serializable transaction, or joins the one that ctx carries.
// A clash with another transaction runs fn again from the start.
func (db *DB) InTx(ctx context.Context, fn func(context.Context) error) error {
	if _, joined := ctx.Value(txKey{}).(*gorm.DB); joined {
		return fn(ctx)
	}
	var err error
	for try := range clashTries {
		err = db.inTx(ctx, sql.LevelSerializable, fn)
		if !clash(err) {
			return translate(err)
		}
		select {
		case <-ctx.Done():
			return translate(ctx.Err())
		case <-time.After(time.Duration(try+1) * 5 * time.Millisecond):
		}
	}
	return survey.Busy(err)
}

// inTx runs fn once. SQLite has one writer at a time and is serializable as it is.
func (db *DB) inTx(ctx context.Context, level sql.IsolationLevel, fn func(context.Context) error) error {
	options := &sql.TxOptions{}
	if db.dialect.postgres {
		options.Isolation = level
	}
	return db.writer.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		return fn(context.WithValue(ctx, txKey{}, tx))
	}, options)
}

// snapshot runs fn on one unchanging view of the database. It cannot write and
// holds no writer up; inside a transaction it is that transaction's view.
func (db *DB) snapshot(ctx context.Context, fn func(context.Context) error) error {
	if _, joined := ctx.Value(txKey{}).(*gorm.DB); joined {
		return fn(ctx)
	}
	options := &sql.TxOptions{}
	if db.dialect.postgres {
		options.Isolation = sql.LevelRepeatableRead
	}
	return translate(db.reader.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		return fn(context.WithValue(ctx, txKey{}, tx))
	}, options))
}

// conn is the transaction that ctx carries, else a connection that can only read.
func (db *DB) conn(ctx context.Context) *gorm.DB {
	if tx, ok := ctx.Value(txKey{}).(*gorm.DB); ok {
		return tx.WithContext(ctx)
	}
	return db.reader.WithContext(ctx)
}

// row is a stored noun that knows its domain form.
type row[D any] interface{ domain() D }

// list reads rows by a query and gives their domain forms.
func list[R row[D], D any](ctx context.Context, db *DB, query string, args ...any) ([]D, error) {
	var rows []R
	if err := db.conn(ctx).Raw(query, args...).Scan(&rows).Error; err != nil {
		return nil, translate(err)
	}
	nouns := make([]D, len(rows))
	for i, r := range rows {
		nouns[i] = r.domain()
	}
	return nouns, nil
}

// scalar reads a single value; the zero value where there is no row.
func scalar[T any](ctx context.Context, db *DB, query string, args ...any) (T, error) {
	var value T
	err := db.conn(ctx).Raw(query, args...).Scan(&value).Error
	return value, translate(err)
}
