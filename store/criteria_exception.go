package store

import (
	"context"
	"slices"
	"unicode/utf8"

	"hailong/account"
	"hailong/survey"
)

// NearWriters tells of an agency whether somebody who wrote a set, by its ref, on pages is
// near it. One that was thrown away was another set.
func (db *DB) NearWriters(
	ctx context.Context, c *survey.Catalogue, ref string,
) (func(survey.AgencyID) bool, error) {
	writers, err := list[accountRow](ctx, db, `
		SELECT * FROM account WHERE login IN (
			SELECT actor FROM log_entry
			WHERE subject = ? AND place = 'page' AND action IN ('criteria.add', 'criteria.copy', 'criteria.change')
			AND number > (SELECT COALESCE(MAX(number), 0) FROM log_entry
				WHERE subject = ? AND action = 'criteria.discard'))`, ref, ref)
	return func(agency survey.AgencyID) bool {
		return slices.ContainsFunc(writers, func(a account.Account) bool { return a.Near(c, agency) })
	}, err
}

// ApprovedExceptions are the approved proposals about what sets whose refs begin so are not
// applicable to.
func (db *DB) ApprovedExceptions(ctx context.Context, begin string) ([]survey.Edit, error) {
	approved, err := list[proposalView](ctx, db, selectProposals+`
		WHERE p.action = ? AND p.state = 'approved' AND SUBSTR(p.subject, 1, ?) = ? ORDER BY p.id`,
		survey.NotApplicable, utf8.RuneCountInString(begin), begin)
	edits := make([]survey.Edit, len(approved))
	for i := range approved {
		edits[i] = approved[i].Edit
	}
	return edits, err
}
