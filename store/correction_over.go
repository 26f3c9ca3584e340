package store

import (
	"context"

	"hailong/survey"
)

// above is what corrections in force say of a response.
type above struct {
	agency   survey.AgencyID // to which it is credited; 0: to its counter's
	excluded bool
}

// ballot names a response.
type ballot struct {
	counter survey.CounterID
	receipt survey.Receipt
}

// overlay is what stands over responses; of most nothing does.
type overlay map[ballot]above

// of is what stands over a response.
func (o overlay) of(counter survey.CounterID, receipt []byte) above {
	if len(o) == 0 || len(receipt) != len(survey.Receipt{}) {
		return above{}
	}
	return o[ballot{counter, survey.Receipt(receipt)}]
}

// overlay reads what corrections in force say, of a counter or of all.
func (db *DB) overlay(ctx context.Context, of place) (overlay, error) {
	query := "SELECT counter_id, receipt, COALESCE(agency_id, 0) FROM correction_receipt WHERE in_force" +
		of.receipt
	var args []any
	if of.receipt != "" {
		args = of.args[:1]
	}
	rows, err := db.conn(ctx).Raw(query, args...).Rows()
	if err != nil {
		return nil, wrap(err, "read corrections")
	}
	defer func() { _ = rows.Close() }()
	over := overlay{}
	for rows.Next() {
		var counter survey.CounterID
		var receipt []byte
		var agency survey.AgencyID
		if err := rows.Scan(&counter, &receipt, &agency); err != nil {
			return nil, wrap(err, "read corrections")
		}
		at := ballot{counter, survey.Receipt(receipt)}
		now := over[at]
		if agency == 0 {
			now.excluded = true
		} else {
			now.agency = agency
		}
		over[at] = now
	}
	return over, wrap(rows.Err(), "read corrections")
}

// corrected tells whether corrections in force touch an agency's responses.
func (db *DB) corrected(ctx context.Context, agency survey.AgencyID) (bool, error) {
	count, err := scalar[int64](ctx, db, `
		SELECT COUNT(*) FROM correction
		WHERE undone_by = '' AND (agency_id = ? OR counter_id IN (SELECT id FROM counter WHERE agency_id = ?))`,
		agency, agency)
	return count > 0, err
}
