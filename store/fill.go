package store

import (
	"context"
	"database/sql"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/gorm"

	"hailong/survey"
)

// AddSimulated stores made-up responses, new ones without comments, and their
// tallies in one transaction, as quickly as the database can take them. It refuses a
// database that is not marked as simulated.
func (db *DB) AddSimulated(ctx context.Context, list []survey.Response) error {
	err := db.writer.WithContext(ctx).Connection(func(g *gorm.DB) error {
		conn := g.Statement.ConnPool.(*sql.Conn)
		if !db.dialect.postgres {
			if err := g.Exec(roomyCache).Error; err != nil {
				return err
			}
		}
		return g.Transaction(func(g *gorm.DB) error {
			return db.addSimulated(context.WithValue(ctx, txKey{}, &tx{DB: g}), conn, list)
		})
	})
	return wrap(err, "add %d simulated responses", len(list))
}

// roomyCache keeps the pages of a large transaction in memory until its end: 64 MB.
const roomyCache = "PRAGMA cache_size = -65536"

func (db *DB) addSimulated(ctx context.Context, conn *sql.Conn, list []survey.Response) error {
	simulated, err := scalar[int64](ctx, db, "SELECT value FROM property WHERE name = 'simulated'")
	if err != nil {
		return err
	}
	if simulated == 0 {
		return survey.Fail(survey.Conflict, "fill.taken", nil)
	}
	for _, plan := range plansOf(list) {
		archived, err := scalar[int64](ctx, db, "SELECT COUNT(*) FROM archive WHERE plan_id = ?", plan)
		if err == nil && archived > 0 {
			err = survey.Fail(survey.Closed, "fill.taken", nil)
		}
		if err != nil {
			return err
		}
	}
	if db.dialect.postgres {
		err = copyResponses(ctx, conn, list)
	} else {
		err = db.insertSimulated(ctx, list)
	}
	if err != nil {
		return err
	}
	tallies := make([]survey.Tally, len(list))
	for i := range list {
		tallies[i] = list[i].Tally
	}
	for batch := range slices.Chunk(survey.MergeTallies(tallies), survey.BatchSize) {
		if err := db.addTallies(ctx, batch); err != nil {
			return err
		}
	}
	return nil
}

// simulatedColumns are the columns of a response in the order of simulatedRow.
var simulatedColumns = []string{
	"counter_id", "receipt", "plan_id", "questionnaire_id", "answered_at", "received_at", "day", "channel",
	"stage", "status", "levels",
}

func simulatedRow(values []any, r *survey.Response) []any {
	return append(values,
		int64(r.Counter), r.Receipt[:], int64(r.Plan), int64(r.Questionnaire), r.AnsweredAt, r.ReceivedAt,
		string(r.Day), int16(r.Channel), int16(r.Stage), int16(r.Status), string(r.Levels))
}

// copyResponses takes PostgreSQL's way for many rows, on the transaction's own
// connection.
func copyResponses(ctx context.Context, conn *sql.Conn, list []survey.Response) error {
	return conn.Raw(func(driver any) error {
		values := make([]any, 0, len(simulatedColumns))
		rows := pgx.CopyFromSlice(len(list), func(i int) ([]any, error) {
			return simulatedRow(values[:0], &list[i]), nil
		})
		_, err := driver.(*stdlib.Conn).Conn().CopyFrom(ctx, pgx.Identifier{"response"}, simulatedColumns, rows)
		return err
	})
}

// simulatedRows is how many rows one statement of SQLite takes.
const simulatedRows = 250

// insertSimulated prepares one statement for all full batches, which SQLite would
// otherwise read again and again.
func (db *DB) insertSimulated(ctx context.Context, list []survey.Response) error {
	full := len(list) - len(list)%simulatedRows
	if err := db.insertEvenly(ctx, list[:full], simulatedRows); err != nil {
		return err
	}
	return db.insertEvenly(ctx, list[full:], len(list)-full)
}

func (db *DB) insertEvenly(ctx context.Context, list []survey.Response, rows int) error {
	if len(list) == 0 {
		return nil
	}
	// The whole transaction is rolled back if one fails: FAIL saves SQLite the notes by
	// which it would take back the one statement.
	tuple := "(" + strings.Repeat("?, ", len(simulatedColumns)-1) + "?)"
	insert, err := db.conn(ctx).Statement.ConnPool.PrepareContext(ctx,
		"INSERT OR FAIL INTO response ("+strings.Join(simulatedColumns, ", ")+") VALUES "+
			strings.Repeat(tuple+", ", rows-1)+tuple)
	if err != nil {
		return err
	}
	defer func() { _ = insert.Close() }()
	values := make([]any, 0, rows*len(simulatedColumns))
	for batch := range slices.Chunk(list, rows) {
		values = values[:0]
		for i := range batch {
			values = simulatedRow(values, &batch[i])
		}
		if _, err := insert.ExecContext(ctx, values...); err != nil {
			return err
		}
	}
	return nil
}

func plansOf(list []survey.Response) []survey.PlanID {
	found := map[survey.PlanID]bool{}
	for i := range list {
		found[list[i].Plan] = true
	}
	return slices.Sorted(maps.Keys(found))
}
