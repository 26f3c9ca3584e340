package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm/clause"

	"hailong/survey"
)

var _ survey.QuestionnaireDrafts = (*DB)(nil)

type draftRow struct {
	ID        survey.DraftID `gorm:"primaryKey"`
	Form      string
	ChangedBy string
	ChangedAt time.Time
}

func (draftRow) TableName() string { return "questionnaire_draft" }

func (r draftRow) domain() draftRow { return r }

func (r draftRow) draft() (survey.QuestionnaireDraft, error) {
	d := survey.QuestionnaireDraft{ID: r.ID, ChangedBy: r.ChangedBy, ChangedAt: r.ChangedAt.UTC()}
	if err := json.Unmarshal([]byte(r.Form), &d.Form); err != nil {
		return d, fmt.Errorf("draft %d: %w", r.ID, err)
	}
	return d, nil
}

// QuestionnaireDrafts are all, the last changed first.
func (db *DB) QuestionnaireDrafts(ctx context.Context) ([]survey.QuestionnaireDraft, error) {
	return db.drafts(ctx, "SELECT * FROM questionnaire_draft ORDER BY changed_at DESC, id DESC")
}

// QuestionnaireDraft finds one, nil where there is none.
func (db *DB) QuestionnaireDraft(ctx context.Context, id survey.DraftID) (*survey.QuestionnaireDraft, error) {
	drafts, err := db.drafts(ctx, "SELECT * FROM questionnaire_draft WHERE id = ?", id)
	if err != nil || len(drafts) == 0 {
		return nil, err
	}
	return &drafts[0], nil
}

func (db *DB) drafts(ctx context.Context, query string, args ...any) ([]survey.QuestionnaireDraft, error) {
	rows, err := list[draftRow](ctx, db, query, args...)
	if err != nil {
		return nil, err
	}
	drafts := make([]survey.QuestionnaireDraft, len(rows))
	for i, r := range rows {
		if drafts[i], err = r.draft(); err != nil {
			return nil, err
		}
	}
	return drafts, nil
}

// PutQuestionnaireDraft adds a draft that has no id yet, or changes all of it.
func (db *DB) PutQuestionnaireDraft(ctx context.Context, d *survey.QuestionnaireDraft) error {
	form, err := json.Marshal(d.Form)
	if err != nil {
		return fmt.Errorf("draft %d: %w", d.ID, err)
	}
	r := draftRow{d.ID, string(form), d.ChangedBy, d.ChangedAt}
	conn := db.conn(ctx)
	if d.ID == 0 {
		conn = conn.Omit("id")
	} else {
		conn = conn.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "id"}}, UpdateAll: true})
	}
	if err := conn.Create(&r).Error; err != nil {
		return wrap(err, "put draft")
	}
	d.ID = r.ID
	return nil
}

// DropQuestionnaireDraft deletes a draft.
func (db *DB) DropQuestionnaireDraft(ctx context.Context, id survey.DraftID) error {
	return db.exec(ctx, "DELETE FROM questionnaire_draft WHERE id = ?", id)
}
