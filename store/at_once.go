package store

import (
	"context"
	"fmt"
	"strings"

	"hailong/survey"
)

// addAtOnce is the intake's transaction on PostgreSQL: one statement, so one trip to the
// server. Under load the service reads an answer of the server only when it has
// nothing else to do, and the next batch waits for each such answer.
func (db *DB) addAtOnce(
	ctx context.Context, version int64, batch []survey.Response,
) ([]survey.Outcome, error) {
	pool, err := db.writer.DB()
	if err != nil {
		return nil, err
	}
	firsts := firstsOf(batch)
	rows, err := pool.QueryContext(ctx, atOnce, atOnceArguments(version, firsts)...)
	if err != nil {
		return nil, err
	}
	var stored int64
	receipts, err := scanReceipts(rows, &stored)
	if err != nil {
		return nil, err
	}
	if stored != version {
		return nil, survey.ErrStale
	}
	added, err := addedOf(firsts, receipts)
	if err != nil {
		return nil, err
	}
	outcomes, others := outcomesOf(batch, added)
	return outcomes, db.compareOthers(ctx, batch, others, outcomes)
}

// oneByEach are the sums that one response adds to its tally, small numbers: PostgreSQL
// adds those up four times as fast as its large ones.
var oneByEach = tallySums("integer")

// atOnce stores responses that were checked against the catalogue of version $1: those
// that are new, their comments, and what they add to their tallies. It gives the stored
// version, and with it the receipts of what was added; where the version is another,
// that is nothing. Only the server knows in time what is new, so it merges the tallies,
// in the order of survey.MergeTallies; what a response counts for is not its business.
// The receipts of the tallies are those of the responses, $3.
var atOnce = func() string {
	comments := 2 + len(responseInsert.columns)
	keys := comments + len(commentInsert.columns)
	sums := keys + len(tallyKeys)
	var totals []string
	for _, c := range oneByEach {
		totals = append(totals, fmt.Sprintf("SUM(%s)", c.name))
	}
	isAdded := " WHERE receipt IN (SELECT receipt FROM added) "
	return "WITH held AS MATERIALIZED (" + catalogueVersion + postgresDialect.shareLock + ")" +
		", added AS (" + responseInsert.head + "SELECT * FROM unnest(" + responseInsert.columns.marks(2) + ")" +
		" WHERE $1 = (SELECT value FROM held) " + responseInsert.tail + " RETURNING receipt)" +
		", told AS (" + commentInsert.head + "SELECT * FROM unnest(" + commentInsert.columns.marks(comments) +
		") AS c (" + commentInsert.columns.names() + ")" + isAdded + commentInsert.tail + ")" +
		", counted AS (" + tallyInsert.head + "SELECT " + tallyKeys.names() + ", " + strings.Join(totals, ", ") +
		" FROM unnest($3, " + tallyKeys.marks(keys) + ", " + oneByEach.marks(sums) +
		") AS t (receipt, " + tallyInsert.columns.names() + ")" + isAdded +
		"GROUP BY " + tallyKeys.names() + " ORDER BY " + tallyKeys.names() + " " + tallyInsert.tail + ")" +
		" SELECT held.value, added.receipt FROM held LEFT JOIN added ON true"
}()

func atOnceArguments(version int64, firsts []*survey.Response) []any {
	tallies := make([]*survey.Tally, len(firsts))
	for i, r := range firsts {
		tallies[i] = &r.Tally
	}
	args := append([]any{version}, responseInsert.columns.arrays(firsts)...)
	args = append(args, commentInsert.columns.arrays(commentsOf(firsts))...)
	args = append(args, tallyKeys.arrays(tallies)...)
	return append(args, oneByEach.arrays(tallies)...)
}
