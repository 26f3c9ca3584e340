package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"hailong/survey"
)

// addPipelined is the intake's transaction on PostgreSQL in two trips to the server
// instead of five, by the driver's own pipeline: at 32 senders a batch is small, and
// the trips were most of its time.
func (db *DB) addPipelined(
	ctx context.Context, version int64, firsts []*survey.Response,
) (added []*survey.Response, err error) {
	pool, err := db.writer.DB()
	if err != nil {
		return nil, err
	}
	session, err := pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = session.Close() }()
	err = session.Raw(func(driver any) error {
		conn := driver.(*stdlib.Conn).Conn()
		added, err = pipeline(ctx, conn, version, firsts)
		if err != nil {
			abandon(ctx, conn)
		}
		return err
	})
	return added, err
}

// pipeline runs the two trips: what needs no look at the outcome, then the rest.
func pipeline(
	ctx context.Context, conn *pgx.Conn, version int64, firsts []*survey.Response,
) (added []*survey.Response, err error) {
	var stored int64
	begin := &pgx.Batch{}
	begin.Queue("BEGIN ISOLATION LEVEL READ COMMITTED")
	begin.Queue(catalogueVersion + postgresDialect.shareLock).QueryRow(func(row pgx.Row) error {
		return row.Scan(&stored)
	})
	insert := begin.Queue(responseInsert.unnest+returning, responseInsert.arrays(firsts)...)
	insert.Query(func(rows pgx.Rows) error {
		added, err = addedOf(firsts, rows)
		return err
	})
	if err := conn.SendBatch(ctx, begin).Close(); err != nil {
		return nil, err
	}
	if stored != version {
		return nil, survey.ErrStale
	}
	return added, conn.SendBatch(ctx, partsOf(added)).Close()
}

// partsOf are the comments and tallies of what was added, and the commit.
func partsOf(added []*survey.Response) *pgx.Batch {
	batch := &pgx.Batch{}
	if comments := commentsOf(added); len(comments) > 0 {
		batch.Queue(commentInsert.unnest, commentInsert.arrays(comments)...)
	}
	if len(added) > 0 {
		batch.Queue(tallyInsert.unnest, tallyInsert.arrays(pointers(talliesOf(added)))...)
	}
	batch.Queue("COMMIT")
	return batch
}

// abandonTime is how long a server may take to roll back before its connection is
// given up.
const abandonTime = 2 * time.Second

// abandon leaves no transaction open on a connection that goes back to the pool.
func abandon(ctx context.Context, conn *pgx.Conn) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), abandonTime)
	defer cancel()
	if _, err := conn.Exec(ctx, "ROLLBACK"); err != nil {
		_ = conn.Close(ctx)
	}
}
