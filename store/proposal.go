package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm/clause"

	"hailong/account"
	"hailong/survey"
)

var _ account.ProposalStore = (*DB)(nil)

type proposalRow struct {
	ID         int64 `gorm:"primaryKey"`
	Action     survey.EditAction
	Subject    string
	AgencyID   survey.AgencyID
	Change     string
	Version    string
	Reason     string
	ProposedBy account.ID
	ProposedAt time.Time
	State      account.State
	DecidedBy  *account.ID
	DecidedAt  *time.Time
	Answer     string
}

func (proposalRow) TableName() string { return "proposal" }

// proposalChange is the column change: the rows of a file, and what was there.
type proposalChange struct {
	Rows []map[string]string
	Was  map[string]string
}

// proposalView is a row with what its people's accounts say now.
type proposalView struct {
	Row        proposalRow `gorm:"embedded"`
	Proposer   string
	Decider    string
	FromAgency survey.AgencyID
}

const selectProposals = `
	SELECT p.*, a.login AS proposer, a.agency_id AS from_agency, COALESCE(d.login, '') AS decider
	FROM proposal p JOIN account a ON a.id = p.proposed_by LEFT JOIN account d ON d.id = p.decided_by `

func (v proposalView) domain() account.Proposal {
	r := &v.Row
	p := account.Proposal{
		Number: r.ID, Agency: r.AgencyID, Reason: r.Reason, State: r.State, Answer: r.Answer,
		Edit:       survey.Edit{Action: r.Action, Subject: r.Subject, Version: r.Version},
		ProposedBy: r.ProposedBy, ProposedAt: r.ProposedAt.UTC(), DecidedAt: moment(r.DecidedAt),
		Proposer: v.Proposer, Decider: v.Decider, From: v.FromAgency,
	}
	if r.DecidedBy != nil {
		p.DecidedBy = *r.DecidedBy
	}
	var change proposalChange
	// What cannot be read has no rows, and is refused by everybody who would use it.
	if json.Unmarshal([]byte(r.Change), &change) == nil {
		p.Edit.Rows, p.Was = change.Rows, change.Was
	}
	return p
}

// Proposal finds a proposal by its number, nil where there is none.
func (db *DB) Proposal(ctx context.Context, number int64) (*account.Proposal, error) {
	return only[proposalView](ctx, db, selectProposals+"WHERE p.id = ?", number)
}

// Proposals are those in a state, newest first, at most as many as asked for.
func (db *DB) Proposals(ctx context.Context, state account.State, most int) ([]account.Proposal, error) {
	query := selectProposals + "WHERE p.state = ? ORDER BY p.id DESC LIMIT ?"
	return list[proposalView](ctx, db, query, state, most)
}

// OwnProposals are one person's that wait, or were decided by others since then.
func (db *DB) OwnProposals(
	ctx context.Context, by account.ID, since time.Time,
) ([]account.Proposal, error) {
	return list[proposalView](ctx, db, selectProposals+`
		WHERE p.proposed_by = ? AND (p.state = 'waiting' OR p.state <> 'withdrawn' AND p.decided_at >= ?)
		ORDER BY p.id DESC`, by, since.UTC())
}

// PutProposal adds a proposal, or stores what was decided about it.
func (db *DB) PutProposal(ctx context.Context, p *account.Proposal) error {
	change, err := json.Marshal(proposalChange{p.Edit.Rows, p.Was})
	if err != nil {
		return fmt.Errorf("put proposal: %w", err)
	}
	r := proposalRow{
		ID: p.Number, Action: p.Edit.Action, Subject: p.Edit.Subject, AgencyID: p.Agency, Change: string(change),
		Version: p.Edit.Version, Reason: p.Reason, ProposedBy: p.ProposedBy, ProposedAt: *stored(p.ProposedAt),
		State: p.State, DecidedAt: stored(p.DecidedAt), Answer: p.Answer,
	}
	if p.DecidedBy != 0 {
		r.DecidedBy = &p.DecidedBy
	}
	conn := db.conn(ctx)
	if p.Number == 0 {
		conn = conn.Omit("id")
	} else {
		conn = conn.Clauses(clause.OnConflict{
			Columns:   []clause.Column{{Name: "id"}},
			DoUpdates: clause.AssignmentColumns([]string{"state", "decided_by", "decided_at", "answer"}),
		})
	}
	if err := conn.Create(&r).Error; err != nil {
		return wrap(err, "put proposal")
	}
	p.Number = r.ID
	return nil
}
