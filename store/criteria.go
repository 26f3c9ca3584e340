package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
	"unicode/utf8"

	"gorm.io/gorm/clause"

	"hailong/scoring/round"
	"hailong/survey"
)

var _ round.CriteriaStore = (*DB)(nil)

type criteriaRow struct {
	ID        round.SetID `gorm:"primaryKey"`
	Family    string
	Year      int
	GroupCode string
	Version   int
	Content   string
	Frozen    bool
	ChangedBy string
	ChangedAt time.Time
}

func (criteriaRow) TableName() string { return "criteria_set" }

func (r criteriaRow) domain() criteriaRow { return r }

func (r criteriaRow) set() (round.Set, error) {
	s := round.Set{ID: r.ID, Frozen: r.Frozen, ChangedBy: r.ChangedBy, ChangedAt: r.ChangedAt.UTC()}
	if err := json.Unmarshal([]byte(r.Content), &s.CriteriaSet); err != nil {
		return s, fmt.Errorf("criteria set %d: %w", r.ID, err)
	}
	s.Family, s.Year, s.Group, s.Version = r.Family, r.Year, r.GroupCode, r.Version
	return s, nil
}

const selectSets = "SELECT * FROM criteria_set "

const setOrder = " ORDER BY year DESC, family, group_code, version DESC"

// Sets are all criteria sets, newest year first; of a family and group the newest version
// first.
func (db *DB) Sets(ctx context.Context) ([]round.Set, error) {
	return db.sets(ctx, selectSets+setOrder)
}

// SetsOf are those of a family in a year, in the same order.
func (db *DB) SetsOf(ctx context.Context, family string, year int) ([]round.Set, error) {
	return db.sets(ctx, selectSets+"WHERE family = ? AND year = ?"+setOrder, family, year)
}

// Set finds a criteria set, nil where there is none.
func (db *DB) Set(ctx context.Context, id round.SetID) (*round.Set, error) {
	sets, err := db.sets(ctx, selectSets+"WHERE id = ?", id)
	if err != nil || len(sets) == 0 {
		return nil, err
	}
	return &sets[0], nil
}

func (db *DB) sets(ctx context.Context, query string, args ...any) ([]round.Set, error) {
	rows, err := list[criteriaRow](ctx, db, query, args...)
	if err != nil {
		return nil, err
	}
	sets := make([]round.Set, len(rows))
	for i, r := range rows {
		if sets[i], err = r.set(); err != nil {
			return nil, err
		}
	}
	return sets, nil
}

// WaitingExceptions are the numbers of the proposals about what a set, by its ref, is not
// applicable to, that wait for a second person.
func (db *DB) WaitingExceptions(ctx context.Context, ref string) (numbers []int64, err error) {
	begin := ref + " "
	err = db.conn(ctx).Raw(`
		SELECT id FROM proposal WHERE action = ? AND state = 'waiting' AND SUBSTR(subject, 1, ?) = ?
		ORDER BY id`, survey.NotApplicable, utf8.RuneCountInString(begin), begin).Scan(&numbers).Error
	return numbers, wrap(err, "read waiting exceptions")
}

// PutSet adds a set that has no id yet, and gives it one, or changes it. A set is frozen
// by FreezeSets alone.
func (db *DB) PutSet(ctx context.Context, s *round.Set) error {
	content, err := json.Marshal(s.CriteriaSet)
	if err != nil {
		return fmt.Errorf("criteria set %d: %w", s.ID, err)
	}
	r := criteriaRow{
		ID: s.ID, Family: s.Family, Year: s.Year, GroupCode: s.Group, Version: s.Version, Content: string(content),
		ChangedBy: s.ChangedBy, ChangedAt: s.ChangedAt,
	}
	conn := db.conn(ctx)
	if s.ID == 0 {
		conn = conn.Omit("id")
	} else {
		conn = conn.Clauses(clause.OnConflict{
			Columns:   []clause.Column{{Name: "id"}},
			DoUpdates: clause.AssignmentColumns([]string{"content", "changed_by", "changed_at"}),
		})
	}
	if err := conn.Create(&r).Error; err != nil {
		return wrap(err, "put criteria set")
	}
	s.ID = r.ID
	return nil
}

// DropSet deletes a set that no round uses.
func (db *DB) DropSet(ctx context.Context, id round.SetID) error {
	return db.exec(ctx, "DELETE FROM criteria_set WHERE id = ?", id)
}

// FreezeSets makes sets such as never change again. Those that are already stay so.
func (db *DB) FreezeSets(ctx context.Context, ids []round.SetID) error {
	if len(ids) == 0 {
		return nil
	}
	return db.exec(ctx, "UPDATE criteria_set SET frozen = ? WHERE id IN ? AND NOT frozen", true, ids)
}
