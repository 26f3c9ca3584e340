package store

import (
	"context"
	"time"

	"hailong/survey"
)

var _ survey.CorrectionStore = (*DB)(nil)

type correctionRow struct {
	ID         survey.CorrectionID `gorm:"primaryKey"`
	Kind       survey.CorrectionKind
	CounterID  survey.CounterID
	AgencyID   *survey.AgencyID
	FirstDay   survey.Day
	LastDay    survey.Day
	AfterTime  string
	BeforeTime string
	Channel    survey.Channel
	Rule       survey.FlagRule
	Reason     string
	Taken      int64
	SHA256     string `gorm:"column:sha256"`
	MadeBy     string
	MadeAt     time.Time
	UndoneBy   string
	UndoneAt   *time.Time
	UndoneWhy  string
}

func (correctionRow) TableName() string { return "correction" }

func (r correctionRow) domain() survey.Correction {
	c := survey.Correction{
		ID: r.ID, Selection: survey.Selection{
			Kind: r.Kind, Counter: r.CounterID, From: r.FirstDay, To: r.LastDay,
			After: r.AfterTime, Before: r.BeforeTime, Channel: r.Channel, Rule: r.Rule,
		},
		Reason: r.Reason, Taken: r.Taken, SHA256: r.SHA256, By: r.MadeBy, At: r.MadeAt.UTC(),
		UndoneBy: r.UndoneBy, UndoneAt: moment(r.UndoneAt), UndoneWhy: r.UndoneWhy,
	}
	if r.AgencyID != nil {
		c.Agency = *r.AgencyID
	}
	return c
}

type correctableRow struct {
	Row        responseRow `gorm:"embedded"`
	Reassigned survey.AgencyID
	Excluded   bool
}

func (r correctableRow) domain() survey.Correctable {
	return survey.Correctable{Response: r.Row.domain(), Reassigned: r.Reassigned, Excluded: r.Excluded}
}

// selectCorrectable reads responses with what stands over them; its text goes on with where
// they come from, which must call them r, and then with underCorrections.
const (
	selectCorrectable = `
		SELECT r.counter_id, r.receipt, r.plan_id, r.questionnaire_id, r.answered_at, r.received_at, r.day,
			r.channel, r.stage, r.status, r.levels,
			COALESCE(m.agency_id, 0) AS reassigned, x.receipt IS NOT NULL AS excluded
		FROM `
	underCorrections = `
		LEFT JOIN correction_receipt x
			ON x.counter_id = r.counter_id AND x.receipt = r.receipt AND x.kind = 'exclude' AND x.in_force
		LEFT JOIN correction_receipt m
			ON m.counter_id = r.counter_id AND m.receipt = r.receipt AND m.kind = 'reassign' AND m.in_force `
)

// Correctable are the stored responses of a counter and its days, by channel and flag,
// that are in no correction of the kind.
func (db *DB) Correctable(
	ctx context.Context, s survey.Selection,
) (found []survey.Correctable, err error) {
	query := selectCorrectable + "response r" + underCorrections +
		"WHERE r.counter_id = ? AND r.day >= ? AND r.day <= ?"
	args := []any{s.Counter, s.From, s.To}
	if s.Kind == survey.Exclude {
		query += " AND x.receipt IS NULL"
	} else {
		query += " AND m.receipt IS NULL"
	}
	if s.Channel != 0 {
		query, args = query+" AND r.channel = ?", append(args, s.Channel)
	}
	if s.Rule != "" {
		query += ` AND EXISTS (
			SELECT 1 FROM response_flag f WHERE f.counter_id = r.counter_id AND f.receipt = r.receipt AND f.rule = ?)`
		args = append(args, s.Rule)
	}
	err = db.snapshot(ctx, func(ctx context.Context) error {
		if err := db.readByKey(ctx); err != nil {
			return err
		}
		found, err = list[correctableRow](ctx, db, query, args...)
		return err
	})
	return found, wrap(err, "read responses of counter %d", s.Counter)
}

// Corrected are the responses that a correction took, as far as they are here.
func (db *DB) Corrected(ctx context.Context, id survey.CorrectionID) ([]survey.Correctable, error) {
	query := selectCorrectable + `correction_receipt t
		JOIN response r ON r.counter_id = t.counter_id AND r.receipt = t.receipt` + underCorrections +
		"WHERE t.correction_id = ?"
	found, err := list[correctableRow](ctx, db, query, id)
	return found, wrap(err, "read correction %d", id)
}

// Correction finds a correction by its number, nil where there is none.
func (db *DB) Correction(ctx context.Context, id survey.CorrectionID) (*survey.Correction, error) {
	return only[correctionRow](ctx, db, "SELECT * FROM correction WHERE id = ?", id)
}

// NewestCorrections are the last ones, newest first, at most as many as asked for.
func (db *DB) NewestCorrections(ctx context.Context, most int) ([]survey.Correction, error) {
	return list[correctionRow](ctx, db, "SELECT * FROM correction ORDER BY id DESC LIMIT ?", most)
}

// takenRow is a response that a correction takes.
type takenRow struct {
	correction *survey.Correction
	receipt    survey.Receipt
}

var takenInsert = newInserter("correction_receipt", "", []column[takenRow]{
	col("correction_id", "bigint", func(t *takenRow) int64 { return int64(t.correction.ID) }),
	col("counter_id", "bigint", func(t *takenRow) int64 { return int64(t.correction.Counter) }),
	col("receipt", "bytea", func(t *takenRow) []byte { return t.receipt[:] }),
	col("kind", "text", func(t *takenRow) string { return string(t.correction.Kind) }),
	col("agency_id", "bigint", func(t *takenRow) *int64 { return someID(t.correction.Agency) }),
	col("in_force", "boolean", func(*takenRow) bool { return true }),
})

func someID(id survey.AgencyID) *int64 {
	if id == 0 {
		return nil
	}
	n := int64(id)
	return &n
}

// AddCorrection stores a correction, whose number it fills in, with what it took. The
// numbers have no gaps, though many a correction is made only to be taken back and
// proposed: who holds the tallies is alone here.
func (db *DB) AddCorrection(ctx context.Context, c *survey.Correction, taken []survey.Correctable) error {
	last, err := scalar[survey.CorrectionID](ctx, db, "SELECT COALESCE(MAX(id), 0) FROM correction")
	if err != nil {
		return err
	}
	r := correctionRow{
		ID: last + 1, Kind: c.Kind, CounterID: c.Counter, FirstDay: c.From, LastDay: c.To, AfterTime: c.After,
		BeforeTime: c.Before, Channel: c.Channel, Rule: c.Rule, Reason: c.Reason, Taken: c.Taken,
		SHA256: c.SHA256, MadeBy: c.By, MadeAt: c.At,
	}
	if c.Agency != 0 {
		r.AgencyID = &c.Agency
	}
	if err := db.conn(ctx).Create(&r).Error; err != nil {
		return wrap(err, "add a correction")
	}
	c.ID = r.ID
	rows := make([]takenRow, len(taken))
	for i := range taken {
		rows[i] = takenRow{c, taken[i].Receipt}
	}
	return wrap(insertAll(ctx, db, &takenInsert, pointers(rows)), "add correction %d", c.ID)
}

// UndoCorrection stores that a correction is undone; what it took goes on saying that it
// did.
func (db *DB) UndoCorrection(ctx context.Context, c *survey.Correction) error {
	err := db.conn(ctx).Exec(
		"UPDATE correction SET undone_by = ?, undone_at = ?, undone_why = ? WHERE id = ?",
		c.UndoneBy, c.UndoneAt, c.UndoneWhy, c.ID).Error
	if err == nil {
		err = db.conn(ctx).Exec(
			"UPDATE correction_receipt SET in_force = FALSE WHERE correction_id = ?", c.ID).Error
	}
	return wrap(err, "undo correction %d", c.ID)
}
