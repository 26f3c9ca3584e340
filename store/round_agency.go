package store

import (
	"context"

	"hailong/scoring/round"
	"hailong/survey"
)

// RoundsOf are the rounds that an agency is in, the newest year first, without their members.
func (db *DB) RoundsOf(ctx context.Context, agency survey.AgencyID) ([]round.Round, error) {
	rows, err := list[roundRow](ctx, db, `
		SELECT * FROM round WHERE id IN (SELECT round_id FROM round_agency WHERE agency_id = ?)
		ORDER BY year DESC, family`, agency)
	if err != nil {
		return nil, err
	}
	rounds := make([]round.Round, len(rows))
	for i, r := range rows {
		if rounds[i], err = r.round(); err != nil {
			return nil, err
		}
	}
	return rounds, nil
}
