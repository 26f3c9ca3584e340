package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"hailong/scoring/round"
	"hailong/survey"
)

var _ round.Store = (*DB)(nil)

type roundRow struct {
	ID        round.ID `gorm:"primaryKey"`
	Family    string
	Year      int
	Step      round.Step
	Deadlines string
	Minutes   string
	OpenedAt  time.Time
	ClosedAt  *time.Time
}

func (roundRow) TableName() string { return "round" }

func (r roundRow) domain() roundRow { return r }

func (r roundRow) round() (round.Round, error) {
	o := round.Round{
		ID: r.ID, Family: r.Family, Year: r.Year, Step: r.Step, Minutes: r.Minutes,
		OpenedAt: r.OpenedAt.UTC(), ClosedAt: moment(r.ClosedAt),
	}
	if err := json.Unmarshal([]byte(r.Deadlines), &o.Deadlines); err != nil {
		return o, fmt.Errorf("deadlines of round %d: %w", r.ID, err)
	}
	return o, nil
}

type memberRow struct {
	RoundID     round.ID
	AgencyID    survey.AgencyID
	GroupCode   string
	SetID       round.SetID
	LeftOut     string
	SubmittedAt *time.Time
	SubmittedBy string
	ReportID    *round.EvidenceID
	Reopened    bool
}

func (memberRow) TableName() string { return "round_agency" }

func (r memberRow) domain() memberRow { return r }

func (r memberRow) member() round.Member {
	m := round.Member{
		Agency: r.AgencyID, Group: r.GroupCode, Set: r.SetID, LeftOut: r.LeftOut,
		SubmittedAt: moment(r.SubmittedAt), SubmittedBy: r.SubmittedBy, Reopened: r.Reopened,
	}
	if r.ReportID != nil {
		m.Report = *r.ReportID
	}
	return m
}

// Rounds are all, the newest year first, with their members.
func (db *DB) Rounds(ctx context.Context) ([]round.Round, error) {
	return db.rounds(ctx, "", nil)
}

// Round finds one with its members by their ids, nil where there is none.
func (db *DB) Round(ctx context.Context, id round.ID) (*round.Round, error) {
	rounds, err := db.rounds(ctx, " WHERE id = ?", []any{id})
	if err != nil || len(rounds) == 0 {
		return nil, err
	}
	return &rounds[0], nil
}

func (db *DB) rounds(ctx context.Context, where string, args []any) ([]round.Round, error) {
	rows, err := list[roundRow](ctx, db, "SELECT * FROM round"+where+" ORDER BY year DESC, family", args...)
	if err != nil {
		return nil, err
	}
	members, err := list[memberRow](ctx, db, `
		SELECT * FROM round_agency WHERE round_id IN (SELECT id FROM round`+where+`)
		ORDER BY round_id, agency_id`, args...)
	if err != nil {
		return nil, err
	}
	rounds := make([]round.Round, len(rows))
	place := map[round.ID]*round.Round{}
	for i, r := range rows {
		if rounds[i], err = r.round(); err != nil {
			return nil, err
		}
		place[r.ID] = &rounds[i]
	}
	for _, m := range members {
		r, err := parent(place, m.RoundID, "round_agency", "round")
		if err != nil {
			return nil, err
		}
		r.Members = append(r.Members, m.member())
	}
	return rounds, nil
}

// AddRound stores a new round with its members and gives it its id.
func (db *DB) AddRound(ctx context.Context, r *round.Round) error {
	deadlines, err := json.Marshal(r.Deadlines)
	if err != nil {
		return fmt.Errorf("add round: %w", err)
	}
	row := roundRow{
		Family: r.Family, Year: r.Year, Step: r.Step, Deadlines: string(deadlines), OpenedAt: *stored(r.OpenedAt),
	}
	if err := db.conn(ctx).Omit("id").Create(&row).Error; err != nil {
		return wrap(err, "add round")
	}
	r.ID = row.ID
	members := make([]memberRow, len(r.Members))
	for i := range r.Members {
		m := &r.Members[i]
		members[i] = memberRow{
			RoundID: r.ID, AgencyID: m.Agency, GroupCode: m.Group, SetID: m.Set, LeftOut: m.LeftOut,
		}
	}
	return wrap(db.conn(ctx).CreateInBatches(&members, 200).Error, "add the agencies of a round")
}

// PutRound stores a round's step, deadlines, minutes and when it was closed.
func (db *DB) PutRound(ctx context.Context, r *round.Round) error {
	deadlines, err := json.Marshal(r.Deadlines)
	if err != nil {
		return fmt.Errorf("put round: %w", err)
	}
	return db.exec(ctx, "UPDATE round SET step = ?, deadlines = ?, minutes = ?, closed_at = ? WHERE id = ?",
		r.Step, string(deadlines), r.Minutes, stored(r.ClosedAt), r.ID)
}

// PutMember stores whether a member has submitted, its report, and whether it is unlocked.
func (db *DB) PutMember(ctx context.Context, id round.ID, m *round.Member) error {
	var report *round.EvidenceID
	if m.Report != 0 {
		report = &m.Report
	}
	return db.exec(ctx, `
		UPDATE round_agency SET submitted_at = ?, submitted_by = ?, report_id = ?, reopened = ?
		WHERE round_id = ? AND agency_id = ?`,
		stored(m.SubmittedAt), m.SubmittedBy, report, m.Reopened, id, m.Agency)
}

type assignmentRow struct {
	ID       int64 `gorm:"primaryKey"`
	RoundID  round.ID
	Login    string
	AgencyID *survey.AgencyID // NULL: every agency
	Area     string
}

func (assignmentRow) TableName() string { return "round_assignment" }

func (r assignmentRow) domain() round.Assignment {
	a := round.Assignment{Login: r.Login, Area: r.Area}
	if r.AgencyID != nil {
		a.Agency = *r.AgencyID
	}
	return a
}

// Assignments are a round's, in the order in which they were given.
func (db *DB) Assignments(ctx context.Context, id round.ID) ([]round.Assignment, error) {
	return list[assignmentRow](ctx, db, "SELECT * FROM round_assignment WHERE round_id = ? ORDER BY id", id)
}

// assignmentInsert is for many at once: an appraiser of every area of every agency is
// assigned in one transaction, which must not hold up what people answer meanwhile.
var assignmentInsert = newInserter("round_assignment", "", []column[assignmentRow]{
	col("round_id", "bigint", func(r *assignmentRow) int64 { return int64(r.RoundID) }),
	col("login", "text", func(r *assignmentRow) string { return r.Login }),
	col("agency_id", "bigint", func(r *assignmentRow) *int64 { return (*int64)(r.AgencyID) }),
	col("area", "text", func(r *assignmentRow) string { return r.Area }),
})

// AddAssignments adds some.
func (db *DB) AddAssignments(ctx context.Context, id round.ID, assignments []round.Assignment) error {
	rows := make([]*assignmentRow, len(assignments))
	for i := range assignments {
		a := &assignments[i]
		rows[i] = &assignmentRow{RoundID: id, Login: a.Login, Area: a.Area}
		if a.Agency != 0 {
			rows[i].AgencyID = &a.Agency
		}
	}
	return wrap(insertAll(ctx, db, &assignmentInsert, rows), "add assignments")
}

// DropAssignment takes one away.
func (db *DB) DropAssignment(ctx context.Context, id round.ID, a round.Assignment) error {
	return db.exec(ctx, `
		DELETE FROM round_assignment
		WHERE round_id = ? AND login = ? AND COALESCE(agency_id, 0) = ? AND area = ?`,
		id, a.Login, a.Agency, a.Area)
}
