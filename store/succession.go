package store

import (
	"context"

	"gorm.io/gorm/clause"

	"hailong/survey"
)

type successionRow struct {
	PredecessorID survey.AgencyID
	SuccessorID   survey.AgencyID
	OnDay         survey.Day
	Note          string
}

func (successionRow) TableName() string { return "succession" }

func (r successionRow) domain() survey.Succession {
	return survey.Succession{Predecessor: r.PredecessorID, Successor: r.SuccessorID, On: r.OnDay, Note: r.Note}
}

func (db *DB) readSuccessions(ctx context.Context, c *survey.Catalogue) (err error) {
	c.Successions, err = list[successionRow](ctx, db,
		"SELECT * FROM succession ORDER BY on_day, predecessor_id, successor_id")
	return err
}

// PutSuccessions adds successions, or changes the notes of those that are there.
func (db *DB) PutSuccessions(ctx context.Context, successions []survey.Succession) error {
	rows := make([]successionRow, len(successions))
	for i, s := range successions {
		rows[i] = successionRow{s.Predecessor, s.Successor, s.On, s.Note}
	}
	err := db.conn(ctx).Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "predecessor_id"}, {Name: "successor_id"}, {Name: "on_day"}},
		DoUpdates: clause.AssignmentColumns([]string{"note"}),
	}).Create(&rows).Error
	if err != nil {
		return wrap(err, "put %d successions", len(rows))
	}
	return changed(ctx)
}

// DeleteSuccession takes a succession away; the log keeps what it said.
func (db *DB) DeleteSuccession(ctx context.Context, s survey.Succession) error {
	const query = "DELETE FROM succession WHERE predecessor_id = ? AND successor_id = ? AND on_day = ?"
	err := db.conn(ctx).Exec(query, s.Predecessor, s.Successor, s.On).Error
	if err != nil {
		return wrap(err, "delete succession")
	}
	return changed(ctx)
}
