package account

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"hailong/survey"
)

// Exceptions is what makes an approved exception in a criteria set, in the caller's
// transaction.
type Exceptions interface {
	Except(ctx context.Context, by survey.Actor, e survey.Edit) error
}

// Withhold keeps as a proposal what a criteria set would say of an agency of the account's
// own, in the transaction that stores the rest of the set. What waits already in the same
// words is not proposed again.
func (p *Proposals) Withhold(
	ctx context.Context, me *Account, e survey.Edit, agency survey.AgencyID, reason string,
) error {
	waiting, err := p.Store.Proposals(ctx, Waiting, MostWaiting)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(waiting, func(o Proposal) bool {
		return o.Edit.Action == e.Action && o.Edit.Subject == e.Subject && o.Edit.Version == e.Version &&
			slices.EqualFunc(o.Edit.Rows, e.Rows, maps.Equal)
	}) {
		return nil
	}
	proposal := Proposal{
		Edit: e, Agency: agency, Reason: strings.TrimSpace(reason), State: Waiting, ProposedBy: me.ID,
	}
	if err := said(proposal.Reason, "reason", "proposal.reason_needed"); err != nil {
		return err
	}
	return p.add(ctx, me, &proposal)
}

// except makes an approved exception in the caller's transaction.
func (p *Proposals) except(ctx context.Context, a *Account, o *Proposal) error {
	return p.Exceptions.Except(ctx, a.Actor(fmt.Sprintf("proposal %d", o.Number)), o.Edit)
}
