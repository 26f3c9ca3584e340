package store

import (
	"context"
	"database/sql"
	"time"

	"hailong/survey"
)

var _ survey.ArchiveStore = (*DB)(nil)

type archiveRow struct {
	PlanID      survey.PlanID `gorm:"primaryKey;autoIncrement:false"`
	ArchivedAt  time.Time
	Responses   int64
	FileSHA256  string `gorm:"column:file_sha256"`
	TallySHA256 string `gorm:"column:tally_sha256"`
	Emptied     bool
}

func (archiveRow) TableName() string { return "archive" }

func (r archiveRow) domain() survey.Archive {
	return survey.Archive{
		Plan: r.PlanID, At: r.ArchivedAt.UTC(), Responses: r.Responses,
		FileSHA256: r.FileSHA256, TallySHA256: r.TallySHA256, Emptied: r.Emptied,
	}
}

type archivedAgencyRow struct {
	PlanID   survey.PlanID
	AgencyID survey.AgencyID
	LastDay  survey.Day
}

func (archivedAgencyRow) TableName() string { return "archived_agency" }

type archivedLevelRow struct {
	PlanID          survey.PlanID
	AgencyID        survey.AgencyID
	Stage           survey.Stage
	QuestionnaireID survey.QuestionnaireID
	Levels          survey.Levels
	Count           int64
}

func (archivedLevelRow) TableName() string { return "archived_level" }

// Snapshot runs fn on one unchanging view of the database, which holds no writer up.
func (db *DB) Snapshot(ctx context.Context, fn func(context.Context) error) error {
	return db.snapshot(ctx, fn)
}

// HoldCatalogue lets no answer in until the transaction ends. On SQLite the transaction
// is the only writer anyway.
func (db *DB) HoldCatalogue(ctx context.Context) error {
	if db.dialect.lockCatalogue == "" {
		return nil
	}
	return wrap(db.conn(ctx).Exec(db.dialect.lockCatalogue).Error, "hold the catalogue")
}

// Archives are all archived plans.
func (db *DB) Archives(ctx context.Context) ([]survey.Archive, error) {
	return list[archiveRow](ctx, db, "SELECT * FROM archive ORDER BY plan_id")
}

// AddArchive makes a plan archived: the catalogue has changed, so that no answer that
// was checked before comes in.
func (db *DB) AddArchive(ctx context.Context, a survey.Archive, last map[survey.AgencyID]survey.Day) error {
	rows := make([]archivedAgencyRow, 0, len(last))
	for id, day := range last {
		rows = append(rows, archivedAgencyRow{a.Plan, id, day})
	}
	if len(rows) > 0 {
		if err := db.conn(ctx).CreateInBatches(&rows, archiveRows).Error; err != nil {
			return wrap(err, "archive plan %d", a.Plan)
		}
	}
	row := archiveRow{a.Plan, a.At, a.Responses, a.FileSHA256, a.TallySHA256, a.Emptied}
	if err := db.conn(ctx).Create(&row).Error; err != nil {
		return wrap(err, "archive plan %d", a.Plan)
	}
	return changed(ctx)
}

// MarkEmptied says that no response of an archived plan is left.
func (db *DB) MarkEmptied(ctx context.Context, plan survey.PlanID) error {
	err := db.conn(ctx).Exec("UPDATE archive SET emptied = TRUE WHERE plan_id = ?", plan).Error
	return wrap(err, "empty plan %d", plan)
}

// DeleteArchived deletes responses by their receipts, in a transaction of its own that
// decides each row by its key, as the intake does.
func (db *DB) DeleteArchived(
	ctx context.Context, plans []survey.PlanID, receipts []survey.Receipt,
) (deleted int64, err error) {
	keys := make([][]byte, len(receipts))
	for i := range receipts {
		keys[i] = receipts[i][:]
	}
	err = db.inTx(ctx, sql.LevelReadCommitted, func(ctx context.Context) error {
		done := db.conn(ctx).Exec("DELETE FROM response WHERE receipt IN ? AND plan_id IN ?", keys, plans)
		deleted = done.RowsAffected
		return done.Error
	})
	return deleted, wrap(err, "delete %d archived responses", len(receipts))
}
