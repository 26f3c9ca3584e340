package store

import (
	"context"
	"time"

	"hailong/scoring/round"
	"hailong/survey"
)

type evidenceRow struct {
	ID       round.EvidenceID `gorm:"primaryKey"`
	RoundID  round.ID
	AgencyID survey.AgencyID
	File     survey.FileID
	Size     int64
	Type     string
	Name     string
	AddedBy  string
	AddedAt  time.Time
}

func (evidenceRow) TableName() string { return "evidence" }

func (r evidenceRow) domain() round.Evidence {
	return round.Evidence{
		ID: r.ID, Round: r.RoundID, Agency: r.AgencyID,
		File: survey.StoredFile{ID: r.File, Size: r.Size, Type: r.Type},
		Name: r.Name, AddedBy: r.AddedBy, AddedAt: r.AddedAt.UTC(),
	}
}

type evidenceUseRow struct {
	ID         int64 `gorm:"primaryKey"`
	EvidenceID round.EvidenceID
	Leaf       string
	Part       round.Part
	DroppedBy  string
	DroppedAt  *time.Time
}

func (evidenceUseRow) TableName() string { return "evidence_use" }

func (r evidenceUseRow) domain() evidenceUseRow { return r }

// EvidenceOf is an agency's in a round, with its uses; of all agencies where it is 0.
func (db *DB) EvidenceOf(
	ctx context.Context, id round.ID, agency survey.AgencyID,
) ([]round.Evidence, error) {
	if agency == 0 {
		return db.evidence(ctx, "round_id = ?", id)
	}
	return db.evidence(ctx, "round_id = ? AND agency_id = ?", id, agency)
}

// Evidence finds a piece with its uses, nil where there is none.
func (db *DB) Evidence(ctx context.Context, id round.EvidenceID) (*round.Evidence, error) {
	found, err := db.evidence(ctx, "id = ?", id)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

// evidence reads pieces with their uses, two queries for however many.
func (db *DB) evidence(ctx context.Context, where string, args ...any) ([]round.Evidence, error) {
	pieces, err := list[evidenceRow](ctx, db, "SELECT * FROM evidence WHERE "+where+" ORDER BY id", args...)
	if err != nil {
		return nil, err
	}
	uses, err := list[evidenceUseRow](ctx, db, `
		SELECT * FROM evidence_use WHERE evidence_id IN (SELECT id FROM evidence WHERE `+where+`)
		ORDER BY id`, args...)
	if err != nil {
		return nil, err
	}
	place := make(map[round.EvidenceID]*round.Evidence, len(pieces))
	for i := range pieces {
		place[pieces[i].ID] = &pieces[i]
	}
	for _, u := range uses {
		e, err := parent(place, u.EvidenceID, "evidence_use", "evidence")
		if err != nil {
			return nil, err
		}
		e.Uses = append(e.Uses, round.Use{
			Leaf: u.Leaf, Part: u.Part, DroppedBy: u.DroppedBy, DroppedAt: moment(u.DroppedAt),
		})
	}
	return pieces, nil
}

// AddEvidence stores a new piece with its uses and gives it its id.
func (db *DB) AddEvidence(ctx context.Context, e *round.Evidence) error {
	row := evidenceRow{
		RoundID: e.Round, AgencyID: e.Agency, File: e.File.ID, Size: e.File.Size, Type: e.File.Type,
		Name: e.Name, AddedBy: e.AddedBy, AddedAt: *stored(e.AddedAt),
	}
	if err := db.conn(ctx).Omit("id").Create(&row).Error; err != nil {
		return wrap(err, "add evidence")
	}
	e.ID = row.ID
	return db.addUses(ctx, e.ID, e.Uses)
}

// AddUse uses a piece for a leaf.
func (db *DB) AddUse(ctx context.Context, id round.EvidenceID, u round.Use) error {
	return db.addUses(ctx, id, []round.Use{u})
}

// addUses stores uses of a piece in one statement.
func (db *DB) addUses(ctx context.Context, id round.EvidenceID, uses []round.Use) error {
	if len(uses) == 0 {
		return nil
	}
	rows := make([]evidenceUseRow, len(uses))
	for i, u := range uses {
		rows[i] = evidenceUseRow{
			EvidenceID: id, Leaf: u.Leaf, Part: u.Part, DroppedBy: u.DroppedBy, DroppedAt: stored(u.DroppedAt),
		}
	}
	return wrap(db.conn(ctx).Omit("id").Create(&rows).Error, "use evidence")
}

// DropUse takes back the use of a leaf and part that is not taken back yet.
func (db *DB) DropUse(ctx context.Context, id round.EvidenceID, u round.Use) error {
	return db.exec(ctx, `
		UPDATE evidence_use SET dropped_by = ?, dropped_at = ?
		WHERE evidence_id = ? AND leaf = ? AND part = ? AND dropped_by = ''`,
		u.DroppedBy, stored(u.DroppedAt), id, u.Leaf, u.Part)
}
