package store

import (
	"context"
	"time"

	"gorm.io/gorm/clause"

	"hailong/scoring/round"
	"hailong/survey"
)

type petitionRow struct {
	ID         round.PetitionID `gorm:"primaryKey"`
	RoundID    round.ID
	AgencyID   survey.AgencyID
	Leaf       string
	Reason     string
	FiledBy    string
	FiledAt    time.Time
	Answer     string
	Changes    bool
	AnsweredBy string
	AnsweredAt *time.Time
}

func (petitionRow) TableName() string { return "petition" }

func (r petitionRow) domain() round.Petition {
	return round.Petition{
		ID: r.ID, Round: r.RoundID, Agency: r.AgencyID, Leaf: r.Leaf, Reason: r.Reason,
		FiledBy: r.FiledBy, FiledAt: r.FiledAt.UTC(),
		Answer: r.Answer, Changes: r.Changes, AnsweredBy: r.AnsweredBy, AnsweredAt: moment(r.AnsweredAt),
	}
}

// Petitions are a round's, oldest first.
func (db *DB) Petitions(ctx context.Context, id round.ID) ([]round.Petition, error) {
	return list[petitionRow](ctx, db, "SELECT * FROM petition WHERE round_id = ? ORDER BY id", id)
}

// Petition finds a petition, nil where there is none.
func (db *DB) Petition(ctx context.Context, id round.PetitionID) (*round.Petition, error) {
	return only[petitionRow](ctx, db, "SELECT * FROM petition WHERE id = ?", id)
}

// PutPetition adds a petition that has no id yet, and gives it one, or stores its answer.
func (db *DB) PutPetition(ctx context.Context, a *round.Petition) error {
	row := petitionRow{
		ID: a.ID, RoundID: a.Round, AgencyID: a.Agency, Leaf: a.Leaf, Reason: a.Reason,
		FiledBy: a.FiledBy, FiledAt: *stored(a.FiledAt),
		Answer: a.Answer, Changes: a.Changes, AnsweredBy: a.AnsweredBy, AnsweredAt: stored(a.AnsweredAt),
	}
	conn := db.conn(ctx)
	if a.ID == 0 {
		conn = conn.Omit("id")
	} else {
		conn = conn.Clauses(clause.OnConflict{
			Columns:   []clause.Column{{Name: "id"}},
			DoUpdates: clause.AssignmentColumns([]string{"answer", "changes", "answered_by", "answered_at"}),
		})
	}
	if err := conn.Create(&row).Error; err != nil {
		return wrap(err, "put petition")
	}
	a.ID = row.ID
	return nil
}
