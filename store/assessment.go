package store

import (
	"context"
	"database/sql"
	"iter"
	"time"

	"hailong/scoring"
	"hailong/scoring/round"
	"hailong/survey"
)

const selectAssessments = `
	SELECT id, agency_id, leaf, part, is_out, points, num, den, agrees, note, login, at
	FROM assessment WHERE round_id = ?`

// selectBrief has no time, no login and no note, which are most of the text. It reads a whole
// round: to sort out the last entry of each leaf and part there takes longer than to read
// those that were written over.
const selectBrief = `
	SELECT id, agency_id, leaf, part, is_out, points, num, den, agrees
	FROM assessment WHERE round_id = ?`

// Assessments gives the entries agency by agency, of each in the order in which they were
// written, as the index has them: nothing is sorted. There may be a hundred thousand and
// more, so they are scanned column by column into one place and copied from there.
func (db *DB) Assessments(ctx context.Context, q round.EntryQuery) iter.Seq2[[]round.Entry, error] {
	query, args := selectAssessments, []any{q.Round}
	if q.Brief {
		query = selectBrief
	}
	if q.Agency != 0 {
		query, args = query+" AND agency_id = ?", append(args, q.Agency)
	}
	return func(yield func([]round.Entry, error) bool) {
		rows, err := db.conn(ctx).Raw(query+" ORDER BY agency_id, id", args...).Rows()
		if err != nil {
			yield(nil, wrap(err, "read assessments"))
			return
		}
		defer func() { _ = rows.Close() }()
		if err := eachSheet(rows, q, yield); err != nil {
			yield(nil, wrap(err, "read assessments"))
		}
	}
}

// eachSheet cuts rows where another agency begins.
func eachSheet(rows *sql.Rows, q round.EntryQuery, yield func([]round.Entry, error) bool) error {
	var sheet []round.Entry
	row := entryRow{}
	targets := row.targets(q.Brief)
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		e := row.entry(q.Round)
		if n := len(sheet); n > 0 && sheet[0].Agency != e.Agency {
			if !yield(sheet, nil) {
				return nil
			}
			sheet = make([]round.Entry, 0, n) // mostly as many as of the one before
		}
		sheet = append(sheet, e)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if len(sheet) > 0 {
		yield(sheet, nil)
	}
	return nil
}

// entryRow is a row in types that are scanned without reflection.
type entryRow struct {
	id, agency, points, num, den int64
	out, agrees                  bool
	leaf, part, note, login      string
	at                           time.Time
}

func (r *entryRow) targets(brief bool) []any {
	list := []any{&r.id, &r.agency, &r.leaf, &r.part, &r.out, &r.points, &r.num, &r.den, &r.agrees}
	if !brief {
		list = append(list, &r.note, &r.login, &r.at)
	}
	return list
}

func (r *entryRow) entry(id round.ID) round.Entry {
	given := scoring.Given{NotApplicable: r.out, Points: scoring.Points(r.points), Num: r.num, Den: r.den}
	return round.Entry{
		ID: round.EntryID(r.id), Round: id, Agency: survey.AgencyID(r.agency), Leaf: r.leaf,
		Part: round.Part(r.part), Given: given, Agrees: r.agrees, Note: r.note, By: r.login, At: r.at.UTC(),
	}
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
