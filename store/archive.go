package store

import (
	"context"
	"database/sql"
	"maps"
	"slices"
	"time"

	"gorm.io/gorm"

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

type archivedStageRow struct {
	PlanID          survey.PlanID
	AgencyID        survey.AgencyID
	QuestionnaireID survey.QuestionnaireID
	Stage           survey.Stage
	N               int64  `gorm:"column:n"`
	Y               int64  `gorm:"column:y"`
	M               int64  `gorm:"column:m"`
	YY              int64  `gorm:"column:yy"`
	YM              int64  `gorm:"column:ym"`
	MM              int64  `gorm:"column:mm"`
	Shares          string // as sharesText writes them
}

func (archivedStageRow) TableName() string { return "archived_stage" }

func (r archivedStageRow) domain() archivedStageRow { return r }

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

// archiveRows is how many rows of what is kept one statement stores.
const archiveRows = 1000

// AddArchive makes a plan archived: the catalogue has changed, so that no answer that
// was checked before comes in. The plan's own row comes last, because from then on
// nothing can be added to what is kept.
func (db *DB) AddArchive(
	ctx context.Context, a survey.Archive, kept map[survey.AgencyID]survey.Kept,
) error {
	agencies, stages := make([]archivedAgencyRow, 0, len(kept)), []archivedStageRow{}
	for _, id := range slices.Sorted(maps.Keys(kept)) {
		agencies = append(agencies, archivedAgencyRow{a.Plan, id, kept[id].Last})
		for _, t := range kept[id].Stages {
			stages = append(stages, archivedStageRow{
				a.Plan, id, t.Questionnaire, t.Stage, t.N, t.Y, t.M, t.YY, t.YM, t.MM, sharesText(t.Shares),
			})
		}
	}
	row := archiveRow{a.Plan, a.At, a.Responses, a.FileSHA256, a.TallySHA256, a.Emptied}
	err := addRows(db.conn(ctx), agencies)
	if err == nil {
		err = addRows(db.conn(ctx), stages)
	}
	if err == nil {
		err = db.conn(ctx).Create(&row).Error
	}
	if err != nil {
		return wrap(err, "archive plan %d", a.Plan)
	}
	return changed(ctx)
}

func addRows[R any](tx *gorm.DB, rows []R) error {
	if len(rows) == 0 {
		return nil
	}
	return tx.CreateInBatches(&rows, archiveRows).Error
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
