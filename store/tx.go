package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"gorm.io/gorm"

	"hailong/survey"
)

var _ survey.Transactor = (*DB)(nil)

type txKey struct{}

// tx is the transaction that a context carries.
type tx struct {
	*gorm.DB
	catalogue bool           // something of the catalogue has changed: raise its version at the end
	entries   []survey.Entry // of the log, written at the end
	view      bool           // it only looks
}

func txOf(ctx context.Context) (*tx, bool) {
	t, ok := ctx.Value(txKey{}).(*tx)
	return t, ok
}

// clashTries is how often a transaction that clashed with another is run again.
const clashTries = 10

// InTx runs fn as one serializable transaction, or joins the one that ctx carries.
// A clash with another transaction runs fn again from the start: the outermost one,
// because a joined transaction is already lost.
func (db *DB) InTx(ctx context.Context, fn func(context.Context) error) error {
	_, joined := txOf(ctx)
	var err error
	for try := range clashTries {
		err = db.inTx(ctx, sql.LevelSerializable, fn)
		if joined || !clash(err) {
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

// inTx runs fn once, joining the transaction that ctx carries. SQLite has one writer
// at a time and is serializable as it is.
func (db *DB) inTx(ctx context.Context, level sql.IsolationLevel, fn func(context.Context) error) error {
	if _, joined := txOf(ctx); joined {
		return fn(ctx)
	}
	options := &sql.TxOptions{}
	if db.dialect.postgres {
		options.Isolation = level
	}
	if err := db.sameFile(); err != nil {
		return err
	}
	return db.writer.WithContext(ctx).Transaction(func(g *gorm.DB) error {
		t := &tx{DB: g}
		if err := fn(context.WithValue(ctx, txKey{}, t)); err != nil {
			return err
		}
		if err := t.writeLog(); err != nil {
			return err
		}
		return t.raise()
	}, options)
}

// raise makes every instance read the catalogue anew. It is the last thing in the
// transaction, because every intake waits for that row.
func (t *tx) raise() error {
	if !t.catalogue {
		return nil
	}
	return t.Exec("UPDATE property SET value = value + 1 WHERE name = 'catalogue'").Error
}

// changed notes that something of the catalogue has changed.
func changed(ctx context.Context) error {
	t, ok := txOf(ctx)
	if !ok {
		return errors.New("the catalogue was changed outside a transaction")
	}
	t.catalogue = true
	return nil
}

// snapshot runs fn on one unchanging view of the database. It cannot write and
// holds no writer up; inside a transaction it is that transaction's view.
func (db *DB) snapshot(ctx context.Context, fn func(context.Context) error) error {
	if _, joined := txOf(ctx); joined {
		return fn(ctx)
	}
	options := &sql.TxOptions{}
	if db.dialect.postgres {
		options.Isolation = sql.LevelRepeatableRead
	}
	return translate(db.reader.WithContext(ctx).Transaction(func(g *gorm.DB) error {
		return fn(context.WithValue(ctx, txKey{}, &tx{DB: g, view: true}))
	}, options))
}

// conn is the transaction that ctx carries, else a connection that can only read.
func (db *DB) conn(ctx context.Context) *gorm.DB {
	if t, ok := txOf(ctx); ok {
		return t.WithContext(ctx)
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
