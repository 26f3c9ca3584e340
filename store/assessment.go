package store

import (
	"context"
	"database/sql"
	"time"

	"hailong/scoring/round"
)

const selectAssessments = `
	SELECT id, agency_id, leaf, part, is_out, points, num, den, agrees, note, login, at
	FROM assessment WHERE round_id = ?`

// selectBrief has no time, no login and no note of an agency's, which are most of the text.
// It reads a whole round: to sort out the last entry of each leaf and part there takes
// longer than to read those that were written over.
const selectBrief = `
	SELECT id, agency_id, leaf, part, is_out, points, num, den, agrees,
		CASE WHEN part IN ('self', 'explained') THEN '' ELSE note END AS note
	FROM assessment WHERE round_id = ?`

// Assessments are entries agency by agency, of each in the order in which they were written,
// as the index has them: nothing is sorted. There may be a hundred thousand and more, so they
// are scanned column by column.
func (db *DB) Assessments(ctx context.Context, q round.EntryQuery) ([]round.Entry, error) {
	query, args := selectAssessments, []any{q.Round}
	if q.Brief {
		query = selectBrief
	}
	if q.Agency != 0 {
		query, args = query+" AND agency_id = ?", append(args, q.Agency)
	}
	rows, err := db.conn(ctx).Raw(query+" ORDER BY agency_id, id", args...).Rows()
	if err != nil {
		return nil, wrap(err, "read assessments")
	}
	defer func() { _ = rows.Close() }()
	var entries []round.Entry
	for rows.Next() {
		e, err := scanAssessment(rows, q)
		if err != nil {
			return nil, wrap(err, "read assessments")
		}
		entries = append(entries, e)
	}
	return entries, wrap(rows.Err(), "read assessments")
}

func scanAssessment(rows *sql.Rows, q round.EntryQuery) (round.Entry, error) {
	e := round.Entry{Round: q.Round}
	columns := []any{
		&e.ID, &e.Agency, &e.Leaf, &e.Part, &e.Given.NotApplicable, &e.Given.Points, &e.Given.Num, &e.Given.Den,
		&e.Agrees, &e.Note,
	}
	if !q.Brief {
		columns = append(columns, &e.By, &e.At)
	}
	err := rows.Scan(columns...)
	e.At = e.At.UTC()
	return e, err
}

var assessmentInsert = newInserter("assessment", "", []column[round.Entry]{
	col("round_id", "bigint", func(e *round.Entry) int64 { return int64(e.Round) }),
	col("agency_id", "bigint", func(e *round.Entry) int64 { return int64(e.Agency) }),
	col("leaf", "text", func(e *round.Entry) string { return e.Leaf }),
	col("part", "text", func(e *round.Entry) string { return string(e.Part) }),
	col("is_out", "boolean", func(e *round.Entry) bool { return e.Given.NotApplicable }),
	col("points", "bigint", func(e *round.Entry) int64 { return int64(e.Given.Points) }),
	col("num", "bigint", func(e *round.Entry) int64 { return e.Given.Num }),
	col("den", "bigint", func(e *round.Entry) int64 { return e.Given.Den }),
	col("agrees", "boolean", func(e *round.Entry) bool { return e.Agrees }),
	col("note", "text", func(e *round.Entry) string { return e.Note }),
	col("login", "text", func(e *round.Entry) string { return e.By }),
	col("at", "timestamptz", func(e *round.Entry) time.Time { return e.At.UTC() }),
})

// AddAssessments appends entries.
func (db *DB) AddAssessments(ctx context.Context, entries []round.Entry) error {
	if err := db.expectMany(ctx); err != nil { // for the look-up of the guard, too
		return wrap(err, "add assessments")
	}
	return wrap(insertAll(ctx, db, &assessmentInsert, pointers(entries)), "add assessments")
}
