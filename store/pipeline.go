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
// the trips were most of its time. Where something is a repeat, a third trip reads
// what stands under its receipt.
func (db *DB) addPipelined(
	ctx context.Context, version int64, batch []survey.Response,
) (outcomes []survey.Outcome, err error) {
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
		outcomes, err = pipeline(ctx, conn, version, batch)
		if err != nil {
			abandon(ctx, conn)
		}
		return err
	})
	return outcomes, err
}

func pipeline(
	ctx context.Context, conn *pgx.Conn, version int64, batch []survey.Response,
) ([]survey.Outcome, error) {
	added, err := insertPipelined(ctx, conn, version, firstsOf(batch))
	if err != nil {
		return nil, err
	}
	outcomes, others := outcomesOf(batch, added)
	for _, i := range others {
		rows, err := conn.Query(ctx, responseByReceipt+"$1", batch[i].Receipt[:])
		if err != nil {
			return nil, err
		}
		stored, err := pgx.CollectRows(rows, pgx.RowToStructByPos[responseRow])
		if err != nil {
			return nil, err
		}
		outcomes[i] = compared(&batch[i], firstOf(stored))
	}
	return outcomes, conn.SendBatch(ctx, partsOf(added)).Close()
}

// insertPipelined begins, holds the catalogue and gives what it added.
func insertPipelined(
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
	return added, nil
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
